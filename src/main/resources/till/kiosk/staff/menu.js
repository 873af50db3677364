// What an attendant can do at this screen, in groups. What is not possible now is not offered.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { isKnown, t } from "../strings.js";
import { count, move } from "./cash.js";
import { concerns, hasConcerns } from "./concerns.js";
import { day, drawer, report, signOff, signOn } from "./lane.js";
import { discount, prices } from "./prices.js";
import { blindReturn, copy, depositRefund, postVoid, returns, waiting } from "./sales.js";

/** A task without questions of its own. */
function plain(desk, path, name, then = "menu") {
  return () => desk.confirm({ title: t(`task.${name}`), path, members: {}, then });
}

const isSelling = (lane) => lane.transaction?.status === "ENTERING";
const isOpenSale = (lane) => lane.transaction !== null;
const isAway = (lane) => lane.transaction === null;
const hasDay = (lane) => lane.businessDay !== null;

/** Each: its name, icon, when it is offered, and what it does. */
function groups(desk) {
  return [
    [
      "sale",
      [
        ["concerns", "warn", hasConcerns, () => desk.go(concerns(desk))],
        ["prices", "tag", isSelling, () => desk.go(prices(desk))],
        ["discount", "percent", isSelling, () => desk.go(discount(desk))],
        ["suspend", "pause", isOpenSale, plain(desk, "/v1/transaction/suspend", "suspend", "close")],
        ["cancel", "close", isOpenSale, plain(desk, "/v1/transaction/cancel", "cancel", "close")],
        [
          "retrieve",
          "play",
          (lane) => isAway(lane) && lane.suspended.length > 0,
          () => desk.go(waiting(desk)),
        ],
        ["return", "undo", (lane) => hasDay(lane) && (isAway(lane) || isSelling(lane)), () => desk.go(returns(desk))],
        [
          "blind-return",
          "undo",
          (lane) => hasDay(lane) && (isAway(lane) || isSelling(lane)),
          () => desk.go(blindReturn(desk)),
        ],
        [
          "deposit-refund",
          "bottle",
          (lane) => hasDay(lane) && (isAway(lane) || isSelling(lane)),
          () => desk.go(depositRefund(desk)),
        ],
        ["post-void", "remove", (lane) => hasDay(lane) && isAway(lane), () => desk.go(postVoid(desk))],
        ["copy", "copy", () => true, () => desk.go(copy(desk))],
      ],
    ],
    [
      "cash",
      [
        ["drawer", "drawer", isAway, () => desk.go(drawer(desk))],
        ...["loan", "pickup", "pay-in", "pay-out"].map((kind) => [
          kind,
          kind === "loan" || kind === "pay-in" ? "down" : "up",
          (lane) => isAway(lane) && hasDay(lane),
          () => desk.go(move(desk, kind)),
        ]),
        ["count", "coins", (lane) => isAway(lane) && hasDay(lane), () => desk.go(count(desk))],
      ],
    ],
    [
      "lane",
      [
        ["sign-on", "person", (lane) => isAway(lane) && !lane.operator, signOn(desk)],
        ["sign-off", "person", (lane) => isAway(lane) && Boolean(lane.operator), signOff(desk)],
        ["open", "play", (lane) => hasDay(lane) && lane.state === "CLOSED", plain(desk, "/v1/lane/open", "open", "close")],
        ["pause", "pause", (lane) => lane.state === "READY", plain(desk, "/v1/lane/pause", "pause", "close")],
        ["resume", "play", (lane) => lane.state === "PAUSED", plain(desk, "/v1/lane/resume", "resume", "close")],
        [
          "close",
          "stop",
          (lane) => lane.state === "READY" || lane.state === "PAUSED",
          plain(desk, "/v1/lane/close", "close", "close"),
        ],
        ["training-on", "school", (lane) => lane.training === false && isAway(lane), plain(desk, "/v1/training/on", "training-on")],
        ["training-off", "school", (lane) => lane.training === true && isAway(lane), plain(desk, "/v1/training/off", "training-off")],
        ["day-open", "sun", (lane) => isAway(lane) && !hasDay(lane), () => desk.go(day(desk))],
        ["day-close", "moon", (lane) => isAway(lane) && hasDay(lane), plain(desk, "/v1/business-day/close", "day-close")],
        ["x", "chart", hasDay, report(desk)],
      ],
    ],
  ];
}

export function menu(desk) {
  const body = h("div", { class: "menu" });
  let made;
  return {
    name: "menu",
    title: t("staff.menu"),
    body,
    update(lane) {
      const offered = groups(desk).map(([group, tasks]) => [group, tasks.filter(([, , isPossible]) => isPossible(lane))]);
      const now = JSON.stringify(offered.map(([, tasks]) => tasks.map(([name]) => name)));
      if (now === made) {
        return;
      }
      made = now;
      body.replaceChildren(
        ...offered
          .filter(([, tasks]) => tasks.length > 0)
          .flatMap(([group, tasks]) => [
            h("h2", {}, t(`group.${group}`)),
            h(
              "div",
              { class: "tasks" },
              ...tasks.map(([name, iconName, , onclick]) =>
                h(
                  "button",
                  { class: "task", type: "button", "data-task": name, onclick },
                  icon(iconName),
                  h("span", {}, t(`task.${name}`)),
                  isKnown(`task.${name}.hint`) ? h("span", { class: "each" }, t(`task.${name}.hint`)) : null,
                ),
              ),
            ),
          ]),
      );
    },
  };
}
