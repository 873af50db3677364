package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;
import till.sale.Entry;
import till.sale.Reason;
import till.sale.TillState;
import till.sale.Transaction;
import till.trust.DeviceKey;

/// The shop's memory: one SQLite file with the facts of what is open and the chain of what has
/// ended.
///
/// Guarantees: when `append` has returned, the turn survives a power cut whole; before, none of it
/// does. Numbers are given inside the commit, so they have no gap and no twin. Documents are never
/// changed, and deleted only by `prune` (triggers hold it). Does not guarantee: anything against a
/// disk that lies about its cache.
///
/// Owned by the lane's thread. Readers have connections of their own (`Outbox`, `Documents`).
public final class Journal implements AutoCloseable {

  /// The file's name in the state directory.
  public static final String FILE = "journal.db";

  /// The folder in the state directory where training has a journal of its own.
  public static final String TRAINING = "training";

  /// The folder in the state directory where journals that could not be read are kept.
  public static final String QUARANTINE = "quarantine";

  /// How many verdicts are kept for repeated commands; older ones go. By count, because the clock
  /// lies.
  static final int VERDICTS_MAX = 10_000;

  /// 2 has print jobs that are held, unconfirmed, or copies; 1 is read as it is.
  private static final int SNAPSHOT_VERSION = 2;

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Path directory;
  private final Space space;
  private final JournalIdentity identity;
  private final DeviceKey key;
  private final Connection connection;
  private final Optional<Quarantine.Kept> kept;
  private final EntryCodec codec = new EntryCodec();
  private final PosLog posLog = new PosLog();
  private final Pruner pruner;
  private final Surroundings surroundings;

  // prepared once: a commit per scan is the beat of a till
  private final PreparedStatement insertDocument;
  private final PreparedStatement insertReport;
  private final LinkTable links;
  private final PreparedStatement insertEntry;
  private final PreparedStatement deleteEntries;
  private final PreparedStatement replaceSnapshot;
  private final PreparedStatement insertVerdict;
  private final PreparedStatement deleteOldVerdicts;
  private final PreparedStatement selectVerdict;

  private volatile Head head;
  private Optional<Instant> newestAt;
  private Optional<Head> previousEpoch;
  private Runnable onAppend = () -> {};
  private Function<String, Optional<StoredVerdict>> otherVerdicts = _ -> Optional.empty();
  private long otherDocuments;
  private boolean failed;

  private Journal(
      Path directory,
      Space space,
      JournalIdentity identity,
      DeviceKey key,
      Connection connection,
      Optional<Quarantine.Kept> kept)
      throws SQLException {
    this.directory = directory;
    this.space = space;
    this.identity = identity;
    this.key = key;
    this.connection = connection;
    this.kept = kept;
    this.head = JournalTables.head(connection);
    this.newestAt = JournalTables.newestAt(connection);
    this.pruner = new Pruner(directory, connection);
    this.surroundings = new Surroundings(connection);
    this.previousEpoch = JournalTables.previousEpoch(connection);
    insertDocument =
        connection.prepareStatement(
            """
            INSERT INTO document (position, epoch, number, at, type, status, transaction_id, sha256,
              key_id, signature, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    insertReport =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO z_report (number, position) VALUES (?, ?)");
    links = new LinkTable(connection);
    insertEntry = connection.prepareStatement("INSERT INTO entry (body) VALUES (?)");
    deleteEntries = connection.prepareStatement("DELETE FROM entry");
    replaceSnapshot =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO snapshot (one, version, position, state) VALUES (1, ?, ?, ?)");
    insertVerdict =
        connection.prepareStatement(
            "INSERT INTO command (command_id, digest, refusal, detail) VALUES (?, ?, ?, ?)");
    deleteOldVerdicts =
        connection.prepareStatement(
            "DELETE FROM command WHERE id <= (SELECT max(id) FROM command) - " + VERDICTS_MAX);
    selectVerdict = Verdicts.prepare(connection);
  }

  /// Opens the journal of this terminal, or begins it. One that cannot be read is put away whole,
  /// and a new epoch begins that names its head as far as that is known.
  ///
  /// @param now names a new epoch
  /// @throws JournalException when the file cannot be used, is of a newer version, belongs to
  ///   another terminal, or can be read and lacks documents
  public static Journal open(
      Path directory,
      JournalIdentity identity,
      DeviceKey key,
      Instant now,
      RandomGenerator chance) {
    Path file = directory.resolve(FILE);
    Space space = Space.of(directory);
    var quarantine = new Quarantine(directory);
    try {
      if (identity.training()) {
        Files.createDirectories(directory);
      }
      Optional<Quarantine.Kept> kept = quarantine.settle();
      Optional<StartCheck.Damage> damage = StartCheck.look(file, identity, StartCheck.TIME_MAX);
      if (damage.isPresent()) {
        kept = Optional.of(putAway(quarantine, damage.get(), now));
      }
      Journal journal = open(directory, space, identity, key, kept, now, chance);
      succeed(quarantine, kept, journal);
      return journal;
    } catch (SQLException e) {
      makeRoom(space, e);
      throw Sqlite.failure("cannot open the journal " + file, e);
    } catch (IOException e) {
      throw Sqlite.failure("cannot open the journal " + file, file, e);
    }
  }

  /// Notes that this journal has come after the kept one, so that no other one ever says so.
  private static void succeed(
      Quarantine quarantine, Optional<Quarantine.Kept> kept, Journal journal) throws IOException {
    try {
      if (kept.isPresent() && kept.get().successor().isEmpty()) {
        quarantine.succeed(kept.get(), journal.head.epoch());
      }
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  private static Quarantine.Kept putAway(
      Quarantine quarantine, StartCheck.Damage damage, Instant now) throws IOException {
    Quarantine.Kept kept = quarantine.put(damage.reason(), damage.head(), now);
    log.error(
        "the journal cannot be read ({}): it is kept whole in {}, and a new epoch begins. What was"
            + " not sent can be saved from there with `till journal export`",
        kept.reason(),
        kept.folder());
    return kept;
  }

  private static Journal open(
      Path directory,
      Space space,
      JournalIdentity identity,
      DeviceKey key,
      Optional<Quarantine.Kept> kept,
      Instant now,
      RandomGenerator chance)
      throws SQLException, IOException {
    Path file = directory.resolve(FILE);
    Sqlite.prepareFile(file);
    Connection connection = Sqlite.writer(file, SynchronousMode.FULL);
    try {
      connection.setAutoCommit(false);
      if (JournalTables.isBlank(connection)) {
        Optional<Head> previous =
            previousEpoch(kept.filter(last -> last.successor().isEmpty()), directory);
        JournalTables.create(connection, identity, previous, now, chance);
      }
      JournalTables.checkVersion(connection, file);
      JournalTables.checkOwner(connection, file, identity);
      JournalTables.checkWhole(connection, file);
      JournalTables.complete(connection);
      LinkTable.complete(connection);
      JournalTables.rememberKey(connection, key);
      var journal = new Journal(directory, space, identity, key, connection, kept);
      connection.commit();
      return journal;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// The best that is known of the journal before this one: what it gave away itself, or what the
  /// fleet has acknowledged of it.
  private static Optional<Head> previousEpoch(Optional<Quarantine.Kept> kept, Path directory)
      throws IOException {
    Optional<Head> own = kept.flatMap(Quarantine.Kept::head);
    Optional<Head> acknowledged = acknowledged(directory);
    boolean furtherOn =
        own.isEmpty()
            || acknowledged
                .filter(head -> head.epoch().equals(own.get().epoch()))
                .filter(head -> head.number() > own.get().number())
                .isPresent();
    return furtherOn ? acknowledged : own;
  }

  private static Optional<Head> acknowledged(Path directory) throws IOException {
    try {
      return OutboxFile.bookmark(directory)
          .filter(mark -> mark.number() > 0)
          .map(mark -> new Head(mark.epoch(), mark.position(), mark.number(), mark.hash()));
    } catch (SQLException e) {
      log.warn("nothing is known of the journal before this one: {}", Sqlite.words(e));
      return Optional.empty();
    }
  }

  /// A journal that could not be read and is kept.
  ///
  /// @param reason why it could not be read
  /// @param isPredecessor whether this journal's epoch was begun in its place
  public record Quarantined(Path folder, String reason, boolean isPredecessor) {}

  /// The journal that was put away last, as long as its folder was there when this one was opened.
  public Optional<Quarantined> quarantined() {
    return kept.map(last ->
        new Quarantined(
            last.folder(),
            last.reason(),
            last.successor().isEmpty() || last.successor().get().equals(head.epoch())));
  }

  /// What was open when the daemon stopped: the snapshot and every fact since, in order.
  ///
  /// @param snapshot the state the facts start from
  public record Recovered(TillState snapshot, List<Entry> entries) {

    public Recovered {
      entries = List.copyOf(entries);
    }
  }

  /// Reads what was open. The caller replays the facts.
  public Recovered recover() {
    try (Statement statement = connection.createStatement()) {
      TillState snapshot = TillState.initial(identity.currency());
      try (ResultSet rows = statement.executeQuery("SELECT version, state FROM snapshot")) {
        if (rows.next()) {
          if (rows.getInt(1) > SNAPSHOT_VERSION) {
            throw new JournalException(
                "the journal in "
                    + directory
                    + " holds a snapshot of a newer tilld: install that one again");
          }
          snapshot = codec.readState(rows.getString(2));
        }
      }
      var entries = new ArrayList<Entry>();
      try (ResultSet rows = statement.executeQuery("SELECT body FROM entry ORDER BY id")) {
        while (rows.next()) {
          entries.add(codec.readEntry(rows.getString(1)));
        }
      }
      endRead();
      return new Recovered(snapshot, entries);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read what was open from the journal in " + directory, e);
    }
  }

  /// The number a document got.
  public record Numbered(long number, String transactionId) {}

  /// Puts a turn on disk: one transaction, one sync.
  ///
  /// @return the documents that came of it, in order
  /// @throws JournalException when the disk does not take it; then nobody can say what of it is
  ///   there until the journal is opened again, and this one takes nothing more
  public List<Numbered> append(Turn turn) {
    return turn.isEmpty() ? List.of() : commit(() -> write(head, turn));
  }

  /// Begins another epoch in this file, because the fleet knows another end of the one that is
  /// written now. One transaction: either it has begun and has its first document, or nothing has
  /// happened. Positions and grand totals go on, numbers begin with 1, and the first document names
  /// the head as it was.
  ///
  /// @param turn whose first document is the first of the epoch
  /// @param now names the epoch
  /// @return the documents that came of it, in order
  /// @throws IllegalStateException when the epoch has no document that another could follow, or
  ///   would not get one
  /// @throws JournalException as `append` does
  public List<Numbered> beginEpoch(Turn turn, Instant now, RandomGenerator chance) {
    Head before = head;
    if (before.number() == 0
        || turn.entries().stream().noneMatch(Entry.TransactionLogged.class::isInstance)) {
      throw new IllegalStateException("no document to end, or to begin an epoch: " + before);
    }
    return commit(() -> {
      JournalTables.beginEpoch(connection, Optional.of(before), now, chance);
      previousEpoch = JournalTables.previousEpoch(connection);
      return write(JournalTables.head(connection), turn);
    });
  }

  private interface Writing {
    List<Numbered> write() throws SQLException;
  }

  /// Who opens the journal next has the reserve's room.
  private static void makeRoom(Space space, SQLException e) {
    if (Sqlite.isFull(e)) {
      space.giveBack();
    }
  }

  private List<Numbered> commit(Writing writing) {
    if (failed) {
      throw new JournalException(
          "the journal in " + directory + " has failed before: start again and replay");
    }
    failed = true;
    List<Numbered> numbered;
    try {
      numbered = writing.write();
    } catch (SQLException e) {
      makeRoom(space, e);
      throw Sqlite.failure("cannot write to the journal in " + directory, e);
    }
    failed = false;
    if (!numbered.isEmpty()) {
      onAppend.run();
    }
    return numbered;
  }

  private List<Numbered> write(Head before, Turn turn) throws SQLException {
    Head next = before;
    Optional<Instant> at = newestAt;
    var numbered = new ArrayList<Numbered>();
    for (Entry entry : turn.entries()) {
      if (entry instanceof Entry.TransactionLogged ended) {
        next = insertDocument(next, ended.transaction());
        at = Optional.of(ended.transaction().end().truncatedTo(ChronoUnit.MILLIS));
        surroundings.note(entry);
        numbered.add(new Numbered(next.number(), ended.transaction().transactionId()));
      }
    }
    if (numbered.isEmpty()) {
      insertEntries(turn.entries());
    } else {
      replaceSnapshot(turn.after(), next.position());
    }
    insertVerdicts(turn.verdicts());
    connection.commit();
    head = next;
    newestAt = at;
    return numbered;
  }

  private Head insertDocument(Head before, Transaction transaction) throws SQLException {
    byte[] bytes =
        posLog.write(
            identity, before, before.number() == 0 ? previousEpoch : Optional.empty(), transaction);
    byte[] digest = Chain.digest(bytes);
    var next =
        new Head(
            before.epoch(),
            before.position() + 1,
            before.number() + 1,
            HexFormat.of().formatHex(digest));
    insertDocument.setLong(1, next.position());
    insertDocument.setString(2, next.epoch());
    insertDocument.setLong(3, next.number());
    insertDocument.setString(4, Fields.time(transaction.end()));
    insertDocument.setString(5, PosLog.type(transaction));
    setText(insertDocument, 6, PosLog.status(transaction));
    insertDocument.setString(7, transaction.transactionId());
    insertDocument.setBytes(8, digest);
    insertDocument.setString(9, key.keyId());
    insertDocument.setBytes(10, key.sign(bytes));
    insertDocument.setBytes(11, bytes);
    insertDocument.executeUpdate();
    if (transaction.body() instanceof Transaction.Closing closing) {
      insertReport.setLong(1, closing.number());
      insertReport.setLong(2, next.position());
      insertReport.executeUpdate();
    }
    links.add(next.position(), transaction);
    return next;
  }

  private void insertEntries(List<Entry> entries) throws SQLException {
    for (Entry entry : entries) {
      insertEntry.setString(1, codec.write(entry));
      insertEntry.executeUpdate();
    }
  }

  /// The snapshot holds everything so far, so the facts that led to it have done their work.
  private void replaceSnapshot(TillState after, long position) throws SQLException {
    replaceSnapshot.setInt(1, SNAPSHOT_VERSION);
    replaceSnapshot.setLong(2, position);
    replaceSnapshot.setString(3, codec.write(after));
    replaceSnapshot.executeUpdate();
    deleteEntries.executeUpdate();
  }

  private void insertVerdicts(List<StoredVerdict> verdicts) throws SQLException {
    for (StoredVerdict verdict : verdicts) {
      insertVerdict.setString(1, verdict.commandId());
      insertVerdict.setString(2, verdict.digest());
      setText(insertVerdict, 3, verdict.refusal().map(Reason::name));
      insertVerdict.setString(4, verdict.detail());
      insertVerdict.executeUpdate();
    }
    if (!verdicts.isEmpty()) {
      deleteOldVerdicts.executeUpdate();
    }
  }

  private static void setText(PreparedStatement statement, int index, Optional<String> text)
      throws SQLException {
    if (text.isPresent()) {
      statement.setString(index, text.get());
    } else {
      statement.setNull(index, Types.VARCHAR);
    }
  }

  /// The till's other journal, which is not written while this one is: what was asked for before
  /// the till has changed from one to the other may be asked for again after it.
  ///
  /// @param verdicts of its commands
  /// @param documents how many it holds or has held
  public void beside(Function<String, Optional<StoredVerdict>> verdicts, long documents) {
    otherVerdicts = verdicts;
    otherDocuments = documents;
  }

  /// How many documents the journals of the till hold or have held.
  public long documents() {
    return head.position() + otherDocuments;
  }

  /// The first verdict on this command, when it is not its first time, in either journal.
  public Optional<StoredVerdict> anyVerdict(String commandId) {
    return verdict(commandId).or(() -> otherVerdicts.apply(commandId));
  }

  /// The first verdict on this command, when it is not its first time.
  public Optional<StoredVerdict> verdict(String commandId) {
    try {
      Optional<StoredVerdict> first = Verdicts.find(selectVerdict, commandId);
      endRead();
      return first;
    } catch (SQLException e) {
      throw Sqlite.failure("cannot look a command up in the journal in " + directory, e);
    }
  }

  /// Lets go of what was read: a reader that holds on keeps the `-wal` from being used again.
  private void endRead() throws SQLException {
    connection.commit();
  }

  /// Lets some of the oldest documents go that the fleet has and that have outlived the retention.
  /// One small commit, for a moment in which nobody waits.
  ///
  /// @param synchronised whether `now` can be believed; nothing goes by a clock that cannot
  /// @return whether there is more to do at once
  /// @throws JournalException when the disk fails; a full one is a reason to do nothing
  public boolean prune(Instant now, boolean synchronised, Duration retention) {
    return prune(now, synchronised, retention, Pruner.LIMITS);
  }

  boolean prune(Instant now, boolean synchronised, Duration retention, Pruner.Limits limits) {
    if (failed || !synchronised) {
      return false;
    }
    failed = true;
    boolean more;
    try {
      more = pruner.step(head, now.minus(retention), limits);
    } catch (SQLException e) {
      if (!Sqlite.isFull(e)) {
        throw Sqlite.failure("cannot prune the journal in " + directory, e);
      }
      more = rollBackPruning();
    }
    failed = false;
    return more;
  }

  /// SQLite may have ended the transaction itself, and then has none to roll back: a savepoint is
  /// one in any case.
  private boolean rollBackPruning() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT pruning");
      connection.rollback();
      return false;
    } catch (SQLException e) {
      throw Sqlite.failure("cannot take back what was not pruned in " + directory, e);
    }
  }

  /// The newest document. Any thread.
  public Head head() {
    return head;
  }

  /// Who is to be told, on the lane's thread and without waiting, that a document has come.
  public void onAppend(Runnable listener) {
    onAppend = listener;
  }

  /// Something around the journal is not what it was.
  ///
  /// @param control the contract's word for it
  /// @param facts `from` and `to`
  public record Change(String control, Map<String, String> facts) {

    public Change {
      facts = Map.copyOf(facts);
    }
  }

  /// What is not as the journal remembers it: each is news until a document of that word is
  /// appended.
  ///
  /// @param board names the board; nothing where it has no name
  public List<Change> changes(Optional<String> board) {
    try {
      List<Change> changes = surroundings.look(board, key.keyId());
      connection.commit();
      return changes;
    } catch (SQLException e) {
      throw Sqlite.failure("cannot compare board and key with the journal in " + directory, e);
    }
  }

  /// When the newest document was written; nothing before the first, or when that is unknown.
  public Optional<Instant> newestAt() {
    return newestAt;
  }

  /// The room on its disk.
  public Space space() {
    return space;
  }

  /// Makes the file as full as a full disk, so that a test can see what happens then.
  void growNoFurther() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = 1");
    } catch (SQLException e) {
      throw Sqlite.failure("cannot bound the journal", e);
    }
  }

  /// Closes the file. A turn that was not committed is gone, as it should be.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close the journal in " + directory, e);
    }
  }
}
