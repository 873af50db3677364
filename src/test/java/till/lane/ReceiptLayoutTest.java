package till.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.printer.LogoSettings;
import till.journal.Chain;
import till.lane.Shoppers.Shopper;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.paper.Row;
import till.sale.Embedded;
import till.sale.Goods;
import till.sale.Input;
import till.sale.Money;
import till.sale.Till;

/// What a customer holds in the hand, as an independent reader of ESC/POS sees it.
final class ReceiptLayoutTest {

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
        new Input.PaymentAnswered(till.sale().attempt().orElseThrow().attemptId(), till.settled()));

    Receipts.Receipt receipt = print(till, List.of("de"), 42);
    assertEquals(
        """
                       Willkommen!
                        Acme Markt
                      Hauptstraße 1
                       10115 Berlin
                  USt-IdNr. DE123456789

        24.11.2026 12:00                   Beleg 1
        ──────────────────────────────────────────
        Artikel 1                           5,97 A
          3 × 1,99
        Artikel 2                          12,50 A
        Artikel 4                           3,49 B
        ──────────────────────────────────────────
        SUMME EUR                          21,96
        Bar                                10,00
        girocard                           11,96

        Satz         Netto        MwSt      Brutto
        A 19 %       15,52        2,95       18,47
        B 7 %         3,26        0,23        3,49
        ──────────────────────────────────────────
        girocard                  ############1234
        Terminal                          52500041
        Trace-Nr.                           000042
        Beleg                                 0007
        K-U-N-D-E-N-B-E-L-E-G

              Vielen Dank für Ihren Einkauf
        """,
        receipt.text());
    Paper paper = EscPosReader.decode(receipt.job(), 42);
    assertEquals(List.of(), paper.problems());
    assertTrue(paper.rows().stream().noneMatch(Row.Picture.class::isInstance), "all of it is text");
    assertEquals(words(receipt.text()), words(paper.text()));
  }

  /// What is said, line by line, wherever it stands.
  private static List<String> words(String text) {
    return text.lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty() && !line.contains(">8"))
        .toList();
  }

  @Test
  void everyLanguageHasItsReceiptInWordsAndPicture() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    for (Shopper shopper : Shoppers.ALL) {
      for (int columns : List.of(48, 32)) {
        String name = "receipt-" + shopper.language() + "-" + columns;
        Receipts.Receipt receipt = Shoppers.receipt(folder, shopper, columns);
        Paper paper = EscPosReader.decode(receipt.job(), columns);
        Files.write(screenshots.resolve(name + ".png"), paper.png());
        Files.writeString(screenshots.resolve(name + ".txt"), receipt.text());
        assertEquals(List.of(), paper.problems(), name);
        assertEquals(golden(name + ".txt"), receipt.text(), name);
      }
    }
  }

  /// Above and below, in letters that fit the narrowest paper; and no code that a return could be
  /// made by.
  @Test
  void anExerciseSaysInEveryLanguageThatItIsNoReceipt() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    for (Shopper shopper : Shoppers.ALL) {
      String name = "training-" + shopper.language() + "-32";
      Receipts.Receipt receipt = Shoppers.exercise(folder, shopper, 32);
      Paper paper = EscPosReader.decode(receipt.job(), 32);
      Files.write(screenshots.resolve(name + ".png"), paper.png());
      Files.writeString(screenshots.resolve(name + ".txt"), receipt.text());
      assertEquals(List.of(), paper.problems(), name);
      assertEquals(golden(name + ".txt"), receipt.text(), name);
      ReceiptWords words = ReceiptWords.in(List.of(shopper.language()));
      for (String word : List.of(words.training(), words.noReceipt())) {
        assertEquals(3, receipt.text().split(word, -1).length, name);
        assertTrue(2 * word.length() <= 32, word);
      }
    }
  }

  /// Apples with a tare, a label's weight, bottles and their deposit, a new price, discounts.
  @Test
  void goodsOfEveryKindAreOnTheReceipt() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    Till till = Till.open();
    till.does(Till.enter(Goods.APPLES)).does(Goods.weighing("0.250"));
    till.does(
        Goods.labelled(
            Goods.CHEESE,
            new Embedded(
                Optional.empty(), Optional.of(new BigDecimal("1.235")), OptionalInt.empty())));
    till.does(Goods.scanned(Goods.JUICE, 6)).does(Goods.scanned(Goods.ROLLS, 2));
    till.sells("5", 1_299);
    till.does("17", Goods.cuts(5, Goods.price(199))).does("17", Goods.cuts(6, Goods.percent("20")));
    till.does("17", Goods.cuts(Goods.amount(500))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(5_000, Till.EUR))));
    for (String language : List.of("de", "en")) {
      for (int columns : List.of(48, 32)) {
        String name = "receipt-goods-" + language + "-" + columns;
        Receipts.Receipt receipt =
            Shoppers.receipt(folder, till, SETTINGS, List.of(language), columns);
        Paper paper = EscPosReader.decode(receipt.job(), columns);
        Files.write(screenshots.resolve(name + ".png"), paper.png());
        Files.writeString(screenshots.resolve(name + ".txt"), receipt.text());
        assertEquals(List.of(), paper.problems(), name);
        assertEquals(words(receipt.text()), words(paper.text()), name);
        assertEquals(golden(name + ".txt"), receipt.text(), name);
      }
    }
  }

  @Test
  void aCouponSaysWhatItTookOffEachThing() throws Exception {
    Till till = Till.open().sells("1", 300).sells("2", 700);
    till.does("17", new Input.EnterCoupon("9900000001230", new Money(100, Till.EUR)));
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    String paper = print(till, List.of("de"), 32).text();
    assertTrue(paper.contains("  Coupon                 -0,30 A"), paper);
    assertTrue(paper.contains("  Coupon                 -0,70 A"), paper);
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = ReceiptLayoutTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }

  @Test
  void aReceiptInArabicIsReadFromTheRight() throws Exception {
    Paper paper = EscPosReader.decode(Shoppers.receipt(folder, Shoppers.ARABIC, 48).job(), 48);
    List<String> written =
        paper.rows().stream()
            .filter(Row.Line.class::isInstance)
            .flatMap(row -> ((Row.Line) row).pieces().stream())
            .map(piece -> ((Row.Text) piece).text())
            .toList();
    assertTrue(
        written.contains("    3.49 B" + " ".repeat(23) + "Coca-Cola 1.5 L"), written::toString);
    assertTrue(
        written.contains("   19.97        1.31           18.66       B 7 %"), written::toString);
  }

  @Test
  void aCopySaysThatItIsOne() {
    for (Shopper shopper : Shoppers.ALL) {
      ReceiptWords words = ReceiptWords.in(List.of(shopper.language()));
      assertTrue(words.copy().length() >= 2, words::toString);
      assertEquals(shopper.language(), words.locale().getLanguage());
    }
  }

  @Test
  void aLongNameNeverPushesItsPriceOffThePaper() throws Exception {
    Till till = Till.open();
    till.does(Till.enter(Till.item("x".repeat(64), 1_234_567, "A"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    for (int columns : List.of(32, 42, 48)) {
      Receipts.Receipt receipt = print(till, List.of("en"), columns);
      String paper = EscPosReader.decode(receipt.job(), columns).text();
      for (String text : List.of(receipt.text(), paper)) {
        assertTrue(text.contains("12,345.67 A"), text);
        assertTrue(text.lines().allMatch(line -> line.stripTrailing().length() <= columns), text);
      }
      assertEquals(64, receipt.text().chars().filter(c -> c == 'x').count(), "nothing is cut off");
    }
  }

  @Test
  void amountsThatLeaveNoRoomForATableStandInAList() throws Exception {
    Till till = Till.open();
    till.does(Till.enter(Till.item("1", 123_456_789, "A"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    String text = print(till, List.of("de"), 32).text();
    String list =
        """
        A 19 %
          Netto             1.037.452,01
          MwSt                197.115,88
          Brutto            1.234.567,89
        """;
    assertTrue(text.contains(list), text);
  }

  @Test
  void aLogoStandsAboveAndACodeBelow() throws Exception {
    var logo = new BufferedImage(240, 60, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = logo.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRoundRect(0, 0, 240, 60, 60, 60);
    graphics.dispose();
    Path file = folder.resolve("logo.png");
    ImageIO.write(logo, "png", file.toFile());
    var shop =
        new ReceiptSettings(
            Optional.of(new LogoSettings(file)),
            List.of(),
            "Acme Markt",
            List.of(),
            "",
            List.of(),
            ReceiptSettings.Code.BARCODE);
    Till till = Shoppers.buys(Shoppers.GERMAN);
    Receipts.Receipt receipt = Shoppers.receipt(folder, till, shop, List.of("de"), 48);
    Paper paper = EscPosReader.decode(receipt.job(), 48);
    List<Row> inked = paper.rows().stream().filter(Row::inked).toList();
    assertTrue(inked.getFirst() instanceof Row.Picture it && it.x() == 168, inked::toString);
    assertTrue(
        inked.getLast() instanceof Row.Barcode it && it.data().equals("0042-03-1"),
        inked::toString);
    assertTrue(receipt.text().endsWith("[0042-03-1]\n"), receipt.text());
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    Files.write(screenshots.resolve("receipt-logo.png"), paper.png());
  }

  @Test
  void aQrCodeSaysWhichDocumentItIsAndItsHash() throws Exception {
    var shop =
        new ReceiptSettings(
            Optional.empty(), List.of(), "", List.of(), "", List.of(), ReceiptSettings.Code.QR);
    Till till = Shoppers.buys(Shoppers.GERMAN);
    for (int columns : List.of(48, 32)) {
      Receipts.Receipt receipt = Shoppers.receipt(folder, till, shop, List.of("de"), columns);
      String read = qr(EscPosReader.decode(receipt.job(), columns));
      assertTrue(read.matches("acme/0042-03/[0-9A-Z]{26}/1/[0-9a-f]{64}"), read);
      assertTrue(read.endsWith(Chain.hash(receipt.document())), read);
    }
  }

  /// Read from the picture by a reader that has no part in any of this.
  private static String qr(Paper paper) throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(paper.png()));
    var onWhite =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = onWhite.createGraphics();
    graphics.drawImage(picture, 0, 0, Color.WHITE, null);
    graphics.dispose();
    int[] pixels =
        onWhite.getRGB(0, 0, onWhite.getWidth(), onWhite.getHeight(), null, 0, onWhite.getWidth());
    var source = new RGBLuminanceSource(onWhite.getWidth(), onWhite.getHeight(), pixels);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(source)),
            Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE))
        .getText();
  }

  @Test
  void whatComesBackIsSaidToAndIsBelowZero() throws Exception {
    Till till = Till.open().by("17");
    till.does(Till.enter(Till.item("1", 1_199, "A"), BigDecimal.valueOf(3)));
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    till.does(till.back(till.lastTransaction(), 1, "2"));
    till.does(Till.enter(Till.item("2", 349, "B"))).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    for (int columns : List.of(32, 48)) {
      Receipts.Receipt receipt = print(till, List.of("de"), columns);
      assertEquals(golden("return-de-" + columns + ".txt"), receipt.text());
      assertEquals(List.of(), EscPosReader.decode(receipt.job(), columns).problems());
    }
  }

  @Test
  void whatIsUndoneSaysSo() throws Exception {
    Till till = Till.open().by("17").sells("1", 1_199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    till.does(new Input.PostVoid(till.original()));
    for (int columns : List.of(32, 48)) {
      Receipts.Receipt receipt = print(till, List.of("de"), columns);
      assertEquals(golden("post-void-de-" + columns + ".txt"), receipt.text());
      assertEquals(List.of(), EscPosReader.decode(receipt.job(), columns).problems());
    }
  }

  private Receipts.Receipt print(Till till, List<String> languages, int columns) throws Exception {
    return Shoppers.receipt(folder, till, SETTINGS, languages, columns);
  }
}
