package till.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import till.sale.Authorization;
import till.sale.DocumentBytes;
import till.sale.EntryMethod;
import till.sale.Input;
import till.sale.Item;
import till.sale.ItemMaker;
import till.sale.Money;
import till.sale.PaymentOutcome;
import till.sale.Problem;
import till.sale.RetailTransaction;
import till.sale.Scan;
import till.sale.Till;
import till.sale.Transaction;
import till.sale.Verdict;

/// Sales that have taken all the lines there is room for, and then whatever can happen to a sale:
/// tenders, coupons, the longest slips, signatures, reversals that are refused, calls for help,
/// lines that go. They all end in a document that is not too long, and so does what undoes them.
/// `-Dtilld.seed=N` for the same ones again, `-Dtilld.long=true` for many.
final class LongestSaleTest {

  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);
  private static final int SALES = Boolean.getBoolean("tilld.long") ? 2_000 : 12;
  private static final int ACTS = 150;

  /// More than is kept of any text, each sign of it escaped.
  private static final String WORDS = "\u0001".repeat(500);

  private final PosLog posLog = new PosLog();
  private final Random chance = new Random(SEED);
  private int longest;

  @Test
  void whateverHappensToTheLongestSaleFitsItsDocument() {
    System.out.println("seed " + SEED);
    for (int i = 0; i < SALES; i++) {
      Till till = Till.open();
      while (till.hears(line()) instanceof Verdict.Accepted) {}
      till.hears(new Input.TakeTotal());
      live(till);
      List<Transaction> ended = till.documents();
      Transaction sale = ended.getLast();
      var retail = (Transaction.Retail) sale.body();
      if (retail.status() == Transaction.Status.COMPLETED) {
        till.hears("17", new Input.PostVoid(till.original(sale)));
        live(till);
      }
      till.documents().forEach(this::fits);
    }
    assertTrue(longest > PosLog.DOCUMENT_BYTES_MAX * 9 / 10, longest + " bytes");
  }

  private void fits(Transaction transaction) {
    byte[] bytes =
        posLog.write(
            JournalOnDisk.IDENTITY,
            new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32)),
            Optional.empty(),
            transaction);
    longest = Math.max(longest, bytes.length);
  }

  /// A label with so much on it that few of them make a long sale.
  private static Input.EnterItem line() {
    Item item = ItemMaker.of("1", Map.of("de", "\"€".repeat(40)), 99_999, "A").ageClass(16).item();
    List<Scan.Element> elements =
        Stream.generate(() -> new Scan.Element("37", "€".repeat(30))).limit(64).toList();
    return new Input.EnterItem(
        item,
        BigDecimal.ONE,
        EntryMethod.SCANNED,
        Optional.of(new Scan("UNKNOWN", "€".repeat(60), Optional.of("]d2"), elements)),
        812);
  }

  /// What customers, people of the shop and the terminal do, until the sale is over one way or the
  /// other.
  private void live(Till till) {
    for (int act = 0; act < ACTS && isOpen(till); act++) {
      act(till);
      till.workstation().state().sale().ifPresent(LongestSaleTest::hasRoom);
    }
    for (int tries = 0; isOpen(till); tries++) {
      assertTrue(tries < 100, () -> "a sale that cannot end: " + till.sale());
      approveAll(till);
      if (till.sale().attempt().isPresent()) {
        till.answersSettled(slips("pin"));
      } else if (till.hears("17", new Input.TenderCash(Optional.empty()))
          instanceof Verdict.Refused) {
        till.hears("17", new Input.TakeTotal());
      }
    }
  }

  /// Also for giving all the money back.
  private static void hasRoom(RetailTransaction sale) {
    int room = DocumentBytes.MAX - DocumentBytes.HEAD_MAX - DocumentBytes.FISCAL_MAX;
    assertTrue(DocumentBytes.of(sale) <= room, () -> "no room for the end of " + sale);
  }

  private static boolean isOpen(Till till) {
    return till.workstation().state().sale().isPresent();
  }

  private static void approveAll(Till till) {
    for (Problem problem : till.sale().openProblems()) {
      if (isOpen(till)) {
        till.hears("17", decided(problem, Problem.Decision.APPROVED));
      }
    }
  }

  private static Input decided(Problem problem, Problem.Decision decision) {
    return new Input.ClearProblem(problem.id(), decision, WORDS);
  }

  private void act(Till till) {
    var cent = Optional.of(new Money(1 + chance.nextInt(9), Till.EUR));
    if (till.sale().attempt().isPresent()) {
      till.answers(answer(till));
      return;
    }
    switch (chance.nextInt(20)) {
      case 0, 1, 2 -> till.hears(new Input.TenderCard(cent));
      case 3 -> till.hears(new Input.TenderCard(Optional.empty()));
      case 4 -> till.hears(new Input.TenderCash(cent));
      case 5 -> till.hears(new Input.TenderVoucher(cent));
      case 6 -> till.hears("17", new Input.ResumeEntry());
      case 7, 8 -> till.hears(new Input.TakeTotal());
      case 9 -> till.hears(new Input.CallAssistance());
      case 10 -> till.hears(new Input.TimeOut());
      case 11 -> till.hears("17", new Input.VoidLine(1 + chance.nextInt(40)));
      case 12 -> till.hears(line());
      case 13 ->
          till.hears(
              new Input.ChangeQuantity(
                  1 + chance.nextInt(40), BigDecimal.valueOf(9_999), OptionalInt.empty()));
      case 14 ->
          till.hears(
              new Input.EnterCoupon(
                  "990000000" + (1_000 + chance.nextInt(1_000)),
                  new Money(1 + chance.nextInt(500), Till.EUR)));
      case 15 -> till.hears("17", new Input.CheckBasket());
      default -> decide(till);
    }
  }

  private PaymentOutcome answer(Till till) {
    Authorization said = slips(chance.nextBoolean() ? "signature" : "pin");
    Money asked = till.sale().attempt().orElseThrow().amount();
    return switch (chance.nextInt(4)) {
      case 0 -> new PaymentOutcome.Declined(WORDS);
      case 1 ->
          new PaymentOutcome.Settled(
              new PaymentOutcome.Booking(new Money((asked.minor() + 1) / 2, Till.EUR), said));
      default -> till.settled(said);
    };
  }

  private static Authorization slips(String verification) {
    String words = "€".repeat(200);
    String slip = "€".repeat(2_000);
    return new Authorization(
        words, words, words, words, words, verification, Optional.of(slip), Optional.of(slip));
  }

  private void decide(Till till) {
    List<Problem> open = till.sale().openProblems();
    if (!open.isEmpty()) {
      boolean refuses = chance.nextInt(3) == 0;
      till.hears(
          "17",
          decided(
              open.get(chance.nextInt(open.size())),
              refuses ? Problem.Decision.REFUSED : Problem.Decision.APPROVED));
    }
  }
}
