package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bits and answers are from Epson's manuals (TM-T88III specification, TM-L90 programming manual).
final class AnswerReaderTest {

  private static final PrinterAnswer.Status FINE = new PrinterAnswer.Status(0x10, 0, 0, 0);

  static Stream<Arguments> answers() {
    return Stream.of(
        answer("12", new PrinterAnswer.RealTime(0x12)),
        answer("7e", new PrinterAnswer.RealTime(0x7e)),
        answer("1e", new PrinterAnswer.RealTime(0x1e)),
        answer("10000000", FINE),
        answer("38000000", new PrinterAnswer.Status(0x38, 0, 0, 0)),
        answer("18000c00", new PrinterAnswer.Status(0x18, 0, 0x0c, 0)),
        // XON and XOFF anywhere
        answer("1000130000", FINE),
        answer("1110000000", FINE),
        answer("3722303031" + "13" + "3400", new PrinterAnswer.Printed("0014")),
        answer(
            "121000000012",
            new PrinterAnswer.RealTime(0x12),
            FINE,
            new PrinterAnswer.RealTime(0x12)),
        // a status broken off by a real-time answer
        answer("1000" + "12" + "10000000", new PrinterAnswer.RealTime(0x12), FINE),
        answer("37223030303100", new PrinterAnswer.Printed("0001")),
        // five characters are no process id; the next answer is read all the same
        answer("3722303030313700" + "12", new PrinterAnswer.RealTime(0x12)),
        answer("372500", new PrinterAnswer.Cleared()),
        answer("5f4550534f4e00"),
        answer("00", new PrinterAnswer.Processed(0)),
        answer("03", new PrinterAnswer.Processed(3)),
        answer("ffc080"));
  }

  private static Arguments answer(String hex, PrinterAnswer... answers) {
    return Arguments.of(hex, List.of(answers));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyKindIsToldFromTheOthersHoweverItIsCut(String hex, List<PrinterAnswer> expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    var atOnce = new ArrayList<PrinterAnswer>();
    new AnswerReader().feed(bytes, bytes.length, atOnce::add);
    assertEquals(expected, atOnce);

    var reader = new AnswerReader();
    var byByte = new ArrayList<PrinterAnswer>();
    for (byte next : bytes) {
      reader.feed(new byte[] {next}, 1, byByte::add);
    }
    assertEquals(expected, byByte);
  }

  @Test
  void aBlockWithoutEndIsBounded() {
    var reader = new AnswerReader();
    byte[] name = "_".repeat(200).getBytes(StandardCharsets.US_ASCII);
    var answers = new ArrayList<PrinterAnswer>();

    reader.feed(name, name.length, answers::add);
    reader.feed(new byte[] {0, 0x12}, 2, answers::add);

    assertEquals(List.of(new PrinterAnswer.RealTime(0x12)), answers);
  }

  @Test
  void whatIsNoAnswerIsCounted() {
    var reader = new AnswerReader();

    reader.feed(HexFormat.of().parseHex("ffc08012"), 4, _ -> {});

    assertEquals(3, reader.strangeBytes());
  }
}
