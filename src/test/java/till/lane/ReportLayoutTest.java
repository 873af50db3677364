package till.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.device.printer.Sheet;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.paper.Row;
import till.sale.Corrections;
import till.sale.CountedSum;
import till.sale.DayTotals;
import till.sale.DrawerCash;
import till.sale.GrandTotals;
import till.sale.Money;
import till.sale.Tax;
import till.sale.TenderSum;
import till.sale.TenderType;
import till.sale.Till;

/// What an attendant holds in the hand in the evening, as an independent reader of ESC/POS sees it.
final class ReportLayoutTest {

  private static final ReceiptSettings SHOP =
      new ReceiptSettings(
          List.of("Frisch seit 1924"),
          "Marktladen Süd",
          List.of("Hauptstraße 1", "10115 Berlin"),
          "DE123456789",
          List.of("Vielen Dank!"));

  private static final DayTotals TOTALS =
      new DayTotals(
          Instant.parse("2026-11-24T06:58:00Z"),
          1,
          1_204,
          new DayTotals.TransactionCount(1_088, 31, 4, 2),
          3,
          eur(1_234_567),
          eur(4_210),
          eur(-9_400),
          eur(3),
          List.of(
              new Tax("A", new BigDecimal("19"), true, eur(512_345), eur(97_346)),
              new Tax("B", new BigDecimal("7"), true, eur(580_061), eur(40_605))),
          List.of(
              new TenderSum(TenderType.CASH, 412, eur(438_211)),
              new TenderSum(TenderType.CREDIT_DEBIT, 688, eur(789_646)),
              new TenderSum(TenderType.VOUCHER, 1, eur(2_500))),
          new DrawerCash(
              eur(15_000),
              eur(10_000),
              eur(400_000),
              eur(1_250),
              eur(3_990),
              eur(438_211),
              Optional.of(eur(-21))),
          Optional.of(
              new Corrections(
                  new CountedSum(12, eur(-4_315)),
                  new CountedSum(31, eur(-6_150)),
                  new CountedSum(2, eur(-2_500)),
                  new CountedSum(8, eur(-750)),
                  new CountedSum(1_017, eur(123_456)),
                  new CountedSum(9, eur(4_210)),
                  eur(98_765),
                  eur(-3_300),
                  7)));

  private static final DayReport Z =
      new DayReport(
          Optional.of(
              new DayReport.Z(
                  312,
                  "01KAHYTV00ABCDEFGHJKMNPQRS",
                  348_113,
                  "3f1c9b0a7e6d5c4b3a29181706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3")),
          Till.DAY,
          Instant.parse("2026-11-24T19:04:00Z"),
          "17",
          TOTALS,
          new GrandTotals(eur(312_345_678), eur(1_234_500), Map.of(), Map.of()),
          false);

  private static final DayReport X =
      new DayReport(
          Optional.empty(), Z.businessDay(), Z.at(), Z.operator(), TOTALS, Z.grandTotals(), false);

  @Test
  void theReportOfAnExerciseSaysSoAboveAndBelow() {
    ReceiptLayout layout = layout("de", 48);
    var exercise =
        new DayReport(Z.z(), Z.businessDay(), Z.at(), Z.operator(), TOTALS, Z.grandTotals(), true);
    String text = layout.text(layout.sheet(exercise, false));
    String plain = layout.text(layout.sheet(Z, false));
    assertEquals(3, text.split("TRAINING\n *KEIN BELEG", -1).length, text);
    assertTrue(text.contains(plain.strip()), text);
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static ReceiptLayout layout(String language, int columns) {
    return new ReceiptLayout(
        SHOP, List.of(language), ZoneId.of("Europe/Berlin"), Shoppers.profile(columns));
  }

  @Test
  void aZReportIsTheSameInWordsAndOnPaper() throws IOException {
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    for (String language : List.of("de", "en")) {
      for (int columns : List.of(48, 32)) {
        String name = "z-" + language + "-" + columns;
        ReceiptLayout layout = layout(language, columns);
        Sheet sheet = layout.sheet(Z, false);
        String text = layout.text(sheet);
        Paper paper = EscPosReader.decode(layout.print(sheet), columns);
        Files.write(screenshots.resolve(name + ".png"), paper.png());
        Files.writeString(screenshots.resolve(name + ".txt"), text);
        assertEquals(List.of(), paper.problems(), name);
        assertTrue(paper.rows().stream().noneMatch(Row.Picture.class::isInstance), name);
        assertTrue(text.lines().allMatch(line -> line.length() <= columns), text);
        assertEquals(golden(name + ".txt"), text, name);
      }
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = ReportLayoutTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }

  @Test
  void anXReportHasNoNumberAndNoDocument() {
    ReceiptLayout layout = layout("de", 48);
    String text = layout.text(layout.sheet(X, false));
    assertTrue(text.contains("X-BERICHT\n"), text);
    assertTrue(!text.contains("312") || text.contains("3.123.456,78"), text);
    assertTrue(!text.contains("Dokument"), text);
  }

  @Test
  void aDayWithoutASaleHasItsReportAndACopySaysThatItIsOne() {
    Money nothing = eur(0);
    var empty =
        new DayTotals(
            Till.NOON,
            1,
            2,
            new DayTotals.TransactionCount(0, 0, 0, 0),
            0,
            nothing,
            nothing,
            nothing,
            nothing,
            List.of(),
            List.of(),
            new DrawerCash(nothing, nothing, nothing, nothing, nothing, nothing, Optional.empty()),
            Optional.empty());
    ReceiptLayout layout = layout("fr", 32);
    String text =
        layout.text(
            layout.sheet(
                new DayReport(
                    Z.z(), Till.DAY, Till.NOON, "self", empty, GrandTotals.zero(Till.EUR), false),
                true));
    assertTrue(text.contains("COPY"), text);
    assertTrue(text.contains("not counted"), text);
    assertTrue(!text.contains("Taxes") && !text.contains("Payments"), text);
    assertTrue(!text.contains("-0"), text);
  }
}
