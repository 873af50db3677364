// What the technician's page is put together from. Nothing is made anew while it is looked at: a button
// keeps the focus, and a list its place, while numbers change.

import { drawing } from "../icons.js";
import { h, say } from "../dom.js";
import { currentLanguage, t } from "../strings.js";

/** A shape for each tone: no state is told by its colour alone. */
const SHAPES = {
  good: "M5 12.5l4.5 4.5L19 7.5",
  bad: "M6 6l12 12M18 6L6 18",
  warn: "M12 4.5L21 19.5H3zM12 10.5v4M12 17v.01",
  unknown: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.01",
  running: "M5.5 12v.01M12 12v.01M18.5 12v.01",
};

/** An element that says a text of the page's in whatever language is chosen. */
export function word(key, tag = "span", properties = {}) {
  return h(tag, { ...properties, "data-t": key }, t(key));
}

/** The page's word for what the daemon calls so; what has none is called as the daemon does, or `otherwise`. */
export function named(family, name, otherwise = name) {
  const key = `${family}.${name}`;
  const said = t(key);
  return said === key ? otherwise : said;
}

/** Says all words of the page anew, in the language that was chosen. */
export function translate() {
  for (const each of document.querySelectorAll("[data-t]")) {
    say(each, t(each.dataset.t));
  }
  for (const each of document.querySelectorAll("[data-t-label]")) {
    each.setAttribute("aria-label", t(each.dataset.tLabel));
  }
}

/** Sets what somebody who listens is told; the same once more is said once more. */
export function tell(text) {
  const region = document.getElementById("said");
  region.textContent = "";
  setTimeout(() => say(region, text), 50);
}

/** Gives an element the look of a state, and its word. */
export function mark(element, tone, text) {
  element.classList.add("pill");
  if (element.dataset.tone !== tone) {
    element.dataset.tone = tone;
    element.replaceChildren(
      drawing("0 0 24 24", "icon", [["path", { d: SHAPES[tone] }]]),
      h("span", { class: "mark-text" }),
    );
  }
  say(element.lastElementChild, text);
}

export function card(id, ...content) {
  return h(
    "section",
    { class: "card", id, "aria-labelledby": `${id}-title` },
    word(`tech.${id}`, "h2", { id: `${id}-title`, tabindex: "-1" }),
    ...content,
  );
}

/** Names and values; what has no value is not shown. */
export function facts(...keys) {
  const values = new Map();
  const list = h(
    "dl",
    {},
    keys.map((key) => {
      const value = h("dd", { "data-fact": key });
      values.set(key, value);
      return h("div", { hidden: true }, word(`tech.${key}`, "dt"), value);
    }),
  );
  return {
    list,
    set(key, text) {
      const value = values.get(key);
      value.parentElement.hidden = text === undefined || text === null || text === "";
      say(value, String(text ?? ""));
    },
    /** @param more said behind the state */
    mark(key, tone, text, more = "") {
      const value = values.get(key);
      value.parentElement.hidden = false;
      if (!value.firstElementChild) {
        value.append(h("span"), " ", h("span"));
      }
      mark(value.firstElementChild, tone, text);
      say(value.lastElementChild, more);
    },
  };
}

/** Gives a list a row for each item, and keeps the rows of those that stay. */
export function rows(list, items, keyOf, make, fill) {
  const kept = new Map([...list.children].map((row) => [row.dataset.key, row]));
  let place = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let row = kept.get(key);
    kept.delete(key);
    if (row === undefined) {
      row = make(item);
      row.dataset.key = key;
    }
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(row, place);
    }
    fill(row, item);
  }
  const left = [...kept.values()].find((row) => row.contains(document.activeElement));
  kept.forEach((row) => row.remove());
  if (left) {
    // whoever pressed a button of it goes on from where it stood
    list.closest(".card").querySelector("h2").focus();
  }
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/** Draws. What is above the focus may grow and push it out of sight: there it follows. */
export function keepInSight(draw) {
  const focused = document.activeElement;
  const seen = inSight(focused);
  draw();
  if (seen && !inSight(focused)) {
    focused.scrollIntoView({ block: "nearest" });
  }
}

export function button(key, onclick, properties = {}) {
  return word(key, "button", { type: "button", class: "act", onclick, ...properties });
}

export function number(value) {
  return new Intl.NumberFormat(currentLanguage()).format(value);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function inUnit(value, unit) {
  return new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** `3 hours 20 minutes`: the two largest units. */
export function duration(seconds) {
  const at = UNITS.findIndex(([, length]) => seconds >= length);
  if (at < 0) {
    return inUnit(0, "second");
  }
  const [unit, length] = UNITS[at];
  const whole = inUnit(Math.floor(seconds / length), unit);
  const [next, nextLength] = UNITS[at + 1] ?? [];
  const rest = next ? Math.floor((seconds % length) / nextLength) : 0;
  return rest ? `${whole} ${inUnit(rest, next)}` : whole;
}

/** For how long: to the minute, so that a page full of ages is at rest. */
export function age(seconds) {
  if (seconds < 60) {
    return t("tech.just-now");
  }
  const [unit, length] = UNITS.find(([, size]) => seconds >= size);
  return t("tech.for", { time: inUnit(Math.floor(seconds / length), unit) });
}

export function clockTime(instant) {
  return new Date(instant).toLocaleTimeString(currentLanguage());
}

export function dateAndTime(instant) {
  return new Date(instant).toLocaleString(currentLanguage(), { dateStyle: "medium", timeStyle: "medium" });
}
