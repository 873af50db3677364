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
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
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
import till.sale.ItemMaker;
import till.sale.Till;

final class PriceBookTest {

  private static final String PENCIL =
      """
      {"itemId":"pencil","codes":["4006381333931"],"names":{"de":"Bleistift HB","en":"Pencil"},\
      "unitPrice":199,"taxGroup":"A"}\
      """;

  /// Of one, many and no finds.
  private static final List<String> QUERIES =
      List.of("i", "it", "ware", "item 1", "ware item 77", "17", "4000000", "tem", "nothing");

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

  private static List<String> found(PriceBook book, String query, int max) {
    return found(book, query, Optional.empty(), Till.DAY, max);
  }

  private static List<String> found(
      PriceBook book, String query, Optional<String> category, LocalDate day, int max) {
    return book.find(query, category, day, max).stream().map(Item::itemId).toList();
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
          ItemMaker.of("4711", Map.of("de", "Käse", "en", "Cheese"), 1299, "B")
              .plu("42")
              .weighed("0.010")
              .ageClass(18)
              .recalled()
              .quantityLimit(3)
              .depositItem("crate")
              .categories("dairy")
              .quickKey(1)
              .image("cheese.png")
              .item();
      assertEquals(Optional.of(cheese), book.byId("4711", Till.DAY));
      assertEquals(Optional.of(cheese), book.byCode("ABC-1", Till.DAY));
      assertEquals(Optional.of(cheese), book.byPlu("42", Till.DAY));
      assertEquals(List.of(cheese), book.find("", Optional.empty(), Till.DAY, 10));
    }
  }

  @Test
  void whatIsNotSaidHasItsUsualValue() {
    try (PriceBook book = open(PENCIL)) {
      Item pencil = book.byId("pencil", Till.DAY).orElseThrow();
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
        assertEquals("a", book.byCode(code, Till.DAY).orElseThrow().itemId());
      }
      assertEquals("b", book.byCode("96385074", Till.DAY).orElseThrow().itemId());
      assertEquals(Optional.empty(), book.byCode("12345678905", Till.DAY));
      assertEquals(Optional.empty(), book.byCode("", Till.DAY));
    }
  }

  @Test
  void anIdThatIsAGtinCanBeScannedAndOtherIdsCannot() {
    try (PriceBook book = open(item("4006381333931", ""), item("17", ""))) {
      assertTrue(book.byCode("4006381333931", Till.DAY).isPresent());
      assertEquals(Optional.empty(), book.byCode("17", Till.DAY));
      assertTrue(book.byId("17", Till.DAY).isPresent());
    }
  }

  @Test
  void anIdThatIsAGtinIsFoundInEachOfItsLengths() {
    for (String id : List.of("012345678905", "0012345678905", "00012345678905")) {
      try (PriceBook book = open(item(id, ""))) {
        for (String code : List.of("012345678905", "0012345678905", "00012345678905")) {
          assertEquals(id, book.byCode(code, Till.DAY).orElseThrow().itemId());
        }
      }
    }
  }

  @Test
  void ofTwoIdsThatAreOneGtinEachIsFoundAsItIs() {
    try (PriceBook book = open(item("012345678905", ""), item("0012345678905", ""))) {
      assertEquals("012345678905", book.byCode("012345678905", Till.DAY).orElseThrow().itemId());
      assertEquals("0012345678905", book.byCode("0012345678905", Till.DAY).orElseThrow().itemId());
      assertEquals("0012345678905", book.byCode("00012345678905", Till.DAY).orElseThrow().itemId());
    }
  }

  @Test
  void aSearchFindsEveryWordInAnyOrder() {
    try (PriceBook book =
        open(PENCIL, item("100%", ""), item("a_b", ""), item("x", ",\"plu\":815"))) {
      for (String query :
          List.of(
              "pencil",
              "PENC",
              "hb bleistift",
              "  hb   PENCIL ",
              "4006381",
              "4006381333931",
              "stift")) {
        assertEquals(List.of("pencil"), found(book, query, 10), query);
      }
      assertEquals(List.of("100%"), found(book, "100%", 10));
      assertEquals(List.of("a_b"), found(book, "a_b", 10));
      assertEquals(List.of("x"), found(book, "815", 10));
      assertEquals(List.of(), found(book, "pencil rubber", 10));
      assertEquals(2, found(book, "ware", 2).size());
    }
  }

  @Test
  void caseAccentsAndSharpSMakeNoDifference() {
    try (PriceBook book =
        open(
            named("cheese", "Bergkäse, jung"),
            named("coffee", "Café-Crème Größe XL"),
            named("tea", "茉莉花茶"),
            named("water", "مياه معدنية"))) {
      for (String query : List.of("bergkase", "BERGKÄSE", "jung berg", "Bergka\u0308se")) {
        assertEquals(List.of("cheese"), found(book, query, 10), query);
      }
      for (String query : List.of("cafe creme", "GRÖSSE", "größe", "gros", "xl caf")) {
        assertEquals(List.of("coffee"), found(book, query, 10), query);
      }
      assertEquals(List.of("tea"), found(book, "茉莉", 10));
      assertEquals(List.of("tea"), found(book, "花", 10));
      assertEquals(List.of("water"), found(book, "معد", 10));
    }
  }

  @Test
  void thePartsOfACompoundFindItBehindWhatBeginsWithThem() {
    try (PriceBook book =
        open(
            named("rye", "Roggenmischbrot 750 g"),
            named("slice", "Brotscheibe"),
            named("ice", "Eis am Stiel"))) {
      assertEquals(List.of("slice", "rye"), found(book, "brot", 10));
      assertEquals(List.of("rye"), found(book, "750 misch", 10));
      assertEquals(List.of("slice"), found(book, "brot", 1));
      assertEquals(List.of("ice"), found(book, "ei", 10), "two letters are a beginning only");
    }
  }

  @Test
  void aNumberIsAPluFirstThenTheBeginningOfACode() {
    try (PriceBook book =
        open(
            item("code", ",\"codes\":[\"4011200296908\"]"),
            item("4011-box", ""),
            item("bananas", ",\"plu\":\"04011\""),
            item("ean8", ",\"codes\":[\"40123455\"]"),
            item("upc", ",\"codes\":[\"401234567893\"]"),
            item("40119999", ""))) {
      assertEquals(List.of("bananas", "code", "4011-box", "40119999"), found(book, "4011", 10));
      assertEquals(List.of("bananas", "code"), found(book, "4011", 2));
      assertEquals(List.of("upc", "ean8"), found(book, "40123", 10));
      assertEquals("bananas", book.byPlu("4011", Till.DAY).orElseThrow().itemId());
      assertEquals("bananas", book.byPlu("004011", Till.DAY).orElseThrow().itemId());
      assertEquals(Optional.empty(), book.byPlu("401", Till.DAY));
      assertEquals(Optional.empty(), book.byPlu("", Till.DAY));
    }
  }

  @Test
  void aPluOfTwoItemsIsForAPersonToChooseFrom() {
    try (PriceBook book = open(item("a", ",\"plu\":7"), item("b", ",\"plu\":\"007\""))) {
      assertEquals(Optional.empty(), book.byPlu("7", Till.DAY));
      assertEquals(List.of("a", "b"), found(book, "7", 10));
    }
  }

  @Test
  void aCategoryHoldsItsItemsWithAndWithoutWords() {
    try (PriceBook book =
        open(
            item("a", ",\"categories\":[\"Obst & Gemüse\",\"Aktion\"],\"plu\":4011"),
            item("b", ",\"categories\":[\"Backwaren\"],\"plu\":4012"),
            item("c", ",\"categories\":[\"Obst & Gemüse\"]"))) {
      assertEquals(List.of("Obst & Gemüse", "Aktion", "Backwaren"), book.categories());
      Optional<String> produce = Optional.of("Obst & Gemüse");
      assertEquals(List.of("a", "c"), found(book, "", produce, Till.DAY, 10));
      assertEquals(List.of("a"), found(book, "", produce, Till.DAY, 1));
      assertEquals(List.of("c"), found(book, "ware c", produce, Till.DAY, 10));
      assertEquals(List.of(), found(book, "4012", produce, Till.DAY, 10));
      assertEquals(List.of("a"), found(book, "4011", produce, Till.DAY, 10));
      assertEquals(List.of(), found(book, "%", produce, Till.DAY, 10));
      assertEquals(List.of(), found(book, "", Optional.of("Obst"), Till.DAY, 10));
    }
  }

  @Test
  void nothingThatIsTypedBreaksTheSearch() {
    try (PriceBook book = open(PENCIL)) {
      for (String query :
          List.of(
              "\"",
              "' OR 1",
              "*",
              "pencil*",
              "NEAR(a b)",
              "a:b",
              "¤1",
              "\u0000",
              "\uD83D",
              "😀",
              "^")) {
        found(book, query, 10);
      }
      assertEquals(List.of("pencil"), found(book, "\"pencil\"*", 10));
      assertEquals(List.of(), found(book, "pencil AND hb OR x", 10));
    }
  }

  @Test
  void theNewestLineThatIsValidOnTheDayCounts() {
    LocalDate day = LocalDate.of(2026, 12, 1);
    String code = "4006381333931";
    try (PriceBook book =
        open(
            PENCIL,
            PENCIL.replace("199", "249").replace("\"A\"", "\"A\",\"validFrom\":\"2026-12-01\""),
            PENCIL
                .replace("199", "229")
                .replace("Pencil", "Crayon")
                .replace("\"A\"", "\"A\",\"validFrom\":\"2026-11-30\""),
            item("new", ",\"validFrom\":\"2026-12-01\",\"plu\":1,\"quickKey\":1"))) {
      assertEquals(199, book.byCode(code, day.minusDays(2)).orElseThrow().unitPrice().minor());
      assertEquals(229, book.byId("pencil", day.minusDays(1)).orElseThrow().unitPrice().minor());
      assertEquals(249, book.byCode(code, day).orElseThrow().unitPrice().minor());
      assertEquals(249, book.byId("pencil", day.plusDays(9)).orElseThrow().unitPrice().minor());
      assertTrue(book.byId("pencil", LocalDate.EPOCH).isPresent(), "a board without a clock sells");

      assertEquals(List.of("pencil"), found(book, "hb", Optional.empty(), day, 10));
      assertEquals(List.of(), found(book, "crayon", Optional.empty(), day, 10));
      assertEquals(List.of("pencil"), found(book, "400638", Optional.empty(), day, 10));
      assertEquals(
          List.of("pencil"), found(book, "crayon", Optional.empty(), day.minusDays(1), 10));

      assertEquals(Optional.empty(), book.byId("new", day.minusDays(1)));
      assertEquals(Optional.empty(), book.byPlu("1", day.minusDays(1)));
      assertEquals(List.of(), found(book, "", Optional.empty(), day.minusDays(1), 10));
      assertEquals(List.of("new"), found(book, "", Optional.empty(), day, 10));
      assertTrue(book.byPlu("1", day).isPresent());
    }
  }

  @Test
  void quickKeysComeInTheirOrder() {
    try (PriceBook book =
        open(item("c", ",\"quickKey\":3"), item("none", ""), item("a", ",\"quickKey\":1"))) {
      assertEquals(List.of("a", "c"), found(book, " ", 10));
    }
  }

  private static String named(String itemId, String name) {
    return item(itemId, "").replace("Ware " + itemId, name);
  }

  /// A million with `-Dtilld.long=true`.
  @Test
  void aBookOfManyItemsIsSearchedInNoTime() throws IOException {
    int count = Boolean.getBoolean("tilld.long") ? 1_000_000 : 20_000;
    write(thousandsOfItems(count).getBytes(StandardCharsets.UTF_8));
    long began = System.nanoTime();
    try (PriceBook book = open()) {
      System.out.printf(
          "%,d items: made in %,d ms, %,d kB%n",
          count, millisSince(began), Files.size(books.resolve(files().getFirst())) / 1000);
      for (Optional<String> category : List.of(Optional.<String>empty(), Optional.of("c7"))) {
        var times = new StringJoiner(", ", category.orElse("all") + ": ", " ms");
        for (String query : QUERIES) {
          long asked = System.nanoTime();
          found(book, query, category, Till.DAY, 60);
          times.add("%s %.1f".formatted(query, (System.nanoTime() - asked) / 1e6));
          assertTrue(millisSince(asked) < 10_000, query);
        }
        System.out.println(times);
      }
      assertEquals(60, found(book, "ware", Optional.of("c7"), Till.DAY, 60).size());
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @Test
  void aHundredThousandItemsOpenAndAreFound() {
    write(thousandsOfItems(100_000).getBytes(StandardCharsets.UTF_8));
    assertTimeout(
        Duration.ofSeconds(50),
        () -> {
          try (PriceBook book = open()) {
            for (int i = 0; i < 100_000; i += 9_973) {
              assertEquals("item-" + i, book.byCode(gtin13(i), Till.DAY).orElseThrow().itemId());
            }
            assertEquals(Optional.empty(), book.byCode(gtin13(100_000), Till.DAY));
            assertEquals("item-99999", found(book, "item-99999", 5).getFirst());
          }
        });
  }

  @Test
  void aPackedBookIsTheSameBook() throws IOException {
    write(gzip(PENCIL + "\r\n\n" + item("17", "") + "\n"));
    try (PriceBook book = open()) {
      assertEquals(199, book.byCode("4006381333931", Till.DAY).orElseThrow().unitPrice().minor());
      assertTrue(book.byId("17", Till.DAY).isPresent());
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
        "\"taxGroup\"              | \"plu\":\"4x\",\"taxGroup\" | plu must be 1 to 14 digits",
        "\"taxGroup\"              | \"plu\":1.5,\"taxGroup\" | plu must be 1 to 14 digits",
        "\"taxGroup\"              | \"tare\":\"-0.1\",\"taxGroup\" | tare must be kilograms below",
        "\"taxGroup\"              | \"tare\":\"0.0001\",\"taxGroup\" | tare must be kilograms"
            + " below",
        "\"taxGroup\"              | \"categories\":\"a\",\"taxGroup\" | categories must be a list",
        "\"taxGroup\"              | \"categories\":[\"\"],\"taxGroup\" | categories must have 1 to"
            + " 64",
        "\"taxGroup\"              | \"image\":1,\"taxGroup\" | image must be a string",
        "\"taxGroup\"              | \"quickKey\":-1,\"taxGroup\" | quickKey must be a whole"
            + " number",
        "\"taxGroup\"              | \"validFrom\":\"2026-02-30\",\"taxGroup\" | validFrom must be"
            + " a day",
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
      assertTrue(book.byCode("012345678905", Till.DAY).isPresent());
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
      assertEquals(199, old.byId("pencil", Till.DAY).orElseThrow().unitPrice().minor());
      assertEquals(249, young.byId("pencil", Till.DAY).orElseThrow().unitPrice().minor());
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
      assertTrue(old.byId("pencil", Till.DAY).isPresent());
    }
  }

  @Test
  void aDamagedBookIsMadeAgain() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    byte[] whole = Files.readAllBytes(book);
    Files.write(book, new byte[whole.length]);
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil", Till.DAY).isPresent());
    }
    assertArrayEquals(whole, Files.readAllBytes(book));
  }

  @Test
  void aBookThatTurnsOutDamagedIsMadeAgainAtTheNextStart() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    byte[] torn = Files.readAllBytes(book);
    for (int page = 0; page < torn.length; page += PAGE_BYTES) {
      if (new String(torn, page, PAGE_BYTES, StandardCharsets.UTF_8).contains("Bleistift HB")) {
        Arrays.fill(torn, page, page + PAGE_BYTES, (byte) 0xFF);
      }
    }
    Files.write(book, torn);
    try (PriceBook damaged = open()) {
      assertThrows(JournalException.class, () -> damaged.byId("pencil", Till.DAY));
    }
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil", Till.DAY).isPresent());
    }
  }

  @Test
  void whatACrashLeftHalfMadeIsMadeAgain() throws IOException {
    open(PENCIL).close();
    Path book = books.resolve(files().getFirst());
    Files.move(book, book.resolveSibling(book.getFileName() + ".new"));
    Files.writeString(books.resolve("7-0123456789abcdef-v1.db.new"), "half");
    try (PriceBook again = open()) {
      assertTrue(again.byId("pencil", Till.DAY).isPresent());
      assertEquals(List.of(book.getFileName().toString()), files());
    }
  }
}
