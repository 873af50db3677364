package till.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import till.demo.Console.Tone;
import till.demo.Patience.Missing;
import till.fleet.Audit;
import till.journal.Journal;
import till.journal.JournalVerifier;
import till.kiosk.Role;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPaymentTerminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Three sales without a browser, through every wire of the shop: by card, in cash, and one more
/// after the fleet has pushed another receipt header. Ends with the checks that an auditor would
/// make.
final class ScriptedSale {

  /// For all of it.
  static final Duration LIMIT = Duration.ofSeconds(60);

  /// What the fleet wants on the receipts from now on: the one that is not there yet.
  private static final List<String> HEADERS =
      List.of("Heute frisch: Laugenbrezeln", "Heute frisch: Buttercroissants");

  private static final int HASH_CHARACTERS_SHOWN = 12;

  private final Console console;
  private final Shop shop;
  private final Assortment assortment;
  private final Patience patience;

  /// @param limit for all waiting together
  ScriptedSale(Console console, Shop shop, Assortment assortment, Duration limit) {
    this.console = console;
    this.shop = shop;
    this.assortment = assortment;
    this.patience = new Patience(shop.news(), limit);
  }

  /// Sells and checks.
  ///
  /// @throws Missing when something does not come
  /// @throws IOException when the kiosk says no
  void run() throws IOException, InterruptedException {
    awaitDevices();
    List<PrintedReceipt> receipts = new ArrayList<>();
    scan("bread", "pretzel", "water");
    receipts.add(payByCard());
    scan("croissant");
    receipts.add(payInCash(500));
    String before = receipts.getLast().paper().text();
    String header =
        HEADERS.stream().filter(each -> !before.contains(each)).findFirst().orElseThrow();
    push(header);
    scan("pretzel", "coffee");
    receipts.add(payInCash(1000));
    if (!receipts.getLast().paper().text().contains(header)) {
      throw new Missing("the last receipt does not say \"" + header + "\"");
    }
    long head = awaitCollected();
    showPapers(receipts);
    showLedger();
    check(head);
  }

  private void awaitDevices() {
    patience.untilTrue(
        "an open lane whose devices are good",
        () -> {
          JsonNode lane = lane();
          return lane.path("state").asString("").equals("READY")
              && lane.path("devices").size() >= 3
              && lane.path("devices")
                  .valueStream()
                  .allMatch(device -> device.path("state").asString().equals("good"));
        });
  }

  /// The lane as a kiosk sees it; nothing while it is being rebuilt.
  private JsonNode lane() {
    return ask("/v1/lane", Role.KIOSK);
  }

  private JsonNode ask(String path, Role role) {
    try {
      return shop.kiosk().get(path, role);
    } catch (IOException _) {
      return KioskApi.body();
    }
  }

  private void scan(String... images) throws IOException {
    for (String image : images) {
      Assortment.Good good = assortment.withImage(image);
      int lines = lane().path("transaction").path("lines").size();
      shop.devices().scan(good.code());
      patience.untilTrue(
          good.names().get("de") + " in the sale",
          () -> lane().path("transaction").path("lines").size() == lines + 1);
    }
  }

  private PrintedReceipt payByCard() throws IOException {
    int printed = shop.devices().printer().receiptCount();
    shop.kiosk().command("/v1/transaction/total", KioskApi.body());
    shop.kiosk().command("/v1/transaction/tender", KioskApi.body().put("type", "CreditDebit"));
    patience.untilTrue(
        "the payment terminal to ask for the card",
        () ->
            shop.devices().terminal().view().state()
                == SimulatedPaymentTerminal.State.WAITING_FOR_CARD);
    shop.devices().terminal().tap();
    return awaitReceipt(printed);
  }

  private PrintedReceipt payInCash(long given) throws IOException {
    int printed = shop.devices().printer().receiptCount();
    int pulses = shop.devices().printer().pulseCount();
    shop.kiosk().command("/v1/transaction/total", KioskApi.body());
    ObjectNode cash = KioskApi.body().put("type", "Cash").put("amount", given);
    shop.kiosk().command("/v1/transaction/tender", cash);
    PrintedReceipt receipt = awaitReceipt(printed);
    patience.untilTrue("the drawer to open", () -> shop.devices().printer().pulseCount() > pulses);
    shop.devices().printer().shutDrawer();
    return receipt;
  }

  /// Until it is on paper, and the lane knows.
  private PrintedReceipt awaitReceipt(int printed) {
    PrintedReceipt receipt =
        patience.until(
            "a receipt on paper",
            () ->
                shop.devices().printer().receipts().stream()
                    .filter(paper -> paper.number() > printed)
                    .findFirst());
    patience.untilTrue(
        "the printer to confirm the receipt",
        () -> {
          JsonNode lane = lane();
          return lane.path("state").asString("").equals("READY")
              && !lane.path("prompt").asString().equals("take-receipt");
        });
    return receipt;
  }

  private void push(String header) throws InterruptedException {
    long revision = shop.desk().pushReceiptHeader(header);
    FleetDesk.Reported said =
        patience.until(
            "the terminal to report revision " + revision + " as applied",
            () ->
                shop.desk()
                    .reported()
                    .filter(news -> news.revision() == revision)
                    .filter(ScriptedSale::isVerdict));
    if (!said.status().equals("applied")) {
      throw new Missing("revision " + revision + " is " + said.status() + ": " + said.reasons());
    }
    awaitDevices();
  }

  private static boolean isVerdict(FleetDesk.Reported said) {
    return !said.status().equals("staged") && !said.status().equals("unproven");
  }

  /// Until the ledger has everything and the terminal knows that it does.
  ///
  /// @return the number of the newest document
  private long awaitCollected() {
    return patience.until(
        "all documents to be collected and acknowledged",
        () -> {
          JsonNode uplink = ask("/v1/uplink", Role.TECHNICIAN);
          long head = uplink.path("head").asLong(-1);
          boolean all = head > 0 && uplink.path("acked").asLong() == head;
          return all && shop.desk().through() == head ? Optional.of(head) : Optional.empty();
        });
  }

  private void showPapers(List<PrintedReceipt> receipts) {
    for (PrintedReceipt receipt : receipts) {
      console.blank();
      console.paper("receipt " + receipt.number(), receipt.paper().text());
    }
  }

  private void showLedger() {
    console.heading("The collector's ledger", shop.folder().ledger().getFileName().toString());
    console.table(
        List.of(" number", "document", " total", "SHA-256", "signature"),
        shop.desk().rows(shop.desk().beginning()).stream()
            .sorted(Comparator.comparingLong(FleetDesk.Row::number))
            .map(ScriptedSale::cells)
            .toList());
  }

  private static List<String> cells(FleetDesk.Row row) {
    return List.of(
        Long.toString(row.number()),
        row.what(),
        row.total().map(Console::amount).orElse(""),
        row.sha256().substring(0, HASH_CHARACTERS_SHOWN) + "…",
        row.verified());
  }

  private void check(long head) {
    JournalVerifier.Report journal =
        JournalVerifier.verify(shop.folder().state().resolve(Journal.FILE));
    Audit.Report ledger = Audit.run(shop.folder().ledger());
    console.heading("Checks", "");
    boolean good =
        result(
            "journal",
            journal.findings().isEmpty() && journal.documents() == head,
            journal.documents()
                + " documents, chain and signatures: "
                + findings(journal.findings()));
    good &=
        result(
            "ledger",
            ledger.findings().isEmpty() && ledger.documents() == head,
            ledger.documents() + " documents, gaps and chain: " + findings(ledger.findings()));
    good &= result("bookmark", true, "number " + head + " acknowledged, which is the head");
    if (!good) {
      throw new Missing("the chain check found something");
    }
  }

  private static String findings(List<?> findings) {
    return findings.isEmpty() ? "0 findings" : findings.toString();
  }

  private boolean result(String what, boolean good, String text) {
    console.fact(what, good ? Tone.GOOD : Tone.BAD, (good ? "✓ " : "✗ ") + text);
    return good;
  }
}
