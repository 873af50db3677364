package till.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What somebody who watches a shop writes down: of the day, and of all days what has to stand in
/// other people's books.
final class DayBook {

  /// What was paid for, and by what document it is known.
  ///
  /// @param number of the document
  record Sold(String transactionId, long number, Basket basket) {}

  /// Signed amounts of money that moved on cards, in order: what the terminal has to have booked.
  final List<Long> cards = new ArrayList<>();

  /// How often each receipt comes out of the printer, by its number, and whether it is a copy.
  final Map<String, Integer> receipts = new TreeMap<>();

  /// What stands on it as the total.
  final Map<Long, Long> totals = new TreeMap<>();

  /// How often the drawer is opened.
  int pulses;

  /// Sales of today, without those in which something came back.
  int salesToday;

  /// A sale whose goods somebody brings back on another day.
  Optional<Sold> kept = Optional.empty();

  private final List<DaySums> days = new ArrayList<>();

  /// A day begins with what the last one left in the drawer.
  void newDay() {
    salesToday = 0;
    days.add(new DaySums(days.isEmpty() ? 0 : days.getLast().content()));
  }

  DaySums today() {
    return days.getLast();
  }

  List<DaySums> days() {
    return List.copyOf(days);
  }

  /// @param printed whether a receipt comes out
  void completed(Sold sold, boolean printed) {
    today().completed(sold.basket());
    salesToday += sold.basket().returns() == 0 ? 1 : 0;
    paper(sold, printed);
  }

  void postVoided(Sold undoing) {
    today().postVoided(undoing.basket());
    paper(undoing, true);
  }

  private void paper(Sold sold, boolean printed) {
    totals.put(sold.number(), sold.basket().total());
    if (printed) {
      receipts.merge(paper(sold.number(), false), 1, Integer::sum);
    }
    if (sold.basket().touchesDrawer()) {
      pulses++;
    }
  }

  void copied(Sold sold) {
    receipts.merge(paper(sold.number(), true), 1, Integer::sum);
  }

  /// How much comes out of the printer: with a Z report for each day that is over.
  int sheets(int daysOver) {
    return receipts.values().stream().mapToInt(Integer::intValue).sum() + daysOver;
  }

  static String paper(long number, boolean copy) {
    return number + (copy ? " copy" : "");
  }
}
