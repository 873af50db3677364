// Talks to the daemon. A command gets its id once, when a finger comes down; however often it has to be
// sent until an answer arrives, it happens once.

const PATIENCE_MILLIS = 60_000;
const ANSWER_MILLIS = 12_000;
const PAUSE_MILLIS = [250, 500, 1000, 2000];

/** What the daemon or the shop has against a request. `lane` is there when the lane has said so. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.title ?? `status ${status}`);
    this.status = status;
    this.code = problem.code ?? "internal";
    this.lane = problem.lane;
  }
}

function pause(attempt) {
  const millis = PAUSE_MILLIS[Math.min(attempt, PAUSE_MILLIS.length - 1)];
  return new Promise((resolve) => setTimeout(resolve, millis));
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) {
    return body;
  }
  if (response.status === 401) {
    // the cookie is gone: the page that opens now says how to pair
    location.reload();
  }
  throw new Refusal(response.status, body);
}

/** Reads a resource. */
export async function get(path) {
  const answer = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(ANSWER_MILLIS) };
  return read(await fetch(path, answer));
}

/** Reads a resource as text. */
export async function getText(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(ANSWER_MILLIS) });
  return response.ok ? response.text() : "";
}

/** Sends a command until it has an answer. The caller holds every other tap back meanwhile. */
export async function send(path, members) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ commandId: crypto.randomUUID(), ...members }),
  };
  const giveUpAt = performance.now() + PATIENCE_MILLIS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await read(
        await fetch(path, { ...request, signal: AbortSignal.timeout(ANSWER_MILLIS) }),
      );
    } catch (failure) {
      const final = failure instanceof Refusal && ![502, 503, 504].includes(failure.status);
      if (final || performance.now() > giveUpAt) {
        throw failure instanceof Refusal ? failure : new Refusal(0, { code: "no-answer" });
      }
    }
    await pause(attempt);
  }
}
