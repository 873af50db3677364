// Goods without a code: quick keys first, then whatever is typed on the keyboard of this page.

import { get } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { money } from "./money.js";
import { currentLanguage, t } from "./strings.js";

const KEYS = {
  de: ["1234567890", "qwertzuiopü", "asdfghjklöä", "yxcvbnmß"],
  en: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
};
/** A key shows a capital, where the letter has one. */
const shown = (letter) => (letter === "ß" ? letter : letter.toUpperCase());

const TYPING_MILLIS = 150;
const QUANTITY_MAX = 99;

/**
 * @param onPick called with the item and the quantity
 * @param onClose called when the customer wants nothing of it
 */
export function search({ onPick, onClose }) {
  let quantity = 1;
  let asked = 0;
  let timer;
  const input = h("input", {
    class: "search-input",
    id: "search-input",
    type: "text",
    inputmode: "none",
    autocomplete: "off",
    placeholder: t("search.hint"),
    "aria-label": t("search.hint"),
    oninput: () => askSoon(),
    onfocus: () => showKeyboard(true),
  });
  const heading = h("h2", { class: "search-heading" });
  const results = h("div", { class: "tiles" });
  const keyboard = h("div", { class: "keyboard", hidden: true });
  const howMany = h("output", { class: "how-many", "aria-live": "polite" }, "1");
  const keyboardButton = h(
    "button",
    {
      class: "button keyboard-button",
      type: "button",
      "aria-label": t("search.keyboard"),
      onclick: () => showKeyboard(keyboard.hidden),
    },
    icon("keyboard"),
  );

  function step(iconName, label, by) {
    return h(
      "button",
      {
        class: "button step",
        type: "button",
        "aria-label": label,
        onclick: () => {
          quantity = Math.min(QUANTITY_MAX, Math.max(1, quantity + by));
          howMany.textContent = quantity;
        },
      },
      icon(iconName),
    );
  }

  const element = h(
    "section",
    { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": t("search.title") },
    h(
      "header",
      { class: "sheet-bar" },
      h("h1", {}, t("search.title")),
      h(
        "div",
        { class: "stepper", role: "group", "aria-label": t("quantity") },
        h("span", { class: "stepper-label" }, t("quantity")),
        step("minus", t("less"), -1),
        howMany,
        step("plus", t("more"), 1),
      ),
      h(
        "button",
        { class: "button quiet", id: "search-close", type: "button", "aria-label": t("close"), onclick: onClose },
        icon("close"),
      ),
    ),
    h("div", { class: "search-line" }, icon("search"), input, keyboardButton),
    h("div", { class: "found" }, heading, results),
    keyboard,
  );

  function key(label, className, name, ontap) {
    // a key does not take the caret away from the text it types into
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

  function type(text) {
    input.value += text;
    askSoon();
  }

  keyboard.append(
    ...KEYS[currentLanguage()].map((letters) =>
      h("div", { class: "keys" }, ...[...letters].map((letter) => key(shown(letter), "", letter, () => type(letter)))),
    ),
    h(
      "div",
      { class: "keys" },
      key("␣", "wide", t("search.space"), () => type(" ")),
      key(icon("backspace"), "delete", t("search.delete"), () => {
        input.value = [...input.value].slice(0, -1).join("");
        askSoon();
      }),
    ),
  );

  function showKeyboard(yes) {
    keyboard.hidden = !yes;
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_MILLIS);
  }

  async function ask() {
    const mine = ++asked;
    const words = input.value.trim();
    const query = new URLSearchParams({ q: words, lang: currentLanguage() });
    try {
      const answer = await get(`/v1/items?${query}`);
      if (mine === asked) {
        show(answer, words);
      }
    } catch {
      if (mine === asked) {
        results.replaceChildren(h("p", { class: "nothing" }, t("search.away")));
      }
    }
  }

  function show({ items, currency }, words) {
    heading.textContent = words === "" && items.length ? t("search.quick") : "";
    results.replaceChildren(
      ...(items.length
        ? items.map((item) => tile(item, currency))
        : words === ""
          ? []
          : [h("p", { class: "nothing" }, t("search.none"))]),
    );
    results.parentElement.scrollTop = 0;
    if (words === "" && !items.length) {
      showKeyboard(true);
    }
  }

  function tile(item, currency) {
    const price = money(item.unitPrice, currency, currentLanguage());
    return h(
      "button",
      { class: "tile", type: "button", "data-item": item.itemId, onclick: () => onPick(item, quantity) },
      h("span", { class: "tile-name" }, item.description),
      h("span", { class: "tile-price" }, item.unitOfMeasure === "EA" ? price : `${price} / ${item.unitOfMeasure}`),
    );
  }

  ask();
  return element;
}
