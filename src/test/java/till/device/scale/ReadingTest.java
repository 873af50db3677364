package till.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingTest {

  private static final int STATES = 1 << 7;

  @Test
  void onlyAScaleThatRestsAboveItsZeroWithoutFaultHasAWeight() {
    for (int bits = 0; bits < STATES; bits++) {
      ScaleState state =
          new ScaleState(
              (bits & 1) != 0,
              (bits & 2) != 0,
              (bits & 4) != 0,
              (bits & 8) != 0,
              (bits & 16) != 0,
              (bits & 32) != 0,
              (bits & 64) != 0);
      Reading reading =
          Reading.of(new Answer.Weight(new BigDecimal("1.234"), WeightUnit.KG, state));
      boolean isAtRest = (bits & ~16) == 0;
      if (isAtRest) {
        assertEquals(
            new Reading.Weight(new BigDecimal("1.234"), WeightUnit.KG, state.net(), false),
            reading);
      } else {
        assertFalse(reading instanceof Reading.Weight, state::toString);
      }
      assertFalse(Reading.of(new Answer.Status(state)) instanceof Reading.Weight, state::toString);
    }
  }

  @Test
  void whatIsWorseIsSaidFirst() {
    assertEquals(new Reading.Over(), status(true, true, false));
    assertEquals(new Reading.Under(), status(true, false, true));
    assertEquals(new Reading.Moving(), status(true, false, false));
  }

  private static Reading status(boolean moving, boolean over, boolean under) {
    return Reading.of(
        new Answer.Status(new ScaleState(moving, over, under, false, false, false, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.000", "-0.002"})
  void whatIsNotAboveZeroIsNeverStable(String weight) {
    var settling = new Settling();
    for (int i = 0; i < 3; i++) {
      Optional<Weighing> judged =
          settling.judge(
              new Reading.Weight(new BigDecimal(weight), WeightUnit.KG, false, true),
              Instant.EPOCH);
      Weighing expected =
          weight.startsWith("-")
              ? new Weighing.Under(Instant.EPOCH)
              : new Weighing.Zero(Instant.EPOCH);
      assertEquals(Optional.of(expected), judged);
    }
  }
}
