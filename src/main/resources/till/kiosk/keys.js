// The page by keys alone: arrows go to what lies in their direction, Enter takes it, Escape goes back. So a
// keyboard does, and a keypad with five keys.

import { isSettling } from "./layers.js";

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

/** Letters on the screen are left out by Tab, but not by arrows: a keypad has no others. */
function isThere(element) {
  const isKept = element.tabIndex >= 0 || element.classList.contains("key");
  return isKept && !element.closest("[inert]") && element.checkVisibility();
}

const REGIONS = "#layer, #screen, .bar, .tools";

/** 1 where the way from here leads out of one of these, else 0. */
function left(here, there, ones) {
  const mine = here.closest(ones);
  return !mine || mine.contains(there) ? 0 : 1;
}

/** What has more in it than it shows. */
const SCROLLED = ".found, .lines, .tabs, .staff-body, .summary, .veil, #screen > section";

/** Where something is seen, from here: what is scrolled away lies at the edge behind which it is. */
function place(element, here) {
  const box = element.getBoundingClientRect();
  const scrolled = element.closest(SCROLLED);
  if (!scrolled || scrolled.contains(here)) {
    return box;
  }
  const seen = scrolled.getBoundingClientRect();
  const inX = (x) => Math.min(seen.right, Math.max(seen.left, x));
  const inY = (y) => Math.min(seen.bottom, Math.max(seen.top, y));
  return DOMRect.fromRect({
    x: inX(box.left),
    y: inY(box.top),
    width: inX(box.right) - inX(box.left),
    height: inY(box.bottom) - inY(box.top),
  });
}

/** How far something is in a direction; nothing when it does not lie there. */
function distance(from, to, [dx, dy]) {
  const gap = dx
    ? (dx > 0 ? to.left - from.right : from.left - to.right)
    : (dy > 0 ? to.top - from.bottom : from.top - to.bottom);
  const overlap = dx ? Math.min(from.width, to.width) / 2 : Math.min(from.height, to.height) / 2;
  if (gap < -overlap) {
    return undefined;
  }
  const apart = dx
    ? Math.max(0, Math.max(from.top, to.top) - Math.min(from.bottom, to.bottom))
    : Math.max(0, Math.max(from.left, to.left) - Math.min(from.right, to.right));
  const aside = dx
    ? Math.abs(to.top + to.bottom - from.top - from.bottom) / 2
    : Math.abs(to.left + to.right - from.left - from.right) / 2;
  return Math.max(0, gap) + ASIDE * apart + aside / 10;
}

/** What can have the focus now. */
export function reachable() {
  return [...document.querySelectorAll(REACHABLE)].filter(isThere);
}

/** Moves the focus. @param direction [1, 0] is to the right, [0, 1] is down */
export function move(direction) {
  const here = document.activeElement;
  const all = reachable();
  if (!all.includes(here)) {
    (all.find((each) => each.closest("#layer, #screen")) ?? all[0])?.focus();
    return;
  }
  const from = place(here, here);
  let best;
  let least = Infinity;
  for (const each of all) {
    const away = each === here ? undefined : distance(from, place(each, here), direction);
    const far = away + REGION * (left(here, each, REGIONS) + left(here, each, SCROLLED));
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

/** Whether a caret can go on that way. At the end of its text the focus does: to the keys beside it, say. */
function hasWay(field, dx) {
  const { selectionStart, selectionEnd, value } = field;
  const isForward = dx > 0 === (getComputedStyle(field).direction !== "rtl");
  // a date has parts and no caret
  return selectionStart === null || selectionStart !== selectionEnd || selectionEnd !== (isForward ? value.length : 0);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const arrow = ARROWS[event.key];
  if (isSettling() && (arrow || BACK.includes(event.key))) {
    event.preventDefault();
    return;
  }
  if (arrow) {
    if (isText(event.target) && arrow[0] !== 0 && hasWay(event.target, arrow[0])) {
      return; // the caret moves
    }
    event.preventDefault();
    move(arrow);
  } else if (BACK.includes(event.key) || (event.key === "Backspace" && !(event.target instanceof HTMLInputElement))) {
    event.preventDefault();
    back();
  }
});
