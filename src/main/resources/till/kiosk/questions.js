// Questions that lie over the screen until they are answered.

import { h, say } from "./dom.js";
import { lay, lift } from "./layers.js";
import { button, medallion } from "./parts.js";
import { t } from "./strings.js";

/**
 * @param answers {id, text, className, back, act}: `back` is what Escape means
 * @param extra stands above the answers
 */
function question(name, iconName, title, text, answers, extra = null) {
  const element = h(
    "div",
    { class: "veil" },
    h(
      "section",
      { class: "question", role: "alertdialog", "aria-label": title },
      medallion(iconName),
      h("h1", {}, title),
      h("p", { class: "lead" }, text),
      extra,
      h(
        "div",
        { class: "answers" },
        ...answers.map((answer, i) => {
          const element = button(answer.className ?? "", answer.icon, answer.text, () => {
            lift(name);
            answer.act?.();
          }, answer.id);
          if (answer.back) {
            element.dataset.back = "";
          }
          if (i === 0) {
            element.dataset.focus = "";
          }
          return element;
        }),
      ),
    ),
  );
  lay(name, element);
}

export function askCancel(act) {
  question("cancel", "warn", t("cancel.title"), t("cancel.text"), [
    { id: "cancel-no", icon: "back", text: t("cancel.no"), className: "primary", back: true },
    { id: "cancel-yes", icon: "close", text: t("cancel.yes"), act: () => act("/v1/transaction/cancel") },
  ]);
}

export function askHelp(act) {
  question("help", "hand", t("help.title"), t("help.text"), [
    { id: "help-yes", icon: "hand", text: t("help.yes"), className: "primary", act: () => act("/v1/assistance") },
    { id: "help-no", icon: "back", text: t("help.no"), back: true },
  ]);
}

/** After a restart: is the customer still there? */
export function askContinue(act) {
  question("restored", "basket", t("restored.title"), t("restored.text"), [
    {
      id: "restored-yes",
      icon: "check",
      text: t("restored.yes"),
      className: "primary",
      back: true,
      act: () => act("/v1/transaction/extend"),
    },
    { id: "restored-no", icon: "close", text: t("restored.no"), act: () => act("/v1/transaction/cancel") },
  ]);
}

/** The sale is about to be given up. */
export function askStillThere(act, secondsLeft) {
  const until = performance.now() + secondsLeft * 1000;
  const count = h("p", { class: "countdown", "aria-hidden": "true" });
  question(
    "idle",
    "clock",
    t("idle.title"),
    t("idle.text"),
    [
      {
        id: "idle-more",
        icon: "check",
        text: t("idle.more"),
        className: "primary",
        back: true,
        act: () => act("/v1/transaction/extend"),
      },
      { id: "idle-cancel", icon: "close", text: t("cancel"), act: () => act("/v1/transaction/cancel") },
    ],
    count,
  );
  const tick = () => {
    if (count.isConnected) {
      say(count, String(Math.max(0, Math.ceil((until - performance.now()) / 1000))));
      setTimeout(tick, 250);
    }
  };
  tick();
}

const QUANTITY_MAX = 99;

/** How many of a line there are to be. */
export function askQuantity(line, act) {
  let quantity = Number(line.quantity);
  const howMany = h("output", { class: "how-many", "aria-live": "polite" }, String(quantity));
  const by = (step) => () => {
    quantity = Math.min(QUANTITY_MAX, Math.max(1, quantity + step));
    say(howMany, String(quantity));
  };
  const step = (iconName, label, change) => {
    const element = button("step", iconName, "", by(change));
    element.setAttribute("aria-label", label);
    return element;
  };
  question(
    "quantity",
    "basket",
    line.description,
    t("quantity"),
    [
      {
        id: "quantity-ok",
        icon: "check",
        text: t("quantity.ok"),
        className: "primary",
        act: () => {
          if (quantity !== Number(line.quantity)) {
            act(`/v1/transaction/lines/${line.n}/quantity`, { quantity: String(quantity) });
          }
        },
      },
      {
        id: "quantity-void",
        icon: "remove",
        text: t("quantity.void"),
        act: () => act(`/v1/transaction/lines/${line.n}/void`),
      },
      { id: "quantity-back", icon: "back", text: t("back"), className: "quiet", back: true },
    ],
    h(
      "div",
      { class: "stepper", role: "group", "aria-label": t("quantity") },
      step("minus", t("less"), -1),
      howMany,
      step("plus", t("more"), 1),
    ),
  );
}
