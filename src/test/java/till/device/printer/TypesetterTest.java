package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;

/// Lines of 20 columns.
final class TypesetterTest {

  private static final Locale THAI = Locale.forLanguageTag("th");

  @Test
  void wordsStayWholeWhereTheyCan() {
    assertEquals("Kartoffelsalat mit\nSpeck", text("Kartoffelsalat mit Speck"));
    assertEquals(
        "Donaudampfschifffahr\ntsgesellschaft AG", text("Donaudampfschifffahrtsgesellschaft AG"));
    assertEquals("well-known brand-\nname cola", text("well-known brand-name cola"));
  }

  @Test
  void thaiIsBrokenBetweenWordsWhichHaveNoBlanksBetweenThem() {
    assertEquals(
        "น้ำมันมะกอกบริสุทธิ์พิเศษ\nสกัดเย็นจากอิตาลี",
        lines(
            THAI,
            new Sheet.Text("น้ำมันมะกอกบริสุทธิ์พิเศษสกัดเย็นจากอิตาลี", Align.START, Look.PLAIN)));
  }

  @Test
  void chineseIsBrokenAnywhereButNotBeforeAComma() {
    assertEquals("特级初榨橄榄油冷压\n意，大利", text("特级初榨橄榄油冷压意，大利"));
  }

  @Test
  void wideLettersTakeTwoColumnsAndMarksNone() {
    assertEquals(4, Columns.of("牛奶"));
    assertEquals(2, Columns.of("ที่นี่"), "two consonants with two marks each");
    assertEquals(1, Columns.of("e\u0301"));
    assertEquals(4, Columns.of("حليبٌ\u200F"));
  }

  @Test
  void aLongNameKeepsItsAmountInTheLastLine() {
    assertEquals(
        "Milk           1.19", lines(Locale.UK, new Sheet.Pair("Milk", "1.19", 1, Look.PLAIN)));
    assertEquals(
        "Milk from\nhappy cows in\nthe mountains  1.19",
        lines(
            Locale.UK,
            new Sheet.Pair("Milk from happy cows in the mountains", "1.19", 1, Look.PLAIN)));
  }

  @Test
  void anEndThatFillsTheLineGetsOneOfItsOwn() {
    assertEquals(
        "Account\n  ##############1234",
        lines(Locale.UK, new Sheet.Pair("Account", "##############1234", 0, Look.PLAIN)));
  }

  @Test
  void aSumIsAsLargeAsItsLineAllows() {
    assertEquals(Look.BIG, set(new Sheet.Pair("SUM", "1.19", 2, Look.BIG)).getFirst().look());
    assertEquals(Look.TALL, set(new Sheet.Pair("TOTAL", "1.19", 2, Look.BIG)).getFirst().look());
  }

  @Test
  void nothingIsEverLostOrLongerThanALine() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String start = words(random);
      String end = words(random);
      for (SetLine line : set(new Sheet.Pair(start, end, random.nextInt(3), Look.PLAIN))) {
        int column = 0;
        for (SetLine.Piece piece : line.pieces()) {
          assertEquals(
              true,
              piece.textColumn() >= column && piece.textColumn() + Columns.of(piece.text()) <= 20,
              () -> "seed " + seed + ": " + line);
          column = piece.textColumn() + Columns.of(piece.text());
        }
      }
      String all =
          set(new Sheet.Pair(start, end, 0, Look.PLAIN)).stream()
              .flatMap(line -> line.pieces().stream())
              .map(SetLine.Piece::text)
              .collect(Collectors.joining());
      assertEquals(
          sorted(start + end), sorted(all), () -> "seed " + seed + ": " + start + " / " + end);
    }
  }

  /// Its letters in alphabetical order: lines of a long start and its end are not those of a text.
  private static String sorted(String text) {
    return text.chars()
        .filter(letter -> letter != ' ')
        .sorted()
        .mapToObj(letter -> String.valueOf((char) letter))
        .collect(Collectors.joining());
  }

  private static String words(Random random) {
    var words = new StringBuilder();
    int length = random.nextInt(30);
    while (words.length() < length) {
      words.append("aü牛ب ก-".charAt(random.nextInt(7)));
    }
    return words.toString().strip();
  }

  @Test
  void rowsOfATableAreEquallyLong() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sheet.Table(List.of(List.of("a", "b"), List.of("c"))));
  }

  private static String text(String text) {
    return lines(Locale.CHINA, new Sheet.Text(text, Align.START, Look.PLAIN));
  }

  private static String lines(Locale locale, Sheet.Written part) {
    return SheetText.of(new Sheet(false, locale, List.of(part)), 20).stripTrailing();
  }

  private static List<SetLine> set(Sheet.Written part) {
    return new Typesetter(20, new Sheet(false, Locale.ROOT, List.of())).lines(part);
  }
}
