// What lies over the screen, one thing at a time. The screen below does not hear meanwhile; the bar and the
// tools stay in reach.

/** How long after a change taps are ignored: the second half of a double tap meant what was there before. */
const SETTLE_MILLIS = 350;

const stage = document.getElementById("layer");
const below = document.getElementById("screen");

let top;
let timer;

/** The screen does not hear until what is on it has been there for a moment. @param then what comes after */
export function settle(then = () => {}) {
  below.inert = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    below.inert = top !== undefined;
    if (!top) {
      then();
    }
  }, SETTLE_MILLIS);
}

/** What lies over the screen, if anything: its name. */
export function layer() {
  return top?.name;
}

/** Whether the screen has just changed, so that keys and taps still mean the one before. */
export function isSettling() {
  return below.inert && !top;
}

/**
 * Lays something over the screen, in place of what is there.
 *
 * @param element has `data-focus` on what gets the focus
 * @param onClose called once it has gone, whoever took it away
 */
export function lay(name, element, onClose = () => {}) {
  lift();
  top = { name, element, onClose, before: document.activeElement };
  stage.dataset.layer = name;
  stage.hidden = false;
  stage.replaceChildren(element);
  below.inert = true;
  clearTimeout(timer);
  (element.querySelector("[data-focus]") ?? element.querySelector("button"))?.focus();
}

/** @param name only if it is this one; without, whatever is there */
export function lift(name) {
  if (!top || (name && top.name !== name)) {
    return;
  }
  const { onClose, before } = top;
  top = undefined;
  stage.hidden = true;
  stage.replaceChildren();
  delete stage.dataset.layer;
  // what was tapped may have been drawn anew meanwhile
  settle(() => (before?.isConnected ? before : document.getElementById(before?.id))?.focus());
  onClose();
}
