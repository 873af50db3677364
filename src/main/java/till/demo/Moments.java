package till.demo;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import till.demo.CutView.Fact;
import till.fleet.Audit;
import till.journal.Journal;
import till.journal.JournalVerifier;
import till.kiosk.Role;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.MessageTap.Passing;
import till.simulator.SimulatedPaymentTerminal.Fault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How each row of the power-cut matrix is played: what is sold, when the power goes, and what must
/// be there when it is back.
final class Moments {

  // what the till says to the payment terminal, and the terminal to it
  private static final int AUTHORISE = 0x0601;
  private static final int STATUS_INFORMATION = 0x040F;
  private static final int ACKNOWLEDGED = 0x8000;

  /// Of a receipt, so that something of it is on paper and something is not.
  private static final int LINES_PRINTED = 10;

  /// Long enough to see the lines that are back, short enough to see them go.
  private static final String IDLE =
      """
      [lane]
      idle_seconds = 3
      idle_warning_seconds = 5
      """;

  private static final String OPENED_BY_HAND =
      """
      [lane]
      auto_open = false
      """;

  private final CutShop shop;
  private final Consumer<String> step;
  private final List<Fact> facts = new ArrayList<>();

  /// @param step told what is being done
  Moments(CutShop shop, Consumer<String> step) {
    this.shop = shop;
    this.step = step;
  }

  /// What a row needs of the till's configuration.
  static String laneSection(CutRow row) {
    return switch (row) {
      case ENTERING -> IDLE;
      case DAY_CLOSING -> OPENED_BY_HAND;
      default -> "";
    };
  }

  /// Plays a row to its end, and looks through the books.
  ///
  /// @throws Patience.Missing when something does not come
  List<Fact> play(CutRow row) throws IOException {
    shop.start();
    switch (row) {
      case ENTERING -> entering();
      case NOT_SENT -> notSent();
      case NO_ANSWER -> noAnswer();
      case NOT_STORED -> notStored();
      case NOT_COMMITTED -> notCommitted();
      case IN_COMMIT -> inCommit();
      case QUEUED -> queued();
      case PARTLY_PRINTED -> partlyPrinted();
      case NOT_ACKNOWLEDGED -> notAcknowledged();
      case DAY_CLOSING -> dayClosing();
    }
    checkBooks();
    return facts;
  }

  private void fact(String what, Object must, Object is) {
    facts.add(new Fact(what, must, is));
  }

  private void entering() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    for (String image : List.of("bread", "pretzel", "milk")) {
      shop.scan(image);
    }
    step.accept("cut");
    shop.kill();
    startAgain();
    JsonNode back = shop.await("lines that are back", lane -> !CutShop.transaction(lane).isEmpty());
    step.accept("looking");
    fact("lines", 3, back.at("/transaction/lines").size());
    fact("status", "ENTERING", CutShop.status(back));
    fact("asks-to-continue", true, back.path("restored").asBoolean());
    JsonNode over = shop.await("the next customer", lane -> CutShop.transaction(lane).isEmpty());
    fact("next-customer", "READY", over.path("state").asString());
  }

  private void notSent() throws IOException {
    String sale = askForCard(toTerminal(AUTHORISE), Meddling.DROP);
    startAgain();
    JsonNode back =
        shop.await(
            "a sale that can be paid",
            lane -> CutShop.prompt(lane).equals("pay") && lane.at("/transaction/payment").isNull());
    step.accept("looking");
    fact("status", "TENDERING", CutShop.status(back));
    fact("bookings-before", 0, shop.bookings());
    fact("sent-by-itself", false, shop.wasSent(AUTHORISE));
    shop.awaitDevices();
    shop.tender("CreditDebit");
    paidOnce(shop.awaitCompleted(sale));
  }

  private void noAnswer() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    String sale = shop.beginSale();
    shop.terminal().approveAutomatically(false);
    shop.terminal().script(Fault.LEAVE_ALONE);
    CompletableFuture<Void> cut = shop.cutWhenAsking();
    shop.tender("CreditDebit");
    CutShop.await(cut);
    step.accept("cut");
    startAgain();
    JsonNode back =
        shop.await(
            "a payment that is unknown", lane -> CutShop.status(lane).equals("PAYMENT_UNKNOWN"));
    step.accept("looking");
    fact("status", "PAYMENT_UNKNOWN", CutShop.status(back));
    fact("cash-instead", "payment-open", refused("/v1/transaction/tender", shop.cash()));
    shop.terminal().tap();
    long number = shop.awaitCompleted(sale);
    fact("sent-by-itself", false, shop.wasSent(AUTHORISE));
    paidOnce(number);
  }

  private void notStored() throws IOException {
    committedByItself(
        askForCard(behind(toTerminal(AUTHORISE), toRegister(STATUS_INFORMATION)), Meddling.PASS));
  }

  private void notCommitted() throws IOException {
    committedByItself(
        askForCard(
            behind(toRegister(STATUS_INFORMATION), toTerminal(ACKNOWLEDGED)), Meddling.PASS));
  }

  private String askForCard(Predicate<Passing> moment, Meddling then) throws IOException {
    shop.awaitReady();
    step.accept("selling");
    String sale = shop.beginSale();
    CompletableFuture<Void> cut = shop.cutAt(moment, then);
    shop.tender("CreditDebit");
    CutShop.await(cut);
    step.accept("cut");
    return sale;
  }

  private void committedByItself(String sale) throws IOException {
    fact("bookings-before", 1, shop.bookings());
    startAgain();
    long number = shop.awaitCompleted(sale);
    step.accept("looking");
    fact("sent-by-itself", false, shop.wasSent(AUTHORISE));
    paidOnce(number);
  }

  private void paidOnce(long number) {
    shop.awaitPaper(number);
    fact("bookings", 1, shop.bookings());
    fact("receipts", 1, shop.firsts(number));
  }

  private void inCommit() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    String sale = shop.beginSale();
    long before = shop.ask("/v1/uplink").path("head").asLong();
    cutInCommit("/v1/transaction/tender", shop.cash());
    long number = shop.awaitCompleted(sale);
    step.accept("looking");
    shop.awaitReady();
    // where it went back, the start has its document first
    fact("next-number", true, number == before + 1 || number == before + 2);
    shop.patience()
        .untilTrue(
            "the receipt, or a doubt about it",
            () -> shop.firsts(number) > 0 || !CutShop.doubtful(shop.lane()).isEmpty());
    fact("receipts-most", true, shop.firsts(number) <= 1);
  }

  private void queued() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    String sale = shop.beginSale();
    shop.printer().openCover(true);
    shop.await("an open cover", lane -> !isGood(lane, "POSPrinter"));
    shop.tender("Cash");
    long number = shop.awaitCompleted(sale);
    fact("receipts-before", 0, shop.firsts(number));
    step.accept("cut");
    shop.kill();
    shop.printer().openCover(false);
    startAgain();
    shop.awaitPaper(number);
    step.accept("looking");
    fact("receipts", 1, shop.firsts(number));
    fact("copies", 0, shop.copies(number));
  }

  private void partlyPrinted() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    String sale = shop.beginSale();
    CompletableFuture<Void> cut = shop.cutWhilePrinting(LINES_PRINTED);
    shop.tender("Cash");
    CutShop.await(cut);
    step.accept("cut");
    startAgain();
    JsonNode lane = shop.await("a doubt", seen -> !CutShop.doubtful(seen).isEmpty());
    long number = shop.awaitCompleted(sale);
    step.accept("looking");
    shop.printer().switchOn(true);
    shop.awaitDevices();
    fact("doubts", 1, CutShop.doubtful(lane).size());
    String next = shop.beginSale();
    shop.tender("Cash");
    shop.awaitPaper(shop.awaitCompleted(next));
    fact("copies-before", 0, shop.copies(number));
    String job = CutShop.doubtful(lane).getFirst();
    shop.insist("/v1/print-jobs/" + job + "/resolve", KioskApi.body().put("decision", "copy"))
        .join();
    shop.patience().untilTrue("a copy on paper", () -> shop.copies(number) > 0);
    fact("receipts", 1, shop.firsts(number));
    fact("copies", 1, shop.copies(number));
  }

  private void notAcknowledged() throws IOException {
    shop.awaitReady();
    step.accept("selling");
    awaitCollected();
    String sale = shop.beginSale();
    shop.network().cable().loseAnswers(true);
    shop.tender("Cash");
    long number = shop.awaitCompleted(sale);
    shop.patience().untilTrue("the sale in the ledger", () -> shop.collected() >= number);
    long acked = shop.ask("/v1/uplink").path("acked").asLong();
    fact("acknowledged-before", false, acked >= number);
    step.accept("cut");
    shop.kill();
    shop.network().cable().loseAnswers(false);
    startAgain();
    shop.awaitReady();
    step.accept("looking");
    awaitCollected();
    fact("acknowledged", true, shop.ask("/v1/uplink").path("acked").asLong() >= number);
  }

  private void dayClosing() throws IOException {
    shop.awaitDevices();
    step.accept("selling");
    shop.insist("/v1/business-day/open", KioskApi.body()).join();
    shop.insist("/v1/lane/open", KioskApi.body()).join();
    shop.awaitReady();
    String sale = shop.beginSale();
    shop.tender("Cash");
    shop.awaitPaper(shop.awaitCompleted(sale));
    shop.await("an idle till", lane -> lane.path("state").asString("").equals("READY"));
    cutInCommit("/v1/business-day/close", KioskApi.body());
    JsonNode closed = shop.await("a closed day", lane -> lane.path("businessDay").isNull());
    step.accept("looking");
    fact("next-customer", "CLOSED", closed.path("state").asString());
    JsonNode report = shop.ask("/v1/reports/z/1");
    fact("z-sales", 1, report.at("/transactions/completed").asInt(-1));
    fact("z-reports", false, shop.ask("/v1/reports/z/2").has("transactions"));
  }

  /// Cuts the power while the till writes what it is asked for, which is asked for again until
  /// there is an answer.
  private void cutInCommit(String path, ObjectNode body) throws IOException {
    FileTime before = shop.written();
    CompletableFuture<Void> accepted = shop.insist(path, body);
    shop.cutWhenWritten(before);
    step.accept("cut");
    startAgain();
    accepted.join();
  }

  private void startAgain() throws IOException {
    step.accept("starting");
    shop.start();
  }

  private String refused(String path, ObjectNode body) throws IOException {
    return shop.kiosk().refused(Role.TECHNICIAN, path, body);
  }

  private static boolean isGood(JsonNode lane, String category) {
    return lane.path("devices")
        .valueStream()
        .filter(device -> device.path("category").asString("").equals(category))
        .anyMatch(device -> device.path("state").asString("").equals("good"));
  }

  private void awaitCollected() {
    shop.patience()
        .untilTrue(
            "a ledger that has everything",
            () -> {
              JsonNode uplink = shop.ask("/v1/uplink");
              long head = uplink.path("head").asLong(-1);
              return head > 0 && uplink.path("acked").asLong() == head && shop.collected() == head;
            });
  }

  private void checkBooks() {
    step.accept("checking");
    awaitCollected();
    shop.stop();
    JournalVerifier.Report journal =
        JournalVerifier.verify(shop.folder().state().resolve(Journal.FILE));
    Audit.Report ledger = Audit.run(shop.folder().ledger());
    fact("chain", 0, journal.findings().size());
    fact("ledger", journal.documents(), ledger.documents());
    fact("ledger-findings", 0, ledger.findings().size());
  }

  private static Predicate<Passing> toTerminal(int control) {
    return message -> message.is(Direction.TO_TERMINAL, control);
  }

  private static Predicate<Passing> toRegister(int control) {
    return message -> message.is(Direction.TO_REGISTER, control);
  }

  /// A message that comes after one of another kind.
  private static Predicate<Passing> behind(Predicate<Passing> first, Predicate<Passing> second) {
    boolean[] hasPassed = {false};
    return message -> {
      if (hasPassed[0] && second.test(message)) {
        return true;
      }
      hasPassed[0] |= first.test(message);
      return false;
    };
  }
}
