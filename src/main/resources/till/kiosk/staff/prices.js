// What goods cost, where somebody of the shop says so and why.

import { h } from "../dom.js";
import { amount, decimal } from "../parts.js";
import { currentLanguage, t } from "../strings.js";
import { entry, goOn, nothing, numberPad, reason, segments } from "./forms.js";

const REASONS = ["shelf-price", "short-date", "damaged", "goodwill"];

function percent(hundredths) {
  return `${new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 2 }).format(hundredths / 100)} %`;
}

/** A change of price: of what kind, how much, and why. */
function change(desk, { title, detail, kinds, path }) {
  let kind = kinds[0];
  const shown = (value) => (kind === "percent" ? percent(value) : amount(value, desk.lane()));
  const field = numberPad({ id: "change-value", label: t("staff.value"), shown });
  const kindOf = segments(
    t("staff.kind"),
    kinds.map((each) => [each, t(`change.${each}`), { price: "tag", amount: "minus", percent: "percent" }[each]]),
    (next) => {
      kind = next;
      field.set(0);
    },
  );
  const why = reason(REASONS);
  const wrong = h("p", { class: "wrong", role: "alert" });
  return {
    name: "change",
    title,
    body: h(
      "div",
      { class: "form two" },
      h("div", { class: "form" }, kindOf.element, field.element),
      h(
        "div",
        { class: "form" },
        why.element,
        wrong,
        goOn(t("staff.go"), () => {
          if (!why.value()) {
            wrong.textContent = t("code.reason-needed");
            return;
          }
          desk.confirm({
            title,
            detail: `${detail}: ${t(`change.${kind}`)} ${shown(field.value())}, ${why.value()}`,
            path,
            members: {
              type: kind,
              value: kind === "percent" ? String(field.value() / 100) : field.value(),
              reason: why.value(),
            },
            then: "close",
          });
        }),
      ),
    ),
  };
}

/** The lines whose price can be changed. */
export function prices(desk) {
  const list = h("div", { class: "entries" });
  return {
    name: "prices",
    title: t("task.prices"),
    body: h("div", { class: "form" }, list),
    update(lane) {
      const lines = (lane.transaction?.lines ?? []).filter((line) => line.kind === "Sale" && !line.voided);
      list.replaceChildren(
        ...lines.map((line) =>
          entry(
            line.n,
            h("span", {}, `${decimal(line.quantity)} × ${line.description}`),
            h("span", { class: "amount" }, amount(line.extendedAmount, lane)),
            () =>
              desk.go(
                change(desk, {
                  title: line.description,
                  detail: line.description,
                  kinds: ["price", "amount", "percent"],
                  path: `/v1/transaction/lines/${line.n}/adjust`,
                }),
              ),
          ),
        ),
        ...(lines.length ? [] : [nothing(t("lines.none"))]),
      );
    },
  };
}

/** Something off the whole sale. */
export function discount(desk) {
  return change(desk, {
    title: t("task.discount"),
    detail: amount(desk.lane().transaction.total, desk.lane()),
    kinds: ["percent", "amount"],
    path: "/v1/transaction/adjust",
  });
}
