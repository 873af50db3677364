// What is told above the screen: a notice for a moment, or advice as long as it holds.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { utter } from "./voice.js";

const NOTICE_MILLIS = 12_000;

const place = document.getElementById("notice");

let timer;
let advice = () => undefined;

function banner(kind, iconName, text) {
  if (kind === "notice" || place.textContent !== text) {
    place.replaceChildren(h("p", { class: `notice ${kind}` }, icon(iconName), h("span", {}, text)));
  }
}

export function notify(text, iconName = "warn") {
  banner("notice", iconName, text);
  utter(text);
  clearTimeout(timer);
  timer = setTimeout(hush, NOTICE_MILLIS);
}

/** What was told is old. */
export function hush() {
  clearTimeout(timer);
  timer = undefined;
  advise();
}

/** @param give gives an icon and a text; nothing, while all is well */
export function adviseBy(give) {
  advice = give;
}

/** Looks whether there is something to be known, while there is nothing more urgent to say. */
export function advise() {
  if (timer !== undefined) {
    return;
  }
  const given = advice();
  if (given) {
    banner("advice", ...given);
  } else {
    place.replaceChildren();
  }
}
