package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscPosReaderTest {

  @Test
  void aReceiptReadsAsItIsPrinted() {
    Paper paper = EscPosReader.decode(Bytes.receipt(), 42);
    assertEquals(
        """
                    Müllers Frischmarkt
             Hauptstraße 12 · 70173 Stuttgart

                                               EUR
        Bio-Vollmilch 3,8%                  1,49 B
        Äpfel Elstar lose
          1,234 kg x 2,49 EUR/kg            3,07 B
        Spülmittel Zitrone                  1,95 A
        ──────────────────────────────────────────
        SUMME                                 6,51
        ══════════════════════════════════════════
        girocard                              6,51
                        KUNDENBELEG
                      Zahlung erfolgt
               24.11.2026 14:05   Kasse 0042-03   Bon 1041
                   [EAN13 4006381333931]
                   [QR V0;0042-03;Größe]
               1 € Rabatt beim nächsten Mal
        - - - - - - - - - - >8 - - - - - - - - - -
        """,
        paper.text());
    assertEquals(List.of(), paper.problems());
    assertEquals(0, paper.unknown());
  }

  @Test
  void chunksOfAnySizeReadTheSame() {
    byte[] job = Bytes.receipt();
    Paper whole = EscPosReader.decode(job, 42);
    for (int size = 1; size < 40; size++) {
      var reader = new EscPosReader(42);
      for (int at = 0; at < job.length; at += size) {
        reader.read(job, at, Math.min(size, job.length - at));
      }
      assertEquals(whole, reader.paper(), "chunks of " + size);
    }
  }

  @Test
  void everyPrefixOfAJobIsRead() {
    byte[] job = Bytes.receipt();
    String whole = EscPosReader.decode(job, 42).text();
    for (int length = 0; length <= job.length; length++) {
      Paper paper = EscPosReader.decode(Arrays.copyOf(job, length), 42);
      assertTrue(whole.startsWith(paper.text()), paper.text());
      assertEquals(0, paper.unknown(), "prefix of " + length);
    }
  }

  @Test
  void garbageIsReadToo() {
    long seed = 20_261_124;
    var random = new Random(seed);
    int[] leads = {0x1B, 0x1D, 0x1C, 0x10, 0x1B, 0x1D};
    for (int run = 0; run < 3_000; run++) {
      byte[] job = new byte[random.nextInt(400)];
      random.nextBytes(job);
      for (int i = 0; i + 3 < job.length; i += 1 + random.nextInt(8)) {
        job[i] = (byte) leads[random.nextInt(leads.length)];
        job[i + 1] = (byte) (0x20 + random.nextInt(0x5F));
        job[i + 3] = (byte) random.nextInt(4);
      }
      Paper paper = EscPosReader.decode(job, 20 + random.nextInt(81));
      assertFalse(paper.text().contains("\u0000"), "seed " + seed + " run " + run);
      if (run % 100 == 0) {
        assertTrue(paper.png().length > 0);
      }
    }
  }

  /// Ten million bytes; `-Dtilld.seed=N` for other ones.
  @Test
  void garbageWithoutEndStaysWithinBounds() {
    long seed = Long.getLong("tilld.seed", 20_261_125);
    var random = new Random(seed);
    var reader = new EscPosReader(42);
    byte[] chunk = new byte[1_000];
    int torn = 0;
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(chunk);
      reader.read(chunk, 0, chunk.length);
      // a command may claim gigabytes of data, and nothing else would be read then
      if (reader.full() || i % 50 == 49) {
        torn += reader.full() ? 1 : 0;
        Paper paper = reader.take();
        reader.reset();
        assertTrue(paper.rows().size() <= EscPosReader.ROWS_MAX, "seed " + seed);
        assertTrue(paper.lengthDots() <= EscPosReader.LENGTH_DOTS_MAX, "seed " + seed);
        assertTrue(paper.problems().size() <= 53, "seed " + seed + paper.problems());
      }
    }
    assertTrue(torn > 0, "seed " + seed);
  }

  @Test
  void ordersInTheMiddleOfAPictureAreItsDots() {
    Paper paper =
        EscPosReader.decode(
            new Bytes()
                .put(0x1D, 'v', '0', 0, 1, 0, 6, 0, 0x10, 0x04, 0x01, 0x1B, '@', 0x0A)
                .line("after")
                .toBytes());
    assertEquals("[picture 8 x 6]\nafter\n", paper.text());
    assertTrue(paper.rows().getFirst() instanceof Row.Picture(_, var raster) && raster.dark(3, 0));
    assertEquals(2, paper.rows().size());
  }

  @ParameterizedTest
  @CsvSource({
    "15, D0 BB D0 BB 21, 谢谢!",
    "8, 1B 74 01 1C 43 01 96 88 93 78 B1, 毎度ｱ",
    "8, 44 4C 42 67, 通大",
    "13, B0 A8 BB E7, 감사",
    "0, CA BE 81 30 81 30 41, 示□ A",
    "0, CA, ''",
    "0, FE FF, □"
  })
  void wideCharactersFollowTheCountry(int country, String hex, String text) {
    var job = new Bytes().put(0x1B, 'R', country, 0x1C, '&');
    for (String value : List.of(hex.split(" ", -1))) {
      job.put(Integer.parseInt(value, 16));
    }
    Paper paper = EscPosReader.decode(job.put(0x1C, '.', '\n').toBytes());
    assertEquals(text + "\n", paper.text());
    assertEquals(0, paper.unknown());
  }

  @Test
  void turnedTextReadsAsItIsWritten() {
    Paper paper =
        EscPosReader.decode(
            new Bytes()
                .put(0x1B, '{', 1)
                .text("left ")
                .put(0x1B, 'E', 1)
                .line("bold")
                .put(0x1B, '{', 0, 0x1B, 'V', 1)
                .line("on its side")
                .toBytes(),
            42);
    assertEquals("left bold\non its side\n", paper.text());
    Row.Line line = (Row.Line) paper.rows().getFirst();
    assertEquals(512 - 5 * 12, line.pieces().getFirst().x(), "it begins at the right");
    assertEquals(512 - 9 * 12, line.pieces().getLast().x());
    assertEquals(11 * 24, ((Row.Line) paper.rows().getLast()).pieces().getFirst().widthDots());
  }

  @Test
  void marksStandOnTheLetterBefore() {
    var job = new Bytes().put(0x1B, 't', 21, 0xB7, 0xD5, 0xE8, 0xB4, 0xD3, 'x', '\n');
    Row.Line line = (Row.Line) EscPosReader.decode(job.toBytes()).rows().getFirst();
    Row.Text text = (Row.Text) line.pieces().getFirst();
    assertEquals("ที่ดำx", text.text());
    assertEquals(4 * 12, text.widthDots());
  }

  @Test
  void logosStayUntilTheyAreReplaced() {
    var job =
        new Bytes()
            .put(0x1C, 'q', 2, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)
            .put(2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            .put(0x1D, '(', 'L', 12, 0, 48, 67, 48, 'a', 'b', 1, 8, 0, 1, 0, 49, 0xFF)
            .put(0x1D, '*', 1, 1, 1, 2, 3, 4, 5, 6, 7, 8)
            .put(0x1B, '@')
            .put(0x1C, 'p', 1, 0, 0x1C, 'p', 2, 3)
            .put(0x1D, '(', 'L', 6, 0, 48, 69, 'a', 'b', 2, 1)
            .put(0x1D, '/', 0);
    Paper paper = EscPosReader.decode(job.toBytes());
    assertEquals(
        "[picture 8 x 8]\n[picture 32 x 16]\n[picture 16 x 1]\n",
        paper.text().replace(" ", "").replace("picture", "picture ").replace("x", " x "));
    Raster first = ((Row.Picture) paper.rows().getFirst()).raster();
    assertTrue(first.dark(0, 0) && first.dark(7, 7));
    assertEquals(
        List.of("prints a picture from the printer's memory, which no job holds (1D 2F 00)"),
        paper.problems());
    assertEquals(0, paper.unknown());
  }

  @Test
  void aPrintersMemoryIsBounded() {
    var job = new Bytes().put(0x1C, 'q', 1, 0xFF, 0x3F, 2, 0);
    for (int i = 0; i < 0x3FFF * 8 * 2; i++) {
      job.put(i / 2 < 576 / 2 ? 0 : 0xFF);
    }
    byte[] logo = job.put(0x1C, 'p', 1, 3).toBytes();
    var reader = new EscPosReader(48);
    for (int i = 0; i < 4; i++) {
      reader.read(logo, 0, logo.length);
    }
    assertEquals(4, reader.paper().rows().size());
    Row.Picture printed = (Row.Picture) reader.paper().rows().getFirst();
    assertEquals(576, printed.raster().width(), "no more than the head is wide is kept");
    for (int y = 0; y < printed.raster().height(); y++) {
      assertFalse(printed.raster().dark(0, y) || printed.raster().dark(575, y), "row " + y);
    }
  }

  @Test
  void aBarCodeOrSymbolThatIsNotDrawnIsAFrameThatSaysWhatItIs() {
    var job =
        new Bytes()
            .put(0x1D, 'k', 75, 13)
            .text("0400638133393")
            .put(0x1D, '(', 'k', 7, 0, 54, 80, '0')
            .text("1041")
            .put(0x1D, '(', 'k', 3, 0, 54, 81, '0');
    Paper paper = EscPosReader.decode(job.toBytes());
    assertTrue(paper.text().contains("[GS1-DataBar 0400638133393]"), paper::text);
    assertTrue(paper.text().contains("[DataMatrix 1041]"), paper::text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,  E1 9B, ß¢", "2, D5 E1, ıß", "3, 84 8E, ãÃ", "4, 98 B0, ¤░", "5, 9B AF, ø¤",
    "16, 80 E4, €ä", "17, 80 F1, Аё", "18, 9F E1, čß", "19, D5 E1, €ß", "1, 95 E0, ─═",
    "11, F6 86, ψΆ", "21, A1 CA, กส", "32, 9F A0, اب", "36, 80 9A, את", "37, C7 E1, ﺍﻓ",
    "44, F2 F4, ҐЄ", "49, E0 A4, א₪", "50, C7 D4, اش", "52, D0 FE, Đ₫", "53, A3 BC, Әә"
  })
  void codePagesAreEpsons(int page, String hex, String text) {
    var job = new Bytes().put(0x1B, 't', page);
    for (String value : List.of(hex.split(" ", -1))) {
      job.put(Integer.parseInt(value, 16));
    }
    assertEquals(text + "\n", EscPosReader.decode(job.put('\n').toBytes()).text());
  }

  @Test
  void anUnknownCodePageIsReported() {
    Paper paper = EscPosReader.decode(new Bytes().put(0x1B, 't', 99).line("abc").toBytes());
    assertEquals("abc\n", paper.text());
    assertTrue(paper.problems().getFirst().contains("code page 99"), paper.problems()::toString);
  }

  @Test
  void countriesReplaceBrackets() {
    assertEquals(
        "Äpfel für Größe\n",
        EscPosReader.decode(new Bytes().put(0x1B, 'R', 2).line("[pfel f}r Gr|~e").toBytes())
            .text());
  }

  @Test
  void aLineThatIsTooLongGoesOnBelow() {
    Paper paper = EscPosReader.decode(new Bytes().line("x".repeat(50)).toBytes(), 42);
    assertEquals("x".repeat(42) + "\n" + "x".repeat(8) + "\n", paper.text());
  }

  @Test
  void tabsAndPositionsMakeColumns() {
    var job =
        new Bytes()
            .line("a\tb\tc")
            .put(0x1B, 'D', 5, 10, 0)
            .line("a\tb\tc")
            .put('a', 0x1B, '$', 240, 0)
            .line("b");
    assertEquals(
        """
        a       b       c
        a    b    c
        a                   b
        """,
        EscPosReader.decode(job.toBytes()).text());
  }

  @Test
  void anAlignmentWithinALineIsIgnored() {
    Paper paper = EscPosReader.decode(new Bytes().text("a").put(0x1B, 'a', 2).line("b").toBytes());
    assertEquals("ab\n", paper.text());
    assertTrue(paper.problems().getFirst().contains("alignment"), paper.problems()::toString);
  }

  @Test
  void whatWasNotFedIsNotOnThePaper() {
    Paper paper = EscPosReader.decode(new Bytes().line("printed").text("waiting").toBytes());
    assertEquals("printed\n", paper.text());
    assertEquals(List.of("not printed, for want of a line feed: waiting"), paper.problems());
  }

  @Test
  void initialisingThrowsTheUnprintedLineAway() {
    Paper paper =
        EscPosReader.decode(new Bytes().text("lost").put(0x1B, '@').line("new").toBytes());
    assertEquals("new\n", paper.text());
    assertEquals(List.of("thrown away by ESC @ before it was printed: lost"), paper.problems());
  }

  @Test
  void unknownCommandsAreSteppedOverCountedAndShown() {
    Paper paper =
        EscPosReader.decode(new Bytes().line("a").put(0x1B, 0x99).put(0x07).line("b").toBytes());
    assertEquals("a\nb\n", paper.text());
    assertEquals(2, paper.unknown());
    assertEquals(List.of("unknown 1B 99 at byte 2", "unknown 07 at byte 4"), paper.problems());
  }

  @Test
  void halfACommandAtTheEndIsReported() {
    Paper paper = EscPosReader.decode(new Bytes().line("a").put(0x1D, 'v', '0', 0, 2).toBytes());
    assertEquals(List.of("ends within a command: 1D 76 30 00"), paper.problems());
  }

  @Test
  void aJobIsBoundedInBytesAndPaper() {
    byte[] long1 = new byte[EscPosReader.BYTES_MAX + 1];
    Paper paper = EscPosReader.decode(long1);
    assertEquals(
        List.of("the job is longer than 1048576 bytes; the rest is not shown"), paper.problems());

    byte[] feeds = new byte[2_000];
    Arrays.fill(feeds, (byte) '\n');
    Paper fed = EscPosReader.decode(feeds);
    assertEquals(EscPosReader.LENGTH_DOTS_MAX / 30, fed.rows().size());
    assertTrue(fed.problems().getFirst().contains("20000 dots"), fed.problems()::toString);
    assertTrue(fed.png().length > 0);
  }

  @Test
  void aLineOfPiecesWithoutEndIsReadInReasonableTime() {
    var job = new Bytes();
    for (int i = 0; i < 100_000; i++) {
      job.put('x', 0x1B, '$', 0, 0, 0x1B, 'a', i % 3);
    }
    Paper paper =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> EscPosReader.decode(job.toBytes()));
    assertTrue(paper.problems().getLast().length() < 200, paper.problems().getLast());
  }

  @Test
  void problemsAreBoundedToo() {
    byte[] bells = new byte[500];
    Arrays.fill(bells, (byte) 7);
    Paper paper = EscPosReader.decode(bells);
    assertEquals(500, paper.unknown());
    assertEquals(51, paper.problems().size());
  }

  @Test
  void cutsMakeReceipts() {
    byte[] job =
        new Bytes()
            .line("one")
            .put(0x1D, 'V', 0)
            .line("two")
            .put(0x1B, 'm')
            .line("three")
            .toBytes();
    List<Paper> receipts = EscPosReader.decode(job).receipts();
    assertEquals(3, receipts.size());
    assertTrue(receipts.get(0).text().startsWith("one\n- -"));
    assertEquals(new Row.Cut(true), receipts.get(0).rows().getLast());
    assertEquals(new Row.Cut(false), receipts.get(1).rows().getLast());
    assertEquals("three\n", receipts.get(2).text());
    assertFalse(receipts.get(2).isCut());
  }

  @Test
  void tornOffPaperLeavesTheModes() {
    var reader = new EscPosReader(42);
    byte[] first = new Bytes().put(0x1B, 'E', 1).line("one").toBytes();
    reader.read(first, 0, first.length);
    assertEquals("one\n", reader.take().text());
    byte[] second = new Bytes().line("two").toBytes();
    List<Row> rows = reader.read(second, 0, second.length);
    assertEquals(rows, reader.paper().rows());
    assertEquals(
        new Row.Line(List.of(new Row.Text(0, 12, "two", Style.PLAIN.withBold(true))), 30),
        rows.getFirst());
  }

  @Test
  void pulsesAndQuestionsAreRecordedBesideThePaper() {
    byte[] job =
        new Bytes()
            .put(0x1B, 'p', 0, 25, 250)
            .put(0x10, 0x14, 1, 1, 2)
            .put(0x1D, 'r', 1)
            .put(0x1D, 'a', 0x0F)
            .put(0x10, 0x04, 4)
            .put(0x1D, '(', 'H', 6, 0, '0', '0', 'a', 'b', 'c', '1')
            .toBytes();
    Paper paper = EscPosReader.decode(job);
    assertEquals(
        List.of(
            new Row.Pulse(2, 50, 500, false),
            new Row.Pulse(5, 200, 200, true),
            new Row.Request(Row.Query.STATUS, "\u0001"),
            new Row.Request(Row.Query.AUTOMATIC_STATUS, "\u000F"),
            new Row.Request(Row.Query.REAL_TIME_STATUS, "\u0004"),
            new Row.Request(Row.Query.PROCESS_ID, "abc1")),
        paper.rows());
    assertEquals("", paper.text());
  }

  @Test
  void picturesCanComeInThreeWays() {
    var raster = new Bytes().put(0x1D, 'v', '0', 0, 2, 0, 3, 0, 0x80, 0, 0, 0, 0, 1);
    var graphics =
        new Bytes()
            .put(0x1D, '(', 'L', 16, 0, '0', 112, '0', 1, 1, '1', 16, 0, 3, 0, 0x80, 0, 0, 0, 0, 1)
            .put(0x1D, '(', 'L', 2, 0, '0', 50);
    for (Bytes job : List.of(raster, graphics)) {
      Paper paper = EscPosReader.decode(job.toBytes());
      assertEquals("[picture 16 x 3]\n", paper.text());
      Raster picture = ((Row.Picture) paper.rows().getFirst()).raster();
      assertTrue(picture.dark(0, 0) && picture.dark(15, 2));
      assertFalse(picture.dark(1, 0) || picture.dark(15, 1) || picture.dark(16, 2));
    }
    var stripe = new Bytes().put(0x1B, '*', 33, 2, 0, 0x80, 0, 0, 0, 0, 1, '\n').toBytes();
    Row.Line line = (Row.Line) EscPosReader.decode(stripe).rows().getFirst();
    Raster columns = ((Row.Stripe) line.pieces().getFirst()).raster();
    assertTrue(columns.dark(0, 0) && columns.dark(1, 23));
    assertEquals("[picture]\n", EscPosReader.decode(stripe).text());
  }

  @Test
  void aStripeInAModeThatIsNoneHasOneByteAColumn() {
    Paper paper =
        EscPosReader.decode(new Bytes().put(0x1B, '*', 64, 3, 0, 1, 2, 3, 'a').put('\n').toBytes());
    Row.Line line = (Row.Line) paper.rows().getFirst();
    assertEquals(2, line.pieces().size());
  }

  @Test
  void aSymbolThatDoesNotFitIsLeftOutAndReported() {
    var tooWide = new Bytes().put(0x1D, 'w', 6, 0x1D, 'k', 4).text("X".repeat(20)).put(0);
    var wrongCheck = new Bytes().put(0x1D, 'k', 2).text("4006381333932").put(0);
    var nothingStored = new Bytes().put(0x1D, '(', 'k', 3, 0, 49, 81, '0');
    for (Bytes job : List.of(tooWide, wrongCheck, nothingStored)) {
      Paper paper = EscPosReader.decode(job.toBytes());
      assertEquals("", paper.text());
      assertTrue(
          paper.problems().getFirst().startsWith("a printer leaves out"),
          paper.problems()::toString);
    }
  }

  @Test
  void columnsHaveLimits() {
    assertThrows(IllegalArgumentException.class, () -> new EscPosReader(10));
    assertThrows(IllegalArgumentException.class, () -> new EscPosReader(1_000));
  }
}
