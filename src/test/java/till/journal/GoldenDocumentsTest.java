package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import till.sale.Adjustment;
import till.sale.Authorization;
import till.sale.CashKind;
import till.sale.EntryMethod;
import till.sale.FiscalRecord;
import till.sale.Goods;
import till.sale.Input;
import till.sale.Item;
import till.sale.LineItem;
import till.sale.Link;
import till.sale.Money;
import till.sale.PaymentOutcome;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.Shop;
import till.sale.TenderType;
import till.sale.Till;
import till.sale.Transaction;

/// One document of each type and status, of each control, and of whatever else a document has a
/// word for: kept as it was written, so that no later version writes or reads it otherwise.
final class GoldenDocumentsTest {

  private static final Head BEFORE =
      new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32));

  private final PosLog posLog = new PosLog();

  /// Those that no other test of documents has, by the name of their golden file.
  private static Map<String, Transaction> documents() {
    var documents = new LinkedHashMap<String, Transaction>();
    documents.put("sale-split", split());
    documents.put("sale-voided-reversed", reversed());
    documents.put("sale-problems", problems());
    documents.put("sale-signature", signature());
    documents.put("return-blind", blindReturn());
    documents.put("sale-fiscal", fiscal(new FiscalRecord("tse", false, signed())));
    documents.put(
        "sale-fiscal-outage",
        fiscal(new FiscalRecord("tse", true, Map.of("reason", "no answer within 15 s"))));
    documents.putAll(ofTheSale());
    FACTS.forEach((control, facts) ->
        documents.put(control, Till.open().does(control(control, facts)).lastTransaction()));
    return documents;
  }

  private static Optional<Money> eur(long minor) {
    return Optional.of(new Money(minor, Till.EUR));
  }

  /// A voucher, a card that paid a part, and cash.
  private static Transaction split() {
    Till till = Till.open().sells("4006381333931", 1_999).does(new Input.TakeTotal());
    till.does(new Input.TenderVoucher(eur(500)));
    till.does(new Input.TenderCard(eur(1_000))).answersSettled(Till.authorization());
    return till.does(new Input.TenderCash(eur(600))).lastTransaction();
  }

  /// Part of it was paid by a card, and went back.
  private static Transaction reversed() {
    Till till = Till.open().sells("4006381333931", 1_999).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(eur(1_000))).answersSettled(Till.authorization());
    till.does(new Input.CancelTransaction()).answersSettled(Till.authorization());
    return till.lastTransaction();
  }

  /// Whatever somebody has to look at while goods come in.
  private static Transaction problems() {
    Till till = Till.open(Till.SHOP.limitingVoids(eur(1_000)));
    till.sells("pen", 199).does(new Input.CallAssistance());
    cleared(till, "it was shown how \"weighing\" works");
    till.does(new Input.ReportRecalled());
    cleared(till, "");
    till.does(Goods.scanned(Goods.ROLLS, 99));
    cleared(till, "for a feast");
    till.sells("20123451", 5_000).does(new Input.VoidLine(3));
    cleared(till, "");
    return till.does(new Input.TakeTotal())
        .does(new Input.TenderCash(Optional.empty()))
        .lastTransaction();
  }

  private static void cleared(Till till, String reason) {
    for (Problem problem : till.sale().openProblems()) {
      till.does("17", new Input.ClearProblem(problem.id(), Problem.Decision.APPROVED, reason));
    }
  }

  /// A signature that nobody believed, and a terminal that would not give the money back.
  private static Transaction signature() {
    Authorization pin = Till.authorization();
    var signed =
        new Authorization(
            pin.terminalId(),
            pin.traceNumber(),
            pin.receiptNumber(),
            pin.maskedAccount(),
            "VISA",
            "signature",
            Optional.of("K-U-N-D-E-N-B-E-L-E-G\nVISA"),
            Optional.of("H-A-E-N-D-L-E-R-B-E-L-E-G\nUnterschrift"));
    Till till = Till.open().sells("4006381333931", 1_999).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty())).answersSettled(signed);
    till.does("17", Goods.refuses(till.sale().openProblems().getFirst()));
    till.answers(new PaymentOutcome.Declined("not possible"));
    cleared(till, "the card was compared once more");
    return till.lastTransaction();
  }

  /// Goods of which nobody knows the sale, for less than they cost today, and empties.
  private static Transaction blindReturn() {
    Till till = Till.open();
    Item pen = Till.item("4006381333931", 199, "A");
    till.does("17", back(pen, "2", eur(150), false, "without its receipt"));
    till.does("17", back(Goods.BOTTLE, "6", Optional.empty(), true, ""));
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    return till.lastTransaction();
  }

  private static Input back(
      Item item, String quantity, Optional<Money> each, boolean deposit, String reason) {
    return new Input.ReturnItem(
        item,
        new BigDecimal(quantity),
        each,
        deposit,
        EntryMethod.KEYED,
        Optional.empty(),
        reason,
        812);
  }

  private static Map<String, String> signed() {
    return Map.of(
        "serial", "b53a0a3f".repeat(8),
        "transactionNumber", "4711",
        "signatureCounter", "9403",
        "signature", "MEUCIQD8/n7A==",
        "startedAt", "2026-11-24T10:59:01Z",
        "endedAt", "2026-11-24T11:00:00Z");
  }

  private static Transaction fiscal(FiscalRecord record) {
    Shop plain = Till.SHOP;
    var shop =
        new Shop(
            plain.currency(),
            plain.taxes(),
            plain.languages(),
            plain.operator(),
            plain.cards(),
            plain.cashRounding(),
            Optional.of("tse"));
    Till till = Till.open(shop).sells("4006381333931", 199).does(new Input.ChooseLanguage("de"));
    till.does(new Input.TakeTotal());
    till.does(
        new Input.TenderWithReceipt(new Input.TenderCash(Optional.empty()), ReceiptChoice.PAPER));
    return till.does(new Input.Fiscalised(till.sale().transactionId(), record)).lastTransaction();
  }

  /// The controls that the sale decides about itself.
  private static Map<String, Transaction> ofTheSale() {
    var documents = new LinkedHashMap<String, Transaction>();
    var till = new Till(Till.SHOP).by("17");
    var acts = new LinkedHashMap<String, Input>();
    acts.put("business-day-open", new Input.OpenBusinessDay(Till.DAY));
    acts.put("lane-open", new Input.OpenLane());
    acts.put("lane-pause", new Input.PauseLane());
    acts.put("lane-resume", new Input.ResumeLane());
    acts.put("lane-close", new Input.CloseLane());
    acts.forEach((control, act) -> documents.put(control, till.does(act).lastTransaction()));
    till.does(new Input.OpenLane()).sells("4006381333931", 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty()));
    till.answers(new PaymentOutcome.Unknown("no answer"));
    till.does(new Input.ResolvePayment(true, "the terminal's slip says so"));
    List<Transaction> both = till.documents();
    documents.put("sale-resolved", both.getLast());
    documents.put("payment-resolved", both.get(both.size() - 2));
    PrintJob job = till.workstation().state().printJobs().getFirst();
    till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.SENDING));
    till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.DOUBTFUL, Optional.of("cut")));
    till.does(new Input.ResolvePrintJob(job.jobId(), PrintJob.Decision.ABANDON));
    documents.put("print-job-resolved", till.lastTransaction());
    till.does(new Input.CopyReceipt(job.transactionId(), 1_041));
    documents.put("receipt-copy", till.lastTransaction());
    return documents;
  }

  /// What the lane and the daemon have remembered, with the facts that they give.
  private static final Map<String, Map<String, String>> FACTS =
      Map.of(
          "config-adopted", Map.of("terminal/0042-03", "7", "fleet", "812"),
          "config-kept", Map.of("terminal/0042-03", "6"),
          "config-refused",
              Map.of("scope", "terminal", "reasons", "[kiosk] listen: \"x\" is no address"),
          "epoch-begun",
              Map.of(
                  "epoch", "01KAHYTV00ABCDEFGHJKMNPQRS",
                  "number", "1040",
                  "reason", "the fleet knows another document 1039"),
          "device-check", Map.of("device", "printer"),
          "assistance-cleared", Map.of("reason", "the customer found it"),
          "tamper-opened", Map.of(),
          "tamper-closed", Map.of(),
          "sign-on-failed", Map.of("operator", "17", "wrongInARow", "3", "pauseSeconds", "30"),
          "payment-reconciled",
              Map.of(
                  "serviceId", "r-17",
                  "amount", "4711",
                  "receipts", "0007-0009",
                  "totals", "girocard 3 4711",
                  "report", "KASSENSCHNITT\nSUMME 47,11"));

  private static Input control(String control, Map<String, String> facts) {
    return control.startsWith("config-")
        ? new Input.Start(control, facts)
        : new Input.RecordControl(control, facts);
  }

  private byte[] write(Transaction transaction) {
    return posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), transaction);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void eachIsWrittenAsItAlwaysWasAndReads() {
    documents()
        .forEach((name, transaction) -> {
          byte[] golden = Golden.bytes(name + "-1.json");
          assertEquals(text(golden), text(write(transaction)) + "\n", name);
          assertEquals(
              posLog.read(write(transaction)).transaction(),
              posLog.read(golden).transaction(),
              name);
        });
  }

  @Test
  void eachGoldenDocumentIsReadAndWrittenAgainWithoutALoss() {
    for (String name : Golden.documents()) {
      byte[] golden = Golden.bytes(name);
      Document read = posLog.read(golden);
      JournalIdentity identity =
          read.training() ? JournalOnDisk.IDENTITY.forTraining() : JournalOnDisk.IDENTITY;
      byte[] again = posLog.write(identity, BEFORE, read.previousEpoch(), read.transaction());
      assertEquals(text(golden), text(again) + "\n", name);
    }
  }

  /// A word that the code writes and no golden file has: add a document with it to one of the tests
  /// that have such files.
  @Test
  void noWordOfADocumentIsWithoutAGoldenFile() {
    NavigableSet<String> missing = words();
    for (String name : Golden.documents()) {
      missing.removeAll(words(posLog.read(Golden.bytes(name)).transaction()));
    }
    assertEquals(new TreeSet<String>(), missing, "in no golden file");
  }

  private static NavigableSet<String> words() {
    var words = new TreeSet<String>();
    add(words, "status", Transaction.Status.values());
    add(words, "line", LineItem.Kind.values());
    add(words, "entry method", EntryMethod.values());
    add(words, "adjustment", Adjustment.Code.values());
    add(words, "tender", TenderType.values());
    add(words, "problem", Problem.Code.values());
    add(words, "decision", Problem.Decision.values());
    add(words, "link", Link.Kind.values());
    add(words, "receipt", ReceiptChoice.values());
    add(words, "tender control", CashKind.values());
    words.addAll(List.of("fiscal true", "fiscal false", "control " + Transaction.Closing.CONTROL));
    ControlWords.inTheCode().forEach(word -> words.add("control " + word));
    return words;
  }

  private static void add(NavigableSet<String> words, String what, Enum<?>[] values) {
    Arrays.stream(values).forEach(value -> words.add(what + " " + value.name()));
  }

  private static NavigableSet<String> words(Transaction transaction) {
    var words = new TreeSet<String>();
    switch (transaction.body()) {
      case Transaction.Retail retail -> add(words, retail);
      case Transaction.Control control -> words.add("control " + control.control());
      case Transaction.Closing _ -> words.add("control " + Transaction.Closing.CONTROL);
      case Transaction.TenderControl control ->
          words.add("tender control " + control.kind().name());
    }
    return words;
  }

  private static void add(NavigableSet<String> words, Transaction.Retail retail) {
    words.add("status " + retail.status().name());
    for (LineItem line : retail.lines()) {
      words.add("line " + line.kind().name());
      words.add("entry method " + line.entryMethod().name());
      line.adjustments().forEach(each -> words.add("adjustment " + each.code().name()));
    }
    retail.tenders().forEach(tender -> words.add("tender " + tender.type().name()));
    for (Problem problem : retail.problems()) {
      words.add("problem " + problem.code().name());
      problem.clearing().ifPresent(how -> words.add("decision " + how.decision().name()));
    }
    retail.links().forEach(link -> words.add("link " + link.kind().name()));
    retail.receipt().ifPresent(choice -> words.add("receipt " + choice.name()));
    retail.fiscal().ifPresent(record -> words.add("fiscal " + record.outage()));
  }

  @Test
  void theWordsOfTheCodeAreFound() {
    NavigableSet<String> words = ControlWords.inTheCode();
    assertTrue(
        words.containsAll(List.of("boot", "no-sale", "board-changed", "tamper-closed")),
        words::toString);
  }
}
