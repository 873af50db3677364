package till.fleet;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import till.journal.Chain;
import till.trust.Signatures;
import till.uplink.Topics;

/// Looks for what is missing, changed or not signed in the ledger, terminal by terminal.
public final class Audit {

  /// How many findings are worth naming.
  public static final int FINDINGS_MAX = 1_000;

  /// What is wrong, and where.
  ///
  /// @param rule `gap`, `hash`, `chain`, `signature`, `anchor`, `epoch`, `conflict` or `rejected`
  /// @param number of the document; of the first one, for a gap
  public record Finding(
      String org, String terminal, String epoch, long number, String rule, String text) {}

  /// The result.
  ///
  /// @param documents how many were looked at
  public record Report(long documents, List<Finding> findings) {

    public Report {
      findings = List.copyOf(findings);
    }
  }

  /// What follows what in one epoch of one terminal.
  private record Place(String org, String terminal, String epoch) {

    static Place of(ResultSet row) throws SQLException {
      return new Place(row.getString("org"), row.getString("terminal"), row.getString("epoch"));
    }
  }

  private final Sql sql;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, byte[]> keys = new HashMap<>();
  private final Map<Place, Long> firsts = new HashMap<>();
  private Optional<Place> place = Optional.empty();
  private long lastNumber;
  private String lastHash = "";
  private long documents;

  private Audit(Sql sql) {
    this.sql = sql;
  }

  /// Audits a ledger, beside its collectors.
  ///
  /// @throws LedgerException when it cannot be read
  public static Report run(Path ledger) {
    try (Sql sql = new SqliteStore(new LedgerAddress.Sqlite(ledger)).reader()) {
      return new Audit(sql).report();
    } catch (SQLException e) {
      throw new LedgerException("cannot audit the ledger " + ledger, e);
    }
  }

  private Report report() throws SQLException {
    sql.each(
        "SELECT org, terminal, key_id, public_key FROM device_key WHERE pinned != 'announced'",
        row -> keys.put(keyName(row, row.getString(3)), row.getBytes(4)));
    sql.each(
        "SELECT org, terminal, epoch, first FROM watermark",
        row -> firsts.put(Place.of(row), row.getLong("first")));
    sql.each(
        """
        SELECT org, terminal, epoch, number, 0 AS poison, sha256, key_id, signature, document FROM document
        UNION ALL
        SELECT org, terminal, epoch, number, 1, sha256, NULL, NULL, document FROM rejected
          WHERE number IS NOT NULL
        ORDER BY 1, 2, 3, 4, 5\
        """,
        this::look);
    checkAnchors();
    checkEpochs();
    sql.each(
        "SELECT org, terminal, epoch, number FROM conflict",
        row -> find(row, "conflict", "another document came for this number"));
    sql.each(
        "SELECT org, terminal, coalesce(epoch, '') AS epoch, coalesce(number, 0) AS number, code"
            + " FROM rejected",
        row -> find(row, "rejected", "could not be filed: " + row.getString("code")));
    return new Report(documents, findings);
  }

  private void look(ResultSet row) throws SQLException {
    Place here = Place.of(row);
    long number = row.getLong("number");
    boolean begins = !place.equals(Optional.of(here));
    if (!begins && number == lastNumber) {
      return; // a rejected twin of a document
    }
    if (begins) {
      place = Optional.of(here);
      lastNumber = 0;
      lastHash = Chain.genesis(here.org(), here.terminal(), here.epoch());
    }
    documents++;
    boolean follows = number == lastNumber + 1;
    if (!follows) {
      findGap(row, here, number);
    }
    byte[] bytes = row.getBytes("document");
    String hash = Chain.hash(bytes);
    if (!hash.equals(row.getString("sha256"))) {
      find(row, "hash", "the bytes are not those that were stored");
    }
    if (row.getInt("poison") == 0) {
      lookInside(row, here, bytes, follows);
    }
    lastNumber = number;
    lastHash = hash;
  }

  private void findGap(ResultSet row, Place here, long number) throws SQLException {
    String range =
        lastNumber + 2 == number
            ? "document " + (lastNumber + 1)
            : "documents " + (lastNumber + 1) + " to " + (number - 1);
    boolean isGone = number <= firsts.getOrDefault(here, 1L);
    add(
        new Finding(
            row.getString("org"),
            row.getString("terminal"),
            row.getString("epoch"),
            lastNumber + 1,
            "gap",
            range
                + (isGone
                    ? " will never come: the terminal has them no more"
                    : " did not come yet")));
  }

  private void lookInside(ResultSet row, Place here, byte[] bytes, boolean follows)
      throws SQLException {
    var message = new Delivery.Document(new Topics(here.org(), here.terminal()), bytes, Map.of());
    if (!(Envelope.read(message) instanceof Envelope.Legible legible)) {
      find(row, "hash", "the bytes are no document of this terminal");
      return;
    }
    if (follows && !legible.prev().equals(lastHash)) {
      find(row, "chain", "it does not name the document before it");
    }
    String keyId = row.getString("key_id");
    byte[] signature = row.getBytes("signature");
    if (keyId == null || signature == null) {
      find(row, "signature", "it is not signed");
      return;
    }
    byte[] key = keys.get(keyName(row, keyId));
    if (key == null) {
      find(row, "signature", "signed with the key " + keyId + ", which is not pinned");
    } else if (!Signatures.verify(key, bytes, signature)) {
      find(row, "signature", "the signature does not fit the bytes");
    }
  }

  private void checkAnchors() throws SQLException {
    sql.each(
        """
        SELECT a.org, a.terminal, a.epoch, a.number, a.sha256 AS anchored,
          (SELECT max(number) FROM document d
            WHERE d.org = a.org AND d.terminal = a.terminal AND d.epoch = a.epoch) AS head,
          (SELECT sha256 FROM document d WHERE d.org = a.org AND d.terminal = a.terminal
            AND d.epoch = a.epoch AND d.number = a.number) AS stored
        FROM anchor a\
        """,
        row -> {
          long head = row.getLong("head");
          String stored = row.getString("stored");
          if (head < row.getLong("number")) {
            find(row, "anchor", "the terminal had this document, the ledger ends at " + head);
          } else if (stored != null && !stored.equals(row.getString("anchored"))) {
            find(row, "anchor", "the terminal said another hash of this document");
          }
        });
  }

  /// Whether each epoch goes on where the one before it ended. A terminal that has lost its journal
  /// may know less of it than the ledger, but nothing else.
  private void checkEpochs() throws SQLException {
    sql.each(
        """
        SELECT d.org, d.terminal, d.epoch, d.number, d.document,
          (SELECT e.epoch FROM document e
            WHERE e.org = d.org AND e.terminal = d.terminal AND e.epoch != d.epoch AND e.id < d.id
            ORDER BY e.id DESC LIMIT 1) AS earlier
        FROM document d WHERE d.number = 1\
        """,
        row -> {
          Optional<Envelope.Named> previous = Envelope.previousEpoch(row.getBytes("document"));
          String earlier = row.getString("earlier");
          if (previous.isPresent()) {
            checkEpoch(row, previous.get());
          } else if (earlier != null) {
            find(row, "epoch", "it does not say what it follows; there was epoch " + earlier);
          }
        });
  }

  private void checkEpoch(ResultSet row, Envelope.Named previous) throws SQLException {
    String org = row.getString("org");
    String terminal = row.getString("terminal");
    Optional<String> stored =
        sql.first(
            "SELECT sha256 FROM document WHERE org = ? AND terminal = ? AND epoch = ? AND number ="
                + " ?",
            found -> found.getString(1),
            org,
            terminal,
            previous.epoch(),
            previous.number());
    if (stored.isPresent()) {
      if (!stored.get().equals(previous.hash())) {
        find(
            row,
            "epoch",
            "it follows another document %s/%d than the ledger has"
                .formatted(previous.epoch(), previous.number()));
      }
      return;
    }
    long last =
        sql.first(
                "SELECT coalesce(max(number), 0) FROM document"
                    + " WHERE org = ? AND terminal = ? AND epoch = ?",
                found -> found.getLong(1),
                org,
                terminal,
                previous.epoch())
            .orElse(0L);
    if (last < previous.number()) {
      find(
          row,
          "epoch",
          "it follows %s/%d, and the ledger ends at %d there: look for the rest in the terminal's"
                  .formatted(previous.epoch(), previous.number(), last)
              + " quarantine");
    }
  }

  private static String keyName(ResultSet row, String keyId) throws SQLException {
    return row.getString("org") + "/" + row.getString("terminal") + "/" + keyId;
  }

  private void find(ResultSet row, String rule, String text) throws SQLException {
    add(
        new Finding(
            row.getString("org"),
            row.getString("terminal"),
            row.getString("epoch"),
            row.getLong("number"),
            rule,
            text));
  }

  private void add(Finding finding) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(finding);
    }
  }
}
