// Keys on the screen. A key does not take the caret away from the text it types into.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { currentLanguage, t } from "./strings.js";

const LETTERS = {
  de: ["1234567890", "qwertzuiopü", "asdfghjklöä", "yxcvbnmß"],
  en: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
};
const DIGITS = ["123", "456", "789"];

/** A key shows a capital, where the letter has one. */
const shown = (letter) => (letter === "ß" ? letter : letter.toUpperCase());

function key(label, className, name, ontap) {
  return h(
    "button",
    {
      class: `key ${className}`,
      type: "button",
      tabindex: "-1",
      "aria-label": name,
      onpointerdown: (event) => event.preventDefault(),
      onclick: ontap,
    },
    label,
  );
}

function row(...keys) {
  return h("div", { class: "keys" }, ...keys);
}

/** @param onText called with what a key types; @param onDelete called for the last character */
export function letters({ onText, onDelete, hidden = false }) {
  return h(
    "div",
    { class: "keyboard", hidden },
    ...(LETTERS[currentLanguage()] ?? LETTERS.en).map((line) =>
      row(...[...line].map((letter) => key(shown(letter), "", letter, () => onText(letter)))),
    ),
    row(
      key("␣", "wide", t("search.space"), () => onText(" ")),
      key(icon("backspace"), "delete", t("search.delete"), onDelete),
    ),
  );
}

/** @return what hears keys that are typed beside the field: a digit goes to it, and Backspace takes the last */
export function typing({ onText, onDelete }) {
  return (event) => {
    const isField = event.target instanceof HTMLInputElement;
    if (isField || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (/^[0-9]$/.test(event.key)) {
      onText(event.key);
    } else if (event.key === "Backspace") {
      onDelete();
    } else {
      return;
    }
    event.preventDefault();
  };
}

/** Digits, and a key that is done. Arrows reach these, too: a keypad of five keys has no digits. */
export function digits({ onText, onDelete, onDone, done = t("ok") }) {
  const pad = h(
    "div",
    { class: "pad", onkeydown: typing({ onText, onDelete }) },
    ...DIGITS.flatMap((line) => [...line].map((digit) => key(digit, "", digit, () => onText(digit)))),
    key(icon("backspace"), "quiet", t("search.delete"), onDelete),
    key("0", "", "0", () => onText("0")),
    key(icon("check"), "done", done, onDone),
  );
  pad.querySelectorAll(".key").forEach((each) => each.removeAttribute("tabindex"));
  return pad;
}
