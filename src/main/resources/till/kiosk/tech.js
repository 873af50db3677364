// The technician's page: what the board knows of itself, live.

import { Refusal, get, send } from "./api.js";
import { h, isWaiting, say, wait } from "./dom.js";
import { money } from "./money.js";
import { follow } from "./stream.js";
import { LANGUAGES, currentLanguage, speak, t } from "./strings.js";
import { devicesCard, devicesRestarted, devicesSummary, objection, paymentMoved, showDevices } from "./tech/devices.js";
import { logCard, logSummary, readLog, restartLog, show as showLog } from "./tech/log.js";
import { age, button, card, clockTime, dateAndTime, duration, facts, keepInSight, mark, named, number, rows, tell, translate, word } from "./tech/parts.js";
import { receiptsCard, showNewest } from "./tech/receipts.js";

const LOOK_MILLIS = 2_000;
/** After something has happened: several things at once are looked at once. */
const SOON_MILLIS = 250;
const SCANS_SHOWN = 5;
/** A browser's clock that is further away is worth a word. */
const CLOCK_SECONDS = 5;
const LANGUAGE_KEY = "tilld.tech.language";

let lane;
let uplink;
let board;
let scans = [];
let boot;
/** The stream is open; the last look was answered, and when. */
let connected = false;
let answered = false;
let answeredAt;
let allScans = false;

/** What the shop has against what somebody said of a receipt, by job. */
const refused = new Map();
const waiting = new Set();

// --- the cards

const problemList = h("ul", { class: "problems" });
const noProblems = word("tech.problems.none", "p", { class: "nothing" });
const scanList = h("ol", { class: "scans" });
const noScans = word("tech.scans.none", "p", { class: "nothing" });
const moreScans = h("button", { type: "button", class: "act", id: "scans-more", onclick: toggleScans });
const figures = ["head", "acked", "backlog"].map((name) => [name, h("span", { id: `figure-${name}` })]);
const way = facts("broker", "connection", "reason", "oldest", "window", "rejected", "epoch");
const wayProblems = h("ul", { class: "problems" });
const scopes = h("ul", { class: "scopes" });
const inForce = facts("revisions");
const noScopes = word("tech.config.none", "p", { class: "nothing" });
const self = facts("clock", "time", "clock-difference", "disk", "certificate", "uptime", "restarts", "version", "org");
const sale = facts("state", "day", "operator", "prompt", "sale", "suspended", "receipt");
const SUMMARY = ["problems", "devices", "uplink", "config", "board", "log"];

function build() {
  const summary = h(
    "nav",
    { id: "summary", "data-t-label": "tech.summary" },
    SUMMARY.map((id) => h("a", { href: `#${id}`, "data-to": id }, word(`tech.${id}`), h("span", { class: "mark" }))),
  );
  const page = document.getElementById("page");
  page.replaceChildren(
    summary,
    h(
      "div",
      { class: "column" },
      card("problems", noProblems, problemList),
      devicesCard(),
      card("scans", noScans, scanList, moreScans),
    ),
    h(
      "div",
      { class: "column" },
      card(
        "uplink",
        h(
          "div",
          { class: "figures" },
          figures.map(([name, value]) => h("p", { class: "figure" }, value, word(`tech.${name}`, "small"))),
        ),
        way.list,
        wayProblems,
      ),
      card("config", noScopes, scopes, inForce.list),
      card("board", self.list),
      card("lane", sale.list),
      receiptsCard(),
    ),
    logCard(),
  );
}

/** Nobody but a person knows whether it was printed whole. */
async function resolve(job, decision, press) {
  if (isWaiting(press)) {
    return;
  }
  waiting.add(job);
  refused.delete(job);
  render();
  try {
    lane = (await send(`/v1/print-jobs/${encodeURIComponent(job)}/resolve`, { decision })).lane;
  } catch (failure) {
    const text = objection(failure);
    lane = failure.lane ?? lane;
    refused.set(job, text);
    tell(text);
  }
  waiting.delete(job);
  render();
}

function problemRow(problem) {
  const decide = (decision) => {
    const press = button(`tech.print.${decision}`, () => resolve(problem.id, decision, press), { "data-decision": decision });
    return press;
  };
  return h(
    "li",
    {},
    h("p", { class: "problem-head" }, h("span", { class: "mark" }), h("span", { class: "code" }, problem.code)),
    h("p", { class: "problem-text" }),
    problem.code === "print-doubtful" ? h("div", { class: "decisions" }, ["printed", "copy", "abandon"].map(decide)) : null,
    h("p", { class: "reason", hidden: true }),
  );
}

const LEVELS = { notice: "warn", deferred: "warn", blocking: "bad", critical: "bad" };

function fillProblem(row, problem) {
  mark(row.querySelector(".mark"), LEVELS[problem.level] ?? "warn", named("tech.level", problem.level ?? "notice"));
  const text = row.querySelector(".problem-text");
  text.lang = lane.languages[0] ?? "";
  say(text, problem.text);
  row.querySelectorAll("button").forEach((each) => wait(each, waiting.has(problem.id)));
  const reason = row.querySelector(".reason");
  reason.hidden = !refused.has(problem.id);
  say(reason, refused.get(problem.id) ?? "");
}

function toggleScans() {
  allScans = !allScans;
  render();
}

function scanRow(scan) {
  return h(
    "li",
    {},
    h("p", { class: "scan-head" }, h("span", { class: "code data" }, scan.data), h("span", { class: "mark" })),
    h(
      "p",
      { class: "scan-facts" },
      h("span", { class: "age" }),
      h("span", {}, scan.symbology),
      scan.gtin ? h("span", {}, `GTIN ${scan.gtin}`) : null,
      scan.elements ? h("span", { class: "code" }, scan.elements) : null,
      h("span", {}, scan.scanner),
    ),
  );
}

function fillScan(row, scan) {
  const good = scan.outcome === "accepted";
  mark(row.querySelector(".mark"), good ? "good" : "warn", named("tech.scan", scan.outcome));
  say(row.querySelector(".age"), clockTime(scan.at));
}

function showScans() {
  noScans.hidden = scans.length > 0;
  rows(
    scanList,
    allScans ? scans : scans.slice(0, SCANS_SHOWN),
    (scan) => `${scan.at} ${scan.scanner} ${scan.data}`,
    scanRow,
    fillScan,
  );
  moreScans.hidden = scans.length <= SCANS_SHOWN;
  say(moreScans, t(allScans ? "tech.scans.less" : "tech.scans.more", { n: scans.length }));
}

const VERDICTS = { applied: "good", staged: "running", unproven: "unknown", rejected: "bad", "rolled-back": "bad" };

function scopeRow([scope]) {
  return h(
    "li",
    { "data-scope": scope },
    h("p", { class: "scope-head" }, h("span", { class: "code" }, scope), h("span", { class: "mark" })),
    h("p", { class: "scope-revision" }),
    h("ul", { class: "reasons", lang: "en" }),
  );
}

function fillScope(row, [, news]) {
  mark(row.querySelector(".mark"), VERDICTS[news.status] ?? "unknown", named("tech.config", news.status));
  const revision = news.revision === undefined ? "" : t("tech.revision", { n: news.revision });
  const other = news.inForce && news.inForce.revision !== news.revision;
  const inForceNow = other ? t("tech.in-force", { n: news.inForce.revision }) : "";
  say(row.querySelector(".scope-revision"), [revision, inForceNow].filter(Boolean).join(", "));
  rows(
    row.querySelector(".reasons"),
    news.reasons,
    (reason) => reason,
    (reason) => h("li", {}, reason),
    () => {},
  );
}

function showUplink() {
  for (const [name, value] of figures) {
    say(value, number(uplink[name]));
  }
  way.set("broker", uplink.broker || t("tech.none"));
  const since = Math.max(0, (Date.parse(board.clock.now) - Date.parse(uplink.since)) / 1000);
  way.mark(
    "connection",
    uplink.connected ? "good" : "bad",
    t(uplink.connected ? "tech.connected" : "tech.disconnected"),
    age(since),
  );
  way.set("reason", uplink.reason);
  way.set("oldest", uplink.backlog ? duration(uplink.oldestUnackedSeconds) : t("tech.none-waits"));
  way.set("window", number(uplink.window));
  way.set("rejected", number(uplink.rejected));
  way.set("epoch", uplink.epoch);
  rows(
    wayProblems,
    uplink.problems,
    (problem) => problem.code,
    (problem) =>
      h(
        "li",
        {},
        h("p", { class: "problem-head" }, h("span", { class: "mark" }), h("span", { class: "code" }, problem.code)),
        h("p", { class: "problem-text", lang: "en" }),
      ),
    (row, problem) => {
      mark(row.querySelector(".mark"), "warn", t("tech.level.notice"));
      say(row.querySelector(".problem-text"), problem.text);
    },
  );
}

function showBoard() {
  const told = Object.entries(board.configuration).sort();
  noScopes.hidden = told.length > 0;
  rows(scopes, told, ([scope]) => scope, scopeRow, fillScope);
  const revisions = Object.entries(board.revisions).sort();
  inForce.set("revisions", revisions.map(([scope, revision]) => `${scope} ${revision}`).join(", "));

  const { now, synchronised } = board.clock;
  self.mark("clock", synchronised ? "good" : "warn", t(synchronised ? "tech.synchronised" : "tech.unsynchronised"));
  self.set("time", dateAndTime(now));
  const ahead = Math.round((Date.parse(now) - answeredAt) / 1000);
  const words = ahead > 0 ? "tech.clock.ahead" : "tech.clock.behind";
  self.set("clock-difference", Math.abs(ahead) < CLOCK_SECONDS ? "" : t(words, { time: duration(Math.abs(ahead)) }));
  const gigabytes = { style: "unit", unit: "gigabyte", maximumFractionDigits: 1 };
  const free = new Intl.NumberFormat(currentLanguage(), gigabytes).format(board.disk.freeBytes / 1e9);
  self.set("disk", t("tech.free", { size: free }));
  const left = board.certificate.secondsLeft;
  self.set(
    "certificate",
    left === null ? "" : t(left < 0 ? "tech.certificate.ended" : "tech.certificate.left", { time: duration(Math.abs(left)) }),
  );
  self.set("uptime", board.uptimeSeconds < 60 ? t("tech.just-now") : duration(board.uptimeSeconds - (board.uptimeSeconds % 60)));
  self.set("restarts", number(board.restarts));
  self.set("version", board.version);
  self.set("org", `${board.org} / ${board.terminal}`);
}

function showLane() {
  const open = lane.transaction;
  const total = open && money(open.total, lane.currency, currentLanguage());
  const lines = open?.lines.length === 1 ? "tech.lines.one" : "tech.lines";
  sale.set("state", named("tech.lane", lane.state));
  sale.set("day", lane.businessDay ?? t("tech.no-day"));
  sale.set("operator", lane.operator ?? "");
  sale.set("prompt", lane.prompt);
  sale.set("sale", open ? `${open.status}, ${t(lines, { n: open.lines.length, total })}` : t("tech.none"));
  sale.set("suspended", lane.suspended?.length ? String(lane.suspended.length) : "");
  sale.set("receipt", lane.lastReceipt ? String(lane.lastReceipt.number) : t("tech.none"));
  showNewest(lane.lastReceipt?.number);
}

function summarise(id, [tone, text]) {
  mark(document.querySelector(`#summary [data-to="${id}"] .mark`), tone, text);
}

function configSummary() {
  const states = Object.values(board.configuration).map((news) => news.status);
  const worst = ["rejected", "rolled-back", "unproven", "staged", "applied"].find((each) => states.includes(each));
  return worst ? [VERDICTS[worst], named("tech.config", worst)] : ["good", t("tech.config.local")];
}

function showSummary() {
  const worst = lane.problems.some((each) => LEVELS[each.level] === "bad") ? "bad" : "warn";
  summarise("problems", lane.problems.length ? [worst, number(lane.problems.length)] : ["good", t("tech.none")]);
  summarise("devices", devicesSummary());
  summarise("uplink", [
    uplink.connected ? (uplink.problems.length ? "warn" : "good") : "bad",
    t(uplink.connected ? "tech.connected" : "tech.summary.away"),
  ]);
  summarise("config", configSummary());
  summarise("board", board.clock.synchronised ? ["good", t("tech.synchronised")] : ["warn", t("tech.unsynchronised")]);
  summarise("log", logSummary());
}

const LANE_TONES = { READY: "good", IN_TRANSACTION: "good", OUT_OF_SERVICE: "bad" };

function showHead() {
  const away = !connected || !answered;
  const connection = document.getElementById("connection");
  connection.hidden = !away;
  say(connection, away ? t("tech.away", { time: answeredAt ? clockTime(answeredAt) : "–" }) : "");
  for (const each of document.getElementById("languages").children) {
    each.setAttribute("aria-pressed", String(each.lang === currentLanguage()));
  }
  if (lane) {
    say(document.getElementById("title"), lane.terminal);
    document.title = `${lane.terminal} · tilld`;
    const [tone, word] = away
      ? ["unknown", t("device.unknown")]
      : [LANE_TONES[lane.state] ?? "unknown", named("tech.lane", lane.state)];
    mark(document.getElementById("state"), tone, word);
    const training = document.getElementById("training");
    training.hidden = !lane.training;
    say(training, lane.training ? t("tech.training") : "");
  }
}

function render() {
  keepInSight(draw);
}

function draw() {
  showHead();
  if (!lane || !uplink || !board) {
    return;
  }
  noProblems.hidden = lane.problems.length > 0;
  rows(problemList, lane.problems, (problem) => problem.id ?? problem.code, problemRow, fillProblem);
  showScans();
  showUplink();
  showBoard();
  showLane();
  showSummary();
}

// --- looking

let looking = false;
let again = false;
let timer;

async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  again = false;
  clearTimeout(timer);
  try {
    const [devices, way, self] = await Promise.all([get(`/v1/devices?lang=${currentLanguage()}`), get("/v1/uplink"), get("/v1/board"), readLog()]);
    uplink = way;
    board = self;
    scans = devices.scans;
    answered = true;
    answeredAt = Date.now();
    showDevices(devices.devices);
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 403) {
      // paired as somebody else meanwhile: the page that opens now says how to pair as a technician
      location.reload();
      return;
    }
    answered = false;
  }
  render();
  looking = false;
  timer = setTimeout(lookUnlessHidden, again ? SOON_MILLIS : LOOK_MILLIS);
}

/** A page that nobody sees asks nobody. */
function lookUnlessHidden() {
  if (!document.hidden) {
    look();
  }
}

function lookSoon() {
  if (looking) {
    again = true;
  } else {
    clearTimeout(timer);
    timer = setTimeout(lookUnlessHidden, SOON_MILLIS);
  }
}

// --- languages

function choose(language) {
  speak(language);
  translate();
  showDevices();
  showLog();
  render();
}

function remembered() {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function remember(language) {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // asked for again the next time
  }
}

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  return asked ?? remembered() ?? navigator.languages.map((each) => each.slice(0, 2)).find((each) => LANGUAGES.includes(each)) ?? "de";
}

speak(firstLanguage());
build();
for (const language of LANGUAGES) {
  document.getElementById("languages").append(
    h(
      "button",
      {
        type: "button",
        lang: language,
        onclick: () => {
          remember(language);
          choose(language);
          lookSoon();
        },
      },
      language.toUpperCase(),
    ),
  );
}
choose(currentLanguage());
document.addEventListener("visibilitychange", lookUnlessHidden);
look();
follow({
  onEvent: ({ kind, boot: now, facts: told, lane: view }) => {
    lane = view;
    if (boot !== now) {
      if (boot !== undefined) {
        restartLog();
      }
      boot = now;
      devicesRestarted(now);
    }
    if (kind === "payment") {
      paymentMoved(told);
    }
    render();
    lookSoon();
  },
  onConnection: (now) => {
    connected = now;
    keepInSight(showHead);
    if (connected) {
      lookSoon();
    }
  },
});
