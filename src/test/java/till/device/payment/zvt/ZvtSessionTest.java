package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.device.payment.Reconciliation;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.zvt.Conversation.Ending;
import till.port.PortException;
import till.port.PortSettings;

/// The register's half of the conversation, byte by byte.
final class ZvtSessionTest {

  private static final PaymentRequest REQUEST = new PaymentRequest("s-1", 1_000, "EUR");

  private static final PaymentSettings SETTINGS =
      new PaymentSettings("zvt", PortSettings.of("tcp://127.0.0.1:9"), Optional.empty());

  private final List<StatusInformation> seen = new ArrayList<>();

  @Test
  void aPaymentIsAskedForInBcd() throws Exception {
    var port = new ScriptedPort("800000", "060f00");
    assertInstanceOf(Ending.Completed.class, session(port).perform(REQUEST, "", this::see));
    assertEquals(List.of("06010a04000000001000490978", "800000"), port.heard());
  }

  @Test
  void everyMessageOfTheTerminalIsAcknowledgedOnce() throws Exception {
    var port =
        new ScriptedPort(
            "800000 04ff010a", "04ff020e03", "040f0227", "00 06d10140 06d10181 060f00");
    session(port).perform(REQUEST, "", this::see);
    assertEquals(1, seen.size());
    assertEquals(6, port.heard().stream().filter("800000"::equals).count());
  }

  @Test
  void anApprovalThatMustNotBeAcknowledgedIsNot() {
    var port = new ScriptedPort("800000", "040f022700", "060f00");
    assertThrows(
        PortException.class,
        () ->
            session(port)
                .perform(
                    REQUEST,
                    "",
                    status -> {
                      throw new PortException("not on disk");
                    }));
    assertEquals(List.of("06010a04000000001000490978"), port.heard());
  }

  @Test
  void whatWeDoNotKnowIsAnsweredSo() throws Exception {
    var port = new ScriptedPort("800000", "06e003f00548", "060f00");
    session(port).perform(REQUEST, "", this::see);
    assertEquals(List.of("06010a04000000001000490978", "848300", "800000"), port.heard());
  }

  @Test
  void refusalAndAbortCarryTheirReason() throws Exception {
    assertEquals(
        new Ending.Refused(0x9C),
        session(new ScriptedPort("849c00")).perform(REQUEST, "", this::see));
    assertEquals(
        new Ending.Aborted(0x6C),
        session(new ScriptedPort("800000", "061e016c")).perform(REQUEST, "", this::see));
    assertEquals(
        new Ending.Aborted(0),
        session(new ScriptedPort("840000", "061e00")).perform(REQUEST, "", this::see));
  }

  @Test
  void aLogOffHasEndedWhenItIsAcknowledged() throws Exception {
    var port = new ScriptedPort("800000");
    session(port).logOff();
    assertEquals(List.of("060200"), port.heard());
  }

  @Test
  void aTerminalThatDoesNotKnowUsAnyMoreIsLost() {
    assertThrows(PortException.class, () -> session(new ScriptedPort("846b00")).lastBooking());
  }

  @Test
  void aTerminalOutOfStepIsLost() {
    assertThrows(
        PortException.class,
        () -> session(new ScriptedPort("040f022700")).perform(REQUEST, "", this::see));
    assertThrows(
        PortException.class,
        () -> session(new ScriptedPort("010203")).perform(REQUEST, "", this::see));
  }

  @Test
  void theRegisterMakesItsOwnReceiptsAndLeavesTheMenuUsable() throws Exception {
    var port = new ScriptedPort("800000", "060f0a19002952523535490978");
    assertTrue(session(port).register().ready());
    assertEquals(List.of("06000e1234561a0978" + "06061f7303000000", "800000"), port.heard());
  }

  @Test
  void theTerminalsTextsAreAskedForAsTheSpecificationDoes() throws Exception {
    var port = new ScriptedPort("800000", "060f0a19002952523535490978");
    session(new TcpLink(port), SETTINGS.with(PaymentSettings.Receipts.TERMINAL)).register();
    assertEquals(
        List.of("0600141234569e0978" + "060c26040a0206d31f7303000000", "800000"), port.heard());
  }

  @Test
  void aTerminalThatDoesNotUnderstandTheOffersIsAskedWithoutThem() throws Exception {
    for (String refusal : List.of("849a00", "848300")) {
      var port = new ScriptedPort(refusal, "800000", "060f0a19002952523535490978");
      assertTrue(session(port).register().ready());
      assertEquals("0600041234561a", port.heard().get(1));
    }
    var port = new ScriptedPort("800000", "061e019a", "800000", "060f00");
    assertTrue(session(port).register().ready());
  }

  @Test
  void aTerminalThatWantsToBeInitialisedIs() throws Exception {
    var port = new ScriptedPort("800000", "060f021901", "800000", "060f00");
    assertTrue(session(port).register().ready());
    assertEquals("069303123456", port.heard().get(2));
    port = new ScriptedPort("800000", "060f021902", "800000", "060f00");
    assertTrue(session(port).register().ready());
    assertEquals("067000", port.heard().get(2));
  }

  @Test
  void aTerminalThatCannotBeInitialisedOrMustNotBeIsNotReady() throws Exception {
    var failed = session(new ScriptedPort("800000", "060f021901", "800000", "061e01a1")).register();
    assertFalse(failed.ready());
    assertTrue(failed.reason().endsWith("does not reach its bank (A1)"), failed.reason());
    var settings =
        new PaymentSettings(
            "zvt",
            SETTINGS.port(),
            Optional.empty(),
            "EUR",
            PaymentSettings.Receipts.OWN,
            false,
            PaymentTiming.STANDARD);
    var port = new ScriptedPort("800000", "060f021901");
    assertEquals(
        "the terminal has to be initialised: do so in its menu",
        session(new TcpLink(port), settings).register().reason());
  }

  @Test
  void aRefundAndAReversalAreAskedForWithThePassword() throws Exception {
    var port = new ScriptedPort("800000", "060f00");
    session(port).perform(new RefundRequest("r-1", 1_000, "EUR"), "", this::see);
    assertEquals("06310d123456" + "04000000001000" + "490978", port.heard().getFirst());
    port = new ScriptedPort("800000", "060f00");
    session(port).perform(new ReversalRequest("r-2", 1_000, "EUR", "0231"), "", this::see);
    assertEquals("063006123456870231", port.heard().getFirst());
  }

  @Test
  void theLastReceiptIsMirroredToTerminalsThatReadDataObjects() throws Exception {
    var port =
        new ScriptedPort(
            "800000",
            "060f0c 1900 2952500041 06 03 1f0400",
            "800000",
            "060f00",
            "800000",
            "060f00");
    ZvtSession session = session(port);
    session.register();
    session.perform(REQUEST, "0231", this::see);
    session.perform(REQUEST, "", this::see);
    assertEquals("06011104000000001000490978" + "06051f1f020231", port.heard().get(2));
    assertEquals("06010f04000000001000490978" + "06031f1f00", port.heard().get(4));
  }

  @Test
  void messagesAreNumberedWhereTheTerminalAgreed() throws Exception {
    var port =
        new ScriptedPort(
            "800000",
            "060f09 0607 1f7303000000 00",
            "80000806061f7303000001",
            "04ff09 0a 06061f7303000002",
            "04ff09 0a 06061f7303000002",
            "060f08 06061f7303000003",
            "800000",
            "060f00");
    ZvtSession session = session(port);
    session.register();
    var codes = new ArrayList<Integer>();
    session.perform(
        REQUEST,
        "",
        new Conversation.Witness() {
          @Override
          public Conversation.Verdict see(StatusInformation status) {
            return Conversation.Verdict.KEPT;
          }

          @Override
          public void progress(int code) {
            codes.add(code);
          }
        });
    session.lastBooking();
    assertEquals(List.of(0x0A), codes);
    assertEquals(
        List.of(
            "06011504000000001000490978" + "06091f1f00" + "1f7303000001",
            "80000806061f7303000002",
            "80000806061f7303000002",
            "80000806061f7303000003",
            "06200d1234560303" + "06061f7303000004"),
        port.heard().subList(2, 7));
  }

  @Test
  void aWishToAbortThatCrossesAMessageIsNotTakenForItsRepetition() {
    var ids = new MessageIds();
    ids.registered(apdu("060f0806061f7303000000"));
    assertEquals("000001", number(ids.number(new ApduWriter(0x0601))));
    assertFalse(ids.isRepeated(apdu("04ff090a06061f7303000002")));
    assertEquals("000003", number(ids.number(ZvtCommand.abort())));
    assertFalse(ids.isRepeated(apdu("04ff090e06061f7303000003")));
    assertTrue(ids.isRepeated(apdu("04ff090e06061f7303000003")));
  }

  @Test
  void anAnswerToAnAbortThatComesLateIsNotTakenForAnother() throws Exception {
    for (String late : List.of("800000", "848300")) {
      var port =
          new ScriptedPort("800000", "061e016c", late, "800000", "061e0183"); // abort, repeat
      ZvtSession session = session(port);
      assertEquals(new Ending.Aborted(0x6C), session.perform(REQUEST, "", new Impatient()));
      assertEquals(new LastBooking.Nothing(), session.lastBooking());
      assertEquals("06b000", port.heard().get(1));
    }
  }

  /// Wants to abort at once.
  private static final class Impatient implements Conversation.Witness {

    private boolean told;

    @Override
    public Conversation.Verdict see(StatusInformation status) {
      return Conversation.Verdict.KEPT;
    }

    @Override
    public boolean wantsAbort() {
      boolean wants = !told;
      told = true;
      return wants;
    }
  }

  @Test
  void afterTheLargestNumberComesTheFirst() {
    var ids = new MessageIds();
    ids.registered(apdu("060f0806061f7303000000"));
    assertFalse(ids.isRepeated(apdu("060f0806061f7303999999")));
    assertEquals("000001", number(ids.number(new ApduWriter(0x0501))));
  }

  private static Apdu apdu(String hex) {
    return ApduFramerTest.all(new ApduFramer(), HexFormat.of().parseHex(hex)).getFirst();
  }

  private static String number(Apdu apdu) {
    return String.format("%06d", MessageIds.read(apdu).orElseThrow());
  }

  @Test
  void anEndOfDayStatesItsTotals() throws Exception {
    var port =
        new ScriptedPort(
            "800000",
            "04ff010f",
            "06d10b00 4b617373656e73636874",
            "040f4d2700040000000009580b0009820d04060c081706 60f0f5f3"
                + "02330234 00000000000000 00000000000000 02000000000958"
                + "00000000000000 00000000000000 00000000000000 00000000000000",
            "060f00");
    var done =
        assertInstanceOf(Reconciliation.Done.class, session(port).endOfDay("day-1", _ -> {}));
    assertEquals("065003123456", port.heard().getFirst());
    assertEquals(958, done.amountMinor());
    assertEquals(List.of(new Reconciliation.Total("Mastercard", 2, 958)), done.totals());
    assertEquals("0233", done.firstReceipt());
    assertEquals("0234", done.lastReceipt());
    assertEquals("day-1", done.serviceId());
  }

  @Test
  void anEndOfDayThatIsRefusedSaysSo() throws Exception {
    assertEquals(
        new Reconciliation.Refused("day-1", "the terminal is busy (9C)"),
        session(new ScriptedPort("849c00")).endOfDay("day-1", _ -> {}));
    assertInstanceOf(
        Reconciliation.Refused.class,
        session(new ScriptedPort("800000", "061e0177")).endOfDay("day-1", _ -> {}));
  }

  @Test
  void aDiagnosisSaysWhoTheTerminalIs() throws Exception {
    var port =
        new ScriptedPort(
            "800000",
            "060f0a19002952523535490978", // registration
            "800000",
            "060f0bf0f0f7322e31342e313500", // enquiry
            "800000",
            "06d10700 50494e2d4f4b",
            "060f00");
    ZvtSession session = session(port);
    session.register();
    Diagnosis diagnosis = session.diagnose();
    assertEquals("067000", port.heard().get(4));
    assertTrue(diagnosis.ready());
    assertEquals("52523535", diagnosis.terminalId());
    assertEquals("2.14.15", diagnosis.software());
    assertEquals(Optional.of("PIN-OK"), diagnosis.report());
  }

  @Test
  void theStatusStandsBehindTheVersion() throws Exception {
    assertTrue(
        session(new ScriptedPort("800000", "060f0bf0f0f7322e31342e313500")).enquire().ready());
    ZvtSession.Readiness waiting =
        session(new ScriptedPort("800000", "060f0bf0f0f7322e31342e31359c")).enquire();
    assertTrue(waiting.busy());
    assertEquals("the terminal is busy (9C)", waiting.reason());
    assertEquals(
        "the terminal has to be initialised: do so in its menu (51)",
        session(new ScriptedPort("800000", "060f0151")).enquire().reason());
    assertTrue(session(new ScriptedPort("800000", "060f00")).enquire().ready());
    assertTrue(session(new ScriptedPort("848300")).enquire().ready());
  }

  @Test
  void theLastBookingIsAskedForWithoutPrinting() throws Exception {
    var port =
        new ScriptedPort(
            "800000", "040f18270004000000001000 490978 0b000975870231 2952500041", "060f00");
    var booked = assertInstanceOf(LastBooking.Booked.class, session(port).lastBooking());
    assertEquals("52500041/000975/0231", booked.status().number().toString());
    assertEquals(List.of("0620051234560303", "800000", "800000"), port.heard());
  }

  @Test
  void onlyATerminalThatUnderstoodTheQuestionHasBookedNothing() throws Exception {
    assertEquals(new LastBooking.Nothing(), lastBooking("800000", "061e0183"));
    for (String[] answer :
        new String[][] {{"848300"}, {"849c00"}, {"800000", "061e01cc"}, {"800000", "060f00"}}) {
      assertInstanceOf(LastBooking.Untold.class, lastBooking(answer));
    }
  }

  private static LastBooking lastBooking(String... answer) throws Exception {
    return session(new ScriptedPort(answer)).lastBooking();
  }

  private Conversation.Verdict see(StatusInformation status) {
    seen.add(status);
    return Conversation.Verdict.KEPT;
  }

  private static ZvtSession session(ScriptedPort port) {
    return session(new TcpLink(port));
  }

  static ZvtSession session(ApduLink link) {
    return session(link, SETTINGS);
  }

  static ZvtSession session(ApduLink link, PaymentSettings settings) {
    return new ZvtSession(link, ZvtCommand.password("123456"), settings);
  }
}
