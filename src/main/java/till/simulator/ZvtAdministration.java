package till.simulator;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import till.simulator.SimulatedPaymentTerminal.Booking;

/// What a register asks of a terminal beside money. The terminal's thread only.
final class ZvtAdministration {

  // intermediate status
  private static final int CLOSING_THE_DAY = 0x0F;
  private static final int DIAGNOSING = 0xC9;
  private static final int INITIALISING = 0xCA;

  // bits of a service byte
  private static final int TELL = 0x01;
  private static final int DO_NOT_PRINT = 0x02;

  private final ZvtFront front;
  private final ZvtRegister register;
  private final ZvtPrinting printing;
  private final ZvtBooks books;
  private final ZvtTransaction transaction;
  private final InstantSource clock;

  ZvtAdministration(
      ZvtFront front,
      ZvtRegister register,
      ZvtPrinting printing,
      ZvtBooks books,
      ZvtTransaction transaction,
      InstantSource clock) {
    this.front = front;
    this.register = register;
    this.printing = printing;
    this.books = books;
    this.transaction = transaction;
    this.clock = clock;
  }

  /// The last booking that stands, whatever it is.
  void repeat(ZvtFields fields) throws IOException {
    register.accept();
    Optional<Booking> last = books.last();
    if (last.isEmpty()) {
      register.deliver(ZvtMessage.of(0x061E, ZvtMachine.NOT_POSSIBLE));
      return;
    }
    int service = fields.octet(ZvtFields.SERVICE).orElse(0);
    transaction.repeat(last.get(), (service & TELL) != 0, (service & DO_NOT_PRINT) == 0);
  }

  /// The day is closed at the bank before the register hears of it.
  void endDay() throws IOException {
    register.accept();
    register.tell(CLOSING_THE_DAY);
    ZvtBooks.Totals totals = books.totals();
    books.closeDay();
    tell(totals, true);
  }

  void tellTotals() throws IOException {
    register.accept();
    tell(books.totals(), false);
  }

  private void tell(ZvtBooks.Totals totals, boolean closed) throws IOException {
    register.deliver(ZvtAnswers.totals(totals, books.trace(), clock.instant()));
    printing.print(
        ZvtReceipts.lines(totals, closed),
        ZvtReceipts.ADMINISTRATION,
        register.printsAdministration());
    register.deliver(ZvtMessage.of(0x060F));
  }

  void diagnose() throws IOException {
    register.accept();
    register.tell(DIAGNOSING);
    front.wantDiagnosis(false);
    register.deliver(ZvtMessage.of(0x060F));
  }

  void initialise() throws IOException {
    register.accept();
    register.tell(INITIALISING);
    front.wantInitialisation(false);
    register.deliver(ZvtMessage.of(0x060F));
  }
}
