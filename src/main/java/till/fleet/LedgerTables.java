package till.fleet;

/// The tables of a ledger. The names are fixed, reports rely on them; times are text as in the
/// documents (RFC 3339, UTC, so that they sort), on PostgreSQL too: one code path, and exactly what
/// came.
final class LedgerTables {

  static final int VERSION = 2;

  /// What was there in version 1. `id` counts arrivals. `device_key.pinned` is `enrolled`,
  /// `first-use`, or `announced` (not believed: another one was first).
  private static final String FIRST =
      """
      CREATE TABLE document (
        id {id}, org TEXT NOT NULL, terminal TEXT NOT NULL,
        epoch TEXT NOT NULL, number BIGINT NOT NULL, type TEXT NOT NULL, status TEXT,
        business_day TEXT, transaction_id TEXT, total BIGINT, currency TEXT, at TEXT NOT NULL,
        received_at TEXT NOT NULL, sha256 TEXT NOT NULL, key_id TEXT, signature {bytes},
        verified TEXT NOT NULL CHECK (verified IN ('good', 'bad', 'unknown-key', 'unsigned')),
        document {bytes} NOT NULL, UNIQUE (org, terminal, epoch, number));
      CREATE TABLE watermark (
        org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, through BIGINT NOT NULL,
        sha256 TEXT NOT NULL, first BIGINT NOT NULL, PRIMARY KEY (org, terminal, epoch)) {table};
      CREATE TABLE conflict (
        id {id}, org TEXT NOT NULL, terminal TEXT NOT NULL,
        epoch TEXT NOT NULL, number BIGINT NOT NULL, received_at TEXT NOT NULL, sha256 TEXT NOT NULL,
        key_id TEXT, signature {bytes}, document {bytes} NOT NULL,
        UNIQUE (org, terminal, epoch, number, sha256));
      CREATE TABLE rejected (
        id {id}, org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT,
        number BIGINT, code TEXT NOT NULL, received_at TEXT NOT NULL, sha256 TEXT NOT NULL,
        document {bytes} NOT NULL);
      CREATE UNIQUE INDEX rejected_once
        ON rejected (org, terminal, coalesce(epoch, ''), coalesce(number, 0), sha256);
      CREATE INDEX rejected_number ON rejected (org, terminal, epoch, number);
      CREATE TABLE device_key (
        org TEXT NOT NULL, terminal TEXT NOT NULL, key_id TEXT NOT NULL, public_key {bytes} NOT NULL,
        pinned TEXT NOT NULL CHECK (pinned IN ('enrolled', 'first-use', 'announced')),
        pinned_at TEXT NOT NULL, PRIMARY KEY (org, terminal, key_id)) {table};
      CREATE TABLE anchor (
        org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, number BIGINT NOT NULL,
        sha256 TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (org, terminal, epoch)) {table};
      CREATE TABLE state (
        org TEXT NOT NULL, terminal TEXT NOT NULL, conn BIGINT NOT NULL, online INTEGER NOT NULL,
        at TEXT, version TEXT, epoch TEXT, head BIGINT, acked BIGINT, lane TEXT,
        received_at TEXT NOT NULL, body TEXT, PRIMARY KEY (org, terminal)) {table};
      """;

  /// `released` has each document once everything before it in its epoch is there, or is known to
  /// never come: its `id` is the cursor of exports. `gap` remembers numbers that the terminal no
  /// longer had when they were missed.
  private static final String SECOND =
      """
      CREATE TABLE released (id {id}, document_id BIGINT NOT NULL);
      CREATE TABLE gap (
        org TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, from_number BIGINT NOT NULL,
        to_number BIGINT NOT NULL, seen_at TEXT NOT NULL,
        PRIMARY KEY (org, terminal, epoch, from_number)) {table};
      """;

  /// The cursor was `document.id` before: it goes on where it was.
  private static final String FROM_FIRST_TO_SECOND =
      """
      INSERT INTO released (id, document_id)
        SELECT d.id, d.id FROM document d JOIN watermark w
          ON w.org = d.org AND w.terminal = d.terminal AND w.epoch = d.epoch
        WHERE d.number <= w.through ORDER BY d.id;
      """;

  private LedgerTables() {}

  /// What makes version 2 of a ledger.
  ///
  /// @param version what is there; 0 for nothing
  /// @param id how a column is written that counts and is never reused
  /// @param bytes the type of bytes
  /// @param table what stands behind a table with a key of its own
  static String script(int version, String id, String bytes, String table) {
    String script =
        switch (version) {
          case 0 -> FIRST + SECOND;
          case 1 -> SECOND + FROM_FIRST_TO_SECOND;
          default -> "";
        };
    return script.replace("{id}", id).replace("{bytes}", bytes).replace("{table}", table);
  }

  static int known(int version, LedgerAddress address) {
    if (version > VERSION) {
      throw new LedgerException(
          address + " is of version " + version + ", this tilld knows " + VERSION);
    }
    return version;
  }

  /// Refuses what cannot be read as it is.
  static void current(int version, LedgerAddress address) {
    if (known(version, address) == 0) {
      throw new LedgerException(address + " is no ledger");
    }
    if (version < VERSION) {
      throw new LedgerException(
          address
              + " is of version "
              + version
              + ": a collector of this tilld makes it one of version "
              + VERSION);
    }
  }
}
