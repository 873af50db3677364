// Something has to be put on the scale.

import { h, say } from "../dom.js";
import { picture } from "../goods.js";
import { drawing } from "../icons.js";
import { amount, button, decimal } from "../parts.js";
import { t } from "../strings.js";
import { announce } from "../voice.js";

const NO_WEIGHT = "– – –";

function scale() {
  return drawing("0 0 160 90", "scale", [
    ["path", { class: "arrow", d: "M80 4v26M68 20l12 12 12-12" }],
    ["rect", { class: "plate", x: 14, y: 42, width: 132, height: 9, rx: 4.5 }],
    ["path", { class: "body", d: "M36 55h88l10 31H26z" }],
    ["rect", { class: "display", x: 58, y: 63, width: 44, height: 14, rx: 3 }],
  ]);
}

/** What the scale shows, with its own digits; it has none while it moves. */
function reading({ weight, net }) {
  const shown = weight ? `${decimal(weight.value)} ${weight.unit}` : NO_WEIGHT;
  return net ? t("weigh.net", { weight: shown }) : shown;
}

export function weigh({ act, openSearch }) {
  const what = h("div", { class: "weighed" });
  const title = h("h1");
  const price = h("p", { class: "lead" });
  const weight = h("p", { class: "scale-weight", id: "scale-weight" });
  const state = h("p", { class: "scale-state", id: "scale-state" });
  const stop = button("quiet", "back", t("weigh.stop"), () => act("/v1/transaction/resume"), "weigh-stop");
  stop.dataset.back = "";
  const element = h(
    "section",
    { class: "message weighing" },
    h("div", { class: "on-scale" }, what, scale()),
    title,
    price,
    h("div", { class: "readout" }, weight, state),
    h(
      "div",
      { class: "row" },
      stop,
      button("", "fruit", t("weigh.other"), openSearch),
    ),
  );
  let item;
  return {
    element,
    update(lane) {
      const now = lane.transaction.unweighed;
      if (item !== now.itemId) {
        item = now.itemId;
        what.replaceChildren(picture(now.itemId, now.description));
      }
      say(title, t("weigh.title", { name: now.description }));
      const each = `${amount(now.unitPrice, lane)} / ${now.unitOfMeasure}`;
      say(price, Number(now.tare) ? t("lines.tare", { price: each, tare: decimal(now.tare) }) : each);
      const problem = lane.problems.find((each) => each.id === "scale");
      const words = problem ? t(`code.${problem.code}`) : t("weigh.waits");
      if (state.textContent && state.textContent !== words) {
        announce(words);
      }
      say(weight, reading(lane.scale));
      weight.dataset.state = lane.scale.state;
      say(state, words);
      state.dataset.state = problem?.code ?? "waits";
    },
  };
}
