// Line icons on a grid of 24, drawn for these pages.

const PATHS = {
  till: "M4 10h16v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM7 10V5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v5M10 7h4M4 15h16M11 17.5h2",
  card: "M3.5 6h17a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-17a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM2.5 10h19M6 14.5h4",
  cash: "M3 7h18v10H3zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M6 10v.01M18 14v.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4.2-4.2",
  remove: "M5 7h14M10 7V5h4v2M7 7l.8 12.1a1 1 0 0 0 1 .9h6.4a1 1 0 0 0 1-.9L17 7M10.5 11v5M13.5 11v5",
  back: "M19 12H5M11 6l-6 6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  info: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 11v5M12 8v.01",
  warn: "M12 4.5L21 19.5H3zM12 10.5v4M12 17v.01",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  keyboard: "M3 6.5h18v11H3zM6.5 10v.01M10 10v.01M13.5 10v.01M17 10v.01M8 14h8",
  backspace: "M9 6h11a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9l-6-6zM12 10l4 4M16 10l-4 4",
  door: "M6 20.5V4.5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v16M3.5 20.5h17M14.5 12v.5",
  basket: "M4 10h16l-1.5 9a1 1 0 0 1-1 .9h-11a1 1 0 0 1-1-.9zM8 10l3-6M16 10l-3-6M9.5 13.5v3M14.5 13.5v3",
  fruit: "M12 8c-1.6-1.3-3.4-1.6-5-.6-2.6 1.7-2.3 6 .2 9.6 1.8 2.6 3 3 4.8 2 1.8 1 3 .6 4.8-2 2.5-3.6 2.8-7.9.2-9.6-1.6-1-3.4-.7-5 .6M12 8c-.2-2 .6-3.8 2.6-4.6",
  scale: "M3.5 8h17M6 8l1 3h10l1-3M7 11l-1.5 8.5h13L17 11M12 4.5V8M10 15.2a2 2 0 1 1 4 0",
  voucher: "M3.5 7h17v3.2a1.9 1.9 0 0 0 0 3.6V17h-17v-3.2a1.9 1.9 0 0 0 0-3.6zM14 7.5v1.6M14 11.2v1.6M14 14.9v1.6",
  split: "M4 6h16M4 12h9M4 18h5M17 10v8M13.5 14.5L17 18l3.5-3.5",
  receipt: "M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4zM9 8h6M9 11.5h6M9 15h3.5",
  leaf: "M5 19c0-9 5-14 14.5-14.5C20 14 15 19 8 18M5 19.5c2-5 5-8 9-10",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 7v5l3.3 2",
  pen: "M4 20l1-4L16.5 4.5a1.5 1.5 0 0 1 2.1 0l.9.9a1.5 1.5 0 0 1 0 2.1L8 19zM14.5 6.5l3 3",
  badge: "M5 7.5h14a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1M10 7.5V4h4v3.5M9 14.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4M6.3 17.5c.3-1.6 1.3-2.3 2.7-2.3s2.4.7 2.7 2.3M14.5 12h3M14.5 15.5h3",
  large: "M3 18L7.5 6l4.5 12M4.6 14h5.8M14 18l3-8 3 8M15 15.5h4",
  contrast: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 3.5v17M12 7h4.8M12 11h6.400M12 15h5.8",
  aloud: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15 9a4 4 0 0 1 0 6M17.5 6.5a8 8 0 0 1 0 11",
  tag: "M4 4.5h7.5l8.5 8.5-7 7L4 11.5zM8 8.5v.01",
  percent: "M6 18L18 6M8 9.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M16 18.1a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  play: "M8 5l11 7-11 7z",
  stop: "M6.5 6.5h11v11h-11z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3L7 7M17 17l1.700 1.700M18.700 5.3L17 7M7 17l-1.700 1.700",
  moon: "M19.5 14A8 8 0 0 1 10 4.5a8 8 0 1 0 9.5 9.5z",
  drawer: "M3.5 5.5h17v6h-17zM5 11.5l-1.5 7h17l-1.5-7M9.5 15h5",
  coins: "M9 10.5c3 0 5-1 5-2.5s-2-2.5-5-2.5S4 6.5 4 8s2 2.5 5 2.5M4 8v4c0 1.5 2 2.5 5 2.5M4 12v4c0 1.5 2 2.5 5 2.5M15 18.5c3 0 5-1 5-2.5s-2-2.5-5-2.5-5 1-5 2.5 2 2.5 5 2.5M20 16v-4c0-1.3-1.6-2.3-4-2.5",
  plusminus: "M12 4v8M8 8h8M8 18h8",
  down: "M12 4v12M7 11l5 5 5-5M5 20h14",
  up: "M12 16V4M7 9l5-5 5 5M5 20h14",
  person: "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6M4.5 20c.6-4 3.5-5.8 7.5-5.8s6.900 1.8 7.5 5.8",
  school: "M2.5 9L12 4.5 21.5 9 12 13.5zM6.5 11v4.5c1.5 1.5 3.3 2.2 5.5 2.2s4-.7 5.5-2.2V11",
  chart: "M4 20h16M7 20v-7M12 20V6M17 20v-10",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  bottle: "M10 3.5h4v3.2c0 1.6 2.5 2.6 2.5 5.3v7a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 19v-7c0-2.7 2.5-3.7 2.5-5.3zM7.5 13h9M7.5 17h9",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H8",
  list: "M8.5 6.5h11M8.5 12h11M8.5 17.5h11M4.5 6.5v.01M4.5 12v.01M4.5 17.5v.01",
  hand: "M8 12.5V6a1.5 1.5 0 0 1 3 0v5M11 10.5V4.8a1.5 1.5 0 0 1 3 0v5.7M14 10.5V6.3a1.5 1.5 0 0 1 3 0V15a5.5 5.5 0 0 1-5.5 5.5c-2.6 0-4-1.2-5.3-3.4L4.3 14a1.4 1.4 0 0 1 2.3-1.6L8 14",
};

/** A decorative icon: the text beside it says what it means. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A drawing made of several parts, each with a class of its own for the style sheet. */
export function drawing(viewBox, className, parts) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of parts) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
      part.setAttribute(name, value);
    }
    svg.append(part);
  }
  return svg;
}
