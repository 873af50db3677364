// What the attendant's pages are made of: amounts, reasons, lists, and a button that goes on.

import { h } from "../dom.js";
import { digits, letters } from "../keyboard.js";
import { amount, button } from "../parts.js";
import { t } from "../strings.js";
import { number } from "../typed.js";

const REASON_CHARACTERS_MAX = 100;

/** A number with its keys beside it. */
export function numberPad(options) {
  const field = number(options);
  const pad = digits({ onText: field.add, onDelete: field.cut, onDone: options.onDone ?? (() => {}) });
  field.input.dataset.focus = "";
  const element = h("div", { class: "number-pad" }, h("label", { for: options.id }, options.label), field.input, pad);
  return { ...field, element };
}

export function money(desk, options) {
  return numberPad({ ...options, shown: (minor) => amount(minor, desk.lane()) });
}

/** Why: a few words that are often right, or one's own. */
export function reason(words) {
  const input = h("input", {
    class: "reason-input",
    id: "staff-reason",
    type: "text",
    inputmode: "none",
    autocomplete: "off",
    maxlength: REASON_CHARACTERS_MAX,
    "aria-label": t("staff.reason"),
    onpointerdown: () => (keyboard.hidden = false),
    oninput: press,
  });
  const keyboard = letters({
    hidden: true,
    onText: (text) => {
      input.value += text;
      press();
    },
    onDelete: () => {
      input.value = input.value.slice(0, -1);
      press();
    },
  });
  const chips = words.map((key) => {
    const chip = button("chip", "", t(`reason.${key}`), () => {
      input.value = chip.textContent;
      press();
    });
    return chip;
  });
  function press() {
    chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.textContent === input.value)));
  }
  press();
  const element = h(
    "div",
    { class: "reason" },
    h("label", { for: "staff-reason" }, t("staff.reason")),
    h("div", { class: "chips" }, ...chips),
    input,
    keyboard,
  );
  return { element, value: () => input.value.trim() };
}

/** One of a few. @param onChoose told which */
export function segments(label, names, onChoose) {
  let chosen = names[0][0];
  const group = h("div", { class: "segments", role: "group", "aria-label": label });
  for (const [name, text, iconName] of names) {
    const each = button("", iconName, text, () => {
      chosen = name;
      press();
      onChoose?.(name);
    });
    each.dataset.word = name;
    group.append(each);
  }
  function press() {
    for (const each of group.children) {
      each.setAttribute("aria-pressed", String(each.dataset.word === chosen));
    }
  }
  press();
  return { element: group, value: () => chosen };
}

/** The button that ends a page. */
export function goOn(text, onclick, id = "staff-go") {
  return button("primary go", "check", text, onclick, id);
}

/** A row to tap on. */
export function entry(id, left, right, onclick) {
  return h("button", { class: "entry", type: "button", "data-id": id, onclick }, left, right);
}

export function nothing(text) {
  return h("p", { class: "nothing" }, text);
}

