package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;
import tools.jackson.databind.JsonNode;

/// Holds what somebody wrote down with pencil and paper against everybody else's books.
final class DayJudge {

  private static final Pattern NUMBER = Pattern.compile("(?:Receipt|Beleg|Ticket) (\\d+)");
  private static final Pattern COPY = Pattern.compile("COPY|KOPIE|DUPLICATA");
  private static final Pattern REPORT = Pattern.compile("([XZ])-BERICHT(?: (\\d+))?");
  private static final Pattern TOTAL =
      Pattern.compile("(?:SUMME|TOTAL) CHF +(-?)([0-9.,'’ \\u00a0\\u202f]+)");

  private final Market market;
  private final DayBook book;
  private long opening;

  DayJudge(Market market, DayBook book) {
    this.market = market;
    this.book = book;
  }

  /// The Z report says what the day came to, on the screen, on paper, and at the collector, where
  /// the day's documents add up to it.
  void report(int z, LocalDate date) {
    List<String> wanted = DaySums.figures(book.today().json());
    JsonNode report = market.technician.get("/v1/reports/z/" + z);
    assertEquals(wanted, DaySums.figures(report));
    String text = market.text("/v1/reports/z/" + z + ".txt");
    assertTrue(text.contains("Z-BERICHT " + z + "\n"), text);
    assertEquals(book.today().sales() - book.today().returns(), total(text), text);
    assertTrue(text.contains(report.at("/document/hash").asString().substring(0, 32)), text);

    market.technician.awaitSent();
    List<JsonNode> documents =
        Stored.documents(market.ledgerFile, "number").stream()
            .filter(document -> document.path("businessDay").asString("").equals(date.toString()))
            .toList();
    JsonNode closing = documents.getLast();
    assertEquals("business-day-close", closing.path("control").asString());
    assertEquals(report.at("/document/number"), closing.path("number"));
    assertEquals(z, closing.at("/z/number").asInt());
    assertEquals(wanted, DaySums.figures(closing.path("z")));
    documents.forEach(DayJudge::addsUp);
    assertEquals(
        wanted,
        DaySums.figures(DaySums.of(opening, documents.subList(0, documents.size() - 1)).json()));
    opening = closing.at("/z/cash/counted").asLong();
    assertEquals(List.of(book.today().taken("CreditDebit")), reconciled(documents));
    assertPerpetual(closing.path("grandTotals"));
    assertEquals(
        List.of(String.valueOf(book.today().sales() - book.today().returns())),
        Stored.texts(
            market.ledgerFile,
            "SELECT sum(total) FROM document WHERE type = 'RetailTransaction' AND status IN"
                + " ('completed', 'post-voided') AND business_day = '"
                + date
                + "'"));
  }

  /// What the terminal said that its days came to.
  static List<Long> reconciled(List<JsonNode> documents) {
    return documents.stream()
        .filter(document -> document.path("control").asString("").equals("payment-reconciled"))
        .map(document -> document.at("/facts/amount").asString())
        .map(Long::valueOf)
        .toList();
  }

  /// A document for itself.
  private static void addsUp(JsonNode document) {
    String status = document.path("status").asString("");
    if (!status.equals("completed") && !status.equals("post-voided")) {
      return;
    }
    long total = document.path("rounding").asLong();
    for (JsonNode line : document.path("lines")) {
      total += line.path("voided").asBoolean() ? 0 : line.path("extendedAmount").asLong();
    }
    for (JsonNode tax : document.path("taxes")) {
      total += tax.path("included").asBoolean() ? 0 : tax.path("amount").asLong();
    }
    long paid = 0;
    for (JsonNode tender : document.path("tenders")) {
      paid += tender.path("amount").asLong();
    }
    assertEquals(document.path("total").asLong(), total, document::toString);
    assertEquals(total, paid, document::toString);
  }

  private void assertPerpetual(JsonNode totals) {
    assertEquals(
        book.days().stream().mapToLong(DaySums::sales).sum(), totals.path("sales").asLong());
    assertEquals(
        book.days().stream().mapToLong(DaySums::returns).sum(), totals.path("returns").asLong());
    for (String type : List.of("Cash", "CreditDebit", "Voucher")) {
      assertEquals(
          book.days().stream().mapToLong(day -> day.taken(type)).sum(),
          totals.path("byTender").path(type).asLong(),
          type);
    }
  }

  /// Numbers without a gap, a chain without a break, and the same bytes on both sides, by the
  /// commands that people have for it.
  void journalAndLedger() {
    String journal = market.floor.state().resolve("journal.db").toString();
    market.till("journal", "verify", "--db", journal);
    market.till("fleet", "audit", "--store", "sqlite:" + market.ledgerFile);
    var books = new Books(market.ledgerFile);
    books.assertWhole();
    books.assertHas("0042-03", market.floor.state().resolve("journal.db"));
  }

  /// The card terminal has booked what the shop took and gave back by card, one by one, and the
  /// collector's documents name the same bookings.
  void cards() {
    List<Booking> bookings = market.terminal.bookings();
    assertEquals(book.cards, bookings.stream().map(DayJudge::signed).toList());
    assertEquals(
        book.cards.stream().mapToLong(Long::longValue).sum(),
        bookings.stream()
            .filter(made -> made.standing() != Standing.REVERSED && made.kind() != Kind.REVERSAL)
            .mapToLong(DayJudge::signed)
            .sum());
    List<String> booked = new ArrayList<>();
    bookings.forEach(made -> booked.add(made.receiptNumber() + " " + signed(made)));
    int byHand = 0;
    for (JsonNode document : Stored.documents(market.ledgerFile, "number")) {
      for (JsonNode tender : document.path("tenders")) {
        if (tender.path("type").asString().equals("CreditDebit")) {
          String number = tender.at("/authorization/receiptNumber").asString("");
          byHand += number.isEmpty() ? 1 : 0;
          assertTrue(
              number.isEmpty() || booked.remove(number + " " + tender.path("amount").asLong()),
              () -> tender + " is not among " + booked);
        }
      }
    }
    assertEquals(byHand, booked.size(), booked::toString);
  }

  private static long signed(Booking made) {
    return switch (made.kind()) {
      case PAYMENT -> made.approvedMinor();
      case REFUND, REVERSAL -> -made.approvedMinor();
    };
  }

  /// Each receipt came out once, with its total, and so did each Z report; and the drawer was
  /// opened as often as there was a reason, but where customers were faster than its coil may be,
  /// which the log says.
  void paper() {
    Map<String, Integer> receipts = new TreeMap<>();
    List<String> reports = new ArrayList<>();
    for (PrintedReceipt printed : market.printer.receipts()) {
      String text = printed.paper().text();
      Matcher report = REPORT.matcher(text);
      Matcher number = NUMBER.matcher(text);
      if (report.find()) {
        reports.add(report.group());
      } else {
        assertTrue(number.find(), text);
        long its = Long.parseLong(number.group(1));
        receipts.merge(DayBook.paper(its, COPY.matcher(text).find()), 1, Integer::sum);
        assertEquals(book.totals.get(its), total(text), text);
      }
    }
    assertEquals(book.receipts, receipts);
    List<String> wanted = new ArrayList<>();
    for (int z = 1; z <= book.days().size(); z++) {
      wanted.add("Z-BERICHT " + z);
    }
    assertEquals(wanted, reports);
    long notOpened = market.logged("the drawer is not opened: ");
    assertEquals(book.pulses, market.printer.pulseCount() + notOpened);
    assertEquals(0, market.logged(" ERROR "));
  }

  private static long total(String text) {
    Matcher total = TOTAL.matcher(text);
    assertTrue(total.find(), text);
    long magnitude = Long.parseLong(total.group(2).replaceAll("\\D", ""));
    return total.group(1).isEmpty() ? magnitude : -magnitude;
  }

  String inWords() {
    return "%d days: %d sales, %d card bookings, %d receipts, %d times an open drawer"
        .formatted(
            book.days().size(),
            book.days().stream().mapToInt(DaySums::completed).sum(),
            book.cards.size(),
            book.receipts.size(),
            book.pulses);
  }
}
