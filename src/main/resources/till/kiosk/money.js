// Amounts come as whole minor units and are only written here, never added.

const formats = new Map();

function format(currency, language) {
  const key = currency + language;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(language, { style: "currency", currency }));
  }
  return formats.get(key);
}

/** How many digits a currency has behind the point. */
export function digits(currency) {
  return format(currency, "en").resolvedOptions().maximumFractionDigits;
}

/** `1247` of EUR is `12,47 €`. */
export function money(minor, currency, language) {
  const behind = digits(currency);
  const whole = String(Math.abs(minor)).padStart(behind + 1, "0");
  const point = whole.length - behind;
  const decimal = behind ? `${whole.slice(0, point)}.${whole.slice(point)}` : whole;
  return format(currency, language).format(`${minor < 0 ? "-" : ""}${decimal}`);
}

const NOTES = {
  EUR: [5, 10, 20, 50, 100, 200],
  CHF: [10, 20, 50, 100, 200],
  GBP: [5, 10, 20, 50],
  USD: [5, 10, 20, 50, 100],
  JPY: [1000, 5000, 10000],
};

/** The notes a customer may hand over for what is due, smallest first, in minor units. */
export function notes(due, currency) {
  const unit = 10 ** digits(currency);
  return (NOTES[currency] ?? [5, 10, 20, 50, 100, 200])
    .map((note) => note * unit)
    .filter((note) => note > due)
    .slice(0, 4);
}

const COINS = {
  EUR: [1, 2, 5, 10, 20, 50, 100, 200],
  CHF: [5, 10, 20, 50, 100, 200, 500],
  GBP: [1, 2, 5, 10, 20, 50, 100, 200],
  USD: [1, 5, 10, 25, 50, 100],
  JPY: [1, 5, 10, 50, 100, 500],
};

/** What a drawer may hold, largest first, in minor units. */
export function coinsAndNotes(currency) {
  const unit = 10 ** digits(currency);
  const all = new Set([...(COINS[currency] ?? COINS.EUR), ...(NOTES[currency] ?? NOTES.EUR).map((note) => note * unit)]);
  return [...all].sort((one, other) => other - one);
}
