import { get } from "./api.js";

// Follows what happens at the lane. The browser resumes by itself where it was; what it does not come back
// from (the daemon is away, or refuses for a while) is tried anew here.

const AGAIN_MILLIS = 1500;
const KINDS = ["reset", "lane", "scan", "problem", "payment", "print", "device"];

/**
 * @param onEvent called with {kind, boot, facts, lane} in order
 * @param onConnection called with true and false as the connection comes and goes
 */
export function follow({ onEvent, onConnection }) {
  const source = new EventSource("/v1/events");
  source.onopen = () => onConnection(true);
  source.onerror = () => {
    onConnection(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(async () => {
        // says so itself when this browser is not paired any more
        await get("/v1/lane").catch(() => {});
        follow({ onEvent, onConnection });
      }, AGAIN_MILLIS);
    }
  };
  for (const kind of KINDS) {
    source.addEventListener(kind, (message) => {
      const { facts, lane } = JSON.parse(message.data);
      onEvent({ kind, boot: message.lastEventId.split("-")[0], facts: facts ?? {}, lane });
    });
  }
}
