package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import till.fleet.Export.Cursor;
import till.fleet.Export.Format;
import till.journal.Chain;
import till.journal.Outbox;
import till.uplink.TestJournal;
import till.uplink.Topics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the ledger hands on to other systems.
@ParameterizedClass
@EnumSource
final class ExportTest {

  private static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Topics NEIGHBOUR = new Topics("acme", "0042-04");

  @Parameter TestStore store = TestStore.SQLITE;
  @TempDir Path directory;
  private LedgerAddress ledger;
  private TestJournal journal;
  private List<Outbox.Outgoing> documents;

  @BeforeEach
  void sell() throws Exception {
    journal = TestJournal.open(Files.createDirectory(directory.resolve("state"))).sell(5);
    documents = journal.documents();
    ledger = store.in(directory);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void store(Delivery... deliveries) {
    try (Ledger open = Ledger.open(ledger)) {
      open.take(List.of(deliveries), NOON);
    }
  }

  private Delivery.Document document(int number) {
    return Sender.document(documents.get(number - 1));
  }

  /// Who comes again and again.
  private final class Customer {

    private Cursor cursor = Cursor.BEGINNING;

    /// The numbers that have come since the last time.
    List<Long> fetch() throws IOException {
      var out = new ByteArrayOutputStream();
      cursor = Export.run(ledger, cursor, Format.NDJSON, out);
      List<JsonNode> lines =
          out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
      if (!lines.isEmpty()) {
        assertEquals(cursor, Cursor.of(lines.getLast().path("cursor").asString()));
      }
      return lines.stream().map(line -> line.path("number").asLong()).toList();
    }
  }

  @Test
  void aDocumentIsHandedOnAsItIs() throws Exception {
    store(document(1));
    var out = new ByteArrayOutputStream();
    Cursor cursor = Export.run(ledger, Cursor.BEGINNING, Format.NDJSON, out);
    String text = new String(documents.getFirst().document(), StandardCharsets.UTF_8);
    assertEquals(
        "{\"cursor\":\"%s\",\"org\":\"acme\",\"terminal\":\"0042-03\",\"epoch\":\"%s\",\"number\":1,"
                .formatted(cursor, journal.epoch())
            + "\"receivedAt\":\"2026-11-24T11:00:00Z\",\"sha256\":\"%s\",\"verified\":\"unknown-key\","
                .formatted(Chain.hash(documents.getFirst().document()))
            + "\"document\":"
            + text
            + "}\n",
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aDocumentAboveAGapWaitsUntilTheGapIsFilled() throws Exception {
    var customer = new Customer();
    store(document(1), document(3));
    assertEquals(List.of(1L), customer.fetch());
    assertEquals(List.of(), customer.fetch());
    store(document(5));
    assertEquals(List.of(), customer.fetch());
    store(document(2));
    assertEquals(List.of(2L, 3L), customer.fetch());
    store(document(4), document(3));
    assertEquals(List.of(4L, 5L), customer.fetch());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), new Customer().fetch(), "another one");
  }

  @Test
  void aGapThatWillNeverBeFilledIsNotWaitedForAndWhatComesAllTheSameComesOnce() throws Exception {
    var customer = new Customer();
    store(document(3), document(4));
    assertEquals(List.of(), customer.fetch());
    store(Sender.state(journal, 1, 3, 4));
    assertEquals(List.of(3L, 4L), customer.fetch());
    store(document(2));
    assertEquals(List.of(2L), customer.fetch(), "from an export, later");
    store(document(5), document(1), document(2));
    List<Long> rest = customer.fetch();
    assertEquals(List.of(1L, 5L), rest.stream().sorted().toList());
    assertEquals(List.of(), customer.fetch());
  }

  @Test
  void poisonIsNotWaitedForAndTheRealDocumentComesLater() throws Exception {
    var customer = new Customer();
    store(
        document(1),
        Sender.document(documents.get(1), "poison".getBytes(StandardCharsets.UTF_8)),
        document(3));
    assertEquals(List.of(1L, 3L), customer.fetch());
    store(document(2));
    assertEquals(List.of(2L), customer.fetch());
  }

  @Test
  void inWhateverOrderTheyComeEachIsHandedOnOnceAndInTheOrderOfItsEpoch() throws Exception {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var deliveries = new ArrayList<Delivery.Document>();
    for (Outbox.Outgoing document : documents) {
      deliveries.add(Sender.document(document));
      byte[] theirs =
          Sender.altered(document, "\"terminal\":\"0042-03\"", "\"terminal\":\"0042-04\"");
      deliveries.add(
          new Delivery.Document(NEIGHBOUR, theirs, Sender.document(document).properties()));
    }
    deliveries.addAll(List.copyOf(deliveries));
    Collections.shuffle(deliveries, random);
    var customer = new Customer();
    var fetched = new ArrayList<Long>();
    while (!deliveries.isEmpty()) {
      int some = 1 + random.nextInt(3);
      List<Delivery.Document> batch = deliveries.subList(0, Math.min(some, deliveries.size()));
      store(batch.toArray(Delivery[]::new));
      batch.clear();
      fetched.addAll(customer.fetch());
    }
    assertEquals(10, fetched.size(), fetched::toString);
    for (String terminal : List.of("0042-03", "0042-04")) {
      assertEquals(
          List.of("1", "2", "3", "4", "5"),
          LedgerRows.of(
              ledger,
              "SELECT number FROM released r JOIN document d ON d.id = r.document_id"
                  + " WHERE terminal = '%s' ORDER BY r.id".formatted(terminal)));
    }
  }

  @Test
  void aCursorThatWasNotHandedOutIsRefused() {
    store(document(1));
    assertTrue(
        refusal(new Cursor(1_000)).startsWith("the cursor r1000 is none of "),
        () -> refusal(new Cursor(1_000)));
    for (String text : List.of("1041", "r", "r0", "r-1", "R7", "", "r99999999999999999999")) {
      assertThrows(IllegalArgumentException.class, () -> Cursor.of(text), text);
    }
    assertEquals(Cursor.BEGINNING, Cursor.of("0"));
    assertEquals("r7", Cursor.of("r7").toString());
  }

  private String refusal(Cursor cursor) {
    return Objects.requireNonNull(
        assertThrows(
                IllegalArgumentException.class,
                () -> Export.run(ledger, cursor, Format.CSV, new ByteArrayOutputStream()))
            .getMessage());
  }

  @Test
  void aSpreadsheetGetsARowForEachDocument() throws Exception {
    byte[] odd =
        Sender.altered(
            documents.getFirst(), "\"operator\":\"self\"", "\"operator\":\"Smith, \\\"Al\\\"\"");
    store(Sender.document(documents.getFirst(), odd));
    var out = new ByteArrayOutputStream();
    Cursor cursor = Export.run(ledger, Cursor.BEGINNING, Format.CSV, out);
    List<String> rows = Arrays.asList(out.toString(StandardCharsets.UTF_8).split("\r\n"));
    assertEquals(2, rows.size());
    assertEquals(String.join(",", Export.COLUMNS), rows.getFirst());
    JsonNode document = JSON.readTree(odd);
    assertEquals(
        cursor
            + ",acme,0042-03,"
            + journal.epoch()
            + ",1,0042,03,2026-11-24,"
            + document.path("sequence").asLong()
            + ","
            + document.path("transactionId").asString()
            + ",RetailTransaction,completed,2026-11-24T11:00:00Z,2026-11-24T11:00:00Z,"
            + "\"Smith, \"\"Al\"\"\",EUR,100,16,unknown-key,"
            + Chain.hash(odd),
        rows.get(1));
  }
}
