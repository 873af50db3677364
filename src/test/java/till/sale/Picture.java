package till.sale;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A till in plain words and numbers, as the model sees and changes it. Quantities are thousandths,
/// rates hundredths of a percent.
final class Picture {

  static final long UNIT = 1_000;

  /// What can be sold.
  ///
  /// @param age from which it may be bought; 0 for any
  /// @param limit most units in a sale; 0 for any
  /// @param tare of what is weighed; -1 for what is not
  /// @param deposit what is charged along with it
  record Good(
      String item,
      long price,
      String group,
      boolean forSale,
      int age,
      int limit,
      long tare,
      Optional<Good> deposit) {}

  /// Where something that comes back was sold, and the part of that sale's tax that comes with it.
  record From(String sale, int line, long tax) {}

  /// What has changed a line's cost.
  ///
  /// @param what a coupon's code; PRICE for a price that somebody has named; else empty
  /// @param amount what it adds; 0 where it is not known, as of what comes back
  record Cut(String what, long amount) {

    static final String PRICE = "price";
    static final Cut UNKNOWN = new Cut("", 0);
  }

  /// @param price of a unit, before all changes
  /// @param hundredths of a percent; -1 for a line that is voided
  /// @param with the line that it goes with; 0 for none
  /// @param cuts all that has changed its cost, in order
  record Line(
      String item,
      String kind,
      long quantity,
      long price,
      long amount,
      String group,
      long hundredths,
      boolean included,
      boolean voided,
      int with,
      Optional<From> from,
      List<Cut> cuts,
      boolean weighed,
      int age) {

    boolean isGoods() {
      return kind.equals("SALE") && !voided;
    }

    /// Goods that a coupon has made cheaper.
    boolean isCutBy(String coupon) {
      return isGoods() && cuts.stream().anyMatch(cut -> cut.what().equals(coupon));
    }

    int changes() {
      return cuts.size();
    }

    boolean isBack() {
      return kind.equals("RETURN") || kind.equals("DEPOSIT_REFUND");
    }

    boolean isWith(int n) {
      return with == n && !voided;
    }

    /// It counts in nothing, and is taxed at no rate.
    Line gone() {
      return new Line(
          item, kind, quantity, price, amount, group, -1, false, true, with, from, cuts, weighed,
          age);
    }

    /// @param what has changed it
    Line costing(long much, String what) {
      var all = new ArrayList<>(cuts);
      all.add(new Cut(what, much - amount));
      return as(quantity, much, from, all);
    }

    /// What it would cost if that coupon had not been: all the rest happens again, and a price that
    /// somebody has named is still the price.
    Line without(String coupon) {
      long was = amount - cuts.stream().mapToLong(Cut::amount).sum();
      long cost = was;
      var rest = new ArrayList<Cut>();
      for (Cut cut : cuts) {
        was += cut.amount();
        if (!cut.what().equals(coupon)) {
          long change = cut.what().equals(Cut.PRICE) ? was - cost : cut.amount();
          cost += change;
          rest.add(new Cut(cut.what(), change));
        }
      }
      rest.removeIf(cut -> cut.amount() == 0);
      return as(quantity, cost, from, rest);
    }

    Line of(long units, long much) {
      return as(units, much, from, cuts);
    }

    Line undone() {
      Optional<From> back = from.map(old -> new From(old.sale(), old.line(), -old.tax()));
      return as(
          quantity,
          -amount,
          back,
          cuts.stream().map(cut -> new Cut(cut.what(), -cut.amount())).toList());
    }

    private Line as(long units, long much, Optional<From> sold, List<Cut> changes) {
      return new Line(
          item,
          kind,
          units,
          price,
          much,
          group,
          hundredths,
          included,
          voided,
          with,
          sold,
          changes,
          weighed,
          age);
    }
  }

  /// @param reverses the tender that this one undoes; 0 for none
  /// @param numbered whether the terminal can be told to undo it
  record Paid(String type, long amount, int reverses, boolean numbered) {

    boolean isCard() {
      return type.equals("CREDIT_DEBIT");
    }
  }

  /// A tender of a sale that is undone, and its place there.
  record Owed(int n, Paid paid) {}

  /// A sale that is undone whole, and what was paid for it in the order in which it goes back.
  record Undo(String sale, List<Owed> owed) {}

  record Booked(long amount, boolean numbered, boolean signed) {}

  record Asked(
      String id, String kind, long amount, String state, int reverses, Optional<Booked> booked) {}

  /// @param line that it is about; 0 for none
  /// @param word what was decided; empty while it is open
  /// @param coupon that it is about; empty for none
  record Trouble(String id, String code, int line, String word, String coupon) {

    boolean isOpen() {
      return word.isEmpty();
    }

    boolean blocks() {
      return isOpen() && !code.matches("AGE_RESTRICTED|RETURN_CHECK|COUPON_CHECK");
    }
  }

  record Job(String id, String state) {}

  /// The last training.
  record Exercise(String id, boolean isOver) {}

  /// A sale that is open, or waits.
  static final class Bill {
    final String id;
    final List<Line> lines = new ArrayList<>();
    final List<Paid> paid = new ArrayList<>();
    final List<Trouble> troubles = new ArrayList<>();
    final List<String> links = new ArrayList<>();
    String status = "ENTERING";
    long rounding;
    Optional<Asked> asked = Optional.empty();
    int attempts;
    String leaving = "";
    Optional<Good> onScale = Optional.empty();
    Optional<Undo> undo = Optional.empty();
    String language = "";
    String receipt = "";

    Bill(String id) {
      this.id = id;
    }

    boolean isBlocked() {
      return troubles.stream().anyMatch(Trouble::blocks);
    }

    /// Nobody but somebody of the shop ends it.
    boolean isHeld() {
      return hasOpen("BASKET_CHECK");
    }

    boolean hasOpen(String code) {
      return troubles.stream().anyMatch(trouble -> trouble.isOpen() && trouble.code().equals(code));
    }

    void change(int n, Line line) {
      lines.set(n - 1, line);
    }

    long tendered() {
      return paid.stream().mapToLong(Paid::amount).sum();
    }

    /// The places of tenders that stand, the newest first.
    List<Integer> standing() {
      return Picture.standing(paid);
    }

    @Override
    public String toString() {
      return ("%s %s\n  %s\n  %s\n  rounding %d, asked %s, attempts %d, %s, leaving '%s'\n"
              + "  %s, on the scale %s, undoes %s, '%s' '%s'")
          .formatted(
              id, status, lines, paid, rounding, asked, attempts, troubles, leaving, links, onScale,
              undo, language, receipt);
    }
  }

  String lane = "";
  Optional<LocalDate> day = Optional.empty();
  int sequence;
  String operator = "";
  Optional<Bill> bill = Optional.empty();
  final List<Bill> waiting = new ArrayList<>();
  final List<Job> jobs = new ArrayList<>();
  Optional<Exercise> exercise = Optional.empty();

  Bill sale() {
    return bill.orElseThrow();
  }

  boolean is(String status) {
    return bill.filter(open -> open.status.equals(status)).isPresent();
  }

  /// The lines of what is open and of what waits.
  List<Line> unfinished() {
    var all = new ArrayList<Line>();
    bill.ifPresent(open -> all.addAll(open.lines));
    waiting.forEach(each -> all.addAll(each.lines));
    return all;
  }

  static List<Integer> standing(List<Paid> paid) {
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
    return "%s, day %s, sequence %d, operator '%s'\n%s\nwaiting %s\n%s\n%s"
        .formatted(
            lane,
            day,
            sequence,
            operator,
            bill.map(Bill::toString).orElse("no sale"),
            waiting,
            jobs,
            exercise);
  }
}
