// What waits for the attendant: each with what can be decided about it.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { amount, button, isOfSale } from "../parts.js";
import { isKnown, t } from "../strings.js";
import { reason } from "./forms.js";
import { menu } from "./menu.js";

/** Where there is nothing to refuse, looking at it is all. */
const SEEN = ["assistance", "reversal-failed"];

function concernsOf(lane) {
  return lane.problems.filter((problem) => problem.level !== "notice");
}

export function hasConcerns(lane) {
  return concernsOf(lane).length > 0;
}

function wordOf(problem, decision) {
  const own = `decide.${problem.code}.${decision}`;
  return t(isKnown(own) ? own : `decide.${decision}`);
}

/** The answers to a problem: icon, words, and what is sent. */
function answers(desk, problem) {
  const clear = (decision) => ({
    title: wordOf(problem, decision),
    detail: problem.text,
    path: `/v1/problems/${encodeURIComponent(problem.id)}/clear`,
    members: { decision },
    then: "concerns",
  });
  const job = (decision) => ({
    title: t(`decide.print-doubtful.${decision}`),
    detail: problem.text,
    path: `/v1/print-jobs/${encodeURIComponent(problem.id)}/resolve`,
    members: { decision },
    then: "concerns",
  });
  if (problem.code === "payment-unknown") {
    return [
      ["approved", "check", () => desk.go(resolve(desk, problem, "approved"))],
      ["declined", "close", () => desk.go(resolve(desk, problem, "declined"))],
    ];
  }
  if (problem.code === "print-doubtful") {
    return [
      ["printed", "check", () => desk.confirm(job("printed"))],
      ["copy", "copy", () => desk.confirm(job("copy"))],
      ["abandon", "close", () => desk.confirm(job("abandon"))],
    ];
  }
  if (!isOfSale(problem)) {
    return [];
  }
  const yes = ["approve", "check", () => desk.confirm(clear("approve"))];
  return SEEN.includes(problem.code) ? [yes] : [yes, ["refuse", "close", () => desk.confirm(clear("refuse"))]];
}

function concern(desk, lane, problem) {
  const line = lane.transaction?.lines.find((each) => each.n === problem.line);
  return h(
    "li",
    { class: "concern", "data-code": problem.code, "data-problem": problem.id },
    icon("warn"),
    h(
      "span",
      { class: "concern-words" },
      problem.text,
      line ? h("span", { class: "each" }, `${line.description}, ${amount(line.extendedAmount, lane)}`) : null,
    ),
    h(
      "span",
      { class: "decisions" },
      ...answers(desk, problem).map(([decision, iconName, onclick]) => {
        const each = button(decision === "refuse" ? "" : "primary", iconName, wordOf(problem, decision), onclick);
        each.dataset.decision = decision;
        return each;
      }),
    ),
  );
}

/** Somebody's word on what the terminal does not tell, and why they know. */
function resolve(desk, problem, outcome) {
  const why = reason(["terminal-slip", "terminal-journal", "customer-account"]);
  const title = t(`decide.payment-unknown.${outcome}`);
  return {
    name: "resolve",
    title,
    body: h(
      "div",
      { class: "form" },
      h("p", { class: "hint" }, problem.text),
      why.element,
      button("primary go", "check", t("staff.go"), () =>
        desk.confirm({
          title,
          detail: problem.text,
          path: "/v1/transaction/tender/resolve",
          members: { outcome, ...(why.value() ? { reason: why.value() } : {}) },
          then: "concerns",
        }), "staff-go"),
    ),
  };
}

export function concerns(desk) {
  const list = h("ul", { class: "concerns" });
  const more = button("", "list", t("staff.more"), () => desk.go(menu(desk)), "staff-menu");
  let made;
  return {
    name: "concerns",
    title: t("staff.concerns"),
    body: h("div", { class: "form" }, list, more),
    update(lane) {
      const now = JSON.stringify(concernsOf(lane));
      if (now !== made) {
        made = now;
        const held = list.contains(document.activeElement);
        list.replaceChildren(...concernsOf(lane).map((problem) => concern(desk, lane, problem)));
        if (!list.childElementCount) {
          list.append(h("li", { class: "nothing" }, t("staff.no-concerns")));
        }
        if (held) {
          (list.querySelector("button") ?? more).focus();
        }
      }
    },
  };
}
