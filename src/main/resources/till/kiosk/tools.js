// What is in reach on every screen: help, how the screen is seen and heard, and the attendant's door.

import { h, say } from "./dom.js";
import * as ease from "./ease.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";
import { announce, canSpeak } from "./voice.js";

/** @return `element` is in the page; `update` is told of the lane */
export function tools({ onHelp, onStaff }) {
  const place = document.getElementById("tools");
  const labels = new Map();

  function tool(id, iconName, onclick) {
    const label = h("span", { class: "tool-label" });
    labels.set(id, label);
    return h("button", { class: "tool", id: `tool-${id}`, type: "button", onclick }, icon(iconName), label);
  }

  function way(id, iconName) {
    return tool(id, iconName, () => {
      ease.toggle(id);
      show();
      announce(t(`tool.${id}.${ease.isChosen(id) ? "on" : "off"}`));
    });
  }

  const help = tool("help", "hand", onHelp);
  const ways = [way("large", "large"), way("contrast", "contrast"), ...(canSpeak ? [way("aloud", "aloud")] : [])];
  const door = tool("staff", "badge", onStaff);
  const count = h("span", { class: "count-badge", hidden: true });
  door.append(count);
  place.append(help, ...ways, door);

  function show() {
    place.setAttribute("aria-label", t("tools"));
    labels.forEach((label, id) => say(label, t(`tool.${id}`)));
    for (const each of ways) {
      each.setAttribute("aria-pressed", String(ease.isChosen(each.id.slice("tool-".length))));
    }
  }

  return {
    update(lane) {
      show();
      const open = (lane?.problems ?? []).filter((problem) => problem.level !== "notice").length;
      count.hidden = open === 0;
      say(count, open ? String(open) : "");
      const called = lane?.problems.some((problem) => problem.code === "assistance");
      help.hidden = Boolean(called);
    },
  };
}
