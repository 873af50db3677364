// The devices, how they are, and the buttons that put each through what it is for.

import { Refusal, send } from "../api.js";
import { h, isWaiting, say, wait } from "../dom.js";
import { explain, t } from "../strings.js";
import { age, button, card, clockTime, keepInSight, mark, named, rows, tell, word } from "./parts.js";

const list = h("ul", { class: "devices" });
const none = word("tech.no-devices", "p", { class: "nothing" });
const TONES = { good: "good", bad: "bad", unknown: "unknown" };
const OUTCOMES = { ok: "good", warn: "warn", fail: "bad", running: "running" };
const TESTED = ["POSPrinter", "CashDrawer", "Lights", "Scale", "PaymentTerminal", "Scanner"];

/** How long a device that is not told of any more is looked for. */
const REPORT_MILLIS = 15_000;

/** Checks that were asked for here and have no result yet: by device, the id and the process that was asked. */
const asked = new Map();

/** What is said in place of a result: why there is none. By device. */
const instead = new Map();

/** The payment terminal's day that is being closed: its command and the process that was asked. */
let closing;
let closed;
let boot;

export function devicesCard() {
  return card("devices", none, list);
}

/** What the shop has against it, in words for technicians. */
export function objection(failure) {
  if (!(failure instanceof Refusal)) {
    throw failure;
  }
  const general = explain(failure.code);
  const words = general === explain("other") ? `${failure.message} (${failure.code})` : general;
  return named("tech.code", failure.code, words);
}

async function check(name, press) {
  if (isWaiting(press)) {
    return;
  }
  const commandId = crypto.randomUUID();
  wait(press, true);
  instead.delete(name);
  asked.set(name, { commandId, boot, granted: false });
  refresh();
  try {
    await send(`/v1/devices/${encodeURIComponent(name)}/check`, { commandId });
    const mine = asked.get(name);
    if (mine?.commandId === commandId) {
      mine.granted = true;
    }
  } catch (failure) {
    if (asked.get(name)?.commandId === commandId) {
      asked.delete(name);
      wait(press, false);
    }
    refuse(name, objection(failure));
  }
}

function refuse(name, text) {
  instead.set(name, text);
  tell(`${name}: ${text}`);
  refresh();
}

/** Nobody closes the terminal's day by a touch beside the button. */
function confirmClosing(event) {
  if (isWaiting(event.currentTarget)) {
    return;
  }
  const dialog = h(
    "dialog",
    { class: "question", "aria-labelledby": "question-title" },
    word("tech.reconcile.sure", "h2", { id: "question-title" }),
    word("tech.reconcile.text", "p"),
    h(
      "form",
      { method: "dialog", class: "decisions" },
      word("tech.reconcile.yes", "button", { class: "act strong", value: "yes", id: "reconcile-yes" }),
      word("tech.no", "button", { class: "act", value: "no" }),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") {
      reconcile();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function reconcile() {
  const commandId = crypto.randomUUID();
  closed = undefined;
  closing = { commandId, boot, granted: false };
  refresh();
  try {
    await send("/v1/payment/reconcile", { commandId });
    if (closing?.commandId === commandId) {
      closing.granted = true;
    }
  } catch (failure) {
    endClosing({ tone: "bad", text: objection(failure) });
  }
}

function endClosing(result) {
  closing = undefined;
  closed = result;
  tell(`${t("tech.reconcile")}: ${result.text}`);
  refresh();
}

/** A `payment` event may be the answer. */
export function paymentMoved({ serviceId, outcome, reason }) {
  if (closing && serviceId === closing.commandId) {
    const tone = { reconciled: "good", refused: "bad" }[outcome] ?? "unknown";
    const said = named("tech.reconcile", outcome);
    endClosing({ tone, text: reason ? `${said}: ${reason}` : said });
  }
}

/** Another process knows nothing of what the one before was asked to do. */
export function devicesRestarted(now) {
  boot = now;
  if (closing?.granted) {
    endClosing({ tone: "unknown", text: t("tech.check.lost") });
  }
}

function findingRow() {
  return h(
    "li",
    {},
    h("span", { class: "mark" }),
    h("span", { class: "step" }),
    h("span", { class: "text", lang: "en" }),
  );
}

function fillFinding(row, finding) {
  mark(row.querySelector(".mark"), OUTCOMES[finding.outcome], t(`tech.outcome.${finding.outcome}`));
  say(row.querySelector(".step"), named("tech.step", finding.step));
  say(row.querySelector(".text"), finding.text);
}

function deviceRow(device) {
  const label = TESTED.includes(device.category) ? `tech.test.${device.category}` : "tech.test";
  const press = button(label, () => check(device.name, press), {
    "data-check": device.name,
    "aria-describedby": `device-${device.name}`,
  });
  return h(
    "li",
    { "data-device": device.name },
    h(
      "div",
      { class: "device" },
      h(
        "p",
        { class: "device-name", id: `device-${device.name}` },
        h("span", {}, device.name),
        h("small", { class: "category" }),
        h("small", { class: "age" }),
      ),
      h("p", { class: "device-state" }, h("span", { class: "mark" })),
      h(
        "div",
        { class: "decisions" },
        press,
        device.category === "PaymentTerminal"
          ? button("tech.reconcile", confirmClosing, { id: "reconcile" })
          : null,
      ),
      h("p", { class: "reason", lang: "en" }),
    ),
    h(
      "div",
      { class: "result" },
      h("p", { class: "result-head" }, h("span", { class: "mark" }), h("span", { class: "result-text" })),
      h("ul", { class: "findings" }),
    ),
    device.category === "PaymentTerminal"
      ? h("p", { class: "result closing" }, h("span", { class: "mark" }), h("span", { class: "result-text" }))
      : null,
  );
}

function fillDevice(row, device) {
  say(row.querySelector(".category"), named("tech.category", device.category));
  mark(row.querySelector(".device-state .mark"), TONES[device.state], t(`device.${device.state}`));
  say(row.querySelector(".age"), age(device.ageSeconds));
  const reason = row.querySelector(".reason");
  reason.hidden = !device.reason;
  say(reason, device.reason);
  end(device);
  fillResult(row.querySelector(".result"), device);
  wait(row.querySelector("[data-check]"), asked.has(device.name) || device.check?.outcome === "running");
  const day = row.querySelector(".closing");
  if (day) {
    wait(row.querySelector("#reconcile"), closing !== undefined);
    day.hidden = !closing && !closed;
    if (closing) {
      show(day, "running", t("tech.reconcile.running"));
    } else if (closed) {
      show(day, closed.tone, closed.text);
    }
  }
}

/** Says the result of a check that was asked for here, once it is there. */
function end(device) {
  const mine = asked.get(device.name);
  if (!mine) {
    return;
  }
  const check = device.check;
  if (check?.commandId === mine.commandId) {
    if (check.outcome !== "running") {
      asked.delete(device.name);
      const texts = telling(check.findings).map((finding) => finding.text).join(", ");
      tell(`${device.name}: ${t(`tech.outcome.${check.outcome}`)}. ${texts}`);
    }
  } else if (mine.granted && mine.boot !== boot) {
    asked.delete(device.name);
    refuse(device.name, t("tech.check.lost"));
  }
}

/** @param tone none where the text is enough */
function show(line, tone, text) {
  line.querySelector(".mark").hidden = !tone;
  if (tone) {
    mark(line.querySelector(".mark"), tone, t(`tech.tone.${tone}`));
  }
  say(line.querySelector(".result-text"), text);
}

function fillResult(result, device) {
  const head = result.querySelector(".result-head");
  const findings = result.querySelector(".findings");
  const why = instead.get(device.name);
  const mine = asked.get(device.name);
  const check = device.check;
  const running = mine && check?.commandId !== mine.commandId;
  result.hidden = !why && !running && !check;
  rows(
    findings,
    why || running || !check ? [] : telling(check.findings),
    (finding) => `${finding.step} ${finding.text}`,
    findingRow,
    fillFinding,
  );
  if (why) {
    show(head, "bad", why);
  } else if (running || check?.outcome === "running") {
    show(head, "running", t("tech.check.running"));
  } else if (check) {
    // its steps say how it went
    show(head, undefined, t("tech.check.at", { time: clockTime(check.at) }));
  }
}

/** That a device is good is said once, where there is more to say. */
function telling(findings) {
  return findings.filter(({ step, outcome }) => step !== "status" || outcome !== "ok" || findings.length === 1);
}

let known = [];

/** Since when a device is not told of that was before, by its name. */
const missingSince = new Map();

/**
 * After a start one device reports in after the other. Whoever is on a row of one that has not yet finds
 * it where it was.
 */
function expected(devices) {
  const now = performance.now();
  const told = new Set(devices.map((device) => device.name));
  told.forEach((name) => missingSince.delete(name));
  return known
    .filter(({ name }) => !told.has(name))
    .filter(({ name }) => now - (missingSince.get(name) ?? now) < REPORT_MILLIS)
    .map((device) => {
      missingSince.set(device.name, missingSince.get(device.name) ?? now);
      return { ...device, state: "unknown", reason: "", ageSeconds: 0, check: null };
    });
}

/** @param devices as `GET /v1/devices` has them; without, what was shown last */
export function showDevices(devices) {
  if (devices) {
    // in the order of their names: they report in another one after each start
    known = [...devices, ...expected(devices)].sort((one, other) => one.name.localeCompare(other.name));
  }
  refresh();
}

function refresh() {
  none.hidden = known.length > 0;
  keepInSight(() => rows(list, known, (device) => device.name, deviceRow, fillDevice));
}

/** Tone and words for the summary. */
export function devicesSummary() {
  const bad = known.filter((device) => device.state === "bad").length;
  const unknown = known.filter((device) => device.state === "unknown").length;
  if (bad) {
    return ["bad", t("tech.summary.bad", { n: bad })];
  }
  if (unknown) {
    return ["unknown", t("tech.summary.unknown", { n: unknown })];
  }
  return known.length ? ["good", t("tech.summary.good", { n: known.length })] : ["unknown", t("tech.none")];
}
