package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.device.payment.zvt.AnsweringPort.frame;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.port.PortException;

/// The register's end of a serial line, byte by byte.
final class SerialLinkTest {

  private static final SerialTiming PATIENT =
      new SerialTiming(Duration.ofSeconds(10), Duration.ofSeconds(60));

  /// Notices a pause soon, and would wait long for an answer.
  private static final SerialTiming GAP =
      new SerialTiming(Duration.ofMillis(30), Duration.ofSeconds(60));

  /// Long before a patient link would repeat something by itself.
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final SerialTiming IMPATIENT =
      new SerialTiming(Duration.ofMillis(10), Duration.ofMillis(60));

  private static final Apdu ENQUIRY = Apdu.of(0x0501);
  private static final Apdu ANSWER = Apdu.of(0x8000);
  private static final String ENQUIRY_FRAME = frame("050100");
  private static final String ANSWER_FRAME = frame("800000");
  private static final String STATUS_FRAME = frame("04ff010a");
  private static final String COMPLETION_FRAME = frame("060f00");
  private static final String ACK = "06";
  private static final String NAK = "15";

  @Test
  void whatIsAcknowledgedIsSentOnce() throws Exception {
    var port = new AnsweringPort(ACK);
    link(port, PATIENT).send(ENQUIRY);
    assertEquals(List.of(ENQUIRY_FRAME), port.heard());
  }

  @Test
  void whatIsRefusedIsSentAgain() throws Exception {
    var port = new AnsweringPort(NAK, NAK, ACK);
    link(port, PATIENT).send(ENQUIRY);
    assertEquals(List.of(ENQUIRY_FRAME, ENQUIRY_FRAME, ENQUIRY_FRAME), port.heard());
  }

  @Test
  void whatNobodyAcknowledgesIsSentThreeTimesAndThenLost() {
    var port = new AnsweringPort();
    var limits = new SerialTiming(Duration.ofMillis(10), Duration.ofMillis(100));
    long before = System.nanoTime();

    PortException lost = assertThrows(PortException.class, () -> link(port, limits).send(ENQUIRY));

    assertTrue(System.nanoTime() - before >= Duration.ofMillis(300).toNanos());
    assertEquals(List.of(ENQUIRY_FRAME, ENQUIRY_FRAME, ENQUIRY_FRAME), port.heard());
    assertEquals(
        "the payment terminal did not take 05 01 (0 bytes) in 3 transmissions (it was not"
            + " acknowledged): check that it is on, its cable, and that it is set to a serial line"
            + " with this baud and framing",
        lost.getMessage());
  }

  @Test
  void threeRefusalsAreALossToo() {
    var port = new AnsweringPort(NAK, NAK, NAK, ACK);
    PortException lost = assertThrows(PortException.class, () -> link(port, PATIENT).send(ENQUIRY));
    assertTrue(lost.getMessage().contains("(it was refused)"), lost.getMessage());
    assertEquals(3, port.heard().size());
  }

  @Test
  void anAnswerThatCannotBeReadIsFollowedByARepetitionWhenTheLineIsSilent() {
    var port = new AnsweringPort("f6", "f606", ACK);
    assertTimeout(SOON, () -> link(port, GAP).send(ENQUIRY));
    assertEquals(3, port.heard().size());
  }

  @Test
  void aFrameIsAcknowledgedBeforeItIsHandedOn() throws Exception {
    var port = new AnsweringPort();
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME + COMPLETION_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(List.of(ACK, ACK), port.heard());
    assertEquals("06 0F (0 bytes)", link.receive(Duration.ZERO).orElseThrow().toString());
    assertEquals(Optional.empty(), link.receive(Duration.ZERO));
  }

  @Test
  void acknowledgementAndAnswerMayComeAtOnce() throws Exception {
    var port = new AnsweringPort(ACK + ANSWER_FRAME);
    SerialLink link = link(port, PATIENT);
    link.send(ENQUIRY);
    assertEquals("80 00 (0 bytes)", received(link));
    assertEquals(List.of(ENQUIRY_FRAME, ACK), port.heard());
  }

  @Test
  void aBrokenFrameIsRefusedAndItsRepetitionTaken() throws Exception {
    var port = new AnsweringPort();
    SerialLink link = link(port, PATIENT);
    String wrong = STATUS_FRAME.substring(0, STATUS_FRAME.length() - 2) + "00";
    port.say(wrong);
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(List.of(NAK, ACK), port.heard());
  }

  @Test
  void aFrameThatPausesTooLongIsRefused() throws Exception {
    var port = new AnsweringPort();
    SerialLink link = link(port, GAP);
    port.say(STATUS_FRAME.substring(0, 10));
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(400)));
    assertEquals(List.of(NAK), port.heard());
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
  }

  @Test
  void aFrameMayOutlastTheWaitForIt() throws Exception {
    var port = new AnsweringPort();
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME.substring(0, 10));
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(5)));
    port.say(STATUS_FRAME.substring(10));
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(List.of(ACK), port.heard());
  }

  @Test
  void noiseBeforeAFrameIsNotAnswered() throws Exception {
    var port = new AnsweringPort();
    SerialLink link = link(port, PATIENT);
    port.say("ff0006" + STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(List.of(ACK), port.heard());
  }

  @Test
  void aRepetitionIsAcknowledgedAndHandedOnOnce() throws Exception {
    var port = new AnsweringPort(ACK);
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME);
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(50)));
    assertEquals(List.of(ACK, ACK), port.heard());
  }

  @Test
  void theSameMessageIsANewOneWhenTheAnswerToTheFirstHasArrived() throws Exception {
    var port = new AnsweringPort(ACK + STATUS_FRAME, ACK);
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    link.send(ANSWER);
    assertEquals("04 FF (1 bytes)", received(link));
    link.send(ANSWER);
    assertEquals(List.of(ACK, ANSWER_FRAME, ACK, ANSWER_FRAME), port.heard());
  }

  @Test
  void aTerminalThatRepeatsItselfWhileWeAnswerIsAnsweredAgain() throws Exception {
    var port = new AnsweringPort(STATUS_FRAME, ACK);
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    assertTimeout(SOON, () -> link.send(ANSWER));
    assertEquals(List.of(ACK, ANSWER_FRAME, ACK, ANSWER_FRAME), port.heard());
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(20)));
  }

  @Test
  void anAnswerStandsForAnAcknowledgementThatWasLost() throws Exception {
    var port = new AnsweringPort(ANSWER_FRAME);
    SerialLink link = link(port, PATIENT);
    link.send(ENQUIRY);
    assertEquals(List.of(ENQUIRY_FRAME, ACK), port.heard());
    assertEquals("80 00 (0 bytes)", received(link));
    // and its repetition is one
    port.say(ANSWER_FRAME);
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(50)));
  }

  @Test
  void anAnswerBehindAnAcknowledgementThatCannotBeReadStandsForIt() throws Exception {
    var port = new AnsweringPort("f6" + ANSWER_FRAME);
    SerialLink link = link(port, PATIENT);
    link.send(ENQUIRY);
    assertEquals(List.of(ENQUIRY_FRAME, ACK), port.heard());
    assertEquals("80 00 (0 bytes)", received(link));
  }

  @Test
  void theNextMessageStandsForTheAcknowledgementOfOurAnswer() throws Exception {
    var port = new AnsweringPort(COMPLETION_FRAME);
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME);
    assertEquals("04 FF (1 bytes)", received(link));
    link.send(ANSWER);
    assertEquals("06 0F (0 bytes)", received(link));
    assertEquals(List.of(ACK, ANSWER_FRAME, ACK), port.heard());
  }

  @Test
  void inACollisionNothingIsLostAndNothingTakenTwice() throws Exception {
    // the terminal does not hear our acknowledgement either, and repeats
    var port = new AnsweringPort(STATUS_FRAME, STATUS_FRAME, ACK);
    SerialLink link = link(port, IMPATIENT);
    link.send(ENQUIRY);
    assertEquals(List.of(ENQUIRY_FRAME, ACK, ENQUIRY_FRAME, ACK, ENQUIRY_FRAME), port.heard());
    assertEquals("04 FF (1 bytes)", received(link));
    assertEquals(Optional.empty(), link.receive(Duration.ofMillis(20)));
  }

  @Test
  void aCollisionWithoutEndIsALoss() {
    var port = new AnsweringPort(STATUS_FRAME, COMPLETION_FRAME, STATUS_FRAME, ACK);
    assertThrows(PortException.class, () -> link(port, IMPATIENT).send(ENQUIRY));
    assertEquals(3, port.heard().stream().filter(ENQUIRY_FRAME::equals).count());
  }

  @Test
  void whatTheTerminalBeganToSayIsHeardFirst() throws Exception {
    var port = new AnsweringPort(ACK);
    SerialLink link = link(port, PATIENT);
    port.say(STATUS_FRAME.substring(0, 10));
    port.say(STATUS_FRAME.substring(10));
    link.send(ENQUIRY);
    assertEquals(List.of(ACK, ENQUIRY_FRAME), port.heard());
    assertEquals("04 FF (1 bytes)", received(link));
  }

  @Test
  void anAcknowledgementThatComesLateIsNotThatOfTheNextMessage() {
    var port = new AnsweringPort();
    port.say(ACK);
    assertThrows(PortException.class, () -> link(port, IMPATIENT).send(ENQUIRY));
    assertEquals(3, port.heard().size());
  }

  @Test
  void aTornFrameIsNoAcknowledgement() {
    String torn = STATUS_FRAME.replace("04ff", "04ff" + "1005" + "0606");
    var port = new AnsweringPort(torn, torn, torn);
    assertThrows(PortException.class, () -> link(port, IMPATIENT).send(ENQUIRY));
    assertEquals(3, port.heard().stream().filter(NAK::equals).count());
    assertEquals(3, port.heard().stream().filter(ENQUIRY_FRAME::equals).count());
  }

  @Test
  void oneWhoNeverWaitsForAnAnswerIsLost() throws Exception {
    var port = new AnsweringPort();
    var flood = new StringBuilder();
    for (int i = 0; i <= 16; i++) {
      String status = frame(String.format("04ff01%02x", i));
      port.say(status);
      flood.append(status);
    }
    SerialLink link = link(port, PATIENT);
    for (int i = 0; i <= 16; i++) {
      received(link);
    }
    port.say(flood.toString());
    assertThrows(PortException.class, () -> received(link));
  }

  private static String received(SerialLink link) throws PortException {
    return link.receive(Duration.ofSeconds(60)).orElseThrow().toString();
  }

  private static SerialLink link(AnsweringPort port, SerialTiming timing) {
    return new SerialLink(port, timing);
  }
}
