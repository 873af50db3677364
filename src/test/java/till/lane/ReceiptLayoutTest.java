package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.printer.PrinterProfile;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Turn;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.sale.Input;
import till.sale.Money;
import till.sale.PaymentOutcome;
import till.sale.Till;
import till.trust.DeviceKey;

/// What a customer holds in the hand, as an independent reader of ESC/POS sees it.
final class ReceiptLayoutTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ReceiptSettings SETTINGS =
      new ReceiptSettings(
          List.of("Willkommen!"),
          "Acme Markt",
          List.of("Hauptstraße 1", "10115 Berlin"),
          "DE123456789",
          List.of("Vielen Dank für Ihren Einkauf"));

  @TempDir Path folder;

  @Test
  void aReceiptSaysWhatWasSoldPaidAndTaxed() throws Exception {
    Till till = Till.open();
    till.does(Till.enter(Till.item("1", 199, "A"), BigDecimal.valueOf(3)));
    till.sells("2", 1_250).sells("3", 99).does(new Input.VoidLine(3));
    till.does(Till.enter(Till.item("4", 349, "B"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(1_000, Till.EUR))));
    till.does(new Input.TenderCard(Optional.empty()));
    till.does(
        new Input.PaymentAnswered(
            till.sale().attempt().orElseThrow().attemptId(),
            new PaymentOutcome.Approved(Till.authorization())));

    Paper paper = print(till, List.of("de"), 42);
    assertEquals(
        """
                        Willkommen!
                        Acme Markt
                       Hauptstraße 1
                       10115 Berlin
                   USt-IdNr. DE123456789

        24.11.2026  12:00                  Beleg 1
        ------------------------------------------
        Artikel 1                           5,97 A
          3 x 1,99
        Artikel 2                          12,50 A
        Artikel 4                           3,49 B
        ------------------------------------------
        SUMME EUR                          21,96
        Bar                                10,00
        girocard                           11,96

        Satz           Netto       MwSt     Brutto
        A 19 %         15,52       2,95      18,47
        B 7 %           3,26       0,23       3,49
        ------------------------------------------
        girocard                  ############1234
        Terminal 52500041         Trace-Nr. 000042
        Beleg 0007
        K-U-N-D-E-N-B-E-L-E-G

               Vielen Dank für Ihren Einkauf




        - - - - - - - - - - >8 - - - - - - - - - -
        """,
        paper.text());
    assertEquals(List.of(), paper.problems());
    Files.createDirectories(Path.of("target/screenshots"));
    Files.write(Path.of("target/screenshots/receipt.png"), paper.png());
  }

  @Test
  void aLongNameNeverPushesItsPriceOffThePaper() throws Exception {
    Till till = Till.open();
    till.does(Till.enter(Till.item("x".repeat(64), 1_234_567, "A"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    for (int columns : List.of(32, 42, 48)) {
      String text = print(till, List.of("en"), columns).text();
      assertTrue(text.contains("12,345.67 A"), text);
      assertTrue(text.lines().allMatch(line -> line.stripTrailing().length() <= columns), text);
    }
  }

  private Paper print(Till till, List<String> languages, int columns) throws Exception {
    Path state = Files.createTempDirectory(folder, "state");
    var identity = new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, BERLIN);
    PrinterProfile profile =
        PrinterProfile.names().stream()
            .map(name -> PrinterProfile.find(name).orElseThrow())
            .filter(it -> it.columns() == columns)
            .findFirst()
            .orElseThrow();
    try (Journal journal =
        Journal.open(state, identity, DeviceKey.open(state), Instant.EPOCH, new Random(1))) {
      journal.append(new Turn(List.copyOf(till.facts), List.of(), till.workstation().state()));
      try (Documents documents = Documents.open(state)) {
        var receipts =
            new Receipts(documents, new ReceiptLayout(SETTINGS, languages, BERLIN, profile));
        return EscPosReader.decode(receipts.byNumber(1).orElseThrow().job(), columns);
      }
    }
  }
}
