// Somebody of the shop has to come. It is said calmly: nobody has done anything wrong.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { button, isOfSale, medallion } from "../parts.js";
import { isKnown, t } from "../strings.js";

const PICTURES = {
  "quantity-limit": "basket",
  "not-for-sale": "warn",
  "weight-needed": "scale",
  "void-limit": "remove",
  "return-check": "back",
  assistance: "hand",
  "signature-check": "pen",
  "reversal-failed": "card",
  idle: "clock",
};

/** What somebody has to look at before this sale can go on. */
function waiting(lane) {
  return lane.problems.filter((problem) => problem.level !== "notice" && isOfSale(problem));
}

export function isWaitedFor(lane) {
  return waiting(lane).length > 0;
}

function card(problem, lane) {
  const line = lane.transaction?.lines.find((each) => each.n === problem.line);
  const age = problem.code === "age-restricted" && line?.ageClass;
  const key = `problem.${problem.code}`;
  return h(
    "li",
    { class: "concern", "data-code": problem.code },
    age ? h("span", { class: "age", "aria-hidden": "true" }, `${age}+`) : icon(PICTURES[problem.code] ?? "hand"),
    h(
      "span",
      {},
      isKnown(key) ? t(key, { n: age || "" }) : problem.text,
      line ? h("span", { class: "each" }, line.description) : null,
    ),
  );
}

export function attention({ openStaff, goOn }) {
  const list = h("ul", { class: "concerns" });
  const back = button("", "back", t("attention.back"), goOn, "attention-back");
  back.dataset.back = "";
  const element = h(
    "section",
    { class: "message" },
    medallion("hand", "waiting"),
    h("h1", {}, t("attention.title")),
    h("p", { class: "lead" }, t("attention.text")),
    list,
    h("div", { class: "row" }, back, button("staff-door", "badge", t("attention.staff"), openStaff, "attention-staff")),
  );
  let made;
  return {
    element,
    update(lane) {
      const problems = waiting(lane);
      const now = JSON.stringify(problems);
      if (now !== made) {
        made = now;
        list.replaceChildren(...problems.map((problem) => card(problem, lane)));
      }
      back.hidden = lane.prompt === "wait-attendant";
    },
  };
}
