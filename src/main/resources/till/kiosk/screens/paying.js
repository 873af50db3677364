// The customer pays, or gets money back.

import { h, say } from "../dom.js";
import { drawing } from "../icons.js";
import { digits } from "../keyboard.js";
import { notes } from "../money.js";
import { amount, button, choice, devices, medallion, message, sayLarge, works } from "../parts.js";
import { t } from "../strings.js";
import { number } from "../typed.js";
import { announce } from "../voice.js";

/** As the lane sees it: a card is taken only when its receipt can be printed. */
function takesCards(lane) {
  return works(lane, "PaymentTerminal") && (devices(lane, "POSPrinter").length === 0 || works(lane, "POSPrinter"));
}

/**
 * An amount that is typed. More than `max` becomes that, which has to be confirmed once more.
 *
 * @param name of its words: `hint`, and `over` for what is more
 * @param done called with it
 */
function typed(lane, { name, max, done }) {
  const told = h("p", { class: "typed-hint", role: "status" }, t(`${name}.hint`));
  const field = number({
    id: "typed-amount",
    label: t("amount"),
    shown: (minor) => amount(minor, lane),
    onDone: finish,
  });
  field.input.dataset.focus = "";
  function finish() {
    if (field.value() > max) {
      field.set(max);
      told.classList.add("over");
      say(told, t(`${name}.over`, { amount: amount(max, lane) }));
    } else if (field.value() > 0) {
      done(field.value());
    }
  }
  return [field.input, told, digits({ onText: field.add, onDelete: field.cut, onDone: finish })];
}

/** What can be chosen of the receipt, where the shop asks. */
function receiptChoice(choose) {
  const group = h("div", { class: "segments", role: "group", "aria-label": t("receipt.title"), hidden: true });
  for (const [word, iconName] of [["paper", "receipt"], ["none", "leaf"]]) {
    const each = button("", iconName, t(`receipt.${word}`), () => choose(word), `receipt-${word}`);
    each.dataset.word = word;
    group.append(each);
  }
  return group;
}

export function pay({ act }) {
  let lane;
  let receipt;
  const tender = (members) =>
    act("/v1/transaction/tender", {
      expectedTotal: lane.transaction.total,
      ...(receipt ? { receipt } : {}),
      ...members,
    });

  const title = h("h1", { class: "pay-title" });
  const dueLabel = h("p", { class: "total-label" });
  const due = h("p", { class: "total-amount", id: "due" });
  const paid = h("p", { class: "paid" });
  const cardText = h("span", { class: "choice-text" });
  const cashText = h("span", { class: "choice-text" });
  const card = choice("pay-card", "card", t("pay.card"), cardText, () => tender({ type: "CreditDebit" }));
  const cash = choice("pay-cash", "cash", t("pay.cash"), cashText, () =>
    isBack() ? tender({ type: "Cash" }) : show("cash"),
  );
  const voucher = choice("pay-voucher", "voucher", t("pay.voucher"), h("span", { class: "choice-text" }, t("pay.voucher.text")), () =>
    show("voucher"),
  );
  const part = button("quiet", "split", t("pay.part"), () => show("part"), "pay-part");
  const receipts = receiptChoice((word) => {
    receipt = word;
    showReceipt();
  });
  const ways = h("div", { class: "ways-to-pay" }, h("div", { class: "choices" }, card, cash, voucher), receipts);
  const detail = h("div", { class: "amounts" });
  const backText = h("span");
  const back = button("quiet", "back", "", () => (detail.hidden ? act("/v1/transaction/resume") : show("ways")), "pay-back");
  back.append(backText);
  back.dataset.back = "";
  const element = h(
    "section",
    { class: "paying" },
    h("div", { class: "sum" }, dueLabel, due, paid),
    h("div", { class: "pay-how" }, title, ways, detail, h("div", { class: "row" }, back, part)),
  );

  const isBack = () => lane.transaction.due < 0;

  function showReceipt() {
    receipts.hidden = lane.receiptPolicy !== "ask";
    const chosen = receipt ?? lane.transaction.receipt ?? "paper";
    for (const each of receipts.children) {
      each.setAttribute("aria-pressed", String(each.dataset.word === chosen));
    }
  }

  const DETAILS = {
    cash: cashAmounts,
    voucher: () => typed(lane, { name: "voucher", max: lane.transaction.due, done: (minor) => tender({ type: "Voucher", amount: minor }) }),
    part: () => typed(lane, { name: "part", max: lane.transaction.due, done: (minor) => tender({ type: "CreditDebit", amount: minor }) }),
  };

  function show(what) {
    const isWays = what === "ways";
    const from = element.contains(document.activeElement) && isWays ? element.dataset.how : what;
    ways.hidden = !isWays;
    detail.hidden = isWays;
    element.dataset.how = what;
    detail.replaceChildren(...(isWays ? [] : DETAILS[what]()));
    detail.querySelector("[data-focus]")?.focus();
    say(title, isWays ? t(isBack() ? "refund.title" : "pay.title") : t(`${what}.title`));
    say(backText, t(isWays ? "pay.back" : "cash.back"));
    back.hidden = isWays && lane.transaction.tenders.length > 0;
    part.hidden = !isWays || isBack() || card.disabled;
    if (from !== what) {
      element.querySelector(`#pay-${from}`)?.focus();
    }
  }

  function cashAmounts() {
    const rest = lane.transaction.cashDue;
    return [
      h(
        "button",
        { class: "note exact", id: "cash-exact", type: "button", "data-focus": true, onclick: () => tender({ type: "Cash" }) },
        h("span", { class: "note-label" }, t("cash.exact")),
        amount(rest, lane),
      ),
      ...notes(rest, lane.currency).map((note) =>
        h(
          "button",
          { class: "note", type: "button", "data-amount": note, onclick: () => tender({ type: "Cash", amount: note }) },
          amount(note, lane),
        ),
      ),
    ];
  }

  return {
    element,
    update(now) {
      const moved = lane === undefined || lane.transaction.due !== now.transaction.due;
      const first = lane === undefined;
      lane = now;
      const { transaction } = lane;
      const partly = transaction.tenders.length > 0;
      say(dueLabel, t(isBack() ? "refund.due" : partly ? "pay.rest" : "pay.due"));
      sayLarge(due, amount(Math.abs(transaction.due), lane));
      say(paid, partly ? `${t("pay.paid")} ${amount(transaction.tendered, lane)}` : "");
      const ready = takesCards(lane);
      card.disabled = !ready;
      card.hidden = devices(lane, "PaymentTerminal").length === 0;
      voucher.hidden = isBack();
      say(cardText, t(!ready ? "pay.card.away" : isBack() ? "refund.card.text" : "pay.card.text"));
      say(cashText, t(isBack() ? "refund.cash.text" : "pay.cash.text"));
      showReceipt();
      if (moved) {
        show("ways");
        if (!first) {
          announce(`${dueLabel.textContent} ${due.textContent}`);
        }
      } else if (element.dataset.how === "ways") {
        show("ways");
      }
    },
    /** Shows the way back to the goods; false once money has been taken. */
    showBack() {
      const possible = lane.transaction.tenders.length === 0;
      if (possible) {
        show("ways");
      }
      return possible;
    },
  };
}

function cardTerminal() {
  return drawing("0 0 120 130", "card-terminal", [
    ["rect", { class: "body", x: 28, y: 38, width: 64, height: 88, rx: 10 }],
    ["rect", { class: "display", x: 37, y: 48, width: 46, height: 22, rx: 4 }],
    ...[0, 1, 2].flatMap((y) =>
      [0, 1, 2].map((x) => ["circle", { class: "key", cx: 44 + x * 16, cy: 83 + y * 14, r: 3.4 }]),
    ),
    ["rect", { class: "card", x: 34, y: 4, width: 52, height: 34, rx: 5 }],
    ["path", { class: "wave", d: "M97 26a12 12 0 0 1 0 18M103 20a20 20 0 0 1 0 30" }],
  ]);
}

/** What the terminal is doing, by what it was asked. */
const KINDS = { PAYMENT: "terminal", REFUND: "terminal.refund", REVERSAL: "terminal.reversal" };

export function terminal({ act, progress }) {
  const due = h("p", { class: "total-amount", id: "terminal-amount" });
  const title = h("h1");
  const text = h("p", { class: "lead", id: "terminal-text" });
  const stop = button("quiet", "back", t("terminal.stop"), () => act("/v1/transaction/tender/abort"), "terminal-stop");
  stop.dataset.back = "";
  const element = h("section", { class: "message" }, cardTerminal(), title, text, due, stop);
  return {
    element,
    update(lane) {
      const payment = lane.transaction.payment;
      const kind = KINDS[payment?.kind] ?? "terminal";
      const live = progress(payment?.attemptId);
      say(title, t(`${kind}.title`));
      if (live && text.textContent && live !== text.textContent) {
        announce(live);
      }
      say(text, live ?? t(`${kind}.text`));
      say(due, amount(Math.abs(payment?.amount ?? lane.transaction.due), lane));
      stop.hidden = payment?.kind === "REVERSAL";
    },
  };
}

export function unknown({ openStaff }) {
  const element = message(
    medallion("card", "waiting"),
    t("unknown.title"),
    t("unknown.text"),
    button("staff-door", "badge", t("attention.staff"), openStaff),
  );
  return { element, update() {} };
}

/** It is paid; somebody else has a word to say before the receipt. */
export function ending() {
  return { element: message(medallion("check", "waiting"), t("ending.title"), t("ending.text")), update() {} };
}
