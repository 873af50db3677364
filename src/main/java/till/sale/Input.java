package till.sale;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What can happen to a till. Exhaustive: a new kind of input is a compile error in
/// `Workstation.decide`.
public sealed interface Input {

  /// An item was scanned or keyed and found in the price book.
  ///
  /// @param quantity in units; 1 for what is weighed, or priced on its label
  record EnterItem(
      Item item,
      BigDecimal quantity,
      EntryMethod method,
      Optional<Scan> scan,
      long priceRevision,
      Pack pack)
      implements Input {

    /// Whether only a scale can say how much of it there is.
    public boolean needsScale() {
      return item.weighed()
          && pack.embedded().price().isEmpty()
          && pack.embedded().weight().isEmpty()
          && pack.keyed().isEmpty();
    }

    /// One like every other of its item.
    public EnterItem(
        Item item,
        BigDecimal quantity,
        EntryMethod method,
        Optional<Scan> scan,
        long priceRevision) {
      this(item, quantity, method, scan, priceRevision, Pack.plain());
    }
  }

  /// A coupon was scanned.
  ///
  /// @param code all of its 13 digits: what tells it from others
  /// @param amount what it takes off the sale
  record EnterCoupon(String code, Money amount) implements Input {}

  /// The scale has come to rest with something on it that was not sold yet.
  ///
  /// @param kilograms above zero
  /// @param net whether the scale has taken the packing off
  record Weighed(BigDecimal kilograms, boolean net) implements Input {}

  /// A recalled item is in the customer's hands.
  record ReportRecalled() implements Input {}

  /// There is more or less of a line. Where more goes than a customer may take back, somebody of
  /// the shop has to ask for it.
  ///
  /// @param limit most units of its item in one sale
  record ChangeQuantity(int n, BigDecimal quantity, OptionalInt limit) implements Input {}

  /// A line is taken back.
  record VoidLine(int n) implements Input {}

  /// Somebody of the shop changes what a line costs.
  record AdjustLine(int n, Change change, String reason) implements Input {}

  /// Somebody of the shop takes something off the whole sale.
  ///
  /// @param change an amount or a percentage
  record AdjustTransaction(Change change, String reason) implements Input {}

  /// Goods come back that were sold here.
  ///
  /// @param parts which; none for all that is left
  /// @param priceRevision of the book, for a sale that begins with it
  record ReturnLines(Original original, List<Part> parts, long priceRevision) implements Input {

    public ReturnLines {
      parts = List.copyOf(parts);
    }

    /// So much of a line.
    ///
    /// @param n its place in the sale, from 1
    public record Part(int n, BigDecimal quantity) {}
  }

  /// Goods come back, and nobody knows what they were sold in; or empties for a deposit.
  ///
  /// @param unitPrice what is given for one; absent for today's price
  /// @param deposit whether it is a deposit that is given back
  /// @param reason in somebody's own words; may be empty
  record ReturnItem(
      Item item,
      BigDecimal quantity,
      Optional<Money> unitPrice,
      boolean deposit,
      EntryMethod method,
      Optional<Scan> scan,
      String reason,
      long priceRevision)
      implements Input {}

  /// A completed sale of today is undone whole; asked for again, its payments are given back once
  /// more where the terminal refused.
  record PostVoid(Original original) implements Input {}

  /// The open sale waits for its customer.
  record SuspendTransaction() implements Input {}

  /// A sale that waits goes on.
  ///
  /// @param transactionId which; absent where there is only one
  /// @param priceRevision of the book that what is entered from now on is priced by
  record RetrieveTransaction(Optional<String> transactionId, long priceRevision) implements Input {}

  /// No more items: freeze the total.
  record TakeTotal() implements Input {}

  /// Back to scanning. Money that was taken is given back first.
  record ResumeEntry() implements Input {}

  /// The whole sale is given up. Money that was taken is given back first.
  record CancelTransaction() implements Input {}

  /// Cash was handed over; absent means exactly what is due.
  record TenderCash(Optional<Money> given) implements Input {}

  /// A voucher was handed over; absent means exactly what is due.
  record TenderVoucher(Optional<Money> amount) implements Input {}

  /// The customer does not want to pay by card after all.
  record AbortPayment() implements Input {}

  /// Somebody has found out what the terminal does not tell.
  ///
  /// @param paid whether the money went
  record ResolvePayment(boolean paid, String reason) implements Input {}

  /// The payment terminal is to close its day.
  ///
  /// @param serviceId comes back with its answer
  record ReconcilePayments(String serviceId) implements Input {}

  /// The fiscal provider has answered, or has been given up on.
  record Fiscalised(String transactionId, FiscalRecord record) implements Input {}

  /// The customer calls for somebody.
  record CallAssistance() implements Input {}

  /// Somebody of the shop wants to look into the basket before it is paid.
  record CheckBasket() implements Input {}

  /// Somebody has looked at a problem.
  ///
  /// @param reason in their own words; may be empty
  record ClearProblem(String problemId, Problem.Decision decision, String reason)
      implements Input {}

  /// The card terminal is to take this amount, or to give it where the shop owes; absent means what
  /// is due.
  record TenderCard(Optional<Money> amount) implements Input {}

  /// A tender that says what is to become of the receipt.
  record TenderWithReceipt(Input tender, ReceiptChoice choice) implements Input {}

  /// What the customer wants to read, and have printed.
  ///
  /// @param goods what is in the sale, as far as the price book knows it
  record ChooseLanguage(String language, List<Item> goods) implements Input {

    public ChooseLanguage {
      goods = List.copyOf(goods);
    }

    /// Where nothing is known of the goods.
    public ChooseLanguage(String language) {
      this(language, List.of());
    }
  }

  /// The customer is still there.
  record Extend() implements Input {}

  /// Nobody has touched the sale for too long.
  record TimeOut() implements Input {}

  /// The payment terminal answered, or did not.
  record PaymentAnswered(String attemptId, PaymentOutcome outcome) implements Input {}

  record OpenBusinessDay(LocalDate day) implements Input {}

  /// The business day ends, and its Z report is written.
  record CloseBusinessDay() implements Input {}

  /// Whoever asks for it serves at this lane from now on.
  record SignOn() implements Input {}

  record SignOff() implements Input {}

  /// Somebody wants to practise: what is done from then on is in the till's other journal.
  record TrainingOn() implements Input {}

  record TrainingOff() implements Input {}

  /// The journal of the training hears that it has begun. Known already, it is no news.
  record BeginTraining(Training training) implements Input {}

  /// The shop's journal hears that a training has ended. Known already, it is no news.
  record EndTraining(Training training) implements Input {}

  /// Cash goes into the drawer or out of it beside selling, or was counted.
  ///
  /// @param reason may be empty where it goes without saying
  /// @param denominations what it is made of, where somebody says so
  record MoveCash(CashKind kind, Money amount, String reason, List<Denomination> denominations)
      implements Input {

    public MoveCash {
      denominations = List.copyOf(denominations);
    }
  }

  /// The drawer is to be opened for nothing.
  record OpenDrawer(String reason) implements Input {}

  record OpenLane() implements Input {}

  record PauseLane() implements Input {}

  /// A lane that was paused goes on.
  record ResumeLane() implements Input {}

  record CloseLane() implements Input {}

  /// The printer's side of a job moved on.
  ///
  /// @param reason why it waits, or why nobody knows what became of it
  record MovePrintJob(String jobId, PrintJob.State to, Optional<String> reason) implements Input {

    public MovePrintJob(String jobId, PrintJob.State to) {
      this(jobId, to, Optional.empty());
    }
  }

  /// A person has looked at a receipt that may not have been printed whole.
  record ResolvePrintJob(String jobId, PrintJob.Decision decision) implements Input {}

  /// A person asks for another copy of a receipt.
  ///
  /// @param number the journal's number of the sale
  record CopyReceipt(String transactionId, long number) implements Input {}

  /// A lane starts: what was on its way when the last one stopped is now uncertain.
  ///
  /// @param control why it starts: `boot`, `config-adopted`, `config-refused`, `config-kept`
  record Start(String control, Map<String, String> facts) implements Input {

    public Start {
      facts = Map.copyOf(facts);
    }
  }

  /// Something happened outside the sale that the journal has to remember.
  record RecordControl(String control, Map<String, String> facts) implements Input {

    public RecordControl {
      facts = Map.copyOf(facts);
    }
  }
}
