// What a customer sees. Each screen is built once and then told of every change; none of them knows what
// anything costs beyond what the lane says.

import { h, say } from "./dom.js";
import { drawing, icon } from "./icons.js";
import { money, notes } from "./money.js";
import { currentLanguage, t } from "./strings.js";

function amount(minor, lane) {
  return money(minor, lane.currency, currentLanguage());
}

/** A large amount, which its style makes small enough for its place. */
function sayLarge(element, text) {
  say(element, text);
  element.style.setProperty("--characters", text.length);
}

function button(className, iconName, text, onclick) {
  return h("button", { class: `button ${className}`, type: "button", onclick }, icon(iconName), text);
}

function message(picture, title, text, ...more) {
  return h(
    "section",
    { class: "message" },
    picture,
    h("h1", {}, title),
    h("p", { class: "lead" }, text),
    ...more,
  );
}

function devices(lane, category) {
  return lane.devices.filter((device) => device.category === category);
}

function hasTerminal(lane) {
  return devices(lane, "PaymentTerminal").length > 0;
}

/** As the lane sees it: a card is taken only when its receipt can be printed. */
function takesCards(lane) {
  const works = (device) => device.state === "good";
  const printers = devices(lane, "POSPrinter");
  return devices(lane, "PaymentTerminal").some(works) && (printers.length === 0 || printers.some(works));
}

// --- nobody is shopping

function connecting() {
  const element = message(
    h("div", { class: "medallion" }, icon("till")),
    t("connecting.title"),
    t("connecting.text"),
  );
  return { element, update() {} };
}

const CLOSED = { PAUSED: "paused", OUT_OF_SERVICE: "service" };

function closed() {
  const title = h("h1");
  const text = h("p", { class: "lead" });
  const element = h(
    "section",
    { class: "message" },
    h("div", { class: "medallion" }, icon("door")),
    title,
    text,
  );
  return {
    element,
    update(lane) {
      const key = CLOSED[lane.state] ?? "closed";
      say(title, t(`${key}.title`));
      const full = lane.problems.some((problem) => problem.code === "storage-full");
      say(text, t(full ? "code.storage-full" : `${key}.text`));
    },
  };
}

function barcode() {
  const bars = [4, 10, 14, 22, 27, 31, 39, 45, 49, 57, 62, 70, 74, 80, 88, 93];
  const widths = [3, 2, 5, 2, 2, 5, 3, 2, 5, 2, 5, 2, 3, 5, 2, 3];
  return drawing("-8 -8 112 82", "barcode", [
    ["path", { class: "corner", d: "M-5 8V-5H8M88-5h13V8M101 58v13H88M8 71H-5V58" }],
    ...bars.map((x, i) => ["rect", { class: "stripe", x, y: 8, width: widths[i], height: 50 }]),
    ["rect", { class: "beam", x: -2, y: 32, width: 100, height: 2.4, rx: 1.2 }],
  ]);
}

function welcome({ openSearch }) {
  const pay = h("p", { class: "ways" });
  const element = message(
    barcode(),
    t("welcome.title"),
    t("welcome.text"),
    button("search-button", "search", t("welcome.search"), openSearch),
    pay,
  );
  return {
    element,
    update(lane) {
      const cards = hasTerminal(lane);
      pay.replaceChildren(
        ...(cards ? [icon("card")] : []),
        icon("cash"),
        t(cards ? "welcome.pay" : "welcome.pay-cash"),
      );
    },
  };
}

// --- items come in

function row(line, lane, onVoid) {
  const several = line.quantity !== "1";
  return h(
    "li",
    { class: "line", "data-n": line.n },
    h("span", { class: "quantity" }, `${line.quantity} ×`),
    h(
      "span",
      { class: "what" },
      h("span", { class: "description" }, line.description),
      several
        ? h("span", { class: "each" }, t("lines.each", { price: amount(line.actualUnitPrice, lane) }))
        : null,
    ),
    h("span", { class: "amount" }, amount(line.extendedAmount, lane)),
    h(
      "button",
      {
        class: "void",
        type: "button",
        "aria-label": t("lines.remove", { name: line.description }),
        onclick: () => onVoid(line),
      },
      icon("remove"),
    ),
  );
}

/** How many pieces are in the sale. */
function pieces(lines) {
  return lines
    .filter((line) => !line.voided)
    .reduce((sum, line) => sum + (Number.isInteger(Number(line.quantity)) ? Number(line.quantity) : 1), 0);
}

function entering({ act, openSearch, askCancel }) {
  const list = h("ol", { class: "lines", "aria-label": t("lines.title"), tabindex: "0" });
  const count = h("p", { class: "count" });
  const total = h("p", { class: "total-amount", id: "total", "aria-live": "polite", "aria-atomic": "true" });
  const payButton = button("primary pay-button", "card", t("pay"), () => act("/v1/transaction/total"));
  payButton.id = "pay";
  const cancelButton = button("quiet cancel-button", "close", t("cancel"), askCancel);
  cancelButton.id = "cancel";
  const element = h(
    "section",
    { class: "entering" },
    list,
    h(
      "aside",
      { class: "summary" },
      h("div", { class: "sum" }, h("p", { class: "total-label" }, t("total")), total, count),
      h(
        "div",
        { class: "actions" },
        payButton,
        button("search-button", "search", t("search"), openSearch),
        cancelButton,
      ),
    ),
  );
  const rows = new Map();
  let newest = 0;

  function show(line, lane) {
    let known = rows.get(line.n);
    if (!known) {
      known = row(line, lane, () => act(`/v1/transaction/lines/${line.n}/void`));
      rows.set(line.n, known);
      list.prepend(known);
    }
    if (line.voided && !known.classList.contains("voided")) {
      known.classList.add("voided");
      known.querySelector(".void").replaceWith(h("span", { class: "removed" }, t("lines.removed")));
    }
    known.classList.toggle("latest", line.n === newest && !line.voided);
  }

  return {
    element,
    update(lane) {
      const { lines } = lane.transaction;
      const before = newest;
      newest = lines.length ? lines[lines.length - 1].n : 0;
      lines.forEach((line) => show(line, lane));
      if (newest !== before) {
        list.scrollTop = 0;
      }
      const n = pieces(lines);
      sayLarge(total, amount(lane.transaction.total, lane));
      say(count, n === 0 ? t("lines.none") : t(n === 1 ? "lines.count.one" : "lines.count", { n }));
      payButton.disabled = n === 0;
    },
  };
}

// --- the customer pays

function choice(id, iconName, title, text, onclick) {
  return h(
    "button",
    { class: "choice", id, type: "button", onclick },
    h("span", { class: "medallion" }, icon(iconName)),
    h("span", { class: "choice-title" }, title),
    text,
  );
}

function pay({ act }) {
  let lane;
  const tender = (members) =>
    act("/v1/transaction/tender", { expectedTotal: lane.transaction.total, ...members });

  const title = h("h1", { class: "pay-title" });
  const dueLabel = h("p", { class: "total-label" });
  const due = h("p", { class: "total-amount", id: "due", "aria-live": "polite", "aria-atomic": "true" });
  const paid = h("p", { class: "paid" });
  const cardText = h("span", { class: "choice-text" });
  const card = choice("pay-card", "card", t("pay.card"), cardText, () => tender({ type: "CreditDebit" }));
  const cash = choice(
    "pay-cash",
    "cash",
    t("pay.cash"),
    h("span", { class: "choice-text" }, t("pay.cash.text")),
    () => showCash(true),
  );
  const ways = h("div", { class: "choices" }, card, cash);
  const amounts = h("div", { class: "amounts" });
  const back = button("quiet", "back", "", () => (amounts.hidden ? act("/v1/transaction/resume") : showCash(false)));
  back.id = "pay-back";
  const backText = h("span");
  back.append(backText);
  const element = h(
    "section",
    { class: "paying" },
    h("div", { class: "sum" }, dueLabel, due, paid),
    h("div", { class: "pay-how" }, title, ways, amounts, back),
  );

  function showCash(yes) {
    ways.hidden = yes;
    amounts.hidden = !yes;
    say(title, t(yes ? "cash.title" : "pay.title"));
    say(backText, t(yes ? "cash.back" : "pay.back"));
    back.hidden = !yes && lane.transaction.tenders.length > 0;
  }

  function cashAmounts() {
    const rest = lane.transaction.due;
    return [
      h(
        "button",
        { class: "note exact", id: "cash-exact", type: "button", onclick: () => tender({ type: "Cash" }) },
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
      const first = lane === undefined;
      const moved = first || lane.transaction.due !== now.transaction.due;
      lane = now;
      const { transaction } = lane;
      const partly = transaction.tenders.length > 0;
      say(dueLabel, t(partly ? "pay.rest" : "pay.due"));
      sayLarge(due, amount(transaction.due, lane));
      say(paid, partly ? `${t("pay.paid")} ${amount(transaction.tendered, lane)}` : "");
      const ready = takesCards(lane);
      card.disabled = !ready;
      say(cardText, t(ready ? "pay.card.text" : "pay.card.away"));
      if (moved) {
        amounts.replaceChildren(...cashAmounts());
        showCash(false);
      }
    },
    /** Shows the way back to the goods; false once money has been taken. */
    showBack() {
      const possible = lane.transaction.tenders.length === 0;
      if (possible) {
        showCash(false);
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

function terminal() {
  const due = h("p", { class: "total-amount" });
  const element = message(cardTerminal(), t("terminal.title"), t("terminal.text"), due);
  return {
    element,
    update(lane) {
      say(due, amount(lane.transaction.payment?.amount ?? lane.transaction.due, lane));
    },
  };
}

function unknown() {
  const element = message(
    h("div", { class: "medallion waiting" }, icon("hand")),
    t("unknown.title"),
    t("unknown.text"),
  );
  return { element, update() {} };
}

// --- done

function thanks({ finished, leave }) {
  const text = h("p", { class: "lead" }, t("thanks.text"));
  const change = h("div", { class: "change", hidden: true });
  const done = button("primary", "check", t("thanks.done"), leave);
  done.id = "done";
  const picture = h("img", {
    class: "receipt",
    id: "receipt",
    src: `/v1/receipts/${finished.number}.png`,
    alt: t("thanks.receipt"),
    onerror: () => picture.parentElement.remove(),
  });
  const element = h(
    "section",
    { class: "thanks" },
    h(
      "div",
      { class: "thanks-text" },
      h("div", { class: "medallion" }, icon("check")),
      h("h1", {}, t("thanks.title")),
      text,
      change,
      done,
    ),
    h("div", { class: "slot" }, picture),
  );
  return {
    element,
    update(lane) {
      const doubtful = lane.problems.some(
        (problem) => problem.code === "print-doubtful" && !finished.earlier.includes(problem.id),
      );
      const away = devices(lane, "POSPrinter").some((device) => device.state === "bad");
      say(text, t(doubtful ? "thanks.doubtful" : away ? "printer.bad" : "thanks.text"));
      if (finished.change > 0 && change.hidden) {
        change.hidden = false;
        change.append(
          h("p", { class: "total-label" }, t("thanks.change")),
          h("p", { class: "total-amount", id: "change" }, amount(finished.change, lane)),
        );
      }
    },
  };
}

export const SCREENS = { connecting, closed, welcome, entering, pay, terminal, unknown, thanks };

/** The screen for what the lane is doing. */
export function screenFor(lane, finished) {
  if (!lane) {
    return "connecting";
  }
  switch (lane.transaction?.status) {
    case "ENTERING":
      return "entering";
    case "TENDERING":
      return "pay";
    case "PAYMENT_PENDING":
      return "terminal";
    case "PAYMENT_UNKNOWN":
      return "unknown";
  }
  if (finished) {
    return "thanks";
  }
  return lane.state === "READY" && lane.prompt !== "closed" ? "welcome" : "closed";
}
