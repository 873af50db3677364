// Goods come in: the basket, the newest on top.

import { h, say } from "../dom.js";
import { icon } from "../icons.js";
import { amount, button, decimal, sayLarge } from "../parts.js";
import { askQuantity } from "../questions.js";
import { t } from "../strings.js";
import { announce } from "../voice.js";

/** What of a line can be changed here. What somebody has adjusted is taken back as a whole. */
function isCountable(line) {
  return line.kind === "Sale" && !line.weight && !line.adjustments && !line.belongsTo && !line.voided;
}

function quantity(line, act) {
  if (line.weight) {
    return h("span", { class: "quantity" }, `${decimal(line.weight.net)} kg`);
  }
  if (!isCountable(line)) {
    return h("span", { class: "quantity" }, line.belongsTo ? "" : `${decimal(line.quantity)} ×`);
  }
  return h(
    "button",
    {
      class: "quantity",
      id: `quantity-${line.n}`,
      type: "button",
      "aria-label": t("lines.quantity", { name: line.description, n: line.quantity }),
      onclick: () => askQuantity(line, act),
    },
    `${line.quantity} ×`,
  );
}

/** What is to be known of a line besides its name and amount. */
function remarks(line, lane) {
  const said = [];
  const back = line.kind === "Return" || line.kind === "DepositRefund";
  if (back) {
    said.push(h("span", { class: "tag" }, icon("back"), t("lines.return")));
  }
  if (line.ageClass) {
    said.push(h("span", { class: "tag" }, t("lines.age", { n: line.ageClass })));
  }
  if (line.weight) {
    const price = `${amount(line.actualUnitPrice, lane)} / kg`;
    said.push(
      h("span", {}, Number(line.weight.tare) ? t("lines.tare", { price, tare: decimal(line.weight.tare) }) : price),
    );
  } else if (line.quantity !== "1") {
    said.push(h("span", {}, t("lines.each", { price: amount(line.actualUnitPrice, lane) })));
  }
  for (const change of line.adjustments ?? []) {
    const key = change.code === "price-override" ? "lines.override" : "lines.discount";
    said.push(h("span", { class: "discount" }, t(key, { amount: amount(change.amount, lane) })));
  }
  return said;
}

function row(line, lane, act) {
  const isFree = !line.voided && !line.belongsTo;
  return h(
    "li",
    { class: `line ${line.voided ? "voided" : ""} ${line.belongsTo ? "attached" : ""}`, "data-n": line.n },
    quantity(line, act),
    h(
      "span",
      { class: "what" },
      h("span", { class: "description" }, line.description),
      h("span", { class: "each" }, ...remarks(line, lane)),
    ),
    h("span", { class: "amount" }, amount(line.extendedAmount, lane)),
    isFree
      ? h(
          "button",
          {
            class: "void",
            id: `void-${line.n}`,
            type: "button",
            "aria-label": t("lines.remove", { name: line.description }),
            onclick: () => act(`/v1/transaction/lines/${line.n}/void`),
          },
          icon("remove"),
        )
      : h("span", { class: "removed" }, line.voided ? t("lines.removed") : ""),
  );
}

/** The newest article first, each with what belongs to it below. */
function inOrder(lines) {
  const articles = lines.filter((line) => !line.belongsTo).reverse();
  return articles.flatMap((article) => [article, ...lines.filter((line) => line.belongsTo === article.n)]);
}

/** How many pieces are in the sale; a deposit is none. */
export function pieces(lines) {
  return lines
    .filter((line) => !line.voided && !line.belongsTo)
    .reduce((sum, line) => sum + (Number.isInteger(Number(line.quantity)) ? Number(line.quantity) : 1), 0);
}

export function entering({ act, openSearch, askCancel, askToPay }) {
  const list = h("ol", { class: "lines", "aria-label": t("lines.title"), tabindex: "0" });
  const count = h("p", { class: "count" });
  const total = h("p", { class: "total-amount", id: "total" });
  const payButton = button("primary pay-button", "card", t("pay"), askToPay, "pay");
  const later = h("p", { class: "later", hidden: true }, icon("hand"), h("span", {}, t("later")));
  const element = h(
    "section",
    { class: "entering" },
    h("h1", { class: "unseen" }, t("lines.title")),
    list,
    h(
      "aside",
      { class: "summary" },
      h("div", { class: "sum" }, h("p", { class: "total-label" }, t("total")), total, count),
      later,
      h(
        "div",
        { class: "actions" },
        payButton,
        button("search-button", "fruit", t("search"), openSearch),
        button("quiet cancel-button", "close", t("cancel"), askCancel, "cancel"),
      ),
    ),
  );
  /** Each line's element, and what it was made from. */
  const rows = new Map();
  let newest = 0;

  function shown(line, lane) {
    const made = JSON.stringify(line);
    let known = rows.get(line.n);
    if (known?.made !== made) {
      const fresh = row(line, lane, act);
      const held = known?.element.contains(document.activeElement) ? document.activeElement.id : undefined;
      known?.element.replaceWith(fresh);
      if (held !== undefined) {
        (document.getElementById(held) ?? fresh.querySelector("button") ?? payButton).focus();
      }
      known = { element: fresh, made };
      rows.set(line.n, known);
    }
    known.element.classList.toggle("latest", line.n === newest && !line.voided);
    return known.element;
  }

  return {
    element,
    /** What comes in is told by itself. */
    tells: true,
    update(lane) {
      const { lines } = lane.transaction;
      const before = newest;
      const articles = lines.filter((line) => !line.belongsTo);
      newest = articles.at(-1)?.n ?? 0;
      inOrder(lines).forEach((line, i) => {
        const element = shown(line, lane);
        if (list.children[i] !== element) {
          list.insertBefore(element, list.children[i] ?? null);
        }
      });
      const sum = amount(lane.transaction.total, lane);
      if (newest !== before) {
        list.scrollTop = 0;
        const line = articles.at(-1);
        announce(`${line.description}, ${amount(line.extendedAmount, lane)}. ${t("total")} ${sum}`);
      } else if (total.textContent && total.textContent !== sum) {
        announce(`${t("total")} ${sum}`);
      }
      const n = pieces(lines);
      sayLarge(total, sum);
      say(count, n === 0 ? t("lines.none") : t(n === 1 ? "lines.count.one" : "lines.count", { n }));
      payButton.disabled = n === 0;
      later.hidden = !lane.problems.some((problem) => problem.level === "deferred");
    },
  };
}
