package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.zvt.AttemptMark.Note;

/// What a terminal's last booking says of an attempt whose answer was lost.
final class RecoveryTest {

  private static final PaymentRequest REQUEST = new PaymentRequest("s-1", 350, "EUR");
  private static final BookingNumber BEFORE = number("000975", "0231");
  private static final Optional<Note> NOTE =
      Optional.of(new Note("s-1", true, Optional.of(BEFORE)));
  private static final Optional<Note> NOTHING_BEFORE =
      Optional.of(new Note("s-1", true, Optional.empty()));

  private static final Fields NOTHING_MORE = Fields.read(new byte[0], 0);
  private static final Fields TOTALS =
      Fields.read(new byte[] {0x60, (byte) 0xF0, (byte) 0xF0, (byte) 0xF0}, 0);

  @Test
  void aLaterBookingOfTheSameAmountIsThePayment() {
    var approved =
        assertInstanceOf(
            Outcome.Settled.class, decide(NOTE, booked(number("000976", "0232"), 350)));
    assertEquals("0232", approved.approval().receiptNumber());
    assertInstanceOf(
        Outcome.Settled.class, decide(NOTHING_BEFORE, booked(number("000001", "0001"), 350)));
  }

  @Test
  void theBookingThatWasThereBeforeIsNotThePayment() {
    assertInstanceOf(Outcome.Declined.class, decide(NOTE, booked(BEFORE, 350)));
    assertInstanceOf(Outcome.Declined.class, decide(NOTHING_BEFORE, new LastBooking.Nothing()));
  }

  @Test
  void aLaterRefusalOfTheSameAmountIsARefusal() {
    assertInstanceOf(
        Outcome.Declined.class, decide(NOTE, status(number("000976", "0232"), 350, 0x6C, false)));
  }

  @Test
  void whatDoesNotAddUpIsUnknown() {
    assertUnknown(decide(NOTE, booked(number("000976", "0232"), 351)));
    assertUnknown(decide(NOTE, booked(number("000974", "0230"), 350)));
    assertUnknown(decide(NOTE, booked(new BookingNumber("99999999", "000976", "0232"), 350)));
    assertUnknown(decide(NOTE, status(number("000976", "0232"), 350, 0, true)));
    assertUnknown(decide(NOTE, new LastBooking.Nothing()));
    assertUnknown(decide(NOTE, new LastBooking.Untold(false, "no")));
    assertUnknown(decide(Optional.empty(), booked(number("000976", "0232"), 350)));
    assertUnknown(
        decide(
            Optional.of(new Note("s-1", false, Optional.empty())),
            booked(number("000976", "0232"), 350)));
    StatusInformation otherCurrency =
        new StatusInformation(
            Optional.of(0),
            OptionalLong.of(350),
            OptionalLong.of(756),
            number("000976", "0232"),
            "",
            "",
            "pin",
            "",
            NOTHING_MORE);
    assertUnknown(decide(NOTE, new LastBooking.Booked(otherCurrency)));
  }

  @Test
  void anApprovalThatWasReversedByTheTerminalIsDeclined() {
    Optional<Note> approved = NOTE.map(note -> note.approved(number("000976", "0232")));
    assertInstanceOf(
        Outcome.Settled.class, decide(approved, booked(number("000976", "0232"), 200)));
    assertInstanceOf(Outcome.Declined.class, decide(approved, booked(BEFORE, 350)));
    LastBooking reversal = reversal(number("000977", "0233"), "000976");
    assertInstanceOf(Outcome.Declined.class, decide(approved, reversal));
    assertInstanceOf(Outcome.Declined.class, decide(NOTE, reversal));
    assertUnknown(decide(approved, reversal(number("000978", "0234"), "000977")));
    assertUnknown(decide(NOTE, reversal(number("000976", "0232"), "000900")));
    assertUnknown(decide(approved, booked(number("000977", "0233"), 350)));
  }

  @Test
  void lessIsOursOnlyWhenNothingCanHaveComeBetween() {
    assertInstanceOf(Outcome.Settled.class, decide(NOTE, booked(number("000976", "0232"), 200)));
    assertUnknown(decide(NOTE, booked(number("000977", "0233"), 200)));
  }

  @Test
  void bookingsWithoutNumbersTellNothing() {
    BookingNumber zero = number("000000", "0000");
    Optional<Note> note = Optional.of(new Note("s-1", true, Optional.of(zero)));
    assertUnknown(decide(note, booked(zero, 350)));
    assertUnknown(decide(note.map(begun -> begun.approved(zero)), booked(zero, 350)));
  }

  @Test
  void aReversalNeedsNoAmount() {
    var request = new ReversalRequest("s-1", 350, "EUR", "0200");
    LastBooking reversal = reversal(number("000976", "0232"), "000900");
    assertInstanceOf(Outcome.Settled.class, Recovery.decide(request, NOTE, reversal));
    assertInstanceOf(
        Outcome.Settled.class, Recovery.decide(request, NOTE, booked(number("000976", "0232"), 0)));
    assertInstanceOf(Outcome.Declined.class, Recovery.decide(request, NOTE, booked(BEFORE, 350)));
  }

  private static LastBooking reversal(BookingNumber number, String original) {
    return new LastBooking.Booked(
        new StatusInformation(
            Optional.of(0),
            OptionalLong.of(350),
            OptionalLong.empty(),
            number,
            "",
            "",
            "",
            original,
            NOTHING_MORE));
  }

  @Test
  void anAttemptThatTheNoteDoesNotNameWasNotSentUnlessTheTerminalHasBookedIt() {
    Optional<Note> older = Optional.of(new Note("s-0", true, Optional.of(BEFORE)));
    Optional<Note> booked = older.map(note -> note.approved(number("000976", "0232")));
    assertNotSent(decide(older, booked(BEFORE, 350)));
    assertNotSent(decide(older, new LastBooking.Nothing()));
    assertNotSent(decide(older, booked(number("000976", "0232"), 360)));
    assertNotSent(decide(booked, booked(number("000976", "0232"), 350)));
    assertNotSent(decide(older, status(number("000976", "0232"), 350, 0x6C, false)));
    assertUnknown(decide(older, booked(number("000976", "0232"), 350)));
    assertUnknown(decide(booked, booked(number("000977", "0233"), 350)));
    assertUnknown(decide(older, new LastBooking.Untold(false, "no")));
  }

  private static void assertNotSent(Outcome outcome) {
    assertTrue(assertInstanceOf(Outcome.Declined.class, outcome).reason().startsWith("not sent"));
  }

  @Test
  void numbersStartAgainAfterTheLargest() {
    assertTrue(number("000001", "0001").isAfter(number("999999", "9999")));
    assertFalse(number("999999", "9999").isAfter(number("000001", "0001")));
    assertTrue(number("000000", "0001").isAfter(number("000000", "9998")));
    assertTrue(number("", "0232").isAfter(number("", "0231")));
    assertFalse(number("", "").isAfter(number("", "")));
    assertFalse(number("000975", "0232").isAfter(BEFORE));
    assertTrue(number("000976", "0232").isAfter(new BookingNumber("", "000975", "")));
  }

  private static void assertUnknown(Outcome outcome) {
    assertInstanceOf(Outcome.Unknown.class, outcome);
  }

  private static Outcome decide(Optional<Note> note, LastBooking last) {
    return Recovery.decide(REQUEST, note, last);
  }

  private static BookingNumber number(String trace, String receipt) {
    return new BookingNumber("52500041", trace, receipt);
  }

  private static LastBooking booked(BookingNumber number, long amount) {
    return status(number, amount, 0, false);
  }

  private static LastBooking status(BookingNumber number, long amount, int result, boolean totals) {
    return new LastBooking.Booked(
        new StatusInformation(
            Optional.of(result),
            OptionalLong.of(amount),
            OptionalLong.empty(),
            number,
            "############1234",
            "VISA",
            "pin",
            "",
            totals ? TOTALS : NOTHING_MORE));
  }
}
