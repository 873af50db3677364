// The customer's screen: shows what the lane says and tells it what was tapped. It knows nothing of money.

import { Refusal, get, send } from "./api.js";
import { h, say } from "./dom.js";
import * as ease from "./ease.js";
import "./keys.js";
import { lay, layer, lift, settle } from "./layers.js";
import { advise, adviseBy, hush, notify } from "./notices.js";
import { isBad } from "./parts.js";
import { askCancel, askContinue, askHelp, askStillThere } from "./questions.js";
import { SCREENS, screenFor } from "./screens.js";
import { isWaitedFor } from "./screens/attention.js";
import { search } from "./search.js";
import { staff } from "./staff/staff.js";
import { follow } from "./stream.js";
import { LANGUAGES, currentLanguage, explain, nameOfLanguage, speak, t } from "./strings.js";
import { tools } from "./tools.js";
import { announce } from "./voice.js";

const THANKS_MILLIS = 20_000;
/** Whoever chose a language or opened the search and touched nothing since has left. */
const IDLE_MILLIS = 60_000;
const ASK_AGAIN_MILLIS = 1_000;
/** Where the sale that was shown is noted, for the page that is loaded anew. */
const STORED_SALE = "tilld-sale";
/** How often the lane is told at most that a customer touches the screen, who otherwise asks nothing of it. */
const STILL_THERE_MILLIS = 20_000;
const LOST_MILLIS = 3_000;
/** What the customer has chosen to read outlives a reload. */
const STORED_LANGUAGE = "tilld-language";

const wanted = new URLSearchParams(location.search).get("lang");
const place = document.getElementById("screen");

let lane;
let boot;
let connected = false;
/** It has been away for so long that people want to know. */
let lost = false;
let pending = false;
let finished;
let screen;
let attendant;
let wantsToPay = false;
/** What was asked for with the tender that may be the last one, whose sale is then gone. */
let receiptAsked;
/** The language the customer has chosen, until the next one comes. */
let chosen = sessionStorage.getItem(STORED_LANGUAGE);
let languageAsked;
/** What the card terminal says of which payment. */
let progress;
let toldAt = 0;
const timers = {};

function after(name, millis, then) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(then, millis);
}

// --- what is shown

function render() {
  const name = screenFor(lane, finished, wantsToPay);
  if (screen?.name !== name || screen.language !== currentLanguage()) {
    const moves = screen !== undefined && screen.name !== name;
    if (moves) {
      arrive();
    }
    screen = { name, language: currentLanguage(), ...SCREENS[name](context()) };
    place.dataset.screen = name;
    document.body.dataset.screen = name;
    place.replaceChildren(screen.element);
    screen.update(lane);
    if (!screen.tells) {
      announce(heading());
    }
  } else {
    screen.update(lane);
  }
  attendant?.update(lane);
  renderQuestions();
  renderBar();
  advise();
}

function context() {
  return {
    act,
    openSearch,
    openStaff: () => openStaff("concerns"),
    askCancel: () => askCancel(act),
    askToPay,
    goOn: () => want(false),
    progress: (attemptId) => (progress && progress.attemptId === attemptId ? progress.text : undefined),
    finished,
    leave,
  };
}

/** What the screen is about, for ears. */
function heading() {
  return [...place.querySelectorAll("h1, .lead")].map((each) => each.textContent).join(". ");
}

/** What the customer had opened over another screen has had its time; the attendant's work goes on. */
function arrive() {
  if (layer() !== "staff") {
    lift();
  }
  const held = document.activeElement === document.body || place.contains(document.activeElement);
  settle(() => held && focusHeading());
}

/** Where people go on who use keys or a reader: at the top of the new screen. */
function focusHeading() {
  const title = place.querySelector("h1");
  if (title && (document.activeElement === document.body || document.activeElement === null)) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
}

/** What the lane asks lies over everything, as long as it asks. */
function renderQuestions() {
  if (lane?.idle && layer() !== "idle") {
    askStillThere(act, lane.idle.secondsLeft);
    announce(t("idle.said", { n: lane.idle.secondsLeft }));
  } else if (!lane?.idle) {
    lift("idle");
  }
  const asks = lane?.restored && !lane.idle && ["entering", "weigh", "pay"].includes(screen.name);
  if (asks && layer() === undefined) {
    askContinue(act);
    announce(t("restored.title"));
  } else if (!lane?.restored) {
    lift("restored");
  }
}

function renderBar() {
  const number = lane?.terminal.split("-").pop() ?? "";
  say(document.getElementById("lane-name"), lane ? t("lane.name", { n: number }) : "");
  document.title = lane ? t("lane.name", { n: number }) : "tilld";
  const training = document.getElementById("training");
  training.hidden = !lane?.training;
  say(training, lane?.training ? t("training.banner") : "");
  const connection = document.getElementById("connection");
  connection.hidden = connected || !lane;
  say(connection, connected ? "" : t("reconnecting"));
  place.setAttribute("aria-busy", String(pending || !connected));
  renderLanguages();
  toolbar.update(lane);
}

function renderLanguages() {
  const languages = document.getElementById("languages");
  const offered = LANGUAGES.filter((each) => !lane || lane.languages.includes(each));
  languages.setAttribute("aria-label", t("language"));
  languages.hidden = offered.length < 2;
  if ([...languages.children].map((each) => each.lang).join() !== offered.join()) {
    languages.replaceChildren(
      ...offered.map((language) =>
        h(
          "button",
          { type: "button", lang: language, onclick: () => choose(language) },
          h("span", { class: "whole" }, nameOfLanguage(language)),
          h("span", { class: "short" }, language.toUpperCase()),
        ),
      ),
    );
  }
  for (const each of languages.children) {
    each.setAttribute("aria-pressed", String(each.lang === currentLanguage()));
  }
}

/** What people should know of the devices. */
adviseBy(() => {
  if (!lane) {
    return undefined;
  }
  if (lost) {
    return ["clock", t("away")];
  }
  const enters = screen.name === "welcome" || screen.name === "entering";
  if (screen.name === "welcome" && lane.problems.some((problem) => problem.code === "assistance")) {
    return ["hand", t("help.called")];
  }
  if (enters && isBad(lane, "Scanner")) {
    return ["warn", t("scanner.bad")];
  }
  return (enters || screen.name === "pay") && isBad(lane, "POSPrinter") ? ["receipt", t("printer.bad")] : undefined;
});

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
    const { transactionId, total, receipt } = lane.transaction;
    sessionStorage.setItem(STORED_SALE, JSON.stringify({ transactionId, total, receipt }));
  }
  if (before && JSON.stringify(before.transaction) !== JSON.stringify(lane.transaction)) {
    hush();
  }
  if (!lane.transaction || !isWaitedFor(lane)) {
    wantsToPay = false;
  }
  if (before?.transaction && before.transaction.transactionId !== lane.transaction?.transactionId) {
    ended(before);
  }
  agreeOnLanguage();
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
  const id = before.transaction.transactionId;
  if (lane.lastReceipt?.transactionId === id) {
    thank(lane.lastReceipt.number, before);
  } else {
    const waits = lane.suspended.some((each) => each.transactionId === id);
    notify(t(waits ? "suspended" : "cancelled"), "info");
    reset();
  }
}

function thank(number, before) {
  finished = {
    number,
    change: 0,
    receipt: receiptAsked ?? before.transaction.receipt,
    back: before.transaction.total < 0,
    // those of earlier customers: this one is not told of them
    earlier: before.problems.map((problem) => problem.id),
  };
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

/** Nothing of this customer is left for the next one. */
function reset() {
  sessionStorage.removeItem(STORED_SALE);
  clearTimeout(timers.thanks);
  chosen = undefined;
  sessionStorage.removeItem(STORED_LANGUAGE);
  languageAsked = undefined;
  receiptAsked = undefined;
  ease.forget();
  speak(homeLanguage());
}

function heard({ kind, boot: from, facts, lane: view }) {
  const restarted = from !== boot;
  boot = from;
  if (restarted) {
    progress = undefined;
  }
  if (kind === "payment") {
    progress = facts.outcome === "progress" ? { attemptId: facts.attemptId, text: facts.text } : undefined;
  }
  take(view, kind === "reset");
  if (kind === "scan") {
    // what has become of it stands behind the search
    lift("search");
  }
  if (kind === "problem" && facts.state === "not-taken") {
    refused(facts.code);
  }
  if (kind === "payment" && facts.outcome === "declined") {
    notify(explain("declined"), "card");
  }
  if (restarted && lane.transaction?.status === "ENTERING" && !lane.restored) {
    notify(t("restored"), "info");
  }
}

/** Says why not, and shows the way out of it where there is one. */
function refused(code) {
  const wayOut = code !== "lines-locked" || screen.showBack?.();
  notify(explain(wayOut ? code : "lines-locked-for-good"));
}

// --- language

function homeLanguage() {
  return wanted ?? lane?.languages.find((each) => LANGUAGES.includes(each)) ?? "de";
}

function choose(language) {
  chosen = language;
  sessionStorage.setItem(STORED_LANGUAGE, language);
  languageAsked = undefined;
  speak(language);
  if (layer() !== "idle") {
    lift();
  }
  hush();
  agreeOnLanguage();
  render();
}

/** A language can be chosen at the lane once a sale is open: what was chosen before is told it then. */
async function agreeOnLanguage() {
  const sale = lane?.transaction;
  const agreed = sale?.language;
  if (!chosen) {
    if (agreed && LANGUAGES.includes(agreed)) {
      speak(agreed);
    } else if (!screen || screen.name === "connecting") {
      speak(homeLanguage());
    }
    return;
  }
  const isTold = agreed ? agreed === chosen : lane?.languages[0] === chosen;
  const wish = sale && !isTold ? `${sale.transactionId} ${chosen}` : undefined;
  if (wish && wish !== languageAsked) {
    languageAsked = wish;
    try {
      const answer = await send("/v1/transaction/language", { transactionId: sale.transactionId, language: chosen });
      take(answer.lane);
    } catch (failure) {
      if (!(failure instanceof Refusal)) {
        throw failure;
      }
      take(failure.lane);
    }
  }
}

// --- what is tapped

/** One command at a time: while one is on its way, taps do nothing. */
async function act(path, members = {}) {
  if (pending) {
    return;
  }
  const refusal = await command(path, members);
  if (refusal) {
    refused(refusal.code);
  }
}

/**
 * @param onAnswer told the answer when it was done
 * @return why not; nothing when it was done
 */
async function command(path, members = {}, onAnswer = () => {}) {
  pending = true;
  renderBar();
  toldAt = performance.now();
  receiptAsked = members.receipt ?? receiptAsked;
  const seen = lane?.transaction ? { transactionId: lane.transaction.transactionId } : {};
  try {
    const answer = await send(path, { ...seen, ...members });
    take(answer.lane);
    onAnswer(answer);
    return undefined;
  } catch (failure) {
    if (!(failure instanceof Refusal)) {
      throw failure;
    }
    take(failure.lane);
    return failure;
  } finally {
    pending = false;
    renderBar();
  }
}

function want(yes) {
  wantsToPay = yes;
  render();
}

function askToPay() {
  if (isWaitedFor(lane)) {
    want(true);
  } else {
    act("/v1/transaction/total");
  }
}

function openSearch() {
  lay(
    "search",
    search({
      onPick: (item, quantity) => {
        lift("search");
        act("/v1/transaction/lines", { itemId: item.itemId, quantity: String(quantity) });
      },
      onClose: () => lift("search"),
    }),
  );
}

/** @param page where the attendant begins */
function openStaff(page) {
  attendant = staff({ command, close: () => lift("staff"), lane, page, done: (text) => notify(text, "check") });
  lay("staff", attendant.element, () => (attendant = undefined));
  attendant.begin();
}

const toolbar = tools({
  onHelp: () => (lane ? askHelp(act) : undefined),
  onStaff: () => (lane ? openStaff("menu") : undefined),
});

function abandoned() {
  if (layer() === "staff" || layer() === "help") {
    lift();
  }
  if (screen.name === "welcome") {
    lift();
    reset();
    render();
  }
}

/** Whoever reads, scrolls or looks something up is there, too. */
function touched() {
  after("idle", IDLE_MILLIS, abandoned);
  const now = performance.now();
  if (lane?.transaction && !lane.idle && !lane.restored && !pending && connected && now - toldAt > STILL_THERE_MILLIS) {
    toldAt = now;
    send("/v1/transaction/extend", { transactionId: lane.transaction.transactionId }).catch(() => {});
  }
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, touched, { capture: true });
}
speak(chosen ?? homeLanguage());
render();
follow({
  onEvent: heard,
  onConnection: (now) => {
    connected = now;
    lost = lost && !now;
    if (now) {
      clearTimeout(timers.lost);
      timers.lost = undefined;
    } else if (timers.lost === undefined) {
      after("lost", LOST_MILLIS, () => {
        lost = true;
        advise();
      });
    }
    renderBar();
    advise();
  },
});
