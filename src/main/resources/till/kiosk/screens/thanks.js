// It is paid.

import { getText } from "../api.js";
import { h, say } from "../dom.js";
import { amount, button, devices, isBad, medallion } from "../parts.js";
import { t } from "../strings.js";
import { announce } from "../voice.js";

export function thanks({ finished, leave }) {
  const text = h("p", { class: "lead" });
  const change = h("div", { class: "change", hidden: true });
  const done = button("primary", "check", t("thanks.done"), leave, "done");
  done.dataset.back = "";
  const picture = h("img", {
    class: "receipt",
    id: "receipt",
    src: `/v1/receipts/${finished.number}.png`,
    alt: "",
    onerror: () => picture.parentElement.remove(),
  });
  // for those who do not see the picture
  const words = h("pre", { class: "unseen" });
  const element = h(
    "section",
    { class: "thanks" },
    h(
      "div",
      { class: "thanks-text" },
      medallion("check"),
      h("h1", {}, t(finished.back ? "thanks.back" : "thanks.title")),
      change,
      text,
      done,
    ),
    h("div", { class: "slot", role: "region", "aria-label": t("thanks.receipt"), tabindex: "0" }, picture, words),
  );
  getText(`/v1/receipts/${finished.number}.txt`)
    .then((text) => say(words, text))
    .catch(() => {}); // it is on paper, and in the picture

  function whatToDo(lane) {
    const doubtful = lane.problems.some(
      (problem) => problem.code === "print-doubtful" && !finished.earlier.includes(problem.id),
    );
    if (doubtful) {
      return "thanks.doubtful";
    }
    if (devices(lane, "POSPrinter").length === 0 || lane.receiptPolicy === "never" || (lane.receiptPolicy === "ask" && finished.receipt === "none")) {
      return "thanks.no-paper";
    }
    if (isBad(lane, "POSPrinter")) {
      return "printer.bad";
    }
    return lane.prompt === "take-receipt" ? "thanks.text" : "thanks.take";
  }

  return {
    element,
    update(lane) {
      say(text, t(whatToDo(lane)));
      if (finished.change > 0 && change.hidden) {
        change.hidden = false;
        const given = amount(finished.change, lane);
        change.append(
          h("p", { class: "total-label" }, t("thanks.change")),
          h("p", { class: "total-amount", id: "change" }, given),
        );
        announce(`${t("thanks.change")} ${given}`);
      }
    },
  };
}
