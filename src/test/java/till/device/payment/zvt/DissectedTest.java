package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What our driver and our simulated terminal say to each other, read by a decoder that knows
/// neither: each message of both sides is one to tshark too, and none is malformed.
final class DissectedTest {

  private static final PaymentRequest COFFEE = new PaymentRequest("sale1-1", 350, "EUR");
  private static final PaymentRequest CAKE = new PaymentRequest("sale2-1", 1_234_567, "EUR");

  /// Commands of the specification (PA00P015 chapter 2) that tshark 4.0 has never heard of: it
  /// takes them for plain TCP data and shows nothing. The answers to them it knows.
  private static final Set<Integer> UNKNOWN_TO_TSHARK =
      Set.of(
          0x0501, 0x0602, 0x0610, 0x0612, 0x0618, 0x061A, 0x0620, 0x0621, 0x0622, 0x0623, 0x0625,
          0x0685, 0x0688, 0x06B0, 0x06C0, 0x06C5, 0x040D);

  /// As messages are handed over, in single bytes, and in pieces that fit no message.
  private static final List<Integer> SEGMENT_BYTES_MAX = List.of(1_400, 1, 7);

  /// Messages whose fields are looked at one by one.
  private static final Set<Integer> TOLD_OF_MONEY = Set.of(0x0601, 0x040F);

  private static final int DLE = 0x10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  /// @param says some of what has to be said in it: a conversation that takes another way shows
  ///   nothing
  record Conversation(String name, Set<Integer> says, Talk talk) {

    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  interface Talk {
    void hold(Counter counter, ZvtTerminal driver) throws Exception;
  }

  private static Stream<Conversation> conversations() {
    return Stream.of(
        new Conversation("registration", Set.of(0x0501, 0x0600, 0x060F, 0x8000), (_, _) -> {}),
        new Conversation(
            "approved", Set.of(0x0620, 0x0601, 0x04FF, 0x040F), DissectedTest::approved),
        new Conversation("declined", Set.of(0x0601, 0x040F, 0x061E), DissectedTest::declined),
        new Conversation("cancelled", Set.of(0x0601, 0x040F, 0x061E), DissectedTest::cancelled),
        new Conversation("busy", Set.of(0x0601, 0x849C), DissectedTest::busy),
        new Conversation(
            "receipts unasked", Set.of(0x06D1, 0x06D3, 0x040F), DissectedTest::receipts),
        new Conversation("lost and found", Set.of(0x0620, 0x040F), DissectedTest::lostAndFound));
  }

  private static void approved(Counter counter, ZvtTerminal driver) throws Exception {
    counter.terminal.approveAutomatically(true);
    for (PaymentRequest request : List.of(COFFEE, CAKE)) {
      driver.perform(request);
      counter.settled(request.attemptId());
      counter.awaitTerminal(State.APPROVED);
    }
  }

  private static void declined(Counter counter, ZvtTerminal driver) throws Exception {
    driver.perform(COFFEE);
    counter.awaitTerminal(State.WAITING_FOR_CARD);
    counter.terminal.decline();
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void cancelled(Counter counter, ZvtTerminal driver) throws Exception {
    driver.perform(COFFEE);
    counter.awaitTerminal(State.WAITING_FOR_CARD);
    counter.terminal.cancel();
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void busy(Counter counter, ZvtTerminal driver) throws Exception {
    counter.terminal.script(Fault.BUSY);
    driver.perform(COFFEE);
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void receipts(Counter counter, ZvtTerminal driver) throws Exception {
    counter.terminal.sendTextsUnasked(true);
    approved(counter, driver);
  }

  private static void lostAndFound(Counter counter, ZvtTerminal driver) throws Exception {
    counter.terminal.approveAutomatically(true);
    counter.terminal.script(Fault.DROP_AFTER_BOOKING);
    driver.perform(COFFEE);
    counter.outcome(Outcome.Unknown.class, COFFEE.attemptId());
    driver.query(COFFEE);
    counter.settled(COFFEE.attemptId());
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void aDecoderByOthersReadsBothSidesAsTheyWereMeant(Conversation conversation) throws Exception {
    var tap = new WireTap(BoardPorts.open());
    try (var counter = new Counter(folder, Counter.patient(), tap)) {
      conversation.talk().hold(counter, counter.startAndRegister());
    }
    for (int most : SEGMENT_BYTES_MAX) {
      Capture capture = Capture.ofTcp();
      var meant = new ArrayList<Dissection.Message>();
      for (List<WireTap.Piece> pieces : tap.connections()) {
        capture.connection(pieces, most);
        meant.addAll(messages(pieces));
      }
      check(conversation, meant, Dissection.ofTcp(capture.write(folder.resolve("wire.pcap"))));
    }
  }

  private static void check(
      Conversation conversation, List<Dissection.Message> meant, Dissection seen) {
    var controls = new HashSet<Integer>();
    meant.forEach(message -> controls.add(message.control()));
    assertTrue(controls.containsAll(conversation.says()), () -> "it went another way: " + meant);
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
    Fields fields = Fields.read(apdu.data(), 0);
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
