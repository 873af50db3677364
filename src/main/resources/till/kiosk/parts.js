// What several screens are made of. None of them knows what anything costs beyond what the lane says.

import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { money } from "./money.js";
import { currentLanguage } from "./strings.js";

export function amount(minor, lane) {
  return money(minor, lane.currency, currentLanguage());
}

/** A large amount, which its style makes small enough for its place. */
export function sayLarge(element, text) {
  say(element, text);
  element.style.setProperty("--characters", text.length);
}

/** `0.240` as people write it, with all its decimals. */
export function decimal(text) {
  const decimals = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  return new Intl.NumberFormat(currentLanguage(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(text);
}

/** @param id for tests and styles; may be left out */
export function button(className, iconName, text, onclick, id) {
  return h(
    "button",
    { class: `button ${className}`, type: "button", id, onclick },
    iconName ? icon(iconName) : null,
    text ? h("span", {}, text) : null,
  );
}

export function medallion(iconName, className = "") {
  return h("div", { class: `medallion ${className}` }, icon(iconName));
}

/** A picture, what is happening, and what to do. */
export function message(picture, title, text, ...more) {
  return h("section", { class: "message" }, picture, h("h1", {}, title), h("p", { class: "lead" }, text), ...more);
}

/** A way to go on that is large enough for a choice between few. */
export function choice(id, iconName, title, text, onclick) {
  return h(
    "button",
    { class: "choice", id, type: "button", onclick },
    medallion(iconName),
    h("span", { class: "choice-words" }, h("span", { class: "choice-title" }, title), text),
  );
}

/** Problems of the board and its devices, which are nothing for the customer. */
const OF_THE_BOARD = [
  "payment-unknown",
  "print-doubtful",
  "drawer-open",
  "drawer-did-not-open",
  "case-open",
  "clock-not-set",
  "disk-low",
  "storage-full",
  "journal-quarantined",
  "journal-contradiction",
];

/** Whether a problem is the customer's sale's: somebody decides it by yes or no. */
export function isOfSale(problem) {
  return !OF_THE_BOARD.includes(problem.code);
}

export function devices(lane, category) {
  return lane.devices.filter((device) => device.category === category);
}

/** Whether a device of this kind is there and works. */
export function works(lane, category) {
  return devices(lane, category).some((device) => device.state === "good");
}

export function isBad(lane, category) {
  return devices(lane, category).some((device) => device.state === "bad");
}
