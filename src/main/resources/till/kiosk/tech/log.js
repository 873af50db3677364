// The end of the daemon's log, as it is written: filtered by level, followed or held.

import { get } from "../api.js";
import { h, say } from "../dom.js";
import { t } from "../strings.js";
import { card, clockTime, word } from "./parts.js";

/** More than the daemon keeps; the oldest go. */
const LINES_MAX = 500;
const LEVELS = { ERROR: 3, WARN: 2, INFO: 1, DEBUG: 0, TRACE: 0 };
const LEVEL = /^(?:[0-9:.]+ )?(ERROR|WARN|INFO|DEBUG|TRACE)\b/;
/** Distance from the end at which somebody still reads the end. */
const END_PIXELS = 24;

const lines = [];
let last = 0;
let least = 0;
let following = true;
/** The newest line that is shown while the log is held. */
let held = 0;
let serial = 0;
let previous = "INFO";

const box = h("ol", { class: "lines", id: "log-lines" });
const frame = h(
  "div",
  { class: "log-frame", tabindex: "0", role: "group", "data-t-label": "tech.log", onscroll: scrolled },
  box,
);
const nothing = word("tech.log.nothing", "p", { class: "nothing" });
const follow = h("button", { type: "button", class: "act", id: "log-follow", onclick: () => setFollowing(!following) });

function level(name, least0) {
  return h(
    "label",
    { class: "choice" },
    h("input", {
      type: "radio",
      name: "level",
      value: name,
      checked: name === "all",
      onchange: () => {
        least = least0;
        show();
      },
    }),
    word(`tech.log.${name}`),
  );
}

export function logCard() {
  return card(
    "log",
    h(
      "div",
      { class: "tools" },
      h(
        "fieldset",
        { class: "choices" },
        word("tech.log.level", "legend", { class: "unseen" }),
        level("all", 0),
        level("warnings", LEVELS.WARN),
        level("errors", LEVELS.ERROR),
      ),
      follow,
    ),
    frame,
    nothing,
  );
}

function setFollowing(now) {
  following = now;
  held = serial;
  show();
}

/** Whoever scrolls back wants to read: nothing moves until they follow again. */
function scrolled() {
  const atEnd = frame.scrollHeight - frame.scrollTop - frame.clientHeight < END_PIXELS;
  if (following && !atEnd) {
    setFollowing(false);
  }
}

function take(at, text, kind) {
  // what has no level of its own belongs to the line before it, as a stack trace does
  previous = kind ?? LEVEL.exec(text)?.[1] ?? previous;
  serial++;
  lines.push({ key: serial, at, text, level: previous });
  if (lines.length > LINES_MAX) {
    lines.shift();
  }
}

/** Reads what was written since. */
export async function readLog() {
  const asked = last;
  const answer = await get(`/v1/log?after=${asked}`);
  if (asked !== last) {
    return; // of the process before
  }
  answer.lines.forEach((line) => take(line.at, line.text));
  last = answer.last;
  if (answer.lines.length > 0) {
    show();
  }
}

/** Another process counts from the beginning. */
export function restartLog() {
  last = 0;
  take(null, t("tech.log.restart"), "WARN");
  show();
}

function row(line) {
  return h(
    "li",
    { class: `level-${line.level.toLowerCase()}`, "data-key": line.key },
    line.at && !/^[0-9]{2}:/.test(line.text) ? h("time", { datetime: line.at }, `${clockTime(line.at)} `) : null,
    line.text,
  );
}

/** Rows that stay are left alone: a log that is read grows at its end and loses at its beginning. */
export function show() {
  const shown = lines.filter((line) => LEVELS[line.level] >= least && (following || line.key <= held));
  const keys = new Set(shown.map((line) => String(line.key)));
  [...box.children].filter((each) => !keys.has(each.dataset.key)).forEach((each) => each.remove());
  let place = box.firstElementChild;
  for (const line of shown) {
    if (place?.dataset.key === String(line.key)) {
      place = place.nextElementSibling;
    } else {
      box.insertBefore(row(line), place);
    }
  }
  nothing.hidden = shown.length > 0;
  const unseen = following ? 0 : lines.filter((line) => LEVELS[line.level] >= least && line.key > held).length;
  say(follow, following ? t("tech.log.pause") : unseen ? t("tech.log.follow-new", { n: unseen }) : t("tech.log.follow"));
  if (following) {
    frame.scrollTop = frame.scrollHeight;
  }
}

/** Tone and words for the summary: the worst of what is kept. */
export function logSummary() {
  const errors = lines.filter((line) => line.level === "ERROR").length;
  const warnings = lines.filter((line) => line.level === "WARN").length;
  if (errors) {
    return ["bad", t("tech.summary.errors", { n: errors })];
  }
  return warnings ? ["warn", t("tech.summary.warnings", { n: warnings })] : ["good", t("tech.summary.quiet")];
}
