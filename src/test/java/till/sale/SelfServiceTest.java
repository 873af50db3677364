package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What customers choose, and what becomes of a sale that they leave alone.
final class SelfServiceTest {

  private static Reason refusal(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict).reason();
  }

  private static Transaction.Retail document(Till till) {
    return assertInstanceOf(Transaction.Retail.class, till.lastTransaction().body());
  }

  private static List<String> codes(List<Problem> problems) {
    return problems.stream().map(problem -> problem.code().wireName()).toList();
  }

  // language

  @Test
  void whatIsEnteredAfterTheChoiceIsNamedInTheLanguageThatWasChosen() {
    Till till = Till.open().sells("1", 100).does(new Input.ChooseLanguage("en")).sells("2", 100);
    assertEquals(List.of("Artikel 1", "Item 2"), names(till));
    assertEquals(List.of("en", "de"), till.workstation().languages());
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    assertEquals(Optional.of("en"), document(till).language());
    assertEquals(List.of("de", "en"), till.workstation().languages());
  }

  @Test
  void whatIsInTheSaleIsCalledByItsNamesInTheLanguageThatWasChosen() {
    Item one = Till.item("1", 100, "A");
    Till till = Till.open().sells("1", 100).sells("2", 100);
    till.does(new Input.ChooseLanguage("en", List.of(one)));
    assertEquals(List.of("Item 1", "Artikel 2"), names(till), "of the other nothing is known");
    till.does(new Input.ChooseLanguage("de", List.of(one)));
    assertEquals(List.of("Artikel 1", "Artikel 2"), names(till));
    till.does(new Input.TakeTotal()).does(new Input.ChooseLanguage("en", List.of(one)));
    till.does(new Input.TenderCash(Optional.empty()));
    assertEquals(
        List.of("Item 1", "Artikel 2"),
        document(till).lines().stream().map(LineItem::description).toList());
  }

  @Test
  void whatWaitsForTheScaleIsRenamedToo() {
    Till till = Till.open().does(Goods.scanned(Goods.APPLES));
    assertEquals("Äpfel lose", till.sale().unweighed().orElseThrow().description());
    till.does(new Input.ChooseLanguage("en"));
    assertEquals("Apples", till.sale().unweighed().orElseThrow().description());
    till.does(Goods.weighing("0.250"));
    assertEquals(List.of("Apples"), names(till));
  }

  @Test
  void namesThatWouldNotFitTheDocumentAreLeftAsTheyAre() {
    Item item = ItemMaker.of("1", Map.of("de", "Ä", "en", "x".repeat(3_000)), 100, "A").item();
    Till till = Till.open();
    for (int i = 0; i < 100; i++) {
      till.does(Till.enter(item));
    }
    till.does(new Input.ChooseLanguage("en", List.of(item)));
    assertEquals(Optional.of("en"), till.sale().language());
    assertEquals(List.of("Ä"), names(till).stream().distinct().toList());
    assertFalse(DocumentBytes.isTooLong(till.sale()));
  }

  @Test
  void whatComesBackKeepsTheNameItWasSoldBy() {
    Item one = Till.item("1", 100, "A");
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    till.does("17", till.back(till.lastTransaction(), 1, "1"));
    till.does(new Input.ChooseLanguage("en", List.of(one)));
    assertEquals(List.of("Artikel 1"), names(till));
  }

  private static List<String> names(Till till) {
    return till.sale().lines().stream().map(LineItem::description).toList();
  }

  @Test
  void onlyTheShopsLanguagesCanBeChosenAndOnlyForASale() {
    Till till = Till.open();
    assertEquals(Reason.NO_TRANSACTION, refusal(till.hears(new Input.ChooseLanguage("en"))));
    till.sells("1", 100);
    assertEquals(Reason.LANGUAGE_UNKNOWN, refusal(till.hears(new Input.ChooseLanguage("fr"))));
    assertEquals(Optional.empty(), till.sale().language());
  }

  // receipt

  private static Input cash(ReceiptChoice choice) {
    return new Input.TenderWithReceipt(new Input.TenderCash(Optional.empty()), choice);
  }

  private static Till ready(ReceiptPolicy policy) {
    return Till.open(Till.SHOP.with(policy)).sells("1", 100).does(new Input.TakeTotal());
  }

  @ParameterizedTest
  @CsvSource({
    "ALWAYS, NONE, true", "ALWAYS, PAPER, true", "ASK, NONE, false",
    "ASK, PAPER, true", "NEVER, PAPER, false", "NEVER, NONE, false"
  })
  void theShopsRuleAndTheCustomersWordDecideAboutTheReceipt(
      ReceiptPolicy policy, ReceiptChoice choice, boolean isPrinted) {
    Till till = ready(policy).does(cash(choice));
    assertEquals(isPrinted ? 1 : 0, till.workstation().state().printJobs().size());
    assertEquals(Optional.of(choice), document(till).receipt());
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS, true", "ASK, true", "NEVER, false"})
  void aCustomerWhoSaysNothingGetsPaperWhereTheShopAsks(ReceiptPolicy policy, boolean isPrinted) {
    Till till = ready(policy).does(new Input.TenderCash(Optional.empty()));
    assertEquals(isPrinted ? 1 : 0, till.workstation().state().printJobs().size());
    assertEquals(Optional.empty(), document(till).receipt());
  }

  @Test
  void aCardPaymentBySignatureAlwaysHasAReceipt() {
    for (String verification : List.of("signature", "pin")) {
      Till till = ready(ReceiptPolicy.NEVER);
      Authorization card = Till.authorization();
      till.does(new Input.TenderCard(Optional.empty()));
      till.answersSettled(
          new Authorization(
              card.terminalId(),
              card.traceNumber(),
              card.receiptNumber(),
              card.maskedAccount(),
              card.cardName(),
              verification,
              card.customerReceipt(),
              card.merchantReceipt()));
      boolean isSigned = verification.equals("signature");
      if (isSigned) {
        till.by("17").does(new Input.ClearProblem("p1", Problem.Decision.APPROVED, ""));
      }
      assertEquals(Transaction.Status.COMPLETED, document(till).status());
      assertEquals(isSigned ? 1 : 0, till.workstation().state().printJobs().size(), verification);
    }
  }

  @Test
  void theChoiceOutlivesTheCardThatIsAskedForAndADeclinedOne() {
    Till till = ready(ReceiptPolicy.ASK);
    till.does(
        new Input.TenderWithReceipt(new Input.TenderCard(Optional.empty()), ReceiptChoice.NONE));
    till.answers(new PaymentOutcome.Declined("no"));
    till.does(new Input.TenderCash(Optional.empty()));
    assertEquals(List.of(), till.workstation().state().printJobs());
  }

  @Test
  void aTenderThatIsRefusedChangesNoChoice() {
    Till till = ready(ReceiptPolicy.ASK);
    Input tooMuch =
        new Input.TenderWithReceipt(
            new Input.TenderVoucher(Optional.of(new Money(101, Till.EUR))), ReceiptChoice.NONE);
    assertEquals(Reason.VOUCHER_TOO_LARGE, refusal(till.hears(tooMuch)));
    assertEquals(Optional.empty(), till.sale().receipt());
    assertEquals(Reason.NO_TRANSACTION, refusal(Till.open().hears(cash(ReceiptChoice.NONE))));
  }

  // time-out

  @Test
  void aSaleThatIsLeftAloneIsVoidedAndItsDocumentSaysWhy() {
    for (boolean totalTaken : List.of(false, true)) {
      Till till = Till.open().sells("1", 100);
      if (totalTaken) {
        till.does(new Input.TakeTotal());
      }
      till.does(new Input.TimeOut());
      assertEquals(Transaction.Status.VOIDED, document(till).status());
      assertEquals(List.of("idle"), codes(document(till).problems()));
      assertEquals(Optional.empty(), till.workstation().state().sale());
    }
  }

  @Test
  void whereMoneyWasTakenSomebodyIsCalledInsteadAndOnce() {
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(40, Till.EUR))));
    till.does(new Input.TimeOut());
    assertEquals(List.of("idle"), codes(till.sale().openProblems()));
    assertTrue(till.sale().isBlocked());
    assertEquals(Reason.NO_TRANSACTION, refusal(till.hears(new Input.TimeOut())));

    till.by("17").does(new Input.ClearProblem("p1", Problem.Decision.APPROVED, "still there"));
    till.does(new Input.TenderCash(Optional.empty()));
    assertEquals(Transaction.Status.COMPLETED, document(till).status());
  }

  @Test
  void whoeverFindsTheCustomerGoneGivesTheMoneyBack() {
    Till till = Till.open().sells("1", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(40, Till.EUR))));
    till.does(new Input.TimeOut());
    till.by("17").does(new Input.ClearProblem("p1", Problem.Decision.REFUSED, "gone"));
    assertEquals(Transaction.Status.VOIDED, document(till).status());
    assertEquals(List.of(40L, -40L), amounts(document(till)));
  }

  private static List<Long> amounts(Transaction.Retail sale) {
    return sale.tenders().stream().map(tender -> tender.amount().minor()).toList();
  }

  @Test
  void aSaleThatWaitsForSomebodyElseDoesNotTimeOut() {
    Till called = Till.open().sells("1", 100).does(new Input.CallAssistance());
    assertEquals(Reason.NO_TRANSACTION, refusal(called.hears(new Input.TimeOut())));
    Till paying = ready(ReceiptPolicy.ALWAYS).does(new Input.TenderCard(Optional.empty()));
    assertEquals(Reason.NO_TRANSACTION, refusal(paying.hears(new Input.TimeOut())));
    paying.answers(new PaymentOutcome.Unknown("cable out"));
    assertEquals(Reason.NO_TRANSACTION, refusal(paying.hears(new Input.TimeOut())));
    assertEquals(Reason.NO_TRANSACTION, refusal(Till.open().hears(new Input.TimeOut())));
  }

  @Test
  void aCustomerCanBeStillThereOnlyInASale() {
    assertEquals(Reason.NO_TRANSACTION, refusal(Till.open().hears(new Input.Extend())));
    Till till = Till.open().sells("1", 100);
    int facts = till.facts.size();
    till.does(new Input.Extend());
    assertEquals(facts, till.facts.size());
  }

  // lane

  @Test
  void onlyAPausedLaneGoesOn() {
    Till till = Till.open().does(new Input.PauseLane()).does(new Input.ResumeLane());
    assertEquals(LaneState.READY, till.workstation().laneState());
    assertEquals(
        "lane-resume",
        assertInstanceOf(Transaction.Control.class, till.lastTransaction().body()).control());
    int facts = till.facts.size();
    till.does(new Input.ResumeLane());
    assertEquals(facts, till.facts.size(), "a lane that is open is left as it is");
    till.does(new Input.CloseLane());
    assertEquals(Reason.LANE_NOT_READY, refusal(till.hears(new Input.ResumeLane())));
    assertFalse(till.workstation().laneState() == LaneState.READY);
  }
}
