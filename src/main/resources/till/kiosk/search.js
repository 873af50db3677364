// Goods without a code: quick keys first, then a category of them, or whatever is typed.

import { get } from "./api.js";
import { h, say } from "./dom.js";
import { picture, remember } from "./goods.js";
import { icon } from "./icons.js";
import { letters } from "./keyboard.js";
import { money } from "./money.js";
import { button } from "./parts.js";
import { currentLanguage, isKnown, t } from "./strings.js";
import { announce } from "./voice.js";

const TYPING_MILLIS = 150;
const QUANTITY_MAX = 99;

/** What a category of the price book is called: its name there, where nothing better is known. */
function categoryName(name) {
  const key = `category.${name}`;
  return isKnown(key) ? t(key) : name;
}

/**
 * @param onPick called with the item and the quantity
 * @param onClose called when the customer wants nothing of it
 * @param title what it is about
 * @param hasPrice of which items the price is what it is about
 */
export function search({ onPick, onClose, title = t("search.title"), hasPrice = () => true }) {
  let quantity = 1;
  let category = "";
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
    onpointerdown: () => showKeyboard(true),
  });
  const tabs = h("div", { class: "tabs", role: "group", "aria-label": t("search.categories") });
  const results = h("div", { class: "tiles" });
  const howMany = h("output", { class: "how-many", "aria-live": "polite" }, "1");
  const keyboard = letters({
    hidden: true,
    onText: (text) => {
      input.value += text;
      askSoon();
    },
    onDelete: () => {
      input.value = [...input.value].slice(0, -1).join("");
      askSoon();
    },
  });
  const keyboardButton = button("keyboard-button", "keyboard", "", () => showKeyboard(keyboard.hidden));
  keyboardButton.setAttribute("aria-label", t("search.keyboard"));

  function step(iconName, label, by) {
    const element = button("step", iconName, "", () => {
      quantity = Math.min(QUANTITY_MAX, Math.max(1, quantity + by));
      say(howMany, String(quantity));
    });
    element.setAttribute("aria-label", label);
    return element;
  }

  const close = button("quiet", "close", "", onClose, "search-close");
  close.setAttribute("aria-label", t("close"));
  close.dataset.back = "";
  close.dataset.focus = "";
  const element = h(
    "section",
    { class: "sheet", role: "dialog", "aria-label": title, onkeydown: typeAnywhere },
    h(
      "header",
      { class: "sheet-bar" },
      h("h1", {}, title),
      h(
        "div",
        { class: "stepper", role: "group", "aria-label": t("quantity") },
        h("span", { class: "stepper-label" }, t("quantity")),
        step("minus", t("less"), -1),
        howMany,
        step("plus", t("more"), 1),
      ),
      close,
    ),
    h("div", { class: "search-line" }, icon("search"), input, keyboardButton),
    tabs,
    h("div", { class: "found" }, results),
    keyboard,
  );

  /** Whoever has a keyboard begins to type, wherever they are. */
  function typeAnywhere(event) {
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && event.target !== input) {
      input.focus();
    }
  }

  function showKeyboard(yes) {
    keyboard.hidden = !yes;
    keyboardButton.setAttribute("aria-pressed", String(yes));
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_MILLIS);
  }

  async function ask() {
    const mine = ++asked;
    const words = input.value.trim();
    const query = new URLSearchParams({ q: words, category, lang: currentLanguage() });
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

  function show({ items, currency, categories }, words) {
    showTabs(categories ?? []);
    items.forEach(remember);
    results.replaceChildren(
      ...(items.length ? items.map((item) => tile(item, currency)) : [h("p", { class: "nothing" }, t("search.none"))]),
    );
    results.parentElement.scrollTop = 0;
    if (words !== "") {
      announce(items.length ? t("search.found", { n: items.length }) : t("search.none"));
    } else if (!items.length && !category) {
      showKeyboard(true);
    }
  }

  function showTabs(categories) {
    const names = ["", ...categories];
    if (tabs.childElementCount !== names.length) {
      tabs.hidden = categories.length === 0;
      tabs.replaceChildren(
        ...names.map((name) =>
          h(
            "button",
            {
              class: "tab",
              type: "button",
              "data-category": name,
              onclick: () => {
                category = name;
                input.value = "";
                ask();
              },
            },
            name === "" ? t("search.quick") : categoryName(name),
          ),
        ),
      );
    }
    for (const each of tabs.children) {
      const isChosen = each.dataset.category === category;
      each.setAttribute("aria-pressed", String(isChosen));
      if (isChosen) {
        each.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
  }

  function tile(item, currency) {
    const price = money(item.unitPrice, currency, currentLanguage());
    return h(
      "button",
      {
        class: "tile",
        type: "button",
        "data-item": item.itemId,
        onclick: () => onPick(item, item.weighed ? 1 : quantity),
      },
      picture(item.itemId, item.description, item.image),
      h("span", { class: "tile-name" }, item.description),
      h(
        "span",
        { class: "tile-price" },
        item.weighed ? icon("scale") : null,
        !hasPrice(item) ? "" : item.unitOfMeasure === "EA" ? price : `${price} / ${item.unitOfMeasure}`,
        item.ageClass ? h("span", { class: "tag" }, `${item.ageClass}+`) : null,
      ),
    );
  }

  ask();
  return element;
}
