// The page by keys alone: arrows go to what lies in their direction, Enter takes it, Escape goes back. So a
// keyboard does, and a keypad with five keys.

const REACHABLE = "button:not(:disabled), input:not(:disabled)";
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const BACK = ["Escape", "BrowserBack", "GoBack"];

/** A region is left only where nothing of it lies in the direction: longer than any screen, in pixels. */
const REGION = 100_000;

/** Sideways counts for more than ahead: a list is gone through before a column is left. */
const ASIDE = 3;

function isText(element) {
  return element instanceof HTMLInputElement && !element.readOnly;
}

function isThere(element) {
  return !element.closest("[inert]") && element.tabIndex >= 0 && element.checkVisibility();
}

/** The bar, the tools, the screen, or what lies over it. */
function region(element) {
  return element.closest("#layer, #screen, .bar, .tools");
}

function middle(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** How far something is in a direction; nothing when it is not. */
function distance(from, to, [dx, dy]) {
  const a = middle(from);
  const b = middle(to);
  const ahead = dx ? (b.x - a.x) * dx : (b.y - a.y) * dy;
  const reach = dx ? (from.width + to.width) / 4 : (from.height + to.height) / 4;
  if (ahead <= Math.min(reach, 8)) {
    return undefined;
  }
  const apart = dx
    ? Math.max(0, Math.max(from.top, to.top) - Math.min(from.bottom, to.bottom))
    : Math.max(0, Math.max(from.left, to.left) - Math.min(from.right, to.right));
  const aside = dx ? Math.abs(b.y - a.y) : Math.abs(b.x - a.x);
  return ahead + ASIDE * apart + aside / 10;
}

function move(direction) {
  const here = document.activeElement;
  const all = [...document.querySelectorAll(REACHABLE)].filter(isThere);
  if (!all.includes(here)) {
    (all.find((each) => each.closest("#layer, #screen")) ?? all[0])?.focus();
    return;
  }
  const from = here.getBoundingClientRect();
  let best;
  let least = Infinity;
  for (const each of all) {
    const away = each === here ? undefined : distance(from, each.getBoundingClientRect(), direction);
    const far = region(each) === region(here) ? away : away + REGION;
    if (away !== undefined && far < least) {
      least = far;
      best = each;
    }
  }
  best?.focus();
  best?.scrollIntoView({ block: "nearest" });
}

function back() {
  const ways = [...document.querySelectorAll("[data-back]")].filter(isThere).filter((each) => !each.disabled);
  ways.at(-1)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (isText(event.target) && arrow[0] !== 0) {
      return; // the caret moves
    }
    event.preventDefault();
    move(arrow);
  } else if (BACK.includes(event.key) || (event.key === "Backspace" && !(event.target instanceof HTMLInputElement))) {
    event.preventDefault();
    back();
  }
});
