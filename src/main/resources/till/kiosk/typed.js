// A whole number that is typed from its end, as on every till: digits move up, and the last one goes first.

import { h } from "./dom.js";
import { announce } from "./voice.js";

const DIGITS_MAX = 9;

/**
 * @param shown how it is written
 * @param onChange told of each number
 * @param onDone called for Enter
 * @return `input`, and what keys beside it call: `add` a digit, `cut` the last, `set`, and its `value`
 */
export function number({ id, label, shown, onChange = () => {}, onDone = () => {}, start = 0 }) {
  let value = start;
  const input = h("input", {
    class: "typed",
    id,
    type: "text",
    inputmode: "none",
    readonly: true,
    "aria-label": label,
    value: shown(start),
    onkeydown: (event) => {
      if (/^[0-9]$/.test(event.key)) {
        add(event.key);
      } else if (event.key === "Backspace") {
        cut();
      } else if (event.key === "Enter") {
        onDone();
      } else {
        return;
      }
      event.preventDefault();
    },
  });
  function set(next) {
    value = next;
    input.value = shown(value);
    announce(input.value);
    onChange(value);
  }
  function add(digit) {
    if (String(value).length < DIGITS_MAX) {
      set(value * 10 + Number(digit));
    }
  }
  function cut() {
    set(Math.trunc(value / 10));
  }
  return { input, set, add, cut, value: () => value };
}
