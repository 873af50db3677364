package till.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Documents for other systems.
///
/// Each one comes once, and within its epoch in the order of the numbers: a document waits until
/// those before it are there, or are known to never come. What comes later all the same, from an
/// export, is handed out then. Who comes again with the last cursor misses nothing and gets nothing
/// twice, however many collectors write meanwhile.
public final class Export {

  /// Columns of the CSV form: a row for each document. Amounts are in minor units of the currency.
  public static final List<String> COLUMNS =
      List.of(
          "cursor",
          "org",
          "terminal",
          "epoch",
          "number",
          "store",
          "workstation",
          "business_day",
          "sequence",
          "transaction_id",
          "type",
          "status",
          "at",
          "received_at",
          "operator",
          "currency",
          "total",
          "tax",
          "verified",
          "sha256");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// How documents are written.
  public enum Format {
    /// One JSON object a line, with the document in it as it is.
    NDJSON,
    /// RFC 4180, with a heading: a row for each document, without its lines.
    CSV
  }

  /// Where an export ended. Its text is for those who come again, and nothing else.
  ///
  /// @param place in the order in which documents are handed out; 0 before the first
  public record Cursor(long place) {

    /// Before everything.
    public static final Cursor BEGINNING = new Cursor(0);

    private static final Pattern TEXT = Pattern.compile("r([1-9][0-9]{0,17})");

    /// Reads one; `0` is the beginning.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Cursor of(String text) {
      if (text.equals("0")) {
        return BEGINNING;
      }
      Matcher cursor = TEXT.matcher(text);
      if (!cursor.matches()) {
        throw new IllegalArgumentException(
            "a cursor is what the last line of an export named, such as r1041, or 0 for everything;"
                + " not "
                + text);
      }
      return new Cursor(Long.parseLong(cursor.group(1)));
    }

    @Override
    public String toString() {
      return place == 0 ? "0" : "r" + place;
    }
  }

  private final Format format;
  private final OutputStream out;
  private Cursor cursor;

  private Export(Format format, Cursor after, OutputStream out) {
    this.format = format;
    this.out = out;
    cursor = after;
  }

  /// Writes what came after a cursor.
  ///
  /// @return the cursor to come again with
  /// @throws IllegalArgumentException when this ledger has never handed out that cursor
  /// @throws IOException when the other side does not take it
  /// @throws LedgerException when the ledger cannot be read
  public static Cursor run(LedgerAddress ledger, Cursor after, Format format, OutputStream out)
      throws IOException {
    LedgerStore store = LedgerStore.at(ledger);
    long end = store.settled();
    if (after.place() > end) {
      throw new IllegalArgumentException(
          "the cursor %s is none of %s, which ends at %s: it is of another ledger, or this one is an"
                  .formatted(after, ledger, new Cursor(end))
              + " older copy");
    }
    try (Sql sql = store.reader()) {
      return new Export(format, after, out).run(sql, end);
    } catch (SQLException e) {
      throw new LedgerException("cannot export from the ledger " + ledger, e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Cursor run(Sql sql, long end) throws SQLException, IOException {
    if (format == Format.CSV) {
      write(csv(COLUMNS));
    }
    sql.each(
        """
        SELECT r.id AS place, d.org, d.terminal, d.epoch, d.number, d.business_day, d.transaction_id,
          d.type, d.status, d.at, d.received_at, d.currency, d.total, d.verified, d.sha256, d.document
        FROM released r JOIN document d ON d.id = r.document_id
        WHERE r.id > ? AND r.id <= ? ORDER BY r.id\
        """,
        row -> {
          cursor = new Cursor(row.getLong("place"));
          write(
              switch (format) {
                case NDJSON -> line(row);
                case CSV -> csv(row);
              });
        },
        cursor.place(),
        end);
    out.flush();
    return cursor;
  }

  private void write(String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line(ResultSet row) throws SQLException {
    ObjectNode line = JSON.createObjectNode().put("cursor", cursor.toString());
    for (String column : List.of("org", "terminal", "epoch")) {
      line.put(column, row.getString(column));
    }
    line.put("number", row.getLong("number"))
        .put("receivedAt", row.getString("received_at"))
        .put("sha256", row.getString("sha256"))
        .put("verified", row.getString("verified"))
        .set("document", document(row));
    return JSON.writeValueAsString(line) + "\n";
  }

  private String csv(ResultSet row) throws SQLException {
    JsonNode document = document(row);
    long tax =
        document.path("taxes").valueStream().mapToLong(each -> each.path("amount").asLong(0)).sum();
    boolean hasTotal = row.getString("total") != null;
    return csv(
        COLUMNS.stream()
            .map(column ->
                switch (column) {
                  case "cursor" -> cursor.toString();
                  case "store", "workstation", "operator", "sequence" ->
                      document.path(column).asString("");
                  case "tax" -> hasTotal ? Long.toString(tax) : "";
                  default -> text(row, column);
                })
            .toList());
  }

  private static String text(ResultSet row, String column) {
    try {
      String value = row.getString(column);
      return value == null ? "" : value;
    } catch (SQLException e) {
      throw new LedgerException("cannot read the column " + column, e);
    }
  }

  private static JsonNode document(ResultSet row) throws SQLException {
    try {
      return JSON.readTree(row.getBytes("document"));
    } catch (JacksonException e) {
      throw new LedgerException(
          "document %s/%d of %s/%s is no JSON any more: run `till fleet audit`"
              .formatted(
                  row.getString("epoch"),
                  row.getLong("number"),
                  row.getString("org"),
                  row.getString("terminal")));
    }
  }

  private static String csv(List<String> cells) {
    return cells.stream().map(Export::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(letter -> ",\"\r\n".indexOf(letter) >= 0);
    return isPlain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
