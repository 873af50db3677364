package till.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import till.trust.DeviceKey;

/// The tables of the journal's file: made once, and checked before anything else is read.
final class JournalTables {

  /// `user_version` of the file. A newer one is refused; an older one would be brought up to date
  /// here.
  static final int VERSION = 1;

  /// `entry` and `snapshot` hold what is open, `document` what has ended, `command` the verdicts.
  /// `snapshot` names the document it was stored with, so that a journal cut off behind it shows.
  /// `link`, which the first journals had not, tells what has become of a sale since (`LinkTable`).
  /// `meta` names the last document that was pruned, and only up to there documents can be deleted.
  private static final String SCHEMA =
      """
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE device_key (key_id TEXT PRIMARY KEY, public_key BLOB NOT NULL) WITHOUT ROWID;
      CREATE TABLE document (
        position INTEGER PRIMARY KEY, epoch TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
        type TEXT NOT NULL, status TEXT, transaction_id TEXT NOT NULL, sha256 BLOB NOT NULL,
        key_id TEXT NOT NULL, signature BLOB NOT NULL, document BLOB NOT NULL, UNIQUE (epoch, number));
      CREATE INDEX document_transaction ON document (transaction_id);
      CREATE TRIGGER document_is_never_changed BEFORE UPDATE ON document
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
      CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document
        WHEN OLD.position >
          ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'pruned_position'), 0)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
      CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL,
        position INTEGER NOT NULL, state TEXT NOT NULL);
      CREATE TABLE command (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL, refusal TEXT, detail TEXT NOT NULL);
      """;

  /// What journals did not have from the beginning, and older versions pass over: where the Z
  /// reports stand. A row outlives its document, so it may lead nowhere.
  private static final String LATER =
      """
      CREATE TABLE IF NOT EXISTS z_report (number INTEGER PRIMARY KEY, position INTEGER NOT NULL);
      """;

  private JournalTables() {}

  /// Makes the tables of a journal that begins.
  ///
  /// @param previous the head of the epoch before, as far as it is known
  static void create(
      Connection connection,
      JournalIdentity identity,
      Optional<Head> previous,
      Instant now,
      RandomGenerator chance)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(SCHEMA);
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
    setMeta(connection, "org", identity.org());
    setMeta(connection, "terminal", identity.terminal());
    setMeta(connection, "currency", identity.currency().getCurrencyCode());
    beginEpoch(connection, previous, now, chance);
  }

  /// Adds what the file has not got yet.
  static void complete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(LATER);
    }
  }

  /// Another epoch is written from here on.
  ///
  /// @param previous the head of the epoch before, as far as it is known
  static void beginEpoch(
      Connection connection, Optional<Head> previous, Instant now, RandomGenerator chance)
      throws SQLException {
    String epoch = Ulid.next(now, chance);
    while (previous.isPresent() && epoch.equals(previous.get().epoch())) {
      epoch = Ulid.next(now, chance);
    }
    setMeta(connection, "epoch", epoch);
    if (previous.isPresent()) {
      setMeta(connection, "previous_epoch", previous.get().epoch());
      setMeta(connection, "previous_number", Long.toString(previous.get().number()));
      setMeta(connection, "previous_hash", previous.get().hash());
    }
  }

  /// The head of the epoch before this journal's, when there was one and it is known.
  static Optional<Head> previousEpoch(Connection connection) throws SQLException {
    Optional<String> epoch = findMeta(connection, "previous_epoch");
    return epoch.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Head(
                epoch.get(),
                0,
                Long.parseLong(meta(connection, "previous_number")),
                meta(connection, "previous_hash")));
  }

  /// Nothing has ever been stored in this file.
  static boolean isBlank(Connection connection) throws SQLException {
    return number(connection, "PRAGMA user_version") == 0
        && number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  }

  /// Refuses a file that this version cannot read.
  static void checkVersion(Connection connection, Path file) throws SQLException {
    long version = number(connection, "PRAGMA user_version");
    Sqlite.refuseNewer(file, version, VERSION);
    if (version < 1) {
      throw new JournalException(
          file + " is a database, but not a journal of tilld: correct [state] directory");
    }
  }

  /// Refuses the journal of another terminal, or one that counts in other money.
  static void checkOwner(Connection connection, Path file, JournalIdentity identity)
      throws SQLException {
    String owner = owner(connection);
    String mine = identity.org() + "/" + identity.terminal();
    if (!owner.equals(mine)) {
      throw new JournalException(
          file
              + " belongs to terminal "
              + owner
              + ", but this is configured as "
              + mine
              + ": correct [terminal] in the configuration, or move that terminal's state directory"
              + " away");
    }
    String currency = meta(connection, "currency");
    if (!currency.equals(identity.currency().getCurrencyCode())) {
      throw new JournalException(
          file
              + " counts in "
              + currency
              + ", but "
              + identity.currency()
              + " is configured: correct [terminal] currency; a journal cannot change its money");
    }
  }

  /// Refuses a journal with a hole or without its end: the chain does not go on silently.
  static void checkWhole(Connection connection, Path file) throws SQLException {
    long pruned = pruned(connection).map(Head::position).orElse(0L);
    long documents = number(connection, "SELECT count(*) FROM document");
    long last = number(connection, "SELECT ifnull(max(position), 0) FROM document");
    long due = snapshotPosition(connection);
    if (pruned + documents != last || last != due) {
      throw new JournalException(
          file
              + " has "
              + documents
              + (pruned == 0 ? "" : " (and " + pruned + " pruned)")
              + " documents up to position "
              + last
              + " where "
              + due
              + " are due: some are missing. Run `till journal verify` and `till journal export` to"
              + " see what is there; to sell on, move the file with its -wal and -shm beside it"
              + " away together and keep them: the journal that then begins names what the fleet"
              + " had of this one");
    }
  }

  /// Reads all that a start reads, so that what cannot be read shows now. What is text of another
  /// version is not illegible.
  static boolean isLegible(Connection connection) throws SQLException {
    head(connection);
    number(connection, "SELECT count(*) FROM document");
    number(connection, "SELECT ifnull(max(id), 0) FROM command");
    number(connection, "SELECT count(*) FROM device_key");
    return number(connection, "SELECT count(*) FROM snapshot WHERE NOT json_valid(state)") == 0
        && number(connection, "SELECT count(*) FROM entry WHERE NOT json_valid(body)") == 0;
  }

  /// The position of the document that the snapshot was stored with; 0 before the first.
  static long snapshotPosition(Connection connection) throws SQLException {
    return number(connection, "SELECT ifnull(max(position), 0) FROM snapshot");
  }

  /// Org and terminal: `acme/0042-03`.
  static String owner(Connection connection) throws SQLException {
    return meta(connection, "org") + "/" + meta(connection, "terminal");
  }

  /// The newest document; of an epoch without one, where its first will hang.
  static Head head(Connection connection) throws SQLException {
    String epoch = meta(connection, "epoch");
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT epoch, position, number, sha256 FROM document ORDER BY position DESC LIMIT"
                    + " 1")) {
      boolean any = rows.next();
      long position = any ? rows.getLong(2) : 0;
      if (any && rows.getString(1).equals(epoch)) {
        return place(rows);
      }
      String genesis = Chain.genesis(meta(connection, "org"), meta(connection, "terminal"), epoch);
      return new Head(epoch, position, 0, genesis);
    }
  }

  /// A document that is here, as a place in the chain.
  static Optional<Head> at(Connection connection, long position) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT epoch, position, number, sha256 FROM document WHERE position = ?")) {
      select.setLong(1, position);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(place(rows)) : Optional.empty();
      }
    }
  }

  /// A document's place in the chain, from a row that begins with epoch, position, number, sha256.
  static Head place(ResultSet row) throws SQLException {
    return new Head(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        HexFormat.of().formatHex(row.getBytes(4)));
  }

  /// The last document that was pruned, where the oldest that is here hangs; nothing while all are
  /// here.
  static Optional<Head> pruned(Connection connection) throws SQLException {
    var values = new HashMap<String, String>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT key, value FROM meta WHERE key IN ('pruned_epoch', 'pruned_position',"
                    + " 'pruned_number', 'pruned_hash')")) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getString(2));
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Head(
                values.getOrDefault("pruned_epoch", ""),
                Long.parseLong(values.getOrDefault("pruned_position", "0")),
                Long.parseLong(values.getOrDefault("pruned_number", "0")),
                values.getOrDefault("pruned_hash", "")));
  }

  /// The position before the oldest document that is here; 0 where there is none.
  static long beforeFirst(Connection connection) throws SQLException {
    return number(connection, "SELECT ifnull(min(position), 1) - 1 FROM document");
  }

  /// When a document was written, as its row says; nothing where the row has rotted.
  static Optional<Instant> time(String at) {
    try {
      return Optional.of(Instant.parse(at));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// When the newest document was written; nothing before the first, and where its row has rotted.
  static Optional<Instant> newestAt(Connection connection) throws SQLException {
    return text(connection, "SELECT at FROM document ORDER BY position DESC LIMIT 1")
        .flatMap(JournalTables::time);
  }

  /// The key that signed the newest document; nothing before the first.
  static Optional<String> newestKeyId(Connection connection) throws SQLException {
    return text(connection, "SELECT key_id FROM document ORDER BY position DESC LIMIT 1");
  }

  /// What was remembered under this word; what is given, from now on, when nothing was.
  static String remembered(Connection connection, String word, String first) throws SQLException {
    Optional<String> known = findMeta(connection, word);
    if (known.isEmpty()) {
      setMeta(connection, word, first);
    }
    return known.orElse(first);
  }

  /// Remembers this under a word.
  static void remember(Connection connection, String word, String value) throws SQLException {
    setMeta(connection, word, value);
  }

  /// Deletes the documents up to this one, and keeps its place in the chain. The caller commits.
  static void prune(Connection connection, Head last) throws SQLException {
    setMeta(connection, "pruned_epoch", last.epoch());
    setMeta(connection, "pruned_position", Long.toString(last.position()));
    setMeta(connection, "pruned_number", Long.toString(last.number()));
    setMeta(connection, "pruned_hash", last.hash());
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM document WHERE position <= ?")) {
      delete.setLong(1, last.position());
      delete.executeUpdate();
    }
    LinkTable.prune(connection, last.position());
  }

  /// Whether there is a document of this epoch behind this position.
  static boolean hasAfter(Connection connection, String epoch, long position) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM document WHERE epoch = ? AND position > ? LIMIT 1")) {
      select.setString(1, epoch);
      select.setLong(2, position);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// The lowest number of the epoch being written that is here; 1 while it has none.
  static long firstNumber(Connection connection) throws SQLException {
    return number(
        connection,
        "SELECT ifnull(min(number), 1) FROM document"
            + " WHERE epoch = (SELECT value FROM meta WHERE key = 'epoch')");
  }

  /// Keeps the public half of a key, so that what it signs can be checked with this file alone.
  static void rememberKey(Connection connection, DeviceKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO device_key (key_id, public_key) VALUES (?, ?)")) {
      insert.setString(1, key.keyId());
      insert.setBytes(2, key.publicKey());
      insert.executeUpdate();
    }
  }

  /// The public keys that this file knows, 32 bytes each, by id.
  static Map<String, byte[]> keys(Connection connection) throws SQLException {
    var keys = new TreeMap<String, byte[]>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key_id, public_key FROM device_key")) {
      while (rows.next()) {
        keys.put(rows.getString(1), rows.getBytes(2));
      }
    }
    return keys;
  }

  private static void setMeta(Connection connection, String name, String value)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, value);
      insert.executeUpdate();
    }
  }

  private static String meta(Connection connection, String name) throws SQLException {
    return findMeta(connection, name)
        .orElseThrow(() -> new SQLException("the journal does not say its " + name));
  }

  private static Optional<String> findMeta(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM meta WHERE key = ?")) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static Optional<String> text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
