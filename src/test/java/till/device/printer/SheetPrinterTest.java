package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import till.device.Alphabet;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.paper.Raster;
import till.paper.Row;

/// What is on the paper, as an independent reader of ESC/POS sees it.
final class SheetPrinterTest {

  private static final Locale ARABIC = Locale.forLanguageTag("ar");

  @Test
  void everyCharacterOfEveryPageOfAPrinterGoesAsItsOwnText() {
    for (String name : PrinterProfile.names()) {
      PrinterProfile profile = PrinterProfile.find(name).orElseThrow();
      for (Charset charset : profile.codePages().values()) {
        for (String line : upperHalf(charset)) {
          Paper paper = print(profile, sheet(false, text(line)));
          assertEquals(List.of(), paper.problems(), name);
          assertEquals(line, paper.text().stripTrailing(), name + " " + charset);
        }
      }
    }
  }

  /// In lines of 32; soft hyphens have no width, and blanks are blanks.
  private static List<String> upperHalf(Charset charset) {
    byte[] values = new byte[128];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (128 + i);
    }
    String characters =
        new String(values, charset).replaceAll("[\\p{Cntrl}\\uFFFD\\u00AD\\u00A0]", "");
    return IntStream.iterate(0, i -> i < characters.length(), i -> i + 32)
        .mapToObj(i -> characters.substring(i, Math.min(characters.length(), i + 32)))
        .toList();
  }

  /// Complaint: escpos-coffee #44.
  @Test
  void arabicIsDrawnAndNotPrintedAsQuestionMarks() {
    Paper paper = print(profile(), sheet(true, text("حليب كامل الدسم")));
    assertTrue(!paper.text().contains("?"), paper.text());
    Raster picture = picture(paper);
    assertTrue(black(picture) > 500, () -> black(picture) + " dots");
  }

  @Test
  void onlyLinesThatHaveToBeAreDrawn() {
    Paper paper =
        print(
            profile(),
            sheet(false, text("Grüße, 1,19 € – Łódź, Привет"), text("牛奶"), text("1,19")));
    List<Row> inked = paper.rows().stream().filter(Row::inked).toList();
    assertTrue(inked.getFirst() instanceof Row.Line, inked::toString);
    assertTrue(inked.get(1) instanceof Row.Picture, inked::toString);
    assertTrue(inked.getLast() instanceof Row.Line, inked::toString);
  }

  @Test
  void drawnAmountsStandWhereWrittenOnesDo() {
    Raster ltr = picture(print(profile(), sheet(false, pair("牛奶", "1,234.50"))));
    Raster rtl = picture(print(profile(), sheet(true, pair("حليب", "1,234.50"))));
    // eight characters of 12 dots each, the decimal point in the sixth
    assertEquals(8 * 12, ink(ltr, 300, 576).length());
    assertEquals(8 * 12, ink(rtl, 0, 276).length());
    assertEquals(ink(ltr, 576 - 96, 576), ink(rtl, 0, 96), "the same picture, at the other side");
    assertEquals(0, ink(rtl, 96, 400).replace(".", "").length());
    assertTrue(ink(rtl, 540, 576).contains("#"), "the name begins at the right");
  }

  /// Which columns of dots between the two have ink: from the first cell with ink to the last one.
  private static String ink(Raster picture, int from, int to) {
    var columns = new StringBuilder();
    for (int x = from; x < to; x++) {
      int column = x;
      boolean dark = IntStream.range(0, picture.height()).anyMatch(y -> picture.dark(column, y));
      columns.append(dark ? '#' : '.');
    }
    int first = columns.indexOf("#") / 12 * 12;
    int last = columns.lastIndexOf("#");
    return last < 0
        ? ""
        : columns.substring(first, Math.min(columns.length(), last / 12 * 12 + 12));
  }

  @Test
  void anAmountInALineOfTwoDirectionsStaysAnAmount() {
    Dots alone = drawn(false, line("-12.50 A"));
    Dots mixed = drawn(true, line("-12.50 A"));
    for (int x = 0; x < 96; x++) {
      for (int y = 0; y < alone.height(); y++) {
        assertEquals(alone.isBlack(x, y), mixed.isBlack(576 - 96 + x, y));
      }
    }
  }

  @Test
  void germanAndArabicInOneLineKeepTheirOwnDirections() {
    Dots german = drawn(false, line("Milch"));
    Dots mixed = drawn(false, line("Milch حليب 3,5 %"));
    assertTrue(same(german, 0, mixed, 0, 60), "the German word stands first, at the left");
    // the stretch in Arabic is read from the right: its number stands left of its word, whose
    // letters are joined to one long stroke
    assertTrue(longestStroke(mixed, 72, 108) > 3, "a number");
    assertTrue(longestStroke(mixed, 0, 110) < 12, "no Arabic letters yet");
    assertTrue(longestStroke(mixed, 110, 300) > 20, "the Arabic word");
  }

  private static boolean same(Dots one, int oneX, Dots other, int otherX, int width) {
    return IntStream.range(0, width)
        .allMatch(x ->
            IntStream.range(4, 24)
                .allMatch(y -> one.isBlack(oneX + x, y) == other.isBlack(otherX + x, y)));
  }

  /// The most dots in a row.
  private static int longestStroke(Dots dots, int from, int to) {
    int longest = 0;
    for (int y = 0; y < dots.height(); y++) {
      int stroke = 0;
      for (int x = from; x < to; x++) {
        stroke = dots.isBlack(x, y) ? stroke + 1 : 0;
        longest = Math.max(longest, stroke);
      }
    }
    return longest;
  }

  @Test
  void whatNoFontHasIsAQuestionMarkAndTheRestIsThere() {
    assertArrayEquals(
        drawn(false, line("牛?奶")).bytes(), drawn(false, line("牛\uDBFF\uDFFD奶")).bytes());
  }

  @Test
  void aMarkWithoutAFontAndWithoutALetterIsNothing() {
    assertEquals(List.of(), print(profile(), sheet(false, text("\uD804\uDC02"))).problems());
  }

  @Test
  void aMachineWithoutFontsPrintsWhatItCan() {
    var printer = new SheetPrinter(profile(), new Fonts(List::of), Optional.empty());
    Paper paper = decoded(printer.print(sheet(false, pair("牛奶 Milch", "1,19"))));
    assertEquals("?? Milch" + " ".repeat(36) + "1,19", paper.text().stripTrailing());
  }

  @Test
  void longLinesAreDrawnInSlicesAndLoseNothing() {
    var parts = new ArrayList<Sheet.Part>();
    for (int i = 0; i < 80; i++) {
      parts.add(pair("حليب كامل الدسم " + i, "1.99"));
    }
    Paper paper = print(profile(), new Sheet(true, ARABIC, parts));
    assertEquals(List.of(), paper.problems());
    int height = 0;
    for (Row row : paper.rows()) {
      assertTrue(row instanceof Row.Picture, row::toString);
      assertTrue(row.heightDots() <= Slices.ROWS_MAX);
      height += row.heightDots();
    }
    assertTrue(height >= 80 * 30 && height < 80 * 30 + 3 * 16, height + " dots for 80 lines of 30");
  }

  @Test
  void noPictureContainsALiveCommand() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      var dots = new Dots(8 * (1 + random.nextInt(72)), 1 + random.nextInt(200));
      dangerous(dots, random);
      for (String name : List.of("generic-48", "epson-tm-m30")) {
        byte[] job = new EscPos(PrinterProfile.find(name).orElseThrow()).picture(dots).toBytes();
        assertEquals(-1, liveCommand(job), "seed " + seed);
        assertTrue(changedDots(dots, decoded(job)) <= dots.width() * dots.height() / 16);
      }
    }
  }

  /// A picture of little else than the bytes that must not come together.
  private static void dangerous(Dots dots, Random random) {
    int[] values = {0x10, 0x04, 0x05, 0x14, 0x10, 0x00};
    for (int y = 0; y < dots.height(); y++) {
      for (int left = 0; left < dots.width(); left += 8) {
        int value = values[random.nextInt(values.length)];
        for (int bit = 0; bit < 8; bit++) {
          if ((value & 0x80 >> bit) != 0) {
            dots.blacken(left + bit, y);
          }
        }
      }
    }
  }

  private static int liveCommand(byte[] job) {
    return IntStream.range(1, job.length)
        .filter(i -> job[i - 1] == 0x10 && (job[i] == 4 || job[i] == 5 || job[i] == 0x14))
        .findFirst()
        .orElse(-1);
  }

  private static int changedDots(Dots dots, Paper paper) {
    int changed = 0;
    int top = 0;
    for (Row row : paper.rows()) {
      Raster raster = ((Row.Picture) row).raster();
      for (int y = 0; y < raster.height(); y++) {
        for (int x = 0; x < dots.width(); x++) {
          boolean dark = x < raster.width() && raster.dark(x, y);
          changed += dark == dots.isBlack(x, top + y) ? 0 : 1;
        }
      }
      top += raster.height();
    }
    assertEquals(dots.height(), top);
    return changed;
  }

  @Test
  void noLengthOfAQrCodeIsALiveCommand() {
    for (int length : List.of(1, 13, 1_036, 1_037, 1_038, 1_293, 2_331)) {
      byte[] job =
          job(
              PrinterProfile.find("epson-tm-t88v").orElseThrow(),
              sheet(false, new Sheet.Qr("7".repeat(length))));
      assertEquals(-1, liveCommand(job), length + " bytes");
    }
  }

  @Test
  void noSheetContainsALiveCommandWhateverItSays() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      var words = new StringBuilder();
      for (int letter = 0; letter < 200; letter++) {
        int block = new int[] {0x00, 0x0400, 0x0600, 0x0E00, 0x4E00, 0x2000}[random.nextInt(6)];
        words.appendCodePoint(block + random.nextInt(0x80));
      }
      byte[] job =
          job(
              PrinterProfile.find(PrinterProfile.names().get(i % 10)).orElseThrow(),
              sheet(i % 2 == 0, text(words.toString()), new Sheet.Qr("1\u0661/" + i)));
      assertEquals(-1, liveCommand(job), "seed " + seed);
    }
  }

  @Test
  void symbolsAreThePrintersOwnOrDrawn() {
    Sheet sheet = sheet(false, new Sheet.Barcode("0042-03-1041"), new Sheet.Qr("1/7"));
    assertTrue(
        print(PrinterProfile.find("epson-tm-t88v").orElseThrow(), sheet).rows().stream()
            .noneMatch(Row.Picture.class::isInstance));
    assertTrue(
        print(PrinterProfile.find("generic-32").orElseThrow(), sheet).rows().stream()
            .anyMatch(Row.Picture.class::isInstance));
  }

  @Test
  void aBarCodeThatIsTooWideIsAQrCode() {
    PrinterProfile narrow = PrinterProfile.find("generic-32").orElseThrow();
    String data = "0042-03-10411041104110411041";
    assertArrayEquals(
        job(narrow, sheet(false, new Sheet.Qr(data))),
        job(narrow, sheet(false, new Sheet.Barcode(data))));
  }

  private static PrinterProfile profile() {
    return PrinterProfile.find("generic-48").orElseThrow();
  }

  private static Sheet.Text text(String text) {
    return new Sheet.Text(text, Align.START, Look.PLAIN);
  }

  private static Sheet.Pair pair(String start, String end) {
    return new Sheet.Pair(start, end, 0, Look.PLAIN);
  }

  private static Sheet sheet(boolean rightToLeft, Sheet.Part... parts) {
    return new Sheet(rightToLeft, rightToLeft ? ARABIC : Locale.CHINA, Arrays.asList(parts));
  }

  private static SetLine line(String text) {
    return new SetLine(List.of(new SetLine.Piece(text, 0, 48, Align.START)), Look.PLAIN);
  }

  private static Dots drawn(boolean rightToLeft, SetLine line) {
    Fonts fonts = new Fonts(Locale.CHINA);
    return new LineArtist(fonts, new Alphabet(profile().codePages()), 576, rightToLeft)
        .draw(List.of(line));
  }

  private static byte[] job(PrinterProfile profile, Sheet sheet) {
    return SheetPrinter.open(profile, Locale.CHINA, Optional.empty()).print(sheet);
  }

  private static Paper print(PrinterProfile profile, Sheet sheet) {
    return EscPosReader.decode(job(profile, sheet), profile.columns());
  }

  private static Paper decoded(byte[] job) {
    return EscPosReader.decode(job, 48);
  }

  /// The only picture there is, in one piece.
  private static Raster picture(Paper paper) {
    List<Raster> pictures =
        paper.rows().stream()
            .filter(Row.Picture.class::isInstance)
            .map(row -> ((Row.Picture) row).raster())
            .filter(raster -> raster.width() > 8)
            .toList();
    assertEquals(1, pictures.size());
    return pictures.getFirst();
  }

  private static int black(Raster picture) {
    int black = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        black += picture.dark(x, y) ? 1 : 0;
      }
    }
    return black;
  }
}
