// Elements without markup in strings: what a label says can never become code.

/** An element with properties, listeners (`onclick`), attributes and children. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "class") {
      element.className = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets a text only when it is another one: live regions speak on every change. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A button that has been pressed keeps the focus and waits. */
export function wait(element, waiting) {
  element.setAttribute("aria-disabled", String(waiting));
}

export function isWaiting(element) {
  return element.getAttribute("aria-disabled") === "true";
}
