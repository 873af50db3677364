package till.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus.State;

final class HealthTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Instant now = NOON;
  private final StatusLog log = new StatusLog();
  private final Health health = new Health("counter", "Scanner", log, () -> now);

  @Test
  void nothingIsToldBeforeSomethingIsKnown() {
    assertEquals(State.UNKNOWN, health.status().state());
    assertEquals(NOON, health.status().since());
    assertEquals(List.of(), log.told());
  }

  @Test
  void aChangeIsToldOnce() {
    health.good();
    health.good();
    health.bad("gone");
    health.bad("gone");

    assertEquals(List.of(State.GOOD, State.BAD), log.states());
  }

  @Test
  void anotherReasonIsToldAndTheStateIsAsOldAsBefore() {
    health.bad("it is not there");
    now = NOON.plusSeconds(60);
    health.bad("no permission");
    now = NOON.plusSeconds(90);
    health.unknown("no answer");

    assertEquals(
        List.of(
            new DeviceStatus("counter", "Scanner", State.BAD, NOON, "it is not there"),
            new DeviceStatus("counter", "Scanner", State.BAD, NOON, "no permission"),
            new DeviceStatus(
                "counter", "Scanner", State.UNKNOWN, NOON.plusSeconds(90), "no answer")),
        log.told());
  }
}
