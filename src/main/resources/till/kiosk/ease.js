// How this customer sees and hears the screen. It is theirs until the next one comes, also over a reload.

import { speakAloud } from "./voice.js";

const STORED = "tilld-ease";
const WAYS = ["large", "contrast", "aloud"];

let chosen = read();

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED)) ?? {};
  } catch {
    return {};
  }
}

function apply() {
  for (const way of WAYS) {
    document.documentElement.classList.toggle(way, Boolean(chosen[way]));
  }
  speakAloud(Boolean(chosen.aloud));
  sessionStorage.setItem(STORED, JSON.stringify(chosen));
}

export function isChosen(way) {
  return Boolean(chosen[way]);
}

export function toggle(way) {
  chosen = { ...chosen, [way]: !chosen[way] };
  apply();
}

/** The next customer begins as everybody does. */
export function forget() {
  chosen = {};
  apply();
}

apply();
