package till.fleet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.journal.Chain;
import till.journal.Document;
import till.journal.JournalException;
import till.journal.PosLog;
import till.journal.Totals;
import till.journal.TotalsCheck;
import till.trust.Signatures;
import till.uplink.Topics;

/// One epoch of one terminal, document by document, for the audit. Keeps what the next document
/// hangs on, and nothing else.
final class ChapterAudit {

  private static final String IS_EPOCH = " WHERE org = ? AND terminal = ? AND epoch = ?";

  /// What came of it.
  ///
  /// @param missing numbers that did not come yet, up to the newest document
  /// @param gone numbers that will never come
  /// @param begins whether its first document is there
  /// @param follows the document of an earlier epoch that its first one names
  record Result(
      long documents,
      long head,
      long missing,
      long gone,
      boolean begins,
      Optional<Envelope.Named> follows,
      long salesMinor,
      Optional<String> currency) {}

  private final Sql sql;
  private final Audit audit;
  private final Topics terminal;
  private final String epoch;
  private final Map<String, byte[]> keys;
  private final PosLog posLog = new PosLog();
  private final TotalsCheck totals = new TotalsCheck();
  private long first = 1;
  private long last;

  /// What the next document may name as the one before it; none when that is not there.
  private List<String> lastHashes;

  private long documents;
  private long missing;
  private long gone;
  private boolean begins;
  private Optional<Envelope.Named> follows = Optional.empty();

  ChapterAudit(Sql sql, Audit audit, Topics terminal, String epoch, Map<String, byte[]> keys) {
    this.sql = sql;
    this.audit = audit;
    this.terminal = terminal;
    this.epoch = epoch;
    this.keys = keys;
    lastHashes = List.of(Chain.genesis(terminal.org(), terminal.terminal(), epoch));
  }

  Result run() throws SQLException {
    first =
        sql.first("SELECT first FROM watermark" + IS_EPOCH, row -> row.getLong(1), place())
            .orElse(1L);
    sql.each(
        "SELECT number, sha256, key_id, signature, document FROM document"
            + IS_EPOCH
            + " ORDER BY number",
        this::look,
        place());
    skipTo(Long.MAX_VALUE);
    checkAnchor();
    return new Result(
        documents, last, missing, gone, begins, follows, totals.salesMinor(), totals.currency());
  }

  private Object[] place() {
    return new Object[] {terminal.org(), terminal.terminal(), epoch};
  }

  private void look(ResultSet row) throws SQLException {
    long number = row.getLong("number");
    byte[] bytes = row.getBytes("document");
    if (number > last + 1) {
      skipTo(number);
    }
    documents++;
    String hash = Chain.hash(bytes);
    if (!hash.equals(row.getString("sha256"))) {
      find(number, "hash", "the bytes are not those that were stored");
    }
    if (number == 1) {
      begin(bytes);
    }
    lookInside(number, bytes);
    lookAtSignature(number, bytes, row.getString("key_id"), row.getBytes("signature"));
    last = number;
    lastHashes = List.of(hash);
  }

  /// Goes over numbers that no document has: some came and could not be filed, others are missing.
  private void skipTo(long end) throws SQLException {
    for (Optional<Long> rejected = nextRejected(end);
        rejected.isPresent();
        rejected = nextRejected(end)) {
      documents++;
      gap(rejected.get());
      last = rejected.get();
      lastHashes = rejectedHashes();
      totals.forget();
    }
    if (end < Long.MAX_VALUE) {
      gap(end);
    }
  }

  private Optional<Long> nextRejected(long end) throws SQLException {
    return sql.first(
            "SELECT min(number) FROM rejected" + IS_EPOCH + " AND number > ? AND number < ?",
            row -> row.getLong(1),
            terminal.org(),
            terminal.terminal(),
            epoch,
            last,
            end)
        .filter(number -> number > 0);
  }

  private List<String> rejectedHashes() throws SQLException {
    return sql.list(
        "SELECT sha256 FROM rejected" + IS_EPOCH + " AND number = ?",
        row -> row.getString(1),
        terminal.org(),
        terminal.terminal(),
        epoch,
        last);
  }

  private void gap(long next) {
    long from = last + 1;
    if (next == from) {
      return;
    }
    boolean isGone = next <= first;
    if (isGone) {
      gone += next - from;
    } else {
      missing += next - from;
    }
    find(
        from,
        "gap",
        (from == next - 1 ? "document " + from : "documents " + from + " to " + (next - 1))
            + (isGone ? " will never come: the terminal has them no more" : " did not come yet"));
    lastHashes = List.of();
    totals.forget();
  }

  private void begin(byte[] bytes) throws SQLException {
    begins = true;
    follows = Envelope.previousEpoch(bytes);
    if (follows.isEmpty()) {
      totals.begin();
      return;
    }
    Envelope.Named previous = follows.get();
    Optional<byte[]> named = named("document", previous);
    boolean isConflict = named.isEmpty();
    named = isConflict ? named("conflict", previous) : named;
    if (named.isEmpty()) {
      find(1, "epoch", whyNotThere(previous));
      return;
    }
    long end = end(previous.epoch());
    if (isConflict) {
      find(
          1,
          "epoch",
          "it follows another document %s/%d than the ledger has, and that one is in conflict: the"
                  .formatted(previous.epoch(), previous.number())
              + " terminal's disk was restored or copied");
    } else if (end > previous.number()) {
      find(
          1,
          "epoch",
          "it follows %s/%d, and the ledger has that epoch up to %d: the terminal went back to a copy"
              .formatted(previous.epoch(), previous.number(), end));
    }
    try {
      totals.begin(named.map(posLog::read).map(Totals::of));
    } catch (JournalException _) {
      totals.forget(); // named by its hash, and still not legible here
    }
  }

  private Optional<byte[]> named(String table, Envelope.Named previous) throws SQLException {
    return sql.first(
        "SELECT document FROM " + table + IS_EPOCH + " AND number = ? AND sha256 = ?",
        row -> row.getBytes(1),
        terminal.org(),
        terminal.terminal(),
        previous.epoch(),
        previous.number(),
        previous.hash());
  }

  private long end(String of) throws SQLException {
    return sql.first(
            "SELECT coalesce(max(number), 0) FROM document" + IS_EPOCH,
            row -> row.getLong(1),
            terminal.org(),
            terminal.terminal(),
            of)
        .orElse(0L);
  }

  private String whyNotThere(Envelope.Named previous) throws SQLException {
    long end = end(previous.epoch());
    return end < previous.number()
        ? "it follows %s/%d, and the ledger ends at %d there: look for the rest in the terminal's"
                .formatted(previous.epoch(), previous.number(), end)
            + " quarantine (`till journal export`, `till fleet import`)"
        : "it follows another document %s/%d than the ledger has"
            .formatted(previous.epoch(), previous.number());
  }

  private void lookInside(long number, byte[] bytes) {
    try {
      Document document = posLog.read(bytes);
      if (!document.org().equals(terminal.org())
          || !document.terminal().equals(terminal.terminal())
          || !document.epoch().equals(epoch)
          || document.number() != number) {
        notOurs(number);
        return;
      }
      checkPrev(number, document.prev());
      totals.add(document).forEach(fault -> find(number, "totals", fault));
    } catch (JournalException e) {
      // of a kind that this version does not know: it hangs in the chain all the same
      totals.forget();
      var message = new Delivery.Document(terminal, bytes, Map.of());
      if (Envelope.read(message) instanceof Envelope.Legible legible
          && legible.epoch().equals(epoch)
          && legible.number() == number) {
        checkPrev(number, legible.prev());
      } else {
        notOurs(number);
      }
    }
  }

  private void notOurs(long number) {
    totals.forget();
    find(number, "hash", "the bytes are no document of this terminal and number");
  }

  private void checkPrev(long number, String prev) {
    if (!lastHashes.isEmpty() && !lastHashes.contains(prev)) {
      find(number, "chain", "it does not name the document before it");
    }
  }

  private void lookAtSignature(
      long number, byte[] bytes, @Nullable String keyId, byte @Nullable [] signature) {
    if (keyId == null || signature == null) {
      find(number, "signature", "it is not signed");
      return;
    }
    byte[] key = keys.get(keyId);
    if (key == null) {
      find(number, "signature", "signed with the key " + keyId + ", which is not pinned");
    } else if (!Signatures.verify(key, bytes, signature)) {
      find(number, "signature", "the signature does not fit the bytes");
    }
  }

  private void checkAnchor() throws SQLException {
    sql.each(
        """
        SELECT a.number, a.sha256 FROM anchor a WHERE a.org = ? AND a.terminal = ? AND a.epoch = ?
          AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.org = a.org AND c.terminal = a.terminal
            AND c.epoch = a.epoch AND c.number = a.number AND c.sha256 = a.sha256)\
        """,
        row -> {
          long number = row.getLong(1);
          if (last < number) {
            find(number, "anchor", "the terminal had this document, the ledger ends at " + last);
          } else if (!isThere(number, row.getString(2))) {
            find(number, "anchor", "the terminal said another hash of this document");
          }
        },
        place());
  }

  /// A gap, where nothing is, is found elsewhere.
  private boolean isThere(long number, String hash) throws SQLException {
    List<String> stored =
        sql.list(
            "SELECT sha256 FROM document"
                + IS_EPOCH
                + " AND number = ? UNION SELECT sha256 FROM rejected"
                + IS_EPOCH
                + " AND number = ?",
            row -> row.getString(1),
            terminal.org(),
            terminal.terminal(),
            epoch,
            number,
            terminal.org(),
            terminal.terminal(),
            epoch,
            number);
    return stored.isEmpty() || stored.contains(hash);
  }

  private void find(long number, String rule, String text) {
    audit.find(terminal, epoch, number, rule, text);
  }
}
