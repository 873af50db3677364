// Cash beside selling: into the drawer, out of it, and counted.

import { h, say } from "../dom.js";
import { digits } from "../keyboard.js";
import { coinsAndNotes } from "../money.js";
import { amount } from "../parts.js";
import { t } from "../strings.js";
import { number } from "../typed.js";
import { goOn, money, reason } from "./forms.js";

const REASONS = {
  loan: ["change"],
  pickup: ["safe"],
  "pay-in": ["found", "coffee"],
  "pay-out": ["postage", "supplies"],
};
const NEEDS_REASON = ["pay-in", "pay-out"];

/** @param kind `loan`, `pickup`, `pay-in` or `pay-out` */
export function move(desk, kind) {
  const field = money(desk, { id: "cash-amount", label: t("amount") });
  const why = reason(REASONS[kind]);
  const wrong = h("p", { class: "wrong", role: "alert" });
  return {
    name: "cash",
    title: t(`task.${kind}`),
    body: h(
      "div",
      { class: "form two" },
      field.element,
      h(
        "div",
        { class: "form" },
        h("p", { class: "hint" }, t(`task.${kind}.hint`)),
        why.element,
        wrong,
        goOn(t("staff.go"), () => {
          if (field.value() === 0 || (NEEDS_REASON.includes(kind) && !why.value())) {
            say(wrong, t(field.value() === 0 ? "code.amount-invalid" : "code.reason-needed"));
            return;
          }
          desk.confirm({
            title: t(`task.${kind}`),
            detail: amount(field.value(), desk.lane()),
            path: `/v1/till/${kind}`,
            members: { amount: field.value(), ...(why.value() ? { reason: why.value() } : {}) },
            then: "menu",
          });
        }),
      ),
    ),
  };
}

/** What is in the drawer, coin by coin. */
export function count(desk) {
  const lane = desk.lane();
  const sum = h("p", { class: "total-amount", id: "count-sum", "aria-live": "polite" });
  const kinds = coinsAndNotes(lane.currency).map((value) => {
    const product = h("span", { class: "amount" });
    const field = number({
      id: `pieces-${value}`,
      label: `${t("staff.pieces")} ${amount(value, lane)}`,
      shown: String,
      onChange: show,
    });
    return { value, field, product };
  });
  function total() {
    return kinds.reduce((all, kind) => all + kind.value * kind.field.value(), 0);
  }
  function show() {
    kinds.forEach((kind) => say(kind.product, amount(kind.value * kind.field.value(), lane)));
    say(sum, amount(total(), lane));
  }
  show();
  let current = kinds[0].field;
  kinds.forEach((kind) => kind.field.input.addEventListener("focus", () => (current = kind.field)));
  const next = () => {
    const at = kinds.findIndex((kind) => kind.field === current);
    kinds[Math.min(kinds.length - 1, at + 1)].field.input.focus();
  };
  kinds[0].field.input.dataset.focus = "";
  return {
    name: "count",
    title: t("task.count"),
    body: h(
      "div",
      { class: "form two" },
      h(
        "ul",
        { class: "denominations" },
        ...kinds.map((kind) =>
          h(
            "li",
            {},
            h("label", { for: kind.field.input.id }, amount(kind.value, lane)),
            h("span", { "aria-hidden": "true" }, "×"),
            kind.field.input,
            kind.product,
          ),
        ),
      ),
      h(
        "div",
        { class: "form" },
        sum,
        digits({ onText: (digit) => current.add(digit), onDelete: () => current.cut(), onDone: next, done: t("staff.next") }),
        goOn(t("staff.go"), () =>
          desk.confirm({
            title: t("task.count"),
            detail: amount(total(), lane),
            path: "/v1/till/count",
            members: {
              amount: total(),
              denominations: kinds
                .filter((kind) => kind.field.value() > 0)
                .map((kind) => ({ value: kind.value, pieces: kind.field.value() })),
            },
            then: "menu",
          }),
        ),
      ),
    ),
  };
}
