package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.fleet.Reading.KeyName;
import till.uplink.Topics;

/// What the fleet has of its terminals' journals.
///
/// Guarantees: a batch is stored whole, and on the disk when `take` returns, or not at all; a key
/// (org, terminal, epoch, number) holds the first document that came for it, for ever; bytes are
/// never thrown away. Several collectors may share one. Any thread, one batch at a time.
///
/// A store that goes away is a state: every call fails until it is back, and the log has one line
/// when it goes and one when it comes.
public final class Ledger implements AutoCloseable {

  /// How often a transaction that collided with another's is tried.
  private static final int TRIES_MAX = 5;

  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  private final LedgerAddress address;
  private final LedgerStore store;
  private final Tally tally = new Tally();

  // guarded by this
  private Optional<Sql> connection;
  private boolean isAway;
  private boolean isClosed;

  private Ledger(LedgerAddress address, LedgerStore store, Sql connection) {
    this.address = address;
    this.store = store;
    this.connection = Optional.of(connection);
  }

  /// Opens a ledger, or begins it.
  ///
  /// @throws LedgerException when it cannot be used, or is of a newer version
  public static Ledger open(LedgerAddress address) {
    LedgerStore store = LedgerStore.at(address);
    try {
      return new Ledger(address, store, store.writer(true));
    } catch (SQLException e) {
      throw new LedgerException("cannot open the ledger", address, e);
    }
  }

  /// Opens one in a file of SQLite.
  ///
  /// @throws LedgerException as above
  public static Ledger open(Path file) {
    return open(new LedgerAddress.Sqlite(file));
  }

  /// What a batch came to.
  ///
  /// @param owed what the terminals are to be told
  /// @param newest the states that say how their terminals stand now; others came too late
  record Taken(List<Intake.Owed> owed, List<Delivery.State> newest) {}

  /// Stores a batch. A document that the database does not take is kept among the rejected.
  ///
  /// @throws LedgerException when the store is away
  Taken take(List<? extends Delivery> batch, Instant at) {
    long beganNanos = System.nanoTime();
    var states = new ArrayList<Delivery.State>();
    var documents = new ArrayList<Delivery.Document>();
    for (Delivery delivery : batch) {
      switch (delivery) {
        case Delivery.State state -> states.add(state);
        case Delivery.Document document -> documents.add(document);
      }
    }
    List<Reading> readings = read(documents);
    var owed = new ArrayList<Intake.Owed>();
    var newest = new ArrayList<Delivery.State>();
    for (Intake.Result result : store(states, readings, at)) {
      tally.count(result);
      result.news().forEach(Ledger::tell);
      owed.addAll(result.owed());
      newest.addAll(result.newest());
    }
    batch.forEach(delivery -> tally.saw(delivery.from().terminal(), at));
    tally.took((System.nanoTime() - beganNanos) * 1e-9);
    return new Taken(owed, newest);
  }

  /// Says once more how far these are.
  ///
  /// @throws LedgerException when the store is away
  List<Intake.Owed> remind(List<Chapter> chapters, Instant at) {
    return ask(sql -> {
      Set<Topics> terminals = chapters.stream().map(Chapter::terminal).collect(Collectors.toSet());
      store.lock(sql, terminals);
      return new Intake(sql, at).remind(chapters);
    });
  }

  /// What is missing of an epoch below a number will never come: nothing waits for it any longer.
  ///
  /// @throws LedgerException when the store is away
  void giveUp(Topics terminal, String epoch, long number, Instant at) {
    ask(sql -> {
      store.lock(sql, Set.of(terminal));
      return new Intake(sql, at).giveUp(new Chapter(terminal, epoch), number);
    });
  }

  /// Looks whether the store is there, and connects to it anew where that helps. One that was away
  /// has to show that it can write.
  ///
  /// @throws LedgerException when it is away
  synchronized void check() {
    if (isAway) {
      write(sql -> {
        sql.update("INSERT INTO gap VALUES ('', '', '', 0, 0, '')");
        return sql.update("DELETE FROM gap WHERE org = ''");
      });
    } else {
      ask(sql -> sql.first("SELECT 1", row -> row.getInt(1)));
    }
  }

  Tally tally() {
    return tally;
  }

  /// Before the transaction, since it takes the longest: nobody waits for it.
  private List<Reading> read(List<Delivery.Document> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    Set<KeyName> names =
        documents.stream()
            .map(document ->
                new KeyName(document.from(), document.properties().getOrDefault("kid", "")))
            .filter(name -> Envelope.KEY_ID.matcher(name.keyId()).matches())
            .collect(Collectors.toSet());
    Map<KeyName, byte[]> keys = ask(sql -> new DeviceKeys(sql).pinned(names));
    return Reading.of(documents, keys);
  }

  private List<Intake.Result> store(
      List<Delivery.State> states, List<Reading> readings, Instant at) {
    try {
      return List.of(intake(states, readings, at));
    } catch (DataException e) {
      if (states.size() + readings.size() == 1) {
        return setAside(states, readings, at, e);
      }
    }
    var results = new ArrayList<Intake.Result>();
    states.forEach(state -> results.addAll(store(List.of(state), List.of(), at)));
    readings.forEach(reading -> results.addAll(store(List.of(), List.of(reading), at)));
    return results;
  }

  /// One thing that the database does not take must not keep others out.
  private List<Intake.Result> setAside(
      List<Delivery.State> states, List<Reading> readings, Instant at, DataException failure) {
    for (Delivery.State state : states) {
      log.error("a state of {} cannot be stored: {}", state.from(), failure.getMessage());
    }
    var results = new ArrayList<Intake.Result>();
    for (Reading reading : readings) {
      if (reading.envelope() instanceof Envelope.Illegible) {
        log.error(
            "what {} sent cannot even be kept as bytes: {}; it is not acknowledged",
            reading.message().from(),
            failure.getMessage());
      } else {
        results.add(intake(List.of(), List.of(reading.rejected("unstorable")), at));
      }
    }
    return results;
  }

  private Intake.Result intake(List<Delivery.State> states, List<Reading> readings, Instant at) {
    return write(sql -> {
      var terminals = new HashSet<Topics>();
      states.forEach(state -> terminals.add(state.from()));
      readings.forEach(reading -> terminals.add(reading.message().from()));
      store.lock(sql, terminals);
      return new Intake(sql, at).take(states, readings);
    });
  }

  private interface Question<T> {
    T ask(Sql sql) throws SQLException;
  }

  /// The database does not take what it was given.
  private static final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DataException(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Asks something that ends with a change on the disk: a full one can still be read.
  private synchronized <T> T write(Question<T> question) {
    T answer = ask(question);
    if (isAway) {
      log.info("the ledger {} is back", address);
    }
    isAway = false;
    return answer;
  }

  /// Asks in a transaction of its own. A connection that was lost is opened again once: servers
  /// restart.
  private synchronized <T> T ask(Question<T> question) {
    for (int tries = 1; ; tries++) {
      boolean isNew = connection.isEmpty();
      try {
        Sql sql = connected();
        return sql.inTransaction(() -> question.ask(sql));
      } catch (SQLException e) {
        LedgerStore.Fault fault = store.fault(e);
        if (fault == LedgerStore.Fault.DATA) {
          throw new DataException(e);
        }
        if (fault == LedgerStore.Fault.AWAY) {
          drop();
        }
        if (tries == TRIES_MAX || (fault == LedgerStore.Fault.AWAY && isNew)) {
          throw away(new LedgerException("cannot use the ledger", address, e));
        }
      } catch (LedgerException e) {
        throw away(e);
      }
    }
  }

  private Sql connected() throws SQLException {
    if (isClosed) {
      throw new IllegalStateException("the ledger " + address + " is closed");
    }
    if (connection.isEmpty()) {
      connection = Optional.of(store.writer(false));
    }
    return connection.get();
  }

  private void drop() {
    try {
      if (connection.isPresent()) {
        connection.get().close();
      }
    } catch (SQLException e) {
      log.debug("a lost connection to {} cannot be closed either", address, e);
    }
    connection = Optional.empty();
  }

  private LedgerException away(LedgerException failure) {
    if (!isAway) {
      log.error(
          "{}; nothing is acknowledged until it is back, and nothing is lost",
          failure.getMessage());
    }
    isAway = true;
    return failure;
  }

  private static void tell(Intake.News news) {
    if (news.isAlarm()) {
      log.error("{}", news.text());
    } else {
      log.info("{}", news.text());
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    drop();
  }
}
