package till.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.sale.Item;
import till.sale.Money;
import till.sale.Till;

final class PriceBookTest {

  private static final String PENCIL =
      """
      {"itemId":"pencil","codes":["4006381333931"],"names":{"de":"Bleistift HB","en":"Pencil"},\
      "unitPrice":199,"taxGroup":"A"}\
      """;

  /// SQLite's usual.
  private static final int PAGE_BYTES = 4096;

  @TempDir Path directory;
  private Path books;
  private Path source;

  @BeforeEach
  void choosePaths() {
    books = directory.resolve("books");
    source = directory.resolve("prices.ndjson");
  }

  private PriceBook open() {
    return PriceBook.open(books, source, 0, Till.EUR);
  }

  private PriceBook open(String... lines) {
    write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return open();
  }

  private void write(byte[] bytes) {
    try {
      Files.write(source, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String item(String itemId, String fields) {
    return "{\"itemId\":\"%s\",\"names\":{\"de\":\"Ware %s\"},\"unitPrice\":100,\"taxGroup\":\"A\"%s}"
        .formatted(itemId, itemId, fields);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String thousandsOfItems(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            """
            {"itemId":"item-%d","codes":["%s"],"plu":%d,"names":{"de":"Ware %d","en":"Item %d"},\
            "unitPrice":%d,"taxGroup":"A","categories":["c%d"]}\
            """
                .formatted(i, gtin13(i), i, i, i, 100 + i % 900, i % 50))
        .collect(Collectors.joining("\n"));
  }

  private static String gtin13(int i) {
    String digits = "400%09d".formatted(i);
    int sum = 0;
    for (int at = 0; at < digits.length(); at++) {
      sum += (digits.charAt(at) - '0') * (at % 2 == 0 ? 1 : 3);
    }
    return digits + (10 - sum % 10) % 10;
  }

  private String refusal() {
    String refusal = JournalOnDisk.message(assertThrows(PriceBookException.class, this::open));
    assertTrue(refusal.contains(source.toString()), refusal);
    assertEquals(List.of(), files(), "files were left behind");
    return refusal;
  }

  private List<String> files() {
    if (Files.notExists(books)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(books)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anItemWithEveryFieldOfTheContractReads() {
    try (PriceBook book =
        open(
            """
            {"itemId":"4711","codes":["4006381333931","ABC-1"],"plu":42,"names":{"de":"Käse","en":"Cheese"},\
            "unitPrice":1299,"taxGroup":"B","unitOfMeasure":"kg","weighed":true,"tare":"0.010",\
            "ageClass":18,"quantityLimit":3,"forSale":false,"depositItem":"crate","categories":["dairy"],\
            "quickKey":1,"image":"cheese.png","validFrom":"2026-01-01","later":{}}\
            """)) {
      var cheese =
          new Item(
              "4711",
              Map.of("de", "Käse", "en", "Cheese"),
              new Money(1299, Till.EUR),
              "B",
              "kg",
              true,
              OptionalInt.of(18),
              false,
              OptionalInt.of(3),
              Optional.of("crate"));
      assertEquals(Optional.of(cheese), book.byId("4711"));
      assertEquals(Optional.of(cheese), book.byCode("ABC-1"));
      assertEquals(List.of(cheese), book.find("", 10));
    }
  }

  @Test
  void whatIsNotSaidHasItsUsualValue() {
    try (PriceBook book = open(PENCIL)) {
      Item pencil = book.byId("pencil").orElseThrow();
      assertEquals("EA", pencil.unitOfMeasure());
      assertTrue(pencil.forSale());
      assertEquals(OptionalInt.empty(), pencil.quantityLimit());
      assertEquals(Optional.empty(), pencil.depositItem());
    }
  }

  @Test
  void aGtinIsFoundInEachOfItsLengths() {
    try (PriceBook book =
        open(
            item("a", ",\"codes\":[\"012345678905\"]"),
            item("b", ",\"codes\":[\"00000096385074\"]"))) {
      for (String code : List.of("012345678905", "0012345678905", "00012345678905")) {
        assertEquals("a", book.byCode(code).orElseThrow().itemId());
      }
      assertEquals("b", book.byCode("96385074").orElseThrow().itemId());
      assertEquals(Optional.empty(), book.byCode("12345678905"));
      assertEquals(Optional.empty(), book.byCode(""));
    }
  }

  @Test
  void anIdThatIsAGtinCanBeScannedAndOtherIdsCannot() {
    try (PriceBook book = open(item("4006381333931", ""), item("17", ""))) {
      assertTrue(book.byCode("4006381333931").isPresent());
      assertEquals(Optional.empty(), book.byCode("17"));
      assertTrue(book.byId("17").isPresent());
    }
  }

  @Test
  void anIdThatIsAGtinIsFoundInEachOfItsLengths() {
    for (String id : List.of("012345678905", "0012345678905", "00012345678905")) {
      try (PriceBook book = open(item(id, ""))) {
        for (String code : List.of("012345678905", "0012345678905", "00012345678905")) {
          assertEquals(id, book.byCode(code).orElseThrow().itemId());
        }
      }
    }
  }

  @Test
  void ofTwoIdsThatAreOneGtinEachIsFoundAsItIs() {
    try (PriceBook book = open(item("012345678905", ""), item("0012345678905", ""))) {
      assertEquals("012345678905", book.byCode("012345678905").orElseThrow().itemId());
      assertEquals("0012345678905", book.byCode("0012345678905").orElseThrow().itemId());
      assertEquals("0012345678905", book.byCode("00012345678905").orElseThrow().itemId());
    }
  }

  @Test
  void aSearchFindsEveryWordInAnyOrder() {
    try (PriceBook book =
        open(PENCIL, item("100%", ""), item("a_b", ""), item("x", ",\"plu\":815"))) {
      for (String query :
          List.of("pencil", "PENC", "hb bleistift", "  hb   PENCIL ", "638133393")) {
        assertEquals(
            List.of("pencil"), book.find(query, 10).stream().map(Item::itemId).toList(), query);
      }
      assertEquals(List.of("100%"), book.find("0%", 10).stream().map(Item::itemId).toList());
      assertEquals(List.of("a_b"), book.find("a_b", 10).stream().map(Item::itemId).toList());
      assertEquals(List.of("x"), book.find("815", 10).stream().map(Item::itemId).toList());
      assertEquals(List.of(), book.find("pencil rubber", 10));
      assertEquals(2, book.find("ware", 2).size());
    }
  }

  @Test
  void quickKeysComeInTheirOrder() {
    try (PriceBook book =
        open(item("c", ",\"quickKey\":3"), item("none", ""), item("a", ",\"quickKey\":1"))) {
      assertEquals(List.of("a", "c"), book.find(" ", 10).stream().map(Item::itemId).toList());
    }
  }

  @Test
  void aHundredThousandItemsOpenAndAreFound() {
    write(thousandsOfItems(100_000).getBytes(StandardCharsets.UTF_8));
    assertTimeout(
        Duration.ofSeconds(50),
        () -> {
          try (PriceBook book = open()) {
            for (int i = 0; i < 100_000; i += 9_973) {
              assertEquals("item-" + i, book.byCode(gtin13(i)).orElseThrow().itemId());
            }
            assertEquals(Optional.empty(), book.byCode(gtin13(100_000)));
            assertEquals("item-99999", book.find("item-99999", 5).getFirst().itemId());
          }
        });
  }

  @Test
  void aPackedBookIsTheSameBook() throws IOException {
    write(gzip(PENCIL + "\r\n\n" + item("17", "") + "\n"));
    try (PriceBook book = open()) {
      assertEquals(199, book.byCode("4006381333931").orElseThrow().unitPrice().minor());
      assertTrue(book.byId("17").isPresent());
    }
  }

  @Test
  void aTornPackedBookIsRefused() throws IOException {
    byte[] whole = gzip(thousandsOfItems(2_000));
    for (int length : new int[] {2, 5, 10, 11, 500, whole.length / 2, whole.length - 1}) {
      write(Arrays.copyOf(whole, length));
      refusal();
    }
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1; // in the checksum
    write(flipped);
    refusal();
  }

  @Test
  void aTornPlainBookIsRefused() {
    write((PENCIL + "\n" + PENCIL.substring(0, 50)).getBytes(StandardCharsets.UTF_8));
    String refusal = refusal();
    assertTrue(refusal.contains("line 2: not JSON"), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"unitPrice\":199         | \"unitPrice\":1.99        | unitPrice must be a whole number",
        "\"unitPrice\":199         | \"unitPrice\":\"199\"     | unitPrice must be a whole number",
        "\"unitPrice\":199         | \"unitPrice\":-1          | unitPrice must be a whole number",
        "\"unitPrice\":199,        | ''                        | unitPrice must be a whole number",
        "\"itemId\":\"pencil\",    | ''                        | itemId is missing",
        "\"itemId\":\"pencil\"     | \"itemId\":17             | itemId must be a string, not 17",
        "\"itemId\":\"pencil\"     | \"itemId\":\" \"          | itemId must have 1 to 64"
            + " characters",
        "\"taxGroup\":\"A\"        | \"taxGroup\":\"ABCDEFGHI\"| taxGroup must have 1 to 8"
            + " characters",
        "\"en\":\"Pencil\"         | \"en\":null               | en is missing",
        "\"taxGroup\"              | \"names\":{},\"taxGroup\" | not JSON",
        "\"taxGroup\"              | \"forSale\":\"no\",\"taxGroup\" | forSale must be true or"
            + " false",
        "\"taxGroup\"              | \"ageClass\":\"18\",\"taxGroup\" | ageClass must be a whole"
            + " number",
        "\"taxGroup\"              | \"depositItem\":5,\"taxGroup\" | depositItem must be a string",
        "[\"4006381333931\"]       | \"4006381333931\"         | codes must be a list",
        "[\"4006381333931\"]       | [4006381333931]           | codes must be a string",
      })
  void aBadLineIsNamed(String good, String bad, String problem) {
    String line = PENCIL.replace(good, bad);
    assertTrue(!line.equals(PENCIL), "nothing was changed");
    write(
        (item("17", "") + "\n\n" + line + "\n" + item("18", "")).getBytes(StandardCharsets.UTF_8));
    String refusal = refusal();
    assertTrue(refusal.contains("line 3: " + problem), refusal);
  }

  @Test
  void severalBadLinesAreNamedAtOnceUpToABound() {
    write("{}\n[]\n17".getBytes(StandardCharsets.UTF_8));
    String refusal = refusal();
    for (int line = 1; line <= 3; line++) {
      assertTrue(refusal.contains("line " + line + ": "), refusal);
    }
    write("nonsense\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal().length() < 10_000);
  }

  @Test
  void anIdOrACodeThatStandsThereTwiceIsNamed() {
    write((PENCIL + "\n" + PENCIL).getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal().contains("line 2: the item id pencil stands there twice"));
    write(
        (PENCIL + "\n" + item("other", ",\"codes\":[\"04006381333931\"]"))
            .getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal().contains("line 2: the code 04006381333931 belongs to another item"));
  }

  @Test
  void oneItemMayNameItsCodeInTwoLengths() {
    try (PriceBook book = open(item("a", ",\"codes\":[\"012345678905\",\"0012345678905\"]"))) {
      assertTrue(book.byCode("012345678905").isPresent());
    }
  }

  @Test
  void whatIsNotTextIsRefused() {
    write(new byte[] {'{', (byte) 0xE4, '}'});
    assertTrue(refusal().contains("line 1: the file ends or breaks here: not UTF-8"));
    write(("{\"a\":\"" + "x".repeat(PriceBook.LINE_BYTES_MAX)).getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal().contains("line 1: the file ends or breaks here: longer than"));
  }

  @Test
  void anEmptyBookAndAMissingOneAreRefused() throws IOException {
    write(new byte[0]);
    assertTrue(refusal().contains("it holds no item"));
    Files.delete(source);
    assertTrue(refusal().contains("there is no such file"));
    Files.createDirectory(source);
    refusal();
  }

  @Test
  void anUnchangedBookIsNotMadeAgain() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    var made = Files.getLastModifiedTime(book);
    open(PENCIL).close();
    assertEquals(made, Files.getLastModifiedTime(book));
    assertEquals(1, files().size());
  }

  @Test
  void anOldBookLeavesWhoeverHasItOpenKeepsIt() {
    try (PriceBook old = open(PENCIL);
        PriceBook young = open(PENCIL.replace("199", "249"))) {
      assertEquals(199, old.byId("pencil").orElseThrow().unitPrice().minor());
      assertEquals(249, young.byId("pencil").orElseThrow().unitPrice().minor());
      assertEquals(1, files().size());
    }
  }

  @Test
  void aRefusedBookLeavesTheOldOneInPlace() {
    try (PriceBook old = open(PENCIL)) {
      List<String> before = files();
      write("nonsense".getBytes(StandardCharsets.UTF_8));
      assertThrows(PriceBookException.class, this::open);
      assertEquals(before, files());
      assertTrue(old.byId("pencil").isPresent());
    }
  }

  @Test
  void aDamagedBookIsMadeAgain() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    byte[] whole = Files.readAllBytes(book);
    Files.write(book, new byte[whole.length]);
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil").isPresent());
    }
    assertArrayEquals(whole, Files.readAllBytes(book));
  }

  @Test
  void aBookThatTurnsOutDamagedIsMadeAgainAtTheNextStart() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    byte[] torn = Files.readAllBytes(book);
    Arrays.fill(
        torn, PAGE_BYTES, torn.length, (byte) 0xFF); // all but the page of the tables' names
    Files.write(book, torn);
    try (PriceBook damaged = open()) {
      assertThrows(JournalException.class, () -> damaged.byId("pencil"));
    }
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil").isPresent());
    }
  }

  @Test
  void whatACrashLeftHalfMadeIsMadeAgain() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    Files.move(book, book.resolveSibling(book.getFileName() + ".new"));
    Files.writeString(books.resolve("7-0123456789abcdef-v1.db.new"), "half");
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil").isPresent());
      assertEquals(List.of(book.getFileName().toString()), files());
    }
  }
}
