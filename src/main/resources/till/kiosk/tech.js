// The technician's page: what the board knows of itself, live.

import { Refusal, get, send } from "./api.js";
import { h, say } from "./dom.js";
import { money } from "./money.js";
import { follow } from "./stream.js";
import { LANGUAGES, currentLanguage, explain, speak, t } from "./strings.js";

const UPLINK_MILLIS = 2_000;
const EVENTS_MAX = 60;

let lane;
let uplink;
let connected = false;
let first = true;
const events = [];

/** Receipts that somebody has just said something of, and what the shop has against it. */
const said = new Map();

function pill(state, text) {
  return h("span", { class: `pill ${state}` }, text);
}

function facts(rows) {
  return h(
    "dl",
    {},
    rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, ...[value].flat())]),
  );
}

function card(id, title, ...content) {
  return h("section", { class: "card", id }, h("h2", {}, title), ...content);
}

function ago(instant) {
  const seconds = Math.round((Date.parse(instant) - Date.now()) / 1000);
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return new Intl.RelativeTimeFormat(currentLanguage(), { numeric: "auto" }).format(
    Math.round(seconds / length),
    unit,
  );
}

function time(instant) {
  const text = new Date(instant).toLocaleString(currentLanguage(), { dateStyle: "medium", timeStyle: "medium" });
  return h("time", { datetime: instant, title: text }, ago(instant));
}

function laneCard() {
  const sale = lane.transaction;
  const total = sale && money(sale.total, lane.currency, currentLanguage());
  const lines = sale?.lines.length === 1 ? "tech.lines.one" : "tech.lines";
  return card(
    "lane",
    t("tech.lane"),
    facts([
      [t("tech.state"), lane.state],
      [t("tech.day"), lane.businessDay ?? t("tech.no-day")],
      [t("tech.prompt"), lane.prompt],
      [t("tech.sale"), sale ? `${sale.status}, ${t(lines, { n: sale.lines.length, total })}` : t("tech.none")],
      [t("tech.receipt"), lane.lastReceipt ? receiptLink(lane.lastReceipt.number) : t("tech.none")],
    ]),
  );
}

function receiptLink(number) {
  return h("a", { href: `/v1/receipts/${number}.png`, target: "_blank", rel: "noopener" }, String(number));
}

function figure(value, name) {
  return h("p", { class: "figure" }, String(value), h("small", {}, name));
}

function uplinkCard() {
  return card(
    "uplink",
    t("tech.uplink"),
    h(
      "div",
      { class: "figures" },
      figure(uplink.head, t("tech.head")),
      figure(uplink.acked, t("tech.acked")),
      figure(uplink.backlog, t("tech.backlog")),
    ),
    facts([
      [
        t("tech.broker"),
        [
          uplink.broker ? `${uplink.broker} ` : "",
          pill(uplink.connected ? "good" : "bad", t(uplink.connected ? "tech.connected" : "tech.disconnected")),
          " ",
          time(uplink.since),
        ],
      ],
      ...(uplink.reason ? [[t("tech.reason"), uplink.reason]] : []),
      ...(uplink.backlog ? [[t("tech.oldest"), `${uplink.oldestUnackedSeconds} s`]] : []),
      ...(uplink.rejected ? [[t("tech.rejected"), String(uplink.rejected)]] : []),
      ...uplink.problems.map((problem) => [problem.code, problem.text]),
      [t("tech.epoch"), h("span", { class: "code" }, uplink.epoch)],
    ]),
  );
}

function boardCard() {
  const synchronised = uplink.clock === "synchronised";
  const revisions = Object.entries(uplink.revisions).sort();
  return card(
    "board",
    t("tech.board"),
    facts([
      [t("tech.version"), uplink.version],
      [t("tech.clock"), pill(synchronised ? "good" : "unknown", t(`tech.${uplink.clock}`))],
      [
        t("tech.revisions"),
        revisions.length
          ? h("ul", {}, revisions.map(([scope, revision]) => h("li", {}, `${scope} ${revision}`)))
          : t("tech.no-revisions"),
      ],
    ]),
  );
}

/** Nobody but a person knows whether it was printed whole. */
async function resolve(job, decision) {
  said.set(job, "");
  render();
  try {
    lane = (await send(`/v1/print-jobs/${encodeURIComponent(job)}/resolve`, { decision })).lane;
    said.delete(job);
  } catch (failure) {
    if (!(failure instanceof Refusal)) {
      throw failure;
    }
    lane = failure.lane ?? lane;
    said.set(job, explain(failure.code));
  }
  render();
}

function decisions(job) {
  return h(
    "span",
    { class: "decisions" },
    ["copy", "printed"].map((decision) =>
      h(
        "button",
        { type: "button", disabled: said.get(job) === "", onclick: () => resolve(job, decision) },
        t(`tech.receipt.${decision}`),
      ),
    ),
    said.get(job) ? h("span", { class: "reason" }, said.get(job)) : null,
  );
}

function problemsCard() {
  return card(
    "problems",
    t("tech.problems"),
    h(
      "ul",
      {},
      lane.problems.map((problem) =>
        h(
          "li",
          {},
          pill("unknown", problem.code),
          " ",
          problem.text,
          problem.code === "print-doubtful" ? decisions(problem.id) : null,
        ),
      ),
    ),
  );
}

function devicesCard() {
  return card(
    "devices",
    t("tech.devices"),
    lane.devices.length === 0
      ? h("p", { class: "nothing" }, t("tech.no-devices"))
      : h(
          "ul",
          { class: "devices" },
          lane.devices.map((device) =>
            h(
              "li",
              {},
              h("span", { class: "device-name" }, device.name, h("small", {}, device.category)),
              pill(device.state, t(`device.${device.state}`)),
              time(device.since),
              device.reason ? h("span", { class: "reason" }, device.reason) : null,
            ),
          ),
        ),
  );
}

function eventsCard() {
  return card(
    "events",
    t("tech.events"),
    events.length === 0
      ? h("p", { class: "nothing" }, t("tech.no-events"))
      : h(
          "ol",
          { class: "events" },
          events.map(({ at, kind, facts: named }) =>
            h(
              "li",
              {},
              h("time", {}, at.toLocaleTimeString(currentLanguage())),
              h("span", { class: `kind ${kind}` }, kind),
              h("span", { class: "facts" }, Object.entries(named).map(([name, value]) => h("span", {}, `${name} ${value}`))),
            ),
          ),
        ),
  );
}

function render() {
  if (!lane || !uplink) {
    return;
  }
  say(document.getElementById("title"), uplink.terminal);
  document.title = `${uplink.terminal} · tilld`;
  const state = document.getElementById("state");
  say(state, lane.state);
  state.className = `pill ${{ READY: "good", IN_TRANSACTION: "good", OUT_OF_SERVICE: "bad" }[lane.state] ?? "unknown"}`;
  const connection = document.getElementById("connection");
  connection.hidden = connected;
  say(connection, connected ? "" : t("reconnecting"));
  for (const each of document.getElementById("languages").children) {
    each.setAttribute("aria-pressed", String(each.lang === currentLanguage()));
  }
  document
    .getElementById("page")
    .replaceChildren(
      ...(lane.problems.length ? [problemsCard()] : []),
      laneCard(),
      uplinkCard(),
      boardCard(),
      devicesCard(),
      eventsCard(),
    );
}

async function askUplink() {
  try {
    uplink = await get("/v1/uplink");
    render();
  } catch {
    // said by the stream's own connection
  }
  setTimeout(askUplink, UPLINK_MILLIS);
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
          render();
        },
      },
      language.toUpperCase(),
    ),
  );
}
speak(new URLSearchParams(location.search).get("lang") ?? "de");
askUplink();
follow({
  onEvent: ({ kind, facts: named, lane: view }) => {
    lane = view;
    if (!(first && kind === "reset")) {
      events.unshift({ at: new Date(), kind, facts: named });
      events.length = Math.min(events.length, EVENTS_MAX);
    }
    first = false;
    render();
  },
  onConnection: (now) => {
    connected = now;
    render();
  },
});
