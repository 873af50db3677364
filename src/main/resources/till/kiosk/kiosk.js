// The customer's screen: shows what the lane says and tells it what was tapped.

import { Refusal, get, send } from "./api.js";
import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { SCREENS, screenFor } from "./screens.js";
import { search } from "./search.js";
import { follow } from "./stream.js";
import { LANGUAGES, currentLanguage, explain, speak, t } from "./strings.js";

/** How long after a change of screen taps are ignored: the second half of a double tap meant the old one. */
const SETTLE_MILLIS = 350;
const NOTICE_MILLIS = 12_000;
const THANKS_MILLIS = 20_000;
/** Whoever chose a language or opened the search and touched nothing since has left. */
const IDLE_MILLIS = 60_000;
const ASK_AGAIN_MILLIS = 1_000;
/** Where the sale that was shown is noted, for the page that is loaded anew. */
const STORED_SALE = "sale";

const home = new URLSearchParams(location.search).get("lang") ?? "de";
const place = document.getElementById("screen");
const bar = document.querySelector(".bar");

let lane;
let boot;
let connected = false;
let pending = false;
let finished;
let screen;
let sheet;
const timers = {};

function after(name, millis, then) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(then, millis);
}

// --- what is shown

function render() {
  const name = screenFor(lane, finished);
  if (screen?.name !== name || screen.language !== currentLanguage()) {
    if (screen && screen.name !== name) {
      settle();
      document.querySelector("dialog")?.close();
    }
    screen = { name, language: currentLanguage(), ...SCREENS[name](context()) };
    place.dataset.screen = name;
    place.replaceChildren(screen.element);
  }
  if (sheet && name !== "welcome" && name !== "entering") {
    closeSearch();
  }
  screen.update(lane);
  renderBar();
  renderAdvice();
}

function context() {
  return { act, openSearch, askCancel, finished, leave };
}

function settle() {
  place.inert = true;
  after("settle", SETTLE_MILLIS, () => (place.inert = sheet !== undefined));
}

function renderBar() {
  const number = lane?.terminal.split("-").pop() ?? "";
  say(document.getElementById("lane-name"), lane ? t("lane.name", { n: number }) : "");
  document.title = lane ? t("lane.name", { n: number }) : "tilld";
  const connection = document.getElementById("connection");
  connection.hidden = connected || !lane;
  say(connection, connected ? "" : t("reconnecting"));
  place.setAttribute("aria-busy", String(pending || !connected));
  const languages = document.getElementById("languages");
  languages.setAttribute("aria-label", t("language"));
  for (const each of languages.children) {
    each.setAttribute("aria-pressed", String(each.lang === currentLanguage()));
  }
}

/** What people should know of the devices, while there is nothing more urgent to say. */
function renderAdvice() {
  if (timers.notice || !lane) {
    return;
  }
  const bad = (category) => lane.devices.some((each) => each.category === category && each.state === "bad");
  const enters = screen.name === "welcome" || screen.name === "entering";
  if (enters && bad("Scanner")) {
    banner("advice", "warn", t("scanner.bad"));
  } else if ((enters || screen.name === "pay") && bad("POSPrinter")) {
    banner("advice", "info", t("printer.bad"));
  } else {
    document.getElementById("notice").replaceChildren();
  }
}

function banner(kind, iconName, text) {
  const notice = document.getElementById("notice");
  if (kind === "notice" || notice.textContent !== text) {
    notice.replaceChildren(h("p", { class: `notice ${kind}` }, icon(iconName), h("span", {}, text)));
  }
}

function notify(text, iconName = "warn") {
  banner("notice", iconName, text);
  after("notice", NOTICE_MILLIS, hush);
}

function hush() {
  clearTimeout(timers.notice);
  timers.notice = undefined;
  if (screen) {
    renderAdvice();
  }
}

// --- what happens at the lane

/** @param anew whether what was known before counts no more, as after a restart */
function take(next, anew = false) {
  if (!next || (lane && !anew && next.revision < lane.revision)) {
    return;
  }
  const before = lane ?? endedMeanwhile(next);
  lane = next;
  if (lane.transaction && finished) {
    // the next customer has not waited
    finished = undefined;
    reset();
  }
  if (lane.transaction) {
    sessionStorage.setItem(STORED_SALE, JSON.stringify({ transactionId: lane.transaction.transactionId }));
  }
  if (before && JSON.stringify(before.transaction) !== JSON.stringify(lane.transaction)) {
    hush();
  }
  if (before?.transaction && before.transaction.transactionId !== lane.transaction?.transactionId) {
    ended(before);
  }
  render();
}

/** Whoever paid while this page was not there is thanked all the same, and does not pay again. */
function endedMeanwhile(next) {
  const sale = JSON.parse(sessionStorage.getItem(STORED_SALE));
  const isPaid = sale && !next.transaction && next.lastReceipt?.transactionId === sale.transactionId;
  return isPaid ? { transaction: sale, problems: [] } : undefined;
}

function ended(before) {
  if (lane.transaction) {
    return;
  }
  if (lane.lastReceipt?.transactionId === before.transaction.transactionId) {
    thank(lane.lastReceipt.number, before.problems);
  } else {
    notify(t("cancelled"), "info");
    reset();
  }
}

/** @param problems those of earlier customers: this one is not told of them */
function thank(number, problems) {
  finished = { number, change: 0, earlier: problems.map((problem) => problem.id) };
  hush();
  after("thanks", THANKS_MILLIS, leave);
  askChange(finished);
}

/** A customer who is not told of the change leaves it behind: asked until there is an answer. */
async function askChange(mine) {
  while (finished === mine) {
    try {
      mine.change = (await get(`/v1/receipts/${mine.number}.json`)).change;
      if (finished === mine) {
        render();
      }
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MILLIS));
    }
  }
}

/** Away from the thanks, to the next customer. */
function leave() {
  if (finished) {
    finished = undefined;
    reset();
    render();
  }
}

function reset() {
  sessionStorage.removeItem(STORED_SALE);
  clearTimeout(timers.thanks);
  speak(home);
}

function heard({ kind, boot: from, facts, lane: view }) {
  const restarted = kind === "reset" && from !== boot;
  boot = from;
  take(view, kind === "reset");
  if (kind === "scan") {
    // what has become of it stands behind the search
    closeSearch();
  }
  if (kind === "problem" && facts.state === "not-taken") {
    refused(facts.code);
  }
  if (kind === "payment" && facts.outcome === "declined") {
    notify(explain("declined"));
  }
  if (restarted && lane.transaction?.status === "ENTERING") {
    notify(t("restored"), "info");
  }
}

/** Says why not, and shows the way out of it where there is one. */
function refused(code) {
  const wayOut = code !== "lines-locked" || screen.showBack?.();
  notify(explain(wayOut ? code : "lines-locked-for-good"));
}

// --- what is tapped

/** One command at a time: while one is on its way, taps do nothing. */
async function act(path, members = {}) {
  if (pending) {
    return;
  }
  pending = true;
  renderBar();
  const seen = lane?.transaction ? { transactionId: lane.transaction.transactionId } : {};
  try {
    const answer = await send(path, { ...seen, ...members });
    take(answer.lane);
  } catch (failure) {
    if (!(failure instanceof Refusal)) {
      throw failure;
    }
    take(failure.lane);
    refused(failure.code);
  } finally {
    pending = false;
    renderBar();
  }
}

function openSearch() {
  sheet = search({
    onPick: (item, quantity) => {
      closeSearch();
      act("/v1/transaction/lines", { itemId: item.itemId, quantity: String(quantity) });
    },
    onClose: closeSearch,
  });
  sheet.addEventListener("keydown", (event) => event.key === "Escape" && closeSearch());
  document.body.append(sheet);
  place.inert = true;
  bar.inert = true;
  document.getElementById("search-close").focus();
}

function closeSearch() {
  if (!sheet) {
    return;
  }
  sheet.remove();
  sheet = undefined;
  bar.inert = false;
  settle();
}

function askCancel() {
  const dialog = h(
    "dialog",
    { class: "question", onclose: () => dialog.remove() },
    h("h2", {}, t("cancel.title")),
    h("p", {}, t("cancel.text")),
    h(
      "div",
      { class: "answers" },
      h("button", { class: "button primary", type: "button", onclick: () => dialog.close() }, t("cancel.no")),
      h(
        "button",
        {
          class: "button",
          id: "cancel-yes",
          type: "button",
          onclick: () => {
            dialog.close();
            act("/v1/transaction/cancel");
          },
        },
        t("cancel.yes"),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

for (const language of LANGUAGES) {
  document.getElementById("languages").append(
    h(
      "button",
      {
        type: "button",
        lang: language,
        onclick: () => {
          speak(language);
          closeSearch();
          hush();
          render();
        },
      },
      language.toUpperCase(),
    ),
  );
}
function abandoned() {
  if (screen.name === "welcome") {
    closeSearch();
    speak(home);
    render();
  }
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => after("idle", IDLE_MILLIS, abandoned), { capture: true });
}
speak(home);
render();
follow({
  onEvent: heard,
  onConnection: (now) => {
    connected = now;
    renderBar();
  },
});
