// Nobody is shopping.

import { h, say } from "../dom.js";
import { drawing, icon } from "../icons.js";
import { button, devices, medallion, message } from "../parts.js";
import { t } from "../strings.js";

export function connecting() {
  return { element: message(medallion("till"), t("connecting.title"), t("connecting.text")), update() {} };
}

const CLOSED = { PAUSED: "paused", OUT_OF_SERVICE: "service" };

export function closed() {
  const title = h("h1");
  const text = h("p", { class: "lead" });
  const element = h("section", { class: "message" }, medallion("door"), title, text);
  return {
    element,
    update(lane) {
      const key = CLOSED[lane.state] ?? "closed";
      element.dataset.why = key;
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

export function welcome({ openSearch }) {
  const ways = h("p", { class: "ways" });
  const element = message(
    barcode(),
    t("welcome.title"),
    t("welcome.text"),
    button("search-button", "fruit", t("welcome.search"), openSearch),
    ways,
  );
  return {
    element,
    update(lane) {
      const cards = devices(lane, "PaymentTerminal").length > 0;
      ways.replaceChildren(
        ...(cards ? [icon("card")] : []),
        icon("cash"),
        t(cards ? "welcome.pay" : "welcome.pay-cash"),
      );
    },
  };
}
