// The attendant's door: pages over the customer's screen. Nobody is signed on by it: each act carries operator
// and PIN in its one request, and neither is kept.

import { h, say } from "../dom.js";
import { button } from "../parts.js";
import { learn, t } from "../strings.js";
import { announce, utter } from "../voice.js";
import { concerns, hasConcerns } from "./concerns.js";
import { menu } from "./menu.js";
import { pin } from "./pin.js";
import { WORDS } from "./words.js";

learn(WORDS);

/**
 * @param command sends a command; gives why it was refused, or nothing
 * @param page `concerns` or `menu`
 * @param done told what was done, when the attendant leaves with it
 */
export function staff({ command, close, lane, page, done }) {
  let view = lane;
  /** From the first page to the one that is shown. */
  const way = [];

  const title = h("h1", { id: "staff-title" });
  const backButton = button("quiet", "back", t("back"), back, "staff-back");
  backButton.dataset.back = "";
  const closeButton = button("quiet", "close", t("close"), close, "staff-close");
  const told = h("p", { class: "told", role: "status", hidden: true });
  const body = h("div", { class: "staff-body" });
  const element = h(
    "section",
    {
      class: "staff",
      role: "dialog",
      "aria-labelledby": "staff-title",
      onkeydown: (event) => way.at(-1)?.heard?.(event),
    },
    h("header", { class: "staff-bar" }, backButton, title, closeButton),
    told,
    body,
  );

  const desk = {
    lane: () => view,
    command,
    go,
    back,
    close,
    tell,
    /** Asks who does it, then does it. */
    confirm(task) {
      go(pin(desk, task, (text, answer) => finish(task, text, answer)));
    },
  };

  function go(next) {
    way.push(next);
    show();
  }

  function back() {
    way.pop();
    if (way.length === 0) {
      close();
    } else {
      show();
    }
  }

  function show() {
    const now = way.at(-1);
    element.dataset.page = now.name;
    say(title, now.title);
    tell("");
    body.replaceChildren(now.body);
    body.scrollTop = 0;
    now.update?.(view);
    announce(now.title);
    (now.body.querySelector("[data-focus]") ?? now.body.querySelector("button:not(:disabled), input") ?? backButton).focus();
  }

  function tell(text) {
    told.hidden = !text;
    say(told, text);
    utter(text);
  }

  /** What comes after an act: the customer goes on, or the attendant does. */
  function finish(task, text, answer) {
    if (task.next) {
      way.pop();
      go(task.next(answer));
      return;
    }
    if (task.then === "close" || (task.then === "concerns" && !hasConcerns(view))) {
      close();
      done(text);
      return;
    }
    way.splice(1);
    show();
    tell(text);
  }

  return {
    element,
    begin() {
      go((page === "concerns" && hasConcerns(view) ? concerns : menu)(desk));
    },
    update(next) {
      view = next;
      way.at(-1)?.update?.(view);
    },
  };
}
