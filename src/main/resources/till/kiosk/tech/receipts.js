// Receipts by their number: as the printer prints them, as text, and what the card terminal gave.

import { h, say } from "../dom.js";
import { t } from "../strings.js";
import { button, card, word } from "./parts.js";

const ANSWER_MILLIS = 12_000;
const PARTS = ["receipt", "customer", "merchant"];

let newest;
let shown;

const input = h("input", {
  id: "receipt-number",
  inputmode: "numeric",
  pattern: "[0-9]{1,18}",
  maxlength: "18",
  autocomplete: "off",
  required: true,
});
const last = button("tech.receipts.last", () => {
  input.value = newest ?? "";
  open("png");
}, { id: "receipt-last" });
const objection = h("p", { class: "reason", id: "receipt-objection", hidden: true });
const paper = h("div", { class: "paper", id: "receipt-paper", tabindex: "0", role: "group", "data-t-label": "tech.receipts", hidden: true });

function part(name) {
  return h(
    "label",
    { class: "choice" },
    h("input", { type: "radio", name: "part", value: name, checked: name === "receipt" }),
    word(`tech.receipts.${name}`),
  );
}

export function receiptsCard() {
  return card(
    "receipts",
    h(
      "form",
      {
        class: "receipt-form",
        onsubmit: (event) => {
          event.preventDefault();
          open(event.submitter?.value ?? "png");
        },
      },
      h(
        "div",
        { class: "field" },
        word("tech.receipts.number", "label", { for: "receipt-number" }),
        input,
        last,
      ),
      h("fieldset", { class: "choices" }, word("tech.receipts.part", "legend", { class: "unseen" }), PARTS.map(part)),
      h(
        "div",
        { class: "decisions" },
        word("tech.receipts.png", "button", { class: "act strong", value: "png", id: "receipt-png" }),
        word("tech.receipts.txt", "button", { class: "act", value: "txt", id: "receipt-txt" }),
      ),
    ),
    objection,
    paper,
  );
}

function address(form) {
  const chosen = document.querySelector("input[name='part']:checked").value;
  return `/v1/receipts/${input.value.trim()}.${form}${chosen === "receipt" ? "" : `?part=${chosen}`}`;
}

/** Asks for the text first: an answer that is none says why, a picture cannot. */
async function open(form) {
  if (!/^[0-9]{1,18}$/.test(input.value.trim())) {
    refuse("tech.receipts.invalid");
    return;
  }
  const here = address(form);
  shown = here;
  try {
    const answer = await fetch(address("txt"), { signal: AbortSignal.timeout(ANSWER_MILLIS) });
    const text = await answer.text();
    if (shown !== here) {
      return; // another one was asked for meanwhile
    }
    if (!answer.ok) {
      refuse(answer.status === 404 ? "tech.receipts.none" : "code.no-answer");
      return;
    }
    objection.hidden = true;
    paper.hidden = false;
    paper.replaceChildren(
      form === "png" ? h("img", { src: here, alt: text }) : h("pre", {}, text),
      h("a", { href: here, target: "_blank", rel: "noopener" }, here),
    );
  } catch {
    refuse("code.no-answer");
  }
}

function refuse(key) {
  shown = undefined;
  objection.dataset.t = key;
  objection.hidden = false;
  paper.hidden = true;
  say(objection, t(key));
}

export function showNewest(number) {
  newest = number;
  last.hidden = number === undefined;
}
