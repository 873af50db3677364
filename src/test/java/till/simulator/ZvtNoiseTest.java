package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// Commands that are damaged in any way: the terminal stays what it is.
final class ZvtNoiseTest {

  private static final int COMMANDS = Integer.getInteger("tilld.noise", 500);

  private static final List<String> COMMANDS_TO_DAMAGE =
      List.of(
          "0600141234569e0978060c26040a0206d31f7303000000",
          "06011404000000000100490978194406061f7303000001",
          "0601100400000000010049097806051f1f020001",
          "0620051234560303",
          "06300612345687" + "0001",
          "06310d123456" + "04000000000250" + "490978",
          "065003123456",
          "0501051234560303",
          "06b000",
          "067000");

  @Test
  void damagedCommandsAreSurvived() throws Exception {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var terminal = SimulatedPaymentTerminal.open(0, "123456", InstantSource.system())) {
      terminal.approveAutomatically(true);
      for (int i = 0; i < COMMANDS; i++) {
        try (var register = new RawRegister(terminal.port())) {
          register.registers("12");
          register.write(damaged(random));
        }
      }
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        register.says("06010a04000000001000490978", "800000");
        assertEquals("060f00", register.hearsOut());
        assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getLast().standing());
      }
    }
  }

  /// Bytes are changed, never the length in the header: what waits for more is no damage.
  private static String damaged(Random random) {
    byte[] bytes =
        HexFormat.of().parseHex(COMMANDS_TO_DAMAGE.get(random.nextInt(COMMANDS_TO_DAMAGE.size())));
    for (int i = random.nextInt(4); i > 0 && bytes.length > 3; i--) {
      bytes[3 + random.nextInt(bytes.length - 3)] = (byte) random.nextInt();
    }
    if (random.nextInt(5) == 0) {
      bytes[1] = (byte) random.nextInt();
    }
    return HexFormat.of().formatHex(bytes);
  }
}
