// The lane's day: who serves, when it begins and ends, and how it stands.

import { h } from "../dom.js";
import { amount } from "../parts.js";
import { t } from "../strings.js";
import { goOn, reason } from "./forms.js";

export function signOn(desk) {
  return () =>
    desk.confirm({ title: t("task.sign-on"), path: "/v1/operator/sign-on", members: {}, then: "menu" });
}

export function signOff(desk) {
  return () =>
    desk.confirm({
      title: t("task.sign-off"),
      detail: desk.lane().operator,
      path: "/v1/operator/sign-off",
      members: {},
      then: "menu",
    });
}

/** The drawer is opened for nothing, and why. */
export function drawer(desk) {
  const why = reason(["change", "stuck", "check"]);
  const wrong = h("p", { class: "wrong", role: "alert" });
  return {
    name: "drawer",
    title: t("task.drawer"),
    body: h(
      "div",
      { class: "form" },
      why.element,
      wrong,
      goOn(t("task.drawer"), () => {
        if (!why.value()) {
          wrong.textContent = t("code.reason-needed");
          return;
        }
        desk.confirm({
          title: t("task.drawer"),
          detail: why.value(),
          path: "/v1/drawer/open",
          members: { reason: why.value() },
          then: "menu",
        });
      }),
    ),
  };
}

/** The business day opens with today's date, or with another one where the board's clock is not set. */
export function day(desk) {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const date = h("input", { class: "reason-input", id: "day-date", type: "date", value: today, "aria-label": t("staff.date") });
  return {
    name: "day",
    title: t("task.day-open"),
    body: h(
      "div",
      { class: "form" },
      h("label", { for: "day-date" }, t("staff.date")),
      date,
      goOn(t("task.day-open"), () =>
        desk.confirm({
          title: t("task.day-open"),
          detail: date.value,
          path: "/v1/business-day/open",
          members: date.value ? { businessDay: date.value } : {},
          then: "menu",
        }),
      ),
    ),
  };
}

/** The day as it stands. */
export function report(desk) {
  return () =>
    desk.confirm({
      title: t("task.x"),
      path: "/v1/reports/x",
      members: {},
      next: (x) => ({
        name: "report",
        title: t("task.x"),
        body: h("div", { class: "form" }, figures(x, desk.lane())),
      }),
    });
}

function figures(x, lane) {
  const rows = [
    ["x.day", x.businessDay],
    ["x.sales", amount(x.sales, lane)],
    ["x.returns", amount(x.returns, lane)],
    ["x.discounts", amount(x.discounts, lane)],
    ["x.completed", String(x.transactions.completed)],
    ["x.voided", String(x.transactions.voided)],
    ...x.tenders.map((tender) => [`x.${tender.type}`, `${tender.count} · ${amount(tender.amount, lane)}`]),
    ["x.expected", amount(x.cash.expected, lane)],
  ];
  return h("dl", { class: "figures" }, ...rows.flatMap(([key, text]) => [h("dt", {}, t(key)), h("dd", {}, text)]));
}
