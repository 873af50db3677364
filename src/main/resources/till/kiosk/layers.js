// What lies over the screen, one thing at a time. The screen below does not hear meanwhile; the bar and the
// tools stay in reach.

const stage = document.getElementById("layer");
const below = document.getElementById("screen");

let top;

/** What lies over the screen, if anything: its name. */
export function layer() {
  return top?.name;
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
  below.inert = false;
  if (before?.isConnected) {
    before.focus();
  }
  onClose();
}
