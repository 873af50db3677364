// Who does it: operator and PIN, for this one act.

import { h, say } from "../dom.js";
import { digits, letters, typing } from "../keyboard.js";
import { button } from "../parts.js";
import { explain, t } from "../strings.js";
import { utter } from "../voice.js";

const PIN_DIGITS_MIN = 4;
const PIN_DIGITS_MAX = 12;
const ID_CHARACTERS_MAX = 64;

/**
 * @param task {title, path, members}: what is to be done
 * @param onDone told in words once it is done, and what was answered
 */
export function pin(desk, task, onDone) {
  let isBusy = false;
  const field = (id, label, more) =>
    h("input", { class: "pin-field", id, "aria-label": label, autocomplete: "off", inputmode: "none", ...more });
  const who = field("staff-id", t("staff.operator"), {
    type: "text",
    maxlength: ID_CHARACTERS_MAX,
    value: desk.lane().operator ?? undefined,
    onkeydown: (event) => event.key === "Enter" && secret.focus(),
    onfocus: () => (current = who),
  });
  const secret = field("staff-pin", t("staff.pin"), {
    type: "password",
    maxlength: PIN_DIGITS_MAX,
    onkeydown: (event) => event.key === "Enter" && go(),
    onfocus: () => (current = secret),
  });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const alphabet = letters({ hidden: true, onText: type, onDelete: erase });
  const pad = digits({ onText: type, onDelete: erase, onDone: next, done: t("ok") });
  const abc = button("quiet", "keyboard", "ABC", () => (alphabet.hidden = !alphabet.hidden), "staff-abc");
  let current = who.value ? secret : who;
  current.dataset.focus = "";

  function type(text) {
    const max = current === secret ? PIN_DIGITS_MAX : ID_CHARACTERS_MAX;
    if (current.value.length < max) {
      current.value += text;
    }
  }

  function erase() {
    current.value = current.value.slice(0, -1);
  }

  function next() {
    if (current === who) {
      secret.focus();
    } else {
      go();
    }
  }

  function complain(text) {
    secret.value = "";
    secret.focus();
    say(wrong, text);
    utter(text);
  }

  async function go() {
    if (isBusy) {
      return;
    }
    if (who.value.trim() === "" || secret.value.length < PIN_DIGITS_MIN) {
      complain(t("staff.pin.missing"));
      return;
    }
    isBusy = true;
    say(wrong, "");
    const operator = { id: who.value.trim(), pin: secret.value };
    secret.value = "";
    let answer;
    const refusal = await desk.command(task.path, { ...task.members, operator }, (given) => (answer = given));
    isBusy = false;
    if (refusal) {
      complain(explain(refusal.code));
    } else {
      onDone(task.did ?? t("staff.done"), answer);
    }
  }

  /** Whoever has a keyboard types, wherever they are. */
  const beside = typing({
    onText: (text) => {
      type(text);
      current.focus();
    },
    onDelete: erase,
  });

  return {
    name: "pin",
    title: task.title,
    heard: (event) => (event.key !== "Backspace" || current.value) && beside(event),
    body: h(
      "div",
      { class: "pin" },
      h(
        "div",
        { class: "pin-fields" },
        task.detail ? h("p", { class: "pin-detail" }, task.detail) : null,
        h("span", { class: "pin-label" }, h("label", { for: "staff-id" }, t("staff.operator")), abc),
        who,
        h("label", { for: "staff-pin" }, t("staff.pin")),
        secret,
        wrong,
      ),
      pad,
      alphabet,
    ),
  };
}
