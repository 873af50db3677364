package till.sale;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A till in plain words and numbers, as the model sees and changes it.
final class Picture {

  /// @param hundredths of a percent
  record Line(long amount, String group, long hundredths, boolean included, boolean voided) {}

  /// @param reverses the tender that this one undoes; 0 for none
  /// @param numbered whether the terminal can be told to undo it
  record Paid(String type, long amount, int reverses, boolean numbered) {}

  record Booked(long amount, boolean numbered, boolean signed) {}

  record Asked(
      String id, String kind, long amount, String state, int reverses, Optional<Booked> booked) {}

  record Trouble(String id, String code, boolean open) {

    boolean blocks() {
      return open && !code.equals("AGE_RESTRICTED");
    }
  }

  record Job(String id, String state) {}

  /// The open sale.
  static final class Bill {
    final String id;
    final List<Line> lines = new ArrayList<>();
    final List<Paid> paid = new ArrayList<>();
    final List<Trouble> troubles = new ArrayList<>();
    String status = "ENTERING";
    long rounding;
    Optional<Asked> asked = Optional.empty();
    int attempts;
    String leaving = "";

    Bill(String id) {
      this.id = id;
    }

    boolean isBlocked() {
      return troubles.stream().anyMatch(Trouble::blocks);
    }

    boolean hasOpen(String code) {
      return troubles.stream().anyMatch(trouble -> trouble.open() && trouble.code().equals(code));
    }

    long tendered() {
      return paid.stream().mapToLong(Paid::amount).sum();
    }

    /// The places of tenders that stand, the newest first.
    List<Integer> standing() {
      var all = new ArrayList<Integer>();
      for (int n = paid.size(); n > 0; n--) {
        int place = n;
        if (paid.get(n - 1).reverses() == 0
            && paid.stream().noneMatch(other -> other.reverses() == place)) {
          all.add(n);
        }
      }
      return all;
    }

    @Override
    public String toString() {
      return "%s %s\n  %s\n  %s\n  rounding %d, asked %s, attempts %d, %s, leaving '%s'"
          .formatted(id, status, lines, paid, rounding, asked, attempts, troubles, leaving);
    }
  }

  String lane = "";
  boolean day;
  int sequence;
  String operator = "";
  Optional<Bill> bill = Optional.empty();
  final List<Job> jobs = new ArrayList<>();

  Bill sale() {
    return bill.orElseThrow();
  }

  boolean is(String status) {
    return bill.filter(open -> open.status.equals(status)).isPresent();
  }

  /// The till as it is.
  static Picture of(TillState state) {
    var picture = new Picture();
    picture.lane = state.lane().name();
    picture.day = state.businessDay().isPresent();
    picture.sequence = state.sequence();
    picture.operator = state.operator().orElse("");
    picture.bill = state.sale().map(Picture::bill);
    state.printJobs().forEach(job -> picture.jobs.add(new Job(job.jobId(), job.state().name())));
    return picture;
  }

  private static Bill bill(RetailTransaction sale) {
    var bill = new Bill(sale.transactionId());
    bill.status = sale.status().name();
    sale.lines().forEach(line -> bill.lines.add(line(line)));
    sale.tenders().forEach(tender -> bill.paid.add(paid(tender)));
    sale.problems()
        .forEach(problem ->
            bill.troubles.add(new Trouble(problem.id(), problem.code().name(), problem.isOpen())));
    bill.rounding = sale.rounding().map(Money::minor).orElse(0L);
    bill.asked = sale.attempt().map(Picture::asked);
    bill.attempts = sale.attempts();
    bill.leaving = sale.leaving().map(Leaving::name).orElse("");
    return bill;
  }

  static Line line(LineItem line) {
    LineRate rate = line.taxRate().orElseThrow();
    return new Line(
        line.extendedAmount().minor(),
        line.taxGroup(),
        hundredths(rate.percent()),
        rate.included(),
        line.voided());
  }

  static long hundredths(BigDecimal percent) {
    return percent.movePointRight(2).longValueExact();
  }

  static Paid paid(Tender tender) {
    return new Paid(
        tender.type().name(),
        tender.amount().minor(),
        tender.reverses().orElse(0),
        tender.authorization().filter(Picture::isNumbered).isPresent());
  }

  private static boolean isNumbered(Authorization word) {
    return !word.receiptNumber().isBlank();
  }

  private static Asked asked(PaymentAttempt attempt) {
    return new Asked(
        attempt.attemptId(),
        attempt.purpose().name(),
        attempt.amount().minor(),
        attempt.state().name(),
        attempt.reverses().orElse(0),
        attempt.approved().map(Picture::booked));
  }

  static Booked booked(PaymentOutcome.Booking booking) {
    return new Booked(
        booking.amount().minor(),
        isNumbered(booking.authorization()),
        booking.authorization().verification().equals("signature"));
  }

  @Override
  public String toString() {
    return "%s, day %s, sequence %d, operator '%s'\n%s\n%s"
        .formatted(lane, day, sequence, operator, bill.map(Bill::toString).orElse("no sale"), jobs);
  }
}
