package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import till.device.payment.zvt.SerialFramer.Event;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cases that others wrote, through the serial line's framer and the reader of messages. They lie
/// beside the project and are not part of it; where they are absent these tests are skipped.
final class SerialVectorsTest {

  private static final Path FOLDER = Path.of("..", "shared", "vectors", "zvt");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HexFormat HEX = HexFormat.of();

  /// What is no message as it stands, and must not be taken for one. The specification prints
  /// length 0C for 20 bytes of data, while the lengths around it fit (spec_msgseqid_examples). A
  /// capture of an abort states 44 and ends after 37 (status_information, AbortViaTimeout). The
  /// others are nonsense on purpose: an acknowledgement with half a message behind it, and a length
  /// that nothing follows (dialogues, WithDataFragment and ReceiveInvalidData).
  private static final Set<String> WRONG_LENGTHS =
      Set.of(
          "06010c04000000000100490978194406061f7303000001",
          "040f44276c040000000012004909780c1133390d081722f0f00b000000196029525002958bf0f100",
          "8000000102",
          "010203");

  /// Rows of bcd.jsonl that are not ours: the driver writes no number into too few bytes, it
  /// refuses to; upstream cuts off the first digits.
  private static final Set<String> NUMBERS_CUT_OFF = Set.of("IntToBcd_8DigitNumber_Successful");

  /// Rows of print_and_reassembly.jsonl whose bytes are no whole message, as their names say: too
  /// many bytes for the length they state, or too few.
  private static final Set<String> NO_MESSAGES =
      Set.of(
          "ProcessData_CorruptLinesReceivedPackageToLarge_Successful",
          "ProcessData_CorruptLinesReceivedFragment_Successful",
          "Parse_CorruptReceipt_Failure");

  @Test
  void publicFramesAreWrittenAndReadHoweverTheyAreCut() throws Exception {
    var merged = new ByteArrayOutputStream();
    List<String> messages = new ArrayList<>();
    for (JsonNode row : rows("serial_frames_ecrterm.jsonl")) {
      byte[] frame = hex(row.get("frame"));
      Apdu apdu = whole(row.get("apdu"));
      assertArrayEquals(frame, SerialFrame.of(apdu), row.toString());
      SerialFramerTest.isReadHoweverItIsCut(frame, apdu);
      isSaidWhenItIsWrong(frame);
      merged.writeBytes(frame);
      messages.add(apdu.toString());
    }
    assertEquals(13, messages.size());
    List<Event> events = SerialFramerTest.feed(new SerialFramer(), merged.toByteArray());
    assertEquals(messages, SerialFramerTest.messages(events));
    assertEquals(messages.size(), events.size());
  }

  /// Every cut, every wrong bit of the check, and every missing byte.
  private static void isSaidWhenItIsWrong(byte[] frame) {
    for (int bit = 0; bit < 16; bit++) {
      byte[] wrong = frame.clone();
      wrong[frame.length - 2 + bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(
          List.of(new Event.Broken(SerialFramer.Fault.CHECK)),
          SerialFramerTest.feed(new SerialFramer(), wrong));
    }
    for (int gone = 2; gone < frame.length; gone++) {
      var framer = new SerialFramer();
      List<Event> events =
          new ArrayList<>(SerialFramerTest.feed(framer, Arrays.copyOf(frame, gone)));
      assertEquals(List.of(), events);
      assertEquals(List.of(new Event.Broken(SerialFramer.Fault.GAP)), framer.silence());
      byte[] without = new byte[frame.length - 1];
      System.arraycopy(frame, 0, without, 0, gone);
      System.arraycopy(frame, gone + 1, without, gone, frame.length - gone - 1);
      events.addAll(SerialFramerTest.feed(framer, without));
      events.addAll(framer.silence());
      assertEquals(List.of(), SerialFramerTest.messages(events), "without byte " + gone);
      assertTrue(events.stream().anyMatch(Event.Broken.class::isInstance), "byte " + gone);
    }
  }

  @Test
  void everyMessageOfOthersSurvivesTheLine() throws Exception {
    int count = 0;
    for (String message : messages()) {
      if (WRONG_LENGTHS.contains(message)) {
        assertTrue(ApduFramer.whole(HEX.parseHex(message)).isEmpty());
        continue;
      }
      Apdu apdu = ApduFramer.whole(HEX.parseHex(message)).orElseThrow();
      byte[] frame = SerialFrame.of(apdu);
      if (frame.length < 200) {
        SerialFramerTest.isReadHoweverItIsCut(frame, apdu);
      }
      assertEquals(
          new ZvtCodec.Unframed.Message(HEX.formatHex(apdu.encode())), ZvtCodec.unframe(frame));
      count++;
    }
    assertTrue(count > 60, count + " messages");
  }

  @Test
  void everyMessageOfOthersIsReadAndShowsNoSecret() throws Exception {
    for (String message : messages()) {
      if (WRONG_LENGTHS.contains(message)) {
        assertEquals("", ZvtCodec.read(HEX.parseHex(message)).control());
        continue;
      }
      ZvtMessage read = ZvtCodec.read(HEX.parseHex(message));
      String shown = read.toString();
      assertFalse(shown.contains("123456"), shown);
      assertFalse(shown.contains("559883"), shown);
      assertFalse(shown.contains("6725900000000000000"), shown);
      assertTrue(read.error().isEmpty(), shown);
    }
  }

  @Test
  void messageIdsAreSeenInTheExamplesOfTheSpecification() throws Exception {
    List<JsonNode> rows = rows("spec_msgseqid_examples.jsonl");
    assertEquals(
        List.of(List.of("000000"), List.of("000000", "000000")),
        rows.subList(0, 2).stream().map(SerialVectorsTest::messageIds).toList());
    assertEquals(
        List.of("000001", "000002", "000002", "000003", "000003", "000011", "000011"),
        messageIds(rows.get(2)));
  }

  private static List<String> messageIds(JsonNode row) {
    return steps(row)
        .map(step -> ZvtCodec.read(HEX.parseHex(step)))
        .flatMap(message -> message.container().stream())
        .filter(object -> object.tag().equals("1F73"))
        .map(object -> object.value().orElseThrow())
        .toList();
  }

  @Test
  void framesOfTheFolderAreReadAsItsTestsSay() throws Exception {
    for (JsonNode row : rows("print_and_reassembly.jsonl")) {
      var framer = new ApduFramer();
      List<Apdu> read = new ArrayList<>();
      int bytes = 0;
      for (JsonNode chunk : row.get("chunks")) {
        bytes += chunk.asString().length() / 2;
        read.addAll(ApduFramerTest.all(framer, hex(chunk)));
      }
      int taken = read.stream().mapToInt(apdu -> apdu.encode().length).sum();
      boolean whole = taken == bytes;
      assertEquals(!NO_MESSAGES.contains(row.get("name").asString()), whole, row.toString());
      for (Apdu apdu : whole ? read : List.<Apdu>of()) {
        boolean prints = apdu.control() != ZvtCommand.COMPLETION;
        assertEquals(prints, ZvtCodec.read(apdu.encode()).receipt().isPresent(), row.toString());
      }
    }
  }

  @Test
  void receiptsOfOthersAreRead() throws Exception {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode row : rows("print_and_reassembly.jsonl")) {
      if (row.has("receipt_type") && row.get("chunks").size() == 1) {
        ZvtMessage.Receipt receipt =
            ZvtCodec.read(hex(row.get("chunks").get(0))).receipt().orElseThrow();
        kinds.add(row.get("receipt_type").asString() + " is " + receipt.kind());
        for (JsonNode content : row.get("content")) {
          assertTrue(receipt.text().contains(content.get(1).asString()), receipt.text());
        }
      }
    }
    assertEquals(
        Set.of(
            "Cardholder is customer", "Merchant is merchant", "Administration is administration"),
        kinds);
  }

  @Test
  void numbersAreWrittenAndReadAsOthersDo() throws Exception {
    for (JsonNode row : rows("bcd.jsonl")) {
      String name = row.get("name").asString();
      switch (row.get("op").asString()) {
        case "amount_to_bcd6" -> {
          long minor =
              new BigDecimal(row.get("amount").asString())
                  .movePointRight(2)
                  .setScale(0, RoundingMode.HALF_UP)
                  .longValueExact();
          if (row.get("hex").isNull()) {
            assertThrows(IllegalArgumentException.class, () -> Bcd.encode(minor, 6), name);
          } else {
            assertArrayEquals(hex(row.get("hex")), Bcd.encode(minor, 6), name);
          }
        }
        case "int_to_bcd" -> {
          long number = row.get("number").asLong();
          int bytes = row.get("length").asInt();
          if (NUMBERS_CUT_OFF.contains(name)) {
            assertThrows(IllegalArgumentException.class, () -> Bcd.encode(number, bytes));
          } else {
            assertArrayEquals(hex(row.get("hex")), Bcd.encode(number, bytes), name);
          }
        }
        case "bcd_to_int" -> {
          // too long for a number of this size upstream; of digits it is one all the same
          String nibbles = Bcd.nibbles(hex(row.get("hex")));
          long read = nibbles.length() > 4 ? 0 : Long.parseLong(nibbles);
          assertEquals(row.get("number").asLong(), read, name);
        }
        default -> throw new AssertionError(row.toString());
      }
    }
  }

  /// All whole messages in the folder.
  private static Set<String> messages() throws IOException {
    Set<String> messages = new TreeSet<>();
    for (JsonNode row : rows("everest_packets.jsonl")) {
      messages.add(row.get("hex").asString());
    }
    for (JsonNode row : rows("status_information.jsonl")) {
      messages.add(row.get("hex").asString());
    }
    for (JsonNode row : rows("serial_frames_ecrterm.jsonl")) {
      messages.add(row.get("apdu").asString());
    }
    for (String file : List.of("dialogues.jsonl", "spec_msgseqid_examples.jsonl")) {
      for (JsonNode row : rows(file)) {
        messages.addAll(steps(row).collect(Collectors.toSet()));
      }
    }
    return messages;
  }

  private static Stream<String> steps(JsonNode row) {
    List<String> steps = new ArrayList<>();
    for (JsonNode step : row.get("steps")) {
      for (String side : List.of("ecr_to_pt", "pt_to_ecr", "expect_ecr_to_pt")) {
        if (step.has(side)) {
          steps.add(step.get(side).asString());
        }
      }
    }
    return steps.stream();
  }

  private static Apdu whole(JsonNode hex) {
    return ApduFramer.whole(hex(hex)).orElseThrow();
  }

  private static byte[] hex(JsonNode hex) {
    return HEX.parseHex(hex.asString());
  }

  private static List<JsonNode> rows(String file) throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "no public test cases beside the project: " + FOLDER);
    return Files.readAllLines(FOLDER.resolve(file)).stream().map(JSON::readTree).toList();
  }
}
