package till.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How much of what is no answer is taken for one. `-Dtilld.long=true` looks ten times as long,
/// `-Dtilld.seed=N` at other noise.
final class NoiseTest {

  private static final int BYTES = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);

  private static final int BENT_BYTES_PERCENT = 1;

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @EnumSource
  void randomBytesAreNoWeight(ScaleProtocol protocol) {
    int eight = weights(protocol, _ -> random.nextInt(256));
    int seven = weights(protocol, _ -> random.nextInt(128));

    System.out.printf(
        "%s, seed %d: %d random bytes made %d weights, with seven bits each %d%n",
        protocol.word(), SEED, BYTES, eight, seven);
    assertEquals(0, eight + seven);
  }

  /// The worst that can come: only characters that answers consist of, in any order.
  @ParameterizedTest
  @EnumSource
  void theProtocolsOwnCharactersInAnyOrderHardlyEverMakeAWeightThatCounts(ScaleProtocol protocol) {
    String alphabet = String.join("", Frames.whole(protocol)).replaceAll("[A-F?p]", "");
    AnswerFramer framer = protocol.framer(WeightUnit.KG);
    var settling = new Settling();
    var counts = new Counts();
    byte[] one = new byte[1];
    for (int i = 0; i < BYTES; i++) {
      one[0] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      framer.feed(one, 1, answer -> counts.take(answer, settling));
    }

    System.out.printf(
        "%s, seed %d: %d of its own characters made %d weights, %d of them twice in a row%n",
        protocol.word(), SEED, BYTES, counts.weights, counts.stable);
    assertTrue(counts.weights <= BYTES / 10_000, counts.weights + " weights");
    assertEquals(0, counts.stable);
  }

  /// A line so bad that every hundredth byte has a wrong bit.
  @ParameterizedTest
  @EnumSource
  void aBadLineIsCaughtByParityAndByAskingTwice(ScaleProtocol protocol) {
    Rates bare = badLine(protocol, false);
    Rates parity = badLine(protocol, true);

    System.out.printf(
        "%s, seed %d, %d%% of bytes bent: of %d answers %d were wrong weights, %d counted as"
            + " stable; with parity %d and %d%n",
        protocol.word(),
        SEED,
        BENT_BYTES_PERCENT,
        bare.answers,
        bare.wrong,
        bare.stable,
        parity.wrong,
        parity.stable);
    assertTrue(bare.stable <= bare.answers / 10_000 + 1, bare.stable + " wrong weights");
    assertEquals(0, parity.stable);
  }

  private record Rates(int answers, int wrong, int stable) {}

  /// @param parity whether the line drops a byte with one wrong bit
  private Rates badLine(ScaleProtocol protocol, boolean parity) {
    byte[] sent = Frames.bytes(AnswerFramerTest.weightAnswer(protocol, random));
    Answer truth = Frames.answers(protocol, sent).getFirst();
    var settling = new Settling();
    int answers = BYTES / sent.length;
    int wrong = 0;
    int stable = 0;
    for (int i = 0; i < answers; i++) {
      List<Answer> heard = Frames.answers(protocol, bent(sent, parity));
      Answer first = heard.isEmpty() ? new Answer.Garbage(0) : heard.getFirst();
      boolean isWrong = Frames.isWeight(first) && !first.equals(truth);
      wrong += isWrong ? 1 : 0;
      boolean isStable = isStable(settling, first);
      stable += isWrong && isStable ? 1 : 0;
    }
    return new Rates(answers, wrong, stable);
  }

  private byte[] bent(byte[] bytes, boolean parity) {
    byte[] result = new byte[bytes.length];
    int length = 0;
    for (byte each : bytes) {
      boolean isBent = random.nextInt(100) < BENT_BYTES_PERCENT;
      if (!isBent || !parity) {
        result[length++] = (byte) (isBent ? each ^ 1 << random.nextInt(7) : each);
      }
    }
    return Arrays.copyOf(result, length);
  }

  /// Whether an answer makes a weight that is sold by, in the way its protocol checks it.
  private static boolean isStable(Settling settling, Answer answer) {
    Reading reading =
        answer instanceof Answer.Weighed weighed
            ? Dialogue06.reading(weighed, new Article(Math.max(1, weighed.unitPrice()), 0, ""))
            : Reading.of(answer);
    return settling.judge(reading, Instant.EPOCH).orElse(null) instanceof Weighing.Stable;
  }

  private int weights(ScaleProtocol protocol, IntUnaryOperator noise) {
    AnswerFramer framer = protocol.framer(WeightUnit.KG);
    var counts = new Counts();
    var settling = new Settling();
    byte[] one = new byte[1];
    for (int i = 0; i < BYTES; i++) {
      one[0] = (byte) noise.applyAsInt(i);
      framer.feed(one, 1, answer -> counts.take(answer, settling));
    }
    return counts.weights;
  }

  private static final class Counts {

    private int weights;
    private int stable;

    void take(Answer answer, Settling settling) {
      weights += Frames.isWeight(answer) ? 1 : 0;
      stable += Frames.isWeight(answer) && isStable(settling, answer) ? 1 : 0;
      if (!Frames.isWeight(answer)) {
        settling.forget();
      }
    }
  }
}
