// Pictures of goods: what the price book calls `image` is a drawing of ours, or a file of the shop's own.

import { h } from "./dom.js";

const DRAWINGS = "/tilld/goods.svg";

/** The drawings there are. */
export const DRAWN = new Set(
  (
    "apple banana bread butter cheese chocolate coffee cookie croissant cucumber deposit detergent duck eggs ham " +
    "honey juice kitchen-roll lemon lemonade milk mushroom newspaper pasta pretzel roll sauce soap tea tomato water " +
    "wine yoghurt"
  ).split(" "),
);

/** What was looked up lately, so that its picture is known where the lane only tells its name. */
const seen = new Map();
const SEEN_MAX = 200;

export function remember(item) {
  if (item.image) {
    seen.set(item.itemId, item.image);
    if (seen.size > SEEN_MAX) {
      seen.delete(seen.keys().next().value);
    }
  }
}

/** A picture that says no more than the name beside it; its first letter where there is no drawing. */
export function picture(itemId, description, image = seen.get(itemId)) {
  if (image?.startsWith("/")) {
    return h("img", { class: "picture", src: image, alt: "", "aria-hidden": "true" });
  }
  if (!DRAWN.has(image)) {
    return h("span", { class: "picture letter", "aria-hidden": "true" }, [...description.trim()][0]?.toUpperCase() ?? "");
  }
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "picture");
  svg.setAttribute("viewBox", "0 0 64 64");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${DRAWINGS}#${image}`);
  svg.append(use);
  return svg;
}
