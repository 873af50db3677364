package till.kiosk;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /pair`: a page to type a code into, and `?code=` that turns it into a cookie; `&to=/page`
/// says where to go with it.
final class Pairing {

  /// Wrong codes that are heard in a minute: a code has 40 bits.
  private static final int WRONG_MAX = 10;

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Pattern OWN_PAGE = Pattern.compile("/([a-z0-9-][a-z0-9/-]*)?");
  private static final Logger log = LoggerFactory.getLogger(Pairing.class);

  private final PairingCodes codes;
  private final Gate gate;
  private int wrong;
  private long windowStart = System.nanoTime();

  Pairing(PairingCodes codes, Gate gate) {
    this.codes = codes;
    this.gate = gate;
  }

  Route route() {
    return Route.open("/pair", (call, _) -> answer(call));
  }

  private Answer answer(Call call) {
    Optional<String> code = Optional.ofNullable(call.query().get("code"));
    // whoever only looks does not use a code up
    if (code.isEmpty() || call.isHead()) {
      return Pages.pairing(200, Pages.Why.NEEDED);
    }
    if (hasTooManyWrong()) {
      return Pages.pairing(Fault.TOO_MANY_ATTEMPTS.status(), Pages.Why.TOO_MANY_ATTEMPTS);
    }
    Optional<Role> role = codes.redeem(code.get());
    if (role.isEmpty()) {
      countWrong();
      return Pages.pairing(Fault.FORBIDDEN.status(), Pages.Why.WRONG_CODE);
    }
    log.info("a browser was paired as {}", role.get().wireName());
    return new Answer.Whole(
        303,
        Answer.HTML,
        new byte[0],
        Map.of(
            "Location",
            target(call).orElse(role.get() == Role.TECHNICIAN ? "/tech" : "/"),
            "Set-Cookie",
            gate.cookieFor(role.get())));
  }

  /// The page that `to=` asks for: one of our own, never another host's.
  private static Optional<String> target(Call call) {
    return Optional.ofNullable(call.query().get("to"))
        .filter(page -> OWN_PAGE.matcher(page).matches());
  }

  private synchronized boolean hasTooManyWrong() {
    if (System.nanoTime() - windowStart > WINDOW_NANOS) {
      windowStart = System.nanoTime();
      wrong = 0;
    }
    return wrong >= WRONG_MAX;
  }

  private synchronized void countWrong() {
    wrong++;
    if (wrong == WRONG_MAX) {
      log.warn("{} wrong pairing codes within a minute: more are not heard for now", wrong);
    }
  }
}
