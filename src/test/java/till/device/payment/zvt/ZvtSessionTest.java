package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import till.device.payment.PaymentRequest;
import till.device.payment.zvt.ZvtSession.Ending;
import till.port.PortException;

/// The register's half of the conversation, byte by byte.
final class ZvtSessionTest {

  private static final PaymentRequest REQUEST = new PaymentRequest("s-1", 1_000, "EUR");

  private final List<StatusInformation> seen = new ArrayList<>();

  @Test
  void aPaymentIsAskedForInBcd() throws Exception {
    var port = new ScriptedPort("800000", "060f00");
    assertInstanceOf(Ending.Completed.class, session(port).authorise(REQUEST, seen::add));
    assertEquals(List.of("06010a04000000001000490978", "800000"), port.heard());
  }

  @Test
  void everyMessageOfTheTerminalIsAcknowledgedOnce() throws Exception {
    var port =
        new ScriptedPort(
            "800000 04ff010a", "04ff020e03", "040f0227", "00 06d10140 06d10181 060f00");
    session(port).authorise(REQUEST, seen::add);
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
                .authorise(
                    REQUEST,
                    status -> {
                      throw new PortException("not on disk");
                    }));
    assertEquals(List.of("06010a04000000001000490978"), port.heard());
  }

  @Test
  void whatWeDoNotKnowIsAnsweredSo() throws Exception {
    var port = new ScriptedPort("800000", "06e003f00548", "060f00");
    session(port).authorise(REQUEST, seen::add);
    assertEquals(List.of("06010a04000000001000490978", "848300", "800000"), port.heard());
  }

  @Test
  void refusalAndAbortCarryTheirReason() throws Exception {
    assertEquals(
        new Ending.Refused(0x9C),
        session(new ScriptedPort("849c00")).authorise(REQUEST, seen::add));
    assertEquals(
        new Ending.Aborted(0x6C),
        session(new ScriptedPort("800000", "061e016c")).authorise(REQUEST, seen::add));
    assertEquals(
        new Ending.Aborted(0),
        session(new ScriptedPort("840000", "061e00")).authorise(REQUEST, seen::add));
  }

  @Test
  void aTerminalOutOfStepIsLost() {
    assertThrows(
        PortException.class,
        () -> session(new ScriptedPort("040f022700")).authorise(REQUEST, seen::add));
    assertThrows(
        PortException.class,
        () -> session(new ScriptedPort("010203")).authorise(REQUEST, seen::add));
  }

  @Test
  void theRegisterMakesItsOwnReceiptsAndLeavesTheMenuUsable() throws Exception {
    var port = new ScriptedPort("800000", "060f0a19002952523535490978");
    assertTrue(session(port).register().ready());
    assertEquals(List.of("0600041234561a", "800000"), port.heard());
  }

  @Test
  void aTerminalThatWantsToBeInitialisedIsNotReady() throws Exception {
    var session = session(new ScriptedPort("800000", "060f021901"));
    assertFalse(session.register().ready());
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

  private static ZvtSession session(ScriptedPort port) {
    return new ZvtSession(new TcpLink(port), ZvtCommand.password("123456"), ZvtTiming.STANDARD);
  }
}
