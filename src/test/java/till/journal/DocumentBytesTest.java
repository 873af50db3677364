package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import till.sale.Adjustment;
import till.sale.Authorization;
import till.sale.Change;
import till.sale.DocumentBytes;
import till.sale.EntryMethod;
import till.sale.FiscalRecord;
import till.sale.GrandTotals;
import till.sale.Input;
import till.sale.Item;
import till.sale.ItemMaker;
import till.sale.LineItem;
import till.sale.LineRate;
import till.sale.Link;
import till.sale.Moment;
import till.sale.Money;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.ReceiptChoice;
import till.sale.RetailTransaction;
import till.sale.ReturnedLine;
import till.sale.SaleStatus;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.TaxTable;
import till.sale.Tender;
import till.sale.TenderType;
import till.sale.Till;
import till.sale.Transaction;
import till.sale.Verdict;
import till.sale.Weight;

/// What the sale reckons with is what a document takes: never less, and for ordinary goods hardly
/// more. `-Dtilld.seed=N` for the same sales again, `-Dtilld.long=true` for many.
final class DocumentBytesTest {

  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);
  private static final int SALES = Boolean.getBoolean("tilld.long") ? 20_000 : 200;
  private static final long LARGEST = 999_999_999_999L;

  /// As it is in the longest documents.
  private static final Head BEFORE =
      new Head(
          "01KAHYTV00ABCDEFGHJKMNPQRS", Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, "5e".repeat(32));

  /// Letters, and what takes two bytes or more: escaped, accented, far away.
  private static final List<String> SIGNS =
      List.of(
          "a", "Z", "7", " ", "/", "<", "\"", "\\", "\n", "\t", "\u0001", "\u001d", "\u007f", "ä",
          "ß", "ж", "€", "茶", "\u2028", "\ufeff", "😀");

  /// Half a character is written as a question mark.
  private static final List<String> HALVES = List.of("\uD83D", "\uDE00");

  private final PosLog posLog = new PosLog();
  private final Random chance = new Random(SEED);

  private byte[] write(Transaction.Body body) {
    return posLog.write(
        JournalOnDisk.IDENTITY,
        BEFORE,
        Optional.empty(),
        new Transaction(
            "01KAHYTV01ABCDEFGHJKMNPQRS",
            17,
            Optional.of(Till.DAY),
            "self",
            Till.NOON,
            Till.NOON.plusMillis(123),
            Moment.ClockState.UNSYNCHRONISED,
            body,
            GrandTotals.zero(Till.EUR)));
  }

  private static Transaction.Retail retail(RetailTransaction sale) {
    SaleTotals totals = sale.totals(new TaxTable(List.of()), Till.EUR);
    return new Transaction.Retail(
        Transaction.Status.COMPLETED,
        sale.priceRevision(),
        sale.lines(),
        sale.tenders(),
        totals,
        sale.problems(),
        sale.links(),
        sale.fiscal(),
        sale.language(),
        sale.receipt());
  }

  private static RetailTransaction sale(
      List<LineItem> lines, List<Tender> tenders, List<Problem> problems, List<Link> links) {
    return new RetailTransaction(
        "01KAHYTV01ABCDEFGHJKMNPQRS",
        17,
        Till.DAY,
        "self",
        Till.NOON,
        812,
        SaleStatus.TENDERING,
        lines,
        tenders,
        Optional.empty(),
        0,
        problems,
        links,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RetailTransaction sale(List<LineItem> lines) {
    return sale(lines, List.of(), List.of(), List.of());
  }

  @Test
  void whateverIsInASaleTakesNoMoreThanWasReckonedWith() {
    System.out.println("seed " + SEED);
    for (int i = 0; i < SALES; i++) {
      List<LineItem> lines = several(30, this::line);
      RetailTransaction sale =
          sale(lines, several(5, this::tender), several(5, this::problem), several(3, this::link));
      Transaction.Retail retail = retail(sale);
      SaleTotals sums = retail.totals();
      var untaxed =
          new SaleTotals(sums.total(), sums.tendered(), sums.due(), List.of(), sums.rounding());
      int head = write(retail(List.of(), untaxed)).length + 20; // and what change is there
      int taken = write(retail).length - head;
      int reckoned = DocumentBytes.of(sale);
      assertTrue(taken <= reckoned, () -> taken + " bytes, not " + reckoned + ", of " + sale);
    }
  }

  /// The counting and the writing are two pieces of code that have to say the same.
  @Test
  void aLineIsReckonedToTheByteAndEachAmountWithASign() {
    System.out.println("seed " + SEED);
    for (int i = 0; i < SALES * 4; i++) {
      LineItem first = line(1, "A", true);
      LineItem line = line(2, "A", true);
      SaleTotals totals = sale(List.of(first)).totals(new TaxTable(List.of()), Till.EUR);
      int taken =
          write(retail(List.of(first, line), totals)).length
              - write(retail(List.of(first), totals)).length;
      int reckoned =
          DocumentBytes.lines(List.of(first, line)) - DocumentBytes.lines(List.of(first));
      int spare = amounts(line).filter(each -> !each.isNegative()).toList().size();
      assertEquals(taken + spare + (line.voided() ? 1 : 0), reckoned, line::toString);
    }
  }

  private static Stream<Money> amounts(LineItem line) {
    return Stream.concat(
        Stream.concat(
            Stream.of(line.regularUnitPrice(), line.actualUnitPrice(), line.extendedAmount()),
            line.adjustments().stream().map(Adjustment::amount)),
        line.returned().flatMap(ReturnedLine::tax).stream());
  }

  private static Transaction.Retail retail(List<LineItem> lines, SaleTotals totals) {
    return new Transaction.Retail(
        Transaction.Status.COMPLETED,
        812,
        lines,
        List.of(),
        totals,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private <T> List<T> several(int most, Function<Integer, T> of) {
    var all = new ArrayList<T>();
    int count = chance.nextInt(most + 1);
    for (int n = 1; n <= count; n++) {
      all.add(of.apply(n));
    }
    return all;
  }

  private <T> T any(T[] of) {
    return of[chance.nextInt(of.length)];
  }

  private <T> Optional<T> perhaps(Supplier<T> of) {
    return chance.nextInt(3) == 0 ? Optional.of(of.get()) : Optional.empty();
  }

  private LineItem line(int n) {
    return line(n, chance.nextBoolean() ? "A" : text(8, false), false);
  }

  /// @param whole whether there are no halves of characters in its texts
  private LineItem line(int n, String group, boolean whole) {
    return new LineItem(
        chance.nextInt(10_000) + n,
        any(LineItem.Kind.values()),
        text(64, whole),
        text(80, whole),
        quantity(),
        text(8, whole),
        money(),
        money(),
        money(),
        group,
        any(EntryMethod.values()),
        perhaps(() ->
            new Scan(
                text(8, whole),
                text(64, whole),
                perhaps(() -> text(3, whole)),
                several(4, _ -> new Scan.Element(text(4, whole), text(30, whole))))),
        chance.nextInt(5) == 0,
        Optional.of(new LineRate(new BigDecimal(whole ? "19" : rate()), true)),
        perhaps(() -> new Weight(quantity(), quantity())),
        several(
            8,
            _ ->
                new Adjustment(
                    any(Adjustment.Code.values()), money(), text(50, whole), text(20, whole))),
        perhaps(() -> chance.nextInt(10_000)),
        perhaps(
            () -> new ReturnedLine(text(26, whole), chance.nextInt(10_000), perhaps(this::money))),
        perhaps(() -> chance.nextInt(100)));
  }

  private String rate() {
    return List.of("19", "19.0", "7", "2.1250", "0").get(chance.nextInt(5));
  }

  private BigDecimal quantity() {
    return BigDecimal.valueOf(chance.nextInt(10_000_000), chance.nextInt(4));
  }

  private Money money() {
    long most = chance.nextBoolean() ? 1_000 : LARGEST;
    return new Money(chance.nextLong(-most, most + 1), Till.EUR);
  }

  private String text(int most, boolean whole) {
    int count = chance.nextInt(most + 1);
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      List<String> signs = whole || chance.nextInt(5) > 0 ? SIGNS : HALVES;
      text.append(signs.get(chance.nextInt(signs.size())));
    }
    return text.toString();
  }

  private Tender tender(int n) {
    TenderType type = any(TenderType.values());
    return new Tender(
        n,
        type,
        money(),
        money(),
        type == TenderType.CREDIT_DEBIT ? Optional.of(said()) : Optional.empty(),
        perhaps(() -> chance.nextInt(100)));
  }

  private Authorization said() {
    return new Authorization(
        letters(40),
        letters(40),
        letters(40),
        letters(40),
        text(100, false),
        text(100, false),
        perhaps(() -> text(2_000, false)),
        perhaps(() -> text(2_000, false)));
  }

  private String letters(int most) {
    return "€".repeat(chance.nextInt(most + 1));
  }

  private Problem problem(int n) {
    return new Problem(
        "p" + n,
        any(Problem.Code.values()),
        perhaps(() -> chance.nextInt(10_000)),
        perhaps(() ->
            new Problem.Clearing(
                any(Problem.Decision.values()),
                text(80, false),
                text(20, false),
                text(120, false),
                Till.NOON.plusMillis(chance.nextInt(2_000)))),
        perhaps(() -> text(20, false)));
  }

  private Link link(int n) {
    return new Link(any(Link.Kind.values()), "id" + n);
  }

  /// What is the same in each sale, at its longest.
  @Test
  void theLongestHeadAndFiscalRecordFitTheirParts() {
    var groups = new HashMap<String, Money>();
    for (int i = 0; i < 100; i++) {
      groups.put("GROUP" + (100 + i), new Money(-1_000_000_000_000_000L, Till.EUR));
    }
    var tenders = new HashMap<TenderType, Money>();
    Money most = new Money(Long.MIN_VALUE, Till.EUR);
    for (TenderType type : TenderType.values()) {
      tenders.put(type, most);
    }
    RetailTransaction empty = sale(List.of());
    var head =
        new Transaction(
            "01KAHYTV01ABCDEFGHJKMNPQRS-void",
            Integer.MAX_VALUE,
            Optional.of(LocalDate.of(9999, 12, 31)),
            "x".repeat(64),
            Till.NOON.plusMillis(123),
            Till.NOON.plusMillis(123),
            Moment.ClockState.UNSYNCHRONISED,
            new Transaction.Retail(
                Transaction.Status.POST_VOIDED,
                Long.MAX_VALUE,
                List.of(),
                List.of(),
                new SaleTotals(most, most, most, List.of(), most),
                List.of(),
                empty.links(),
                Optional.empty(),
                Optional.of("x".repeat(35)),
                Optional.of(ReceiptChoice.PAPER)),
            new GrandTotals(most, most, groups, tenders));
    var identity =
        new JournalIdentity(
            "x".repeat(64),
            "x".repeat(64),
            "x".repeat(64),
            "x".repeat(64),
            Till.EUR,
            ZoneId.of("America/Argentina/ComodRivadavia"));
    byte[] bytes = posLog.write(identity, BEFORE, Optional.of(BEFORE), head);
    assertTrue(bytes.length <= DocumentBytes.HEAD_MAX, bytes.length + " bytes");
  }

  @Test
  void aFiscalRecordTakesNoMoreThanItsPart() {
    int without = write(retail(sale(List.of()))).length;
    int longest = 0;
    for (int length = 500; length > 0 && longest == 0; length--) {
      var facts = new HashMap<String, String>();
      for (int i = 0; i < FiscalRecord.FACTS_MAX; i++) {
        facts.put("fact" + i, "\"€".repeat(length));
      }
      try {
        var record = new FiscalRecord("provider", false, facts);
        Transaction.Retail plain = retail(sale(List.of()));
        var with =
            new Transaction.Retail(
                plain.status(),
                1,
                List.of(),
                List.of(),
                plain.totals(),
                List.of(),
                List.of(),
                Optional.of(record));
        longest = write(with).length - without;
      } catch (IllegalArgumentException tooMuch) {
        assertTrue(length > 1, tooMuch.getMessage());
      }
    }
    assertTrue(longest > 7 * 1024, longest + " bytes");
    assertTrue(longest <= DocumentBytes.FISCAL_MAX, longest + " bytes");
  }

  /// A GTIN, thirty characters, scanned, a tax group.
  private static Input.EnterItem article(int n) {
    String gtin = Long.toString(4_006_381_000_000L + n);
    Item item =
        ItemMaker.of(gtin, Map.of("de", "Frische Öpfel vom Bodensee 1kg"), 1_999, "A").item();
    return new Input.EnterItem(
        item,
        BigDecimal.ONE,
        EntryMethod.SCANNED,
        Optional.of(new Scan("EAN13", gtin, Optional.of("]E0"), List.of())),
        812);
  }

  @Test
  void fiveHundredLinesFitOneDocumentWithTheirCardsReceipts() {
    Till till = Till.open();
    for (int n = 1; n <= 500; n++) {
      till.does(article(n));
      if (n % 10 == 0) {
        till.does(new Input.VoidLine(n));
      }
    }
    String slip = "K-U-N-D-E-N-B-E-L-E-G ".repeat(40);
    till.does(new Input.TakeTotal()).does(new Input.TenderCard(Optional.empty()));
    Authorization said = Till.authorization();
    till.does(
        new Input.PaymentAnswered(
            till.sale().attempt().orElseThrow().attemptId(),
            till.settled(
                new Authorization(
                    said.terminalId(),
                    said.traceNumber(),
                    said.receiptNumber(),
                    said.maskedAccount(),
                    said.cardName(),
                    said.verification(),
                    Optional.of(slip),
                    Optional.of(slip)))));
    byte[] bytes = write(till.lastTransaction().body());
    Transaction.Retail read =
        assertInstanceOf(Transaction.Retail.class, posLog.read(bytes).transaction().body());
    assertEquals(500, read.lines().size());
    assertEquals(
        Optional.of(slip),
        read.tenders().getFirst().authorization().orElseThrow().merchantReceipt());
  }

  @Test
  void theSaleRefusesTheChangedLineThatWouldPassIt() {
    Till till = Till.open();
    int lines = 0;
    Verdict verdict = till.hears(article(1));
    while (verdict instanceof Verdict.Accepted) {
      lines++;
      var cut = new Change.Amount(new Money(100, Till.EUR));
      verdict = till.hears("17", new Input.AdjustLine(lines, cut, "a damaged package"));
      if (verdict instanceof Verdict.Accepted) {
        verdict = till.hears(article(lines + 1));
      }
    }
    assertEquals(Reason.TOO_MANY_LINES, ((Verdict.Refused) verdict).reason());
    assertTrue(lines >= 390, lines + " lines");
  }
}
