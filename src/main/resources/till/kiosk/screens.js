// What a customer sees. Each screen is built once and then told of every change.

import { attention, isWaitedFor } from "./screens/attention.js";
import { closed, connecting, welcome } from "./screens/resting.js";
import { ending, pay, terminal, unknown } from "./screens/paying.js";
import { entering } from "./screens/shopping.js";
import { thanks } from "./screens/thanks.js";
import { weigh } from "./screens/weighing.js";

export const SCREENS = {
  connecting,
  closed,
  welcome,
  entering,
  weigh,
  attention,
  pay,
  terminal,
  unknown,
  ending,
  thanks,
};

/**
 * The screen for what the lane is doing.
 *
 * @param finished the sale that has just ended here, while its customer is thanked
 * @param wantsToPay the customer has tapped on paying while somebody has to come first
 */
export function screenFor(lane, finished, wantsToPay) {
  if (!lane) {
    return "connecting";
  }
  const sale = lane.transaction;
  switch (sale?.status) {
    case "ENTERING":
      if (lane.prompt === "wait-attendant" || (wantsToPay && isWaitedFor(lane))) {
        return "attention";
      }
      return sale.unweighed ? "weigh" : "entering";
    case "TENDERING":
      return lane.prompt === "wait-attendant" ? "attention" : "pay";
    case "PAYMENT_PENDING":
      return "terminal";
    case "PAYMENT_UNKNOWN":
      return "unknown";
    case "FISCALISING":
      return "ending";
  }
  if (finished) {
    return "thanks";
  }
  return lane.state === "READY" && lane.prompt !== "closed" ? "welcome" : "closed";
}
