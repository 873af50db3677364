package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.uplink.Topics;

/// What the fleet has of its terminals' journals.
///
/// Guarantees: a batch is stored whole, and on the disk when `take` returns, or not at all; a key
/// (org, terminal, epoch, number) holds the first document that came for it, for ever; bytes are
/// never thrown away. Several collectors may share one. Any thread, one batch at a time.
public final class Ledger implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  private final LedgerAddress address;
  private final Sql sql;

  private Ledger(LedgerAddress address, Sql sql) {
    this.address = address;
    this.sql = sql;
  }

  /// Opens a ledger, or begins it.
  ///
  /// @throws LedgerException when it cannot be used, or is of a newer version
  public static Ledger open(LedgerAddress address) {
    try {
      return new Ledger(address, LedgerStore.at(address).writer());
    } catch (SQLException e) {
      throw new LedgerException("cannot open the ledger " + address, e);
    }
  }

  /// Opens one in a file of SQLite.
  ///
  /// @throws LedgerException as above
  public static Ledger open(Path file) {
    return open(new LedgerAddress.Sqlite(file));
  }

  /// Stores a batch.
  ///
  /// @return what the terminals are to be told
  /// @throws LedgerException when the disk does not take it
  synchronized List<Intake.Owed> take(List<? extends Delivery> batch, Instant at) {
    try {
      var intake = new Intake(sql, at);
      List<Intake.Owed> owed =
          sql.inTransaction(() -> {
            for (Delivery delivery : batch) {
              intake.take(delivery);
            }
            return intake.settle();
          });
      intake.news().forEach(Ledger::tell);
      return owed;
    } catch (SQLException e) {
      throw new LedgerException("cannot store a batch in the ledger " + address, e);
    }
  }

  /// What is missing of an epoch below a number will never come: nothing waits for it any longer.
  ///
  /// @throws LedgerException when the disk does not take it
  synchronized void giveUp(Topics terminal, String epoch, long number, Instant at) {
    try {
      var intake = new Intake(sql, at);
      sql.inTransaction(() -> {
        intake.giveUp(new Watermarks.Chapter(terminal, epoch), number);
        return intake.settle();
      });
    } catch (SQLException e) {
      throw new LedgerException("cannot give up gaps in the ledger " + address, e);
    }
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
    try {
      sql.close();
    } catch (SQLException e) {
      throw new LedgerException("cannot close the ledger " + address, e);
    }
  }
}
