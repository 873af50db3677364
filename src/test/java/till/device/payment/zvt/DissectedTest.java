package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.port.SimulatedPorts;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.ZvtSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What our driver and our simulated terminal say to each other, read by a decoder that knows
/// neither: each message of both sides is one to tshark too, and none is malformed.
final class DissectedTest {

  /// Commands of the specification (PA00P015 chapter 2) that tshark 4.0 has never heard of: it
  /// takes them for plain TCP data and shows nothing. The answers to them it knows.
  private static final Set<Integer> UNKNOWN_TO_TSHARK =
      Set.of(
          0x0501, 0x0602, 0x0610, 0x0612, 0x0618, 0x061A, 0x0620, 0x0621, 0x0622, 0x0623, 0x0625,
          0x0685, 0x0688, 0x06B0, 0x06C0, 0x06C5, 0x040D);

  /// As messages are handed over.
  private static final int WHOLE = 1_400;

  /// Messages whose fields are looked at one by one.
  private static final Set<Integer> TOLD_OF_MONEY = Set.of(0x0601, 0x0631, 0x040F);

  private static final int PASSWORD_BYTES = 3;
  private static final int DLE = 0x10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  /// How driver and terminal are connected.
  private enum Line {
    TCP,
    /// To a terminal that does not agree to numbered messages.
    TCP_WITHOUT_NUMBERS,
    SERIAL
  }

  private static Stream<Talks> talks() {
    return Talks.all();
  }

  @ParameterizedTest
  @MethodSource("talks")
  void aDecoderByOthersReadsBothSidesAsTheyWereMeant(Talks talk) throws Exception {
    checkTcp(talk, held(talk, Line.TCP), WHOLE);
  }

  @ParameterizedTest
  @MethodSource("talks")
  void andMessagesWithoutNumbers(Talks talk) throws Exception {
    List<List<WireTap.Piece>> connections = held(talk, Line.TCP_WITHOUT_NUMBERS);
    assertEquals(List.of(), checkTcp(talk, connections, WHOLE).misread());
  }

  /// In single bytes, and in pieces that fit no message.
  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void andHoweverTheyAreCut(int segmentBytesMax) throws Exception {
    for (Talks talk : Talks.all().filter(each -> each.says().contains(0x06D3)).toList()) {
      checkTcp(talk, held(talk, Line.TCP), segmentBytesMax);
    }
  }

  /// The check value of each frame is ours to look at; tshark does not.
  @ParameterizedTest
  @MethodSource("talks")
  void andFramesOfASerialLine(Talks talk) throws Exception {
    Capture capture = Capture.ofSerialLine();
    var all = new ArrayList<Dissection.Message>();
    var legible = new ArrayList<Dissection.Message>();
    for (List<WireTap.Piece> pieces : held(talk, Line.SERIAL)) {
      var ours = new FrameCutter();
      var theirs = new FrameCutter();
      for (WireTap.Piece piece : pieces) {
        for (byte[] frame : (piece.ours() ? ours : theirs).feed(piece.bytes())) {
          Apdu apdu = ApduFramer.whole(FrameCutter.message(frame)).orElseThrow();
          all.add(message(false, apdu));
          if (!FrameCutter.isDoubled(frame) && !UNKNOWN_TO_TSHARK.contains(apdu.control())) {
            capture.frame(frame);
            legible.add(message(false, apdu));
          }
        }
      }
    }
    assertSays(talk, all);
    assertFalse(legible.isEmpty());
    check(legible, Dissection.ofSerialLine(capture.write(folder.resolve("line.pcap"))));
  }

  /// Both sides' bytes of one conversation, connection by connection.
  private List<List<WireTap.Piece>> held(Talks talk, Line line) throws Exception {
    var wires = new SimulatedPorts(BoardPorts.open());
    var tap = new WireTap(wires);
    ZvtSettings settings =
        ZvtSettings.of(Counter.PASSWORD)
            .withNumberedMessages(line != Line.TCP_WITHOUT_NUMBERS)
            .withTiming(ZvtSettings.Timing.STANDARD.withAskAgain(Duration.ofMillis(100)));
    boolean serial = line == Line.SERIAL;
    SimulatedPaymentTerminal terminal =
        serial
            ? SimulatedPaymentTerminal.open(
                () -> wires.far("zvt"), settings, InstantSource.system())
            : SimulatedPaymentTerminal.open(0, settings, InstantSource.system());
    String address = serial ? "sim:zvt" : terminal.address();
    Path state = Files.createTempDirectory(folder, "state");
    try (var counter = new Counter(state, Counter.patient(), tap, terminal, address)) {
      talk.talk().hold(counter);
    }
    wires.close();
    return tap.connections();
  }

  private Dissection checkTcp(
      Talks talk, List<List<WireTap.Piece>> connections, int segmentBytesMax) throws Exception {
    Capture capture = Capture.ofTcp();
    var meant = new ArrayList<Dissection.Message>();
    for (List<WireTap.Piece> pieces : connections) {
      capture.connection(pieces, segmentBytesMax);
      meant.addAll(messages(pieces));
    }
    assertSays(talk, meant);
    Dissection seen = Dissection.ofTcp(capture.write(folder.resolve("wire.pcap")));
    check(meant, seen);
    return seen;
  }

  private static void assertSays(Talks talk, List<Dissection.Message> meant) {
    var controls = meant.stream().map(Dissection.Message::control).collect(Collectors.toSet());
    assertTrue(controls.containsAll(talk.says()), () -> "it went another way: " + meant);
  }

  private static void check(List<Dissection.Message> meant, Dissection seen) {
    assertEquals(List.of(), seen.troubles());
    assertEquals(known(meant), known(seen.messages()));
  }

  private static List<Dissection.Message> known(List<Dissection.Message> messages) {
    return messages.stream()
        .filter(message -> !UNKNOWN_TO_TSHARK.contains(message.control()))
        .map(message ->
            TOLD_OF_MONEY.contains(message.control()) ? message : message.withoutFields())
        .toList();
  }

  /// The messages of both sides, in the order in which they were whole, as we read them.
  private static List<Dissection.Message> messages(List<WireTap.Piece> pieces) {
    var messages = new ArrayList<Dissection.Message>();
    var ours = new ApduFramer();
    var theirs = new ApduFramer();
    for (WireTap.Piece piece : pieces) {
      ApduFramer framer = piece.ours() ? ours : theirs;
      framer.feed(piece.bytes(), piece.bytes().length);
      for (var apdu = framer.next(); apdu.isPresent(); apdu = framer.next()) {
        messages.add(message(piece.ours(), apdu.get()));
      }
    }
    return messages;
  }

  private static Dissection.Message message(boolean ours, Apdu apdu) {
    int password = apdu.control() == ZvtCommand.REFUND ? PASSWORD_BYTES : 0;
    Fields fields = Fields.read(apdu.data(), password);
    String account = fields.digits(Fields.ACCOUNT);
    if (!account.isEmpty()) {
      Evidence.account(account);
    }
    return new Dissection.Message(
        ours,
        apdu.control(),
        HexFormat.of().formatHex(apdu.encode()),
        fields.number(Fields.AMOUNT),
        fields.digits(Fields.TERMINAL_ID),
        fields.digits(Fields.TRACE));
  }

  /// Frames that others made: tshark reads what is in them, but for those where a byte 10 is sent
  /// twice. It does not put them back into one, and loses its place.
  @Test
  void framesOfSerialLinesAreReadToo() throws Exception {
    Path file = Path.of("..", "shared", "vectors", "zvt", "serial_frames_ecrterm.jsonl");
    assumeTrue(Files.exists(file), file + " is not there");
    Capture capture = Capture.ofSerialLine();
    var meant = new ArrayList<String>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      String apdu = row.get("apdu").asString();
      byte[] bytes = HexFormat.of().parseHex(apdu);
      if (!isDoubled(bytes)
          && !UNKNOWN_TO_TSHARK.contains((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF))) {
        meant.add(apdu);
        capture.frame(HexFormat.of().parseHex(row.get("frame").asString()));
      }
    }

    Dissection seen = Dissection.ofSerialLine(capture.write(folder.resolve("line.pcap")));

    assertTrue(meant.size() >= 8, meant::toString);
    assertEquals(List.of(), seen.troubles());
    assertEquals(meant, seen.messages().stream().map(Dissection.Message::bytes).toList());
  }

  private static boolean isDoubled(byte[] apdu) {
    return IntStream.range(0, apdu.length).anyMatch(i -> apdu[i] == DLE);
  }

  /// The one message that is left out of the troubles, where others wrote it.
  @ParameterizedTest
  @ValueSource(strings = {"04ff091706061f7303000002", "04ff090106061f7303000003"})
  void theSpecificationsOwnNumberedStatusIsMisread(String example) throws Exception {
    Dissection seen = dissected(example);
    assertTrue(seen.misread().contains("Malformed Packet (Exception occurred)"), seen::toString);
    assertEquals(
        List.of(example), seen.messages().stream().map(Dissection.Message::bytes).toList());
    // the same with a time
    assertEquals(List.of(), dissected("04ff0a17" + "00" + example.substring(8)).misread());
  }

  private Dissection dissected(String message) throws Exception {
    var piece = new WireTap.Piece(false, 0, HexFormat.of().parseHex(message));
    Capture capture = Capture.ofTcp().connection(List.of(piece), WHOLE);
    return Dissection.ofTcp(capture.write(folder.resolve("wire.pcap")));
  }

  /// The test of the tests: what is cut short is not silently taken.
  @Test
  void aMessageThatIsTooShortIsATrouble() throws Exception {
    var piece = new WireTap.Piece(true, 0, HexFormat.of().parseHex("060000"));
    Capture capture = Capture.ofTcp().connection(List.of(piece), 10);
    assertEquals(
        List.of("The APDU length is too short. The minimum length is 4"),
        Dissection.ofTcp(capture.write(folder.resolve("wire.pcap"))).troubles());
  }
}
