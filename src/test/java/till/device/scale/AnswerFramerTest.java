package till.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.port.PortSettings.Framing;

final class AnswerFramerTest {

  private static final double[] FOREIGN_SPEEDS = {
    0.125, 0.25, 0.5, 0.667, 0.8, 1.25, 1.5, 2, 3, 4, 6, 8, 12
  };
  private static final List<Framing> FRAMINGS =
      List.of(
          Framing.parse("7E1"),
          Framing.parse("7O1"),
          Framing.parse("7N1"),
          Framing.parse("7N2"),
          Framing.parse("7E2"),
          Framing.parse("8N1"),
          Framing.parse("8E1"),
          Framing.parse("8O1"),
          Framing.parse("8N2"));

  @ParameterizedTest
  @EnumSource
  void everySplitOfAnAnswerIsTheSameAnswer(ScaleProtocol protocol) {
    for (String whole : Frames.whole(protocol)) {
      byte[] bytes = Frames.bytes(whole);
      List<Answer> expected = Frames.answers(protocol, bytes);
      assertEquals(1, expected.size(), whole);
      assertFalse(expected.getFirst() instanceof Answer.Garbage, whole);
      for (int split = 0; split <= bytes.length; split++) {
        AnswerFramer framer = protocol.framer(WeightUnit.KG);
        var answers = new ArrayList<Answer>(Frames.answers(framer, Arrays.copyOf(bytes, split)));
        answers.addAll(Frames.answers(framer, Arrays.copyOfRange(bytes, split, bytes.length)));
        assertEquals(expected, answers, whole + " at " + split);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersInOneChunkAreAllTaken(ScaleProtocol protocol) {
    var expected = new ArrayList<Answer>();
    Frames.whole(protocol)
        .forEach(each -> expected.addAll(Frames.answers(protocol, Frames.bytes(each))));

    byte[] merged = Frames.bytes(String.join("", Frames.whole(protocol)));

    assertEquals(expected, Frames.answers(protocol, merged));
  }

  @Test
  void unitAndDecimalsAreKeptAsSent() {
    assertEquals(weight("12.340", WeightUnit.LB), only("\n12.340LB\r\nS00\r\u0003"));
    assertEquals(weight("0.50", WeightUnit.OZ), only("\n0000.50oz\r\nS00\r\u0003"));
    assertEquals(weight("1234.5", WeightUnit.G), only("\n 1234.5 g\r\nS00\r\u0003"));
    assertEquals(weight("-0.020", WeightUnit.KG), only("\n-0.020KG\r\nS00\r\u0003"));
  }

  @Test
  void aNetWeightAndAFaultAreSeen() {
    var net = (Answer.Weight) only("\n00.456KG\r\nS0p4\r\u0003");
    assertTrue(net.state().net());
    assertTrue(((Answer.Status) only("\nS40\r\u0003")).state().fault());
    assertTrue(((Answer.Status) only("\nS08\r\u0003")).state().fault());
    assertTrue(((Answer.Status) only("\nS0p8\r\u0003")).state().zeroError());
  }

  @Test
  void poundsAndOuncesAreNoWeight() {
    assertEquals(new Answer.PoundsAndOunces(), only("\n 1lb  2.5oz\r\nS00\r\u0003"));
  }

  @Test
  void aScaleThatIsSetToPoundsIsNotUnderstoodAsKilograms() {
    byte[] pounds = Frames.bytes("\u000201.23\r");
    byte[] kilograms = Frames.bytes("\u000201.234\r");
    assertEquals(
        List.of(new Answer.Weight(new BigDecimal("1.23"), WeightUnit.LB, ScaleState.RESTING)),
        Frames.answers(new Framer8217(WeightUnit.LB), pounds));
    assertNoWeight(Frames.answers(new Framer8217(WeightUnit.KG), pounds), "pounds");
    assertNoWeight(Frames.answers(new Framer8217(WeightUnit.LB), kilograms), "kilograms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u000201.23\r", "\u00021.234\r", "\u0002001.234\r", "\u000201,234\r", "\u0002-1.234\r",
        "\u000201.234n\r", "\u000201.234 \r", "\u0002  .234\r", "\u000201.2\u00b24\r", "01.234\r",
        "\u0002\u00b01.234\r", "\u000201.234", "\u0002?\r", "\u0002?\u0001\r", "\u0002?\u00c1\r",
        "\u0002?\r\r", "\u0002?AB\r", "\u0082\u00b01.234\r"
      })
  void almostAnAnswerIsNone8217(String almost) {
    assertTrue(
        Frames.answers(ScaleProtocol.MT_8217, Frames.bytes(almost)).stream()
            .allMatch(Answer.Garbage.class::isInstance),
        almost);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n00.456KG\rS00\r\u0003", "\n00.456KG\r\nS00\u0003", "\n00.456KG\r\nS0\r\u0003",
        "\n00.456KG\r\nSp0\r\u0003", "\n00.456KG\r\nS0p\r\u0003", "\n00.456KG\r\n@0\r\u0003",
        "\n00.456KG\r\n\u00b00\r\u0003", "\n00.456Kg\r\nS00\r\u0003", "\n00,456KG\r\nS00\r\u0003",
        "\n0.4KG\r\nS00\r\u0003", "\n000000.456KG\r\nS00\r\u0003", "\n00.456\r\nS00\r\u0003",
        "\n00. 56KG\r\nS00\r\u0003", "\n00.456KG\r\n\nS00\r\u0003", "00.456KG\r\u0003",
        "\nS00\r\u0083", "\n00.4\n00.456KG\r\nS00\r\u0003"
      })
  void almostAnAnswerIsNoneNci(String almost) {
    assertTrue(
        Frames.answers(ScaleProtocol.NCI, Frames.bytes(almost)).stream()
            .allMatch(Answer.Garbage.class::isInstance),
        almost);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatLostAByteIsNoOtherWeight(ScaleProtocol protocol) {
    for (String whole : Frames.whole(protocol)) {
      byte[] bytes = Frames.bytes(whole);
      for (int lost = 0; lost < bytes.length; lost++) {
        byte[] rest = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, rest, 0, lost);
        System.arraycopy(bytes, lost + 1, rest, lost, rest.length - lost);
        List<Answer> answers = Frames.answers(protocol, rest);
        assertTrue(
            answers.stream()
                .noneMatch(each -> Frames.isWeight(each) && isOther(each, protocol, bytes)),
            () -> whole + " became " + answers);
      }
    }
  }

  /// The letter for net weights, and the one that tells SCP-02 from SCP-01, may be lost.
  private static boolean isOther(Answer answer, ScaleProtocol protocol, byte[] sent) {
    return !(Frames.answers(protocol, sent).getFirst() instanceof Answer.Weight truth
        && answer instanceof Answer.Weight heard
        && truth.weight().compareTo(heard.weight()) == 0
        && truth.unit() == heard.unit());
  }

  /// A wrong baud rate, data bits, parity or stop bits: nothing that comes through is a weight but
  /// the one that was sent.
  @ParameterizedTest
  @EnumSource
  void aForeignLineMakesNoWeight(ScaleProtocol protocol) {
    var random = new Random(5);
    int right = 0;
    for (int i = 0; i < 40; i++) {
      String answer = weightAnswer(protocol, random);
      List<Answer> truth = Frames.answers(protocol, Frames.bytes(answer));
      for (Framing sent : FRAMINGS) {
        for (Framing received : FRAMINGS) {
          for (double speed : FOREIGN_SPEEDS) {
            byte[] heard = Uart.pass(Frames.bytes(answer.repeat(3)), sent, received, speed);
            assertNoWeight(
                Frames.answers(protocol, heard), sent + " as " + received + " at " + speed);
          }
          byte[] heard = Uart.pass(Frames.bytes(answer.repeat(3)), sent, received, 1);
          for (Answer each : Frames.answers(protocol, heard)) {
            if (Frames.isWeight(each)) {
              assertEquals(truth.getFirst(), each, sent + " as " + received);
              right++;
            }
          }
        }
      }
    }
    assertTrue(right >= 40 * FRAMINGS.size(), "the line that is set right carries nothing");
  }

  static String weightAnswer(ScaleProtocol protocol, Random random) {
    int weight = 1 + random.nextInt(15_000);
    int price = 1 + random.nextInt(9_999);
    return switch (protocol) {
      case MT_8217 -> "\u0002%02d.%03d\r".formatted(weight / 1000, weight % 1000);
      case NCI -> "\n%02d.%03dKG\r\nS00\r\u0003".formatted(weight / 1000, weight % 1000);
      case DIALOG_06 ->
          "\u000202\u001b3\u001b%05d\u001b%06d\u001b%06d\u0003"
              .formatted(weight, price, (weight * price + 500) / 1000);
    };
  }

  private static void assertNoWeight(List<Answer> answers, String what) {
    assertTrue(answers.stream().noneMatch(Frames::isWeight), () -> what + " made " + answers);
  }

  private static Answer only(String nci) {
    List<Answer> answers = Frames.answers(ScaleProtocol.NCI, Frames.bytes(nci));
    assertEquals(1, answers.size(), answers::toString);
    return answers.getFirst();
  }

  private static Answer weight(String weight, WeightUnit unit) {
    return new Answer.Weight(new BigDecimal(weight), unit, ScaleState.RESTING);
  }
}
