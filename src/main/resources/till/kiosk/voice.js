// What is said to people who do not look: in a live region for their own reader, and aloud once they ask for it.

import { say } from "./dom.js";
import { currentLanguage } from "./strings.js";

let aloud = false;

/** Whether this browser can speak. */
export const canSpeak = "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;

export function speakAloud(yes) {
  aloud = yes && canSpeak;
  if (canSpeak && !aloud) {
    speechSynthesis.cancel();
  }
}

/** Tells what has just become of the screen. What was being said before is old. */
export function announce(text) {
  const words = text.replace(/\s+/g, " ").trim();
  say(document.getElementById("announcer"), words);
  utter(words);
}

/** Only aloud: a reader tells by itself what has the focus. */
export function utter(words) {
  if (!aloud || !words) {
    return;
  }
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = currentLanguage();
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}

/** What something is called, for ears. */
export function nameOf(element) {
  return element.getAttribute("aria-label") ?? element.innerText ?? "";
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("button, input")) {
    utter(nameOf(target));
  }
});
