package till.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;

/// Payments, refunds and reversals, from the command to its completion. The terminal's thread only.
final class ZvtTransaction {

  // intermediate status
  private static final int REVERSING = 0x05;
  private static final int INSERT_CARD = 0x0A;
  private static final int PLEASE_WAIT = 0x0E;

  // result codes
  private static final int DECLINED_BY_BANK = 0x05;
  private static final int CANCELLED = 0x6C;
  private static final int ALREADY_REVERSED = 0xB4;
  private static final int REVERSAL_NOT_POSSIBLE = 0xB5;
  private static final int PRINTER_NOT_READY = 0xCC;

  // a register's answers to an approval: it wants more time, or has handed out less
  private static final int LATER = 0x849C;
  private static final int PARTLY = 0x849D;

  /// A payment that is scripted to be slow.
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final ZvtFront front;
  private final ZvtRegister register;
  private final ZvtWire wire;
  private final ZvtPrinting printing;
  private final ZvtBooks books;
  private final ZvtPower power;
  private final ZvtSettings settings;
  private final Supplier<ZvtSettings.Generation> generation;
  private @Nullable ZvtPayment leftAlone;

  ZvtTransaction(
      ZvtFront front,
      ZvtRegister register,
      ZvtWire wire,
      ZvtPrinting printing,
      ZvtBooks books,
      ZvtPower power,
      ZvtSettings settings,
      Supplier<ZvtSettings.Generation> generation) {
    this.front = front;
    this.register = register;
    this.wire = wire;
    this.printing = printing;
    this.books = books;
    this.power = power;
    this.settings = settings;
    this.generation = generation;
  }

  void authorise(ZvtFields fields) throws IOException {
    withCard(ZvtPayment.read(Kind.PAYMENT, fields), fields);
  }

  void refund(ZvtFields fields) throws IOException {
    withCard(ZvtPayment.read(Kind.REFUND, fields), fields);
  }

  private void withCard(ZvtPayment asked, ZvtFields fields) throws IOException {
    Fault wrong = front.takeFault();
    if (wrong == Fault.BUSY) {
      register.refuse(ZvtMachine.BUSY);
      return;
    }
    if (wrong == Fault.SILENT) {
      beSilent();
      throw new IOException("silent from the command on, as scripted");
    }
    front.forgetHand();
    register.accept();
    synchronise(fields);
    front.show(State.WAITING_FOR_CARD, asked + "\nPlease present card", asked);
    if (wrong == Fault.LEAVE_ALONE) {
      leftAlone = asked;
      drop();
    }
    ZvtFront.Hand hand = awaitHand();
    switch (hand.act()) {
      case CANCEL -> end(CANCELLED, "Cancelled");
      case DECLINE -> {
        process(asked, wrong);
        end(DECLINED_BY_BANK, "Declined");
      }
      case TAP -> {
        process(asked, wrong);
        book(asked, hand, wrong, fields);
      }
    }
  }

  /// Undoes what the register says that it does not know of.
  private void synchronise(ZvtFields fields) throws IOException {
    Optional<String> mirror =
        fields.object(ZvtFields.TAG_RECEIPT_MIRROR).map(HexFormat.of()::formatHex);
    if (mirror.isPresent() && books.mirror(mirror.get())) {
      front.tell();
      register.tell(REVERSING);
    }
  }

  /// What stands and is of the open day can be taken back, without a card.
  void reverse(ZvtFields fields) throws IOException {
    Fault wrong = front.takeFault();
    if (wrong == Fault.BUSY) {
      register.refuse(ZvtMachine.BUSY);
      return;
    }
    register.accept();
    Optional<Booking> booking = fields.digits(ZvtFields.RECEIPT).flatMap(books::ofToday);
    if (booking.isEmpty() || booking.get().kind() == Kind.REVERSAL) {
      end(REVERSAL_NOT_POSSIBLE, "Not possible");
    } else if (booking.get().standing() == Standing.REVERSED) {
      end(ALREADY_REVERSED, "Already reversed");
    } else {
      Booking made = booking.get();
      var asked = new ZvtPayment(Kind.REVERSAL, made.approvedMinor(), made.currency());
      process(asked, wrong);
      settle(enter(asked, made.approvedMinor(), made.traceNumber(), false), wrong, fields);
    }
  }

  private void process(ZvtPayment asked, Fault wrong) throws IOException {
    front.show(State.PROCESSING, asked + "\nPlease wait", asked);
    register.tell(PLEASE_WAIT);
    Duration time = wrong == Fault.SLOW ? SLOW : front.processing();
    long until = System.nanoTime() + time.toNanos();
    long told = System.nanoTime();
    while (System.nanoTime() - until < 0) {
      power.check();
      register.listen(ZvtMachine.LOOK_MILLIS);
      told = tellAgain(told, PLEASE_WAIT);
    }
  }

  /// A sign of life, when it is time for one.
  private long tellAgain(long told, int status) throws IOException {
    if (System.nanoTime() - told < settings.timing().signOfLife().toNanos()) {
      return told;
    }
    register.tell(status);
    return System.nanoTime();
  }

  private ZvtFront.Hand awaitHand() throws IOException {
    register.mayAbort(true);
    try {
      register.tell(INSERT_CARD);
      long told = System.nanoTime();
      long until = told + settings.timing().patience().toNanos();
      while (System.nanoTime() - until < 0 && !register.hasAborted()) {
        power.check();
        ZvtFront.Hand hand = front.hand();
        if (hand != null) {
          return hand;
        }
        register.listen(ZvtMachine.LOOK_MILLIS);
        told = tellAgain(told, INSERT_CARD);
      }
      return ZvtFront.Hand.CANCEL;
    } finally {
      register.mayAbort(false);
    }
  }

  private void book(ZvtPayment asked, ZvtFront.Hand hand, Fault wrong, ZvtFields fields)
      throws IOException {
    if (wrong == Fault.DROP_BEFORE_BOOKING) {
      drop();
    }
    long most = wrong == Fault.PARTIAL ? asked.amountMinor() / 2 : hand.mostMinor();
    boolean signed = hand.signs() || wrong == Fault.SIGNATURE;
    settle(enter(asked, Math.min(asked.amountMinor(), most), "", signed), wrong, fields);
  }

  private void settle(Booking booking, Fault wrong, ZvtFields fields) throws IOException {
    if (wrong == Fault.DROP_AFTER_BOOKING) {
      drop();
    }
    if (wrong == Fault.SILENT_AFTER_BOOKING) {
      beSilent();
      throw new IOException("silent after the booking, as scripted");
    }
    boolean unasked = front.sendsTextsUnasked();
    if (unasked) {
      for (ZvtMessage block :
          ZvtReceipts.block(
              ZvtReceipts.lines(booking, ZvtReceipts.CUSTOMER), ZvtReceipts.CUSTOMER)) {
        register.deliver(block);
      }
    }
    if (wrong == Fault.DROP_AFTER_APPROVAL) {
      register.send(approval(booking));
      drop();
    }
    try {
      if (!isTaken(booking, fields)) {
        takeBack(booking, CANCELLED);
        return;
      }
      if (!isPrinted(booking, unasked)) {
        takeBack(booking, PRINTER_NOT_READY);
        return;
      }
    } catch (ZvtRegister.Unanswered e) {
      if (generation.get() == ZvtSettings.Generation.OLD) {
        takeBack(booking, CANCELLED);
      }
      throw e;
    }
    change(booking, made -> made.as(Standing.ACKNOWLEDGED));
    front.show(State.APPROVED, "Approved\nThank you");
    complete(wrong);
  }

  private void complete(Fault wrong) throws IOException {
    if (wrong == Fault.DROP_BEFORE_COMPLETION) {
      drop();
    }
    if (wrong == Fault.LOST_COMPLETION) {
      beSilent();
      throw new IOException("silent in place of the completion, as scripted");
    }
    register.deliver(ZvtMessage.of(0x060F));
  }

  private ZvtMessage approval(Booking booking) {
    return ZvtAnswers.approval(booking, front.masksAccount());
  }

  /// Tells the register, again where it wants more time, and books less where it has handed out
  /// less.
  ///
  /// @return whether it has taken it
  private boolean isTaken(Booking booking, ZvtFields fields) throws IOException {
    Optional<Integer> most =
        fields.octet(ZvtFields.STATUS_INFORMATIONS_MAX).filter(count -> count > 0);
    long patience = System.nanoTime() + settings.timing().patience().toNanos();
    for (int told = 1; ; told++) {
      ZvtMessage answer = register.deliver(approval(booking));
      boolean goesOn = told < most.orElse(Integer.MAX_VALUE) && System.nanoTime() - patience < 0;
      if (answer.control() == PARTLY) {
        long handedOut = ZvtFields.read(answer.body(), 0).amount();
        change(booking, made -> made.approved(Math.min(handedOut, made.approvedMinor())));
        return true;
      }
      if (answer.control() != LATER || !goesOn) {
        return answer.isPositive();
      }
      power.pause(settings.timing().askAgain());
    }
  }

  private boolean isPrinted(Booking booking, boolean unasked) throws IOException {
    boolean byRegister = register.printsPayments();
    boolean taken =
        unasked
            ? printing.send(ZvtReceipts.lines(booking, ZvtReceipts.MERCHANT), ZvtReceipts.MERCHANT)
            : print(booking, ZvtReceipts.CUSTOMER, byRegister)
                && print(booking, ZvtReceipts.MERCHANT, byRegister);
    if (taken && (unasked || (byRegister && register.takesReceiptTexts()))) {
      change(booking, Booking::asPrinted);
    }
    return taken;
  }

  private boolean print(Booking booking, int kind, boolean byRegister) throws IOException {
    return printing.print(ZvtReceipts.lines(booking, kind), kind, byRegister);
  }

  /// Sends the last booking once more: as it was told the first time, on paper, or both.
  void repeat(Booking booking, boolean tell, boolean print) throws IOException {
    if (tell && register.deliver(approval(booking)).isPositive()) {
      change(
          booking,
          made -> made.standing() == Standing.BOOKED ? made.as(Standing.ACKNOWLEDGED) : made);
    }
    if (print) {
      print(booking, ZvtReceipts.CUSTOMER, register.printsPayments());
    }
    register.deliver(ZvtMessage.of(0x060F));
  }

  /// The books first: the register may be gone.
  private void takeBack(Booking booking, int code) throws IOException {
    books.takeBack(booking);
    front.tell();
    register.tell(REVERSING);
    end(code, "Reversed");
  }

  private void end(int code, String text) throws IOException {
    front.show(State.DECLINED, text);
    register.deliver(ZvtAnswers.refusal(code));
    register.deliver(ZvtMessage.of(0x061E, code));
  }

  /// The connection is lost, as scripted.
  private void drop() throws IOException {
    wire.hangUp();
    throw new IOException("the connection is dropped, as scripted");
  }

  /// Reads and says nothing until the register gives up, or for a while where that cannot be seen.
  private void beSilent() throws IOException {
    long until = System.nanoTime() + settings.timing().patience().toNanos();
    while (System.nanoTime() - until < 0) {
      power.check();
      wire.receive(ZvtMachine.LOOK_MILLIS);
    }
  }

  boolean isLeftAlone() {
    return leftAlone != null;
  }

  /// The customer at a terminal whose register has gone.
  void goOnAlone() {
    ZvtPayment asked = leftAlone;
    if (asked == null) {
      return;
    }
    ZvtFront.Hand hand =
        front.isShownFor(settings.timing().patience()) ? ZvtFront.Hand.CANCEL : front.hand();
    if (hand == null) {
      return;
    }
    leftAlone = null;
    if (hand.act() == ZvtFront.Act.TAP) {
      enter(asked, Math.min(asked.amountMinor(), hand.mostMinor()), "", hand.signs());
      front.show(State.APPROVED, "Approved");
    } else {
      front.show(State.DECLINED, "Declined");
    }
  }

  private Booking enter(ZvtPayment asked, long approvedMinor, String reverses, boolean signed) {
    Booking booking = books.enter(asked, approvedMinor, reverses, signed);
    front.tell();
    return booking;
  }

  private void change(Booking booking, UnaryOperator<Booking> how) {
    books.change(booking, how);
    front.tell();
  }
}
