package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A sale waits for its customer, and goes on.
final class SuspendingTest {

  private static final Input.SuspendTransaction SUSPEND = new Input.SuspendTransaction();
  private static final Input.RetrieveTransaction RETRIEVE =
      new Input.RetrieveTransaction(Optional.empty(), 8);
  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static Transaction.Retail document(Till till) {
    return (Transaction.Retail) till.lastTransaction().body();
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  @Test
  void whatIsSuspendedGoesOnInAnotherTransaction() {
    Till till = Till.open().sells("1", 199).sells("2", 300).does(new Input.VoidLine(2));
    till.does(new Input.CallAssistance());
    RetailTransaction before = till.sale();
    till.does(SUSPEND);
    assertEquals(Transaction.Status.SUSPENDED, document(till).status());
    assertEquals(eur(199), document(till).totals().total());
    assertEquals(eur(0), till.lastTransaction().grandTotals().sales());
    assertTrue(till.workstation().state().sale().isEmpty());
    till.does(RETRIEVE);
    RetailTransaction after = till.sale();
    assertTrue(!after.transactionId().equals(before.transactionId()));
    assertTrue(after.sequence() > before.sequence());
    assertEquals(before.lines(), after.lines());
    assertEquals(before.problems(), after.problems());
    assertEquals(List.of(new Link(Link.Kind.RETRIEVE, before.transactionId())), after.links());
    assertEquals(8, after.priceRevision());
    assertEquals(List.of(), till.workstation().state().suspended());
    assertRefused(Reason.LANE_BUSY, till.hears(RETRIEVE));
  }

  @Test
  void anotherCustomerIsServedMeanwhile() {
    Till till = Till.open().sells("1", 199).does(SUSPEND);
    till.sells("2", 100).does(new Input.TakeTotal()).does(CASH).does(RETRIEVE);
    till.does(new Input.TakeTotal()).does(CASH);
    assertEquals(eur(199), document(till).totals().total());
    assertEquals(eur(299), till.lastTransaction().grandTotals().sales());
  }

  @Test
  void nothingIsSuspendedThatMoneyWasTakenFor() {
    Till till = Till.open();
    assertRefused(Reason.NO_TRANSACTION, till.hears(SUSPEND));
    till.sells("1", 500).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.of(eur(100))));
    assertRefused(Reason.PAYMENT_OPEN, till.hears(SUSPEND));
    till.answers(till.settled());
    assertRefused(Reason.MONEY_TAKEN, till.hears(SUSPEND));
    till.does(new Input.ResumeEntry()).answers(till.settled());
    till.does(SUSPEND);
    assertEquals(1, till.workstation().state().suspended().size());
  }

  @Test
  void severalThatWaitAreToldApart() {
    Till till = Till.open();
    assertRefused(Reason.NOT_SUSPENDED, till.hears(RETRIEVE));
    till.sells("1", 100).does(SUSPEND);
    String first = till.lastTransaction().transactionId();
    till.sells("2", 200).does(SUSPEND);
    assertRefused(Reason.SEVERAL_SUSPENDED, till.hears(RETRIEVE));
    till.does(new Input.RetrieveTransaction(Optional.of(first), 8));
    assertEquals(eur(100), till.workstation().totals().orElseThrow().total());
    till.does(new Input.CancelTransaction());
    assertRefused(
        Reason.NOT_SUSPENDED, till.hears(new Input.RetrieveTransaction(Optional.of(first), 8)));
    assertEquals(1, till.workstation().state().suspended().size());
  }

  @Test
  void howOftenASaleWaitsDoesNotMakeItLonger() {
    Till till = Till.open().sells("1", 100).does(SUSPEND).does(RETRIEVE).does(SUSPEND);
    String before = till.lastTransaction().transactionId();
    till.does(RETRIEVE);
    assertEquals(List.of(new Link(Link.Kind.RETRIEVE, before)), till.sale().links());
  }

  @Test
  void onlySoManyWait() {
    Till till = Till.open();
    for (int i = 0; i < Workstation.SUSPENDED_MAX; i++) {
      till.sells("1", 100).does(SUSPEND);
    }
    till.sells("1", 100);
    assertRefused(Reason.TOO_MANY_SUSPENDED, till.hears(SUSPEND));
  }

  @Test
  void onlySoMuchWaits() {
    Till till = Till.open();
    int waiting = 0;
    Verdict verdict;
    do {
      Verdict line;
      do {
        line = till.hears(Till.enter(Till.item("1", 100, "A"), BigDecimal.ONE));
      } while (line instanceof Verdict.Accepted);
      verdict = till.hears(SUSPEND);
      waiting++;
    } while (verdict instanceof Verdict.Accepted);
    assertRefused(Reason.TOO_MANY_SUSPENDED, verdict);
    assertEquals(3, waiting, "two of the longest find room");
  }

  @Test
  void whatWaitsIsGivenUpAsTheDayIsClosedEachByADocumentOfItsOwn() {
    Till till = Till.open().sells("1", 100).does(SUSPEND).sells("2", 200).does(SUSPEND);
    List<String> waiting =
        till.workstation().state().suspended().stream()
            .map(each -> each.sale().transactionId())
            .toList();
    int before = till.documents().size();
    till.by("17").does(new Input.CloseBusinessDay());
    List<Transaction> ended = till.documents().subList(before, till.documents().size());
    assertEquals(3, ended.stream().map(Transaction::transactionId).distinct().count());
    for (int i = 0; i < waiting.size(); i++) {
      var given = assertInstanceOf(Transaction.Retail.class, ended.get(i).body());
      assertEquals(Transaction.Status.VOIDED, given.status());
      assertEquals(List.of(new Link(Link.Kind.RETRIEVE, waiting.get(i))), given.links());
      assertEquals("17", ended.get(i).operator());
      assertEquals(ended.getFirst().sequence() + i, ended.get(i).sequence());
    }
    var closing = assertInstanceOf(Transaction.Closing.class, ended.getLast().body());
    assertEquals(new DayTotals.TransactionCount(0, 2, 2, 0), closing.totals().transactions());
    assertEquals(ended.getLast().sequence(), closing.totals().lastSequence());
    assertEquals(List.of(), till.workstation().state().suspended());
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  @Test
  void aRestartChangesNothing() {
    Till till = Till.open().sells("1", 100).does(SUSPEND);
    TillState before = till.workstation().state();
    till.does(new Input.Start("boot", Map.of()));
    assertEquals(before.suspended(), till.workstation().state().suspended());
  }
}
