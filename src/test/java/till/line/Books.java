package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import till.fleet.Audit;
import till.fleet.LedgerRows;
import till.journal.Chain;
import till.journal.JournalVerifier;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fleet's ledger after the storm: what has to be in it, and nothing else.
record Books(Path ledger) {

  private static final Pattern DOCUMENT_SENT =
      Pattern.compile("Received PUBLISH from acme.0042-.*/up/journal'");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// How often these brokers, which log everything, were given a document by a terminal.
  static long sent(Mosquitto... brokers) throws IOException {
    long sent = 0;
    for (Mosquitto broker : brokers) {
      sent += broker.logged(DOCUMENT_SENT);
    }
    return sent;
  }

  /// No gap, no duplicate, chain and signatures good, nothing rejected and nothing in conflict.
  ///
  /// @return how many documents there are
  long assertWhole() {
    assertEquals(List.of(), Audit.run(ledger).findings());
    assertEquals(List.of(), LedgerRows.of(ledger, "SELECT * FROM conflict"));
    assertEquals(List.of(), LedgerRows.of(ledger, "SELECT * FROM rejected"));
    assertEquals(
        List.of(),
        LedgerRows.of(
            ledger,
            """
            SELECT terminal, epoch, min(number), max(number), count(*) FROM document
            GROUP BY terminal, epoch HAVING min(number) != 1 OR max(number) != count(*)\
            """));
    return Long.parseLong(LedgerRows.of(ledger, "SELECT count(*) FROM document").getFirst());
  }

  /// It has what the terminal's journal has, byte for byte, and that journal is good.
  void assertHas(String terminal, Path journal) {
    assertEquals(List.of(), JournalVerifier.verify(journal).findings());
    assertEquals(
        numbered(journal, "ORDER BY position"),
        numbered(ledger, "WHERE terminal = '" + terminal + "' ORDER BY epoch, number"));
  }

  /// Epoch, number and hash of each document's bytes.
  private static List<String> numbered(Path database, String which) {
    return Stored.texts(
            database,
            "SELECT epoch || ' ' || number || ' ' || hex(document) FROM document " + which)
        .stream()
        .map(row -> {
          int bytes = row.lastIndexOf(' ') + 1;
          return row.substring(0, bytes)
              + Chain.hash(HexFormat.of().parseHex(row.substring(bytes)));
        })
        .toList();
  }

  /// The sales of a terminal are those that its lane accepted, each once and with its amount.
  ///
  /// @param scanned how often each article came over the scanner's line
  void assertSold(String terminal, List<Cashier.Sold> accepted, Map<Integer, Integer> scanned) {
    List<JsonNode> sales = sales(terminal);
    assertEquals(
        accepted.stream().map(Books::inWords).sorted().toList(),
        sales.stream().map(Books::inWords).sorted().toList());
    var left = new HashMap<>(scanned);
    sales.stream()
        .flatMap(sale -> articles(sale).stream())
        .filter(article -> article > Cashier.TYPED_MAX)
        .forEach(article -> left.merge(article, -1, Integer::sum));
    assertEquals(
        Map.of(),
        left.entrySet().stream()
            .filter(article -> article.getValue() < 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        "labels that became more lines than were scanned");
  }

  /// The completed sales of a terminal.
  List<JsonNode> sales(String terminal) {
    return Stored.texts(
            ledger,
            "SELECT CAST(document AS TEXT) FROM document WHERE terminal = '%s' AND type ="
                    .formatted(terminal)
                + " 'RetailTransaction' AND status = 'completed' ORDER BY epoch, number")
        .stream()
        .map(MAPPER::readTree)
        .toList();
  }

  private static String inWords(Cashier.Sold sold) {
    return sold.transactionId() + " " + sold.total() + " " + sold.typed();
  }

  private static String inWords(JsonNode sale) {
    List<Integer> articles = articles(sale);
    assertEquals(
        articles.stream().mapToLong(Integer::longValue).sum(), sale.path("total").asLong());
    return sale.path("transactionId").asString()
        + " "
        + sale.path("total").asLong()
        + " "
        + articles.stream().filter(article -> article <= Cashier.TYPED_MAX).toList();
  }

  /// The article of each line, which is its price as well.
  private static List<Integer> articles(JsonNode sale) {
    return StreamSupport.stream(sale.path("lines").spliterator(), false)
        .map(line -> line.path("extendedAmount").asInt())
        .toList();
  }
}
