// Sales that wait, goods that come back, sales that are undone, receipts that are printed once more.

import { Refusal, get } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { amount, button, decimal } from "../parts.js";
import { search } from "../search.js";
import { currentLanguage, explain, t } from "../strings.js";
import { entry, goOn, money, nothing, numberPad, reason } from "./forms.js";

function time(instant) {
  return new Intl.DateTimeFormat(currentLanguage(), { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
}

/** The sales that wait for their customers. */
export function waiting(desk) {
  const list = h("div", { class: "entries" });
  return {
    name: "waiting",
    title: t("task.retrieve"),
    body: h("div", { class: "form" }, list),
    update(lane) {
      list.replaceChildren(
        ...lane.suspended.map((sale) =>
          entry(
            sale.transactionId,
            h("span", {}, t("staff.waits-since", { time: time(sale.at), n: sale.lines })),
            h("span", { class: "amount" }, amount(sale.total, lane)),
            () =>
              desk.confirm({
                title: t("task.retrieve"),
                detail: amount(sale.total, lane),
                path: "/v1/transaction/retrieve",
                members: { transactionId: sale.transactionId },
                then: "close",
              }),
          ),
        ),
        ...(lane.suspended.length ? [] : [nothing(t("staff.none-waits"))]),
      );
    },
  };
}

/** Asks for a receipt by its number. @param next makes the page for its document */
function receiptNumber(desk, name, next) {
  const wrong = h("p", { class: "wrong", role: "alert" });
  const field = numberPad({
    id: "receipt-number",
    label: t("staff.receipt-number"),
    shown: String,
    start: desk.lane().lastReceipt?.number ?? 0,
    onDone: look,
  });
  async function look() {
    wrong.textContent = "";
    try {
      desk.go(next(await get(`/v1/receipts/${field.value()}.json`)));
    } catch (failure) {
      if (!(failure instanceof Refusal)) {
        throw failure;
      }
      wrong.textContent = failure.status === 404 ? t("staff.no-receipt") : explain(failure.code);
    }
  }
  return {
    name: "receipt-number",
    title: t(`task.${name}`),
    body: h("div", { class: "form" }, field.element, wrong, goOn(t("staff.look"), look)),
  };
}

function isReturnable(line) {
  return line.kind === "Sale" && !line.voided;
}

/** Which of a sale's goods come back, and how many. */
function returnedLines(desk, sale) {
  const back = new Map();
  const lines = sale.lines.filter(isReturnable);
  const go = goOn(t("staff.return"), () =>
    desk.confirm({
      title: t("task.return"),
      detail: t("staff.receipt", { n: sale.number }),
      path: "/v1/returns",
      members: {
        // the sale that these come from, in place of the one that is open
        transactionId: sale.transactionId,
        lines: [...back].filter(([, quantity]) => quantity !== "0").map(([n, quantity]) => ({ n, quantity })),
      },
      then: "close",
    }),
  );
  go.disabled = true;

  function row(line) {
    const whole = line.weight || !Number.isInteger(Number(line.quantity));
    const max = whole ? 1 : Number(line.quantity);
    let quantity = 0;
    const shown = h("output", { class: "how-many" }, "0");
    const by = (change) => () => {
      quantity = Math.min(max, Math.max(0, quantity + change));
      shown.textContent = String(quantity);
      back.set(line.n, whole && quantity ? line.quantity : String(quantity));
      go.disabled = [...back.values()].every((each) => each === "0");
    };
    const step = (iconName, label, change) => {
      const each = button("step", iconName, "", by(change));
      each.setAttribute("aria-label", `${label}: ${line.description}`);
      return each;
    };
    return h(
      "li",
      { class: "returnable", "data-n": line.n },
      h(
        "span",
        { class: "what" },
        h("span", { class: "description" }, line.description),
        h("span", { class: "each" }, `${decimal(line.quantity)} × ${amount(line.actualUnitPrice, desk.lane())}`),
      ),
      h("span", { class: "stepper" }, step("minus", t("less"), -1), shown, step("plus", t("more"), 1)),
    );
  }

  return {
    name: "return-lines",
    title: t("staff.receipt", { n: sale.number }),
    body: h(
      "div",
      { class: "form" },
      h("p", { class: "hint" }, t("staff.return.hint")),
      h("ul", { class: "returnables" }, ...lines.map(row)),
      lines.length ? null : nothing(t("code.not-returnable")),
      go,
    ),
  };
}

export function returns(desk) {
  return receiptNumber(desk, "return", (sale) => returnedLines(desk, sale));
}

/** Goods of which nobody has the receipt. */
export function blindReturn(desk) {
  const finder = search({
    onPick: (item, quantity) => desk.go(blindItem(desk, item, quantity)),
    onClose: desk.back,
    title: t("staff.return.hint"),
  });
  finder.classList.add("inside");
  return { name: "blind-return", title: t("task.blind-return"), body: finder };
}

/** Empties: their own label or number, or that of what was in them. */
export function depositRefund(desk) {
  const finder = search({
    onPick: (item, quantity) =>
      desk.confirm({
        title: t("task.deposit-refund"),
        detail: item.depositItem
          ? t("staff.deposit-of", { what: `${quantity} × ${item.description}` })
          : `${quantity} × ${item.description}`,
        path: "/v1/returns",
        members: { transactionId: undefined, itemId: item.itemId, quantity: String(quantity), kind: "DepositRefund" },
        then: "close",
      }),
    onClose: desk.back,
    title: t("staff.return.hint"),
    hasPrice: (item) => !item.depositItem,
  });
  finder.classList.add("inside");
  return { name: "deposit-refund", title: t("task.deposit-refund"), body: finder };
}

function blindItem(desk, item, quantity) {
  const why = reason(["no-receipt", "defect", "wrong-item"]);
  const price = money(desk, { id: "unit-price", label: t("staff.unit-price"), start: item.unitPrice });
  return {
    name: "blind-item",
    title: `${quantity} × ${item.description}`,
    body: h(
      "div",
      { class: "form two" },
      price.element,
      h(
        "div",
        { class: "form" },
        why.element,
        goOn(t("staff.return"), () =>
          desk.confirm({
            title: t("task.blind-return"),
            detail: `${quantity} × ${item.description}, ${amount(price.value(), desk.lane())}`,
            path: "/v1/returns",
            members: {
              transactionId: undefined,
              itemId: item.itemId,
              quantity: String(quantity),
              ...(price.value() === item.unitPrice ? {} : { unitPrice: price.value() }),
              ...(why.value() ? { reason: why.value() } : {}),
            },
            then: "close",
          }),
        ),
      ),
    ),
  };
}

/** The receipt as it was printed, so that nobody undoes another one. */
function shownReceipt(desk, sale, name, task) {
  return {
    name,
    title: t("staff.receipt", { n: sale.number }),
    body: h(
      "div",
      { class: "form two" },
      h("div", { class: "slot", role: "region", "aria-label": t("thanks.receipt"), tabindex: "0" }, h("img", { class: "receipt", src: `/v1/receipts/${sale.number}.png`, alt: t("thanks.receipt") })),
      h(
        "div",
        { class: "form" },
        h("p", { class: "total-amount" }, amount(sale.total, desk.lane())),
        h("p", { class: "hint" }, icon("info"), t(`staff.${name}.hint`)),
        goOn(t(`task.${name}`), () => desk.confirm({ title: t(`task.${name}`), members: {}, ...task })),
      ),
    ),
  };
}

export function postVoid(desk) {
  return receiptNumber(desk, "post-void", (sale) => {
    const cash = sale.tenders.filter((tender) => tender.type === "Cash").reduce((sum, tender) => sum + tender.amount, 0);
    return shownReceipt(desk, sale, "post-void", {
      path: `/v1/transactions/${encodeURIComponent(sale.transactionId)}/post-void`,
      did: cash > 0 ? t("staff.post-void.cash", { amount: amount(cash, desk.lane()) }) : undefined,
      then: "close",
    });
  });
}

export function copy(desk) {
  return receiptNumber(desk, "copy", (sale) =>
    shownReceipt(desk, sale, "copy", { path: `/v1/receipts/${sale.number}/copy`, then: "menu" }),
  );
}
