package till.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Turn;
import till.sale.Input;
import till.sale.PrintJob;
import till.sale.Till;
import till.trust.DeviceKey;

/// Commits of the journal beside a bare loop of sqlite-jdbc with the same settings and as many
/// bytes, block by block in turn, so that a disk that slows down slows both.
final class CommitBench {

  private static final int BLOCKS = 10;
  private static final int COMMITS = 200;
  private static final int WARM_UP_BLOCKS = 2;

  /// About what one line of a sale takes as an entry.
  private static final int ENTRY_BYTES = 420;

  private CommitBench() {}

  static List<Figure> run(Path folder) throws SQLException {
    var lines = new Timing();
    var bareLines = new Timing();
    var sales = new Timing();
    try (Journal journal = journal(folder);
        Connection bare = bare(folder);
        PreparedStatement insert = bare.prepareStatement("INSERT INTO entry (body) VALUES (?)")) {
      Till till = Till.open();
      for (int block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
        boolean counts = block >= WARM_UP_BLOCKS;
        lines.measure(counts, () -> lines(journal, till));
        bareLines.measure(counts, () -> bareLines(bare, insert));
        sales.measure(counts, () -> sales(journal, till));
      }
    }
    return List.of(
        Figure.beside(
            "journal: lines committed",
            "1/s",
            lines.perSecond(),
            "bare sqlite-jdbc",
            bareLines.perSecond(),
            "one line of a sale a commit, WAL, synchronous=FULL; median of "
                + BLOCKS
                + " blocks of "
                + COMMITS),
        Figure.beside(
            "journal: sales committed",
            "1/s",
            sales.perSecond(),
            "bare sqlite-jdbc",
            bareLines.perSecond(),
            "a sale of one line paid in cash: document, chain, signature, snapshot, print job"));
  }

  private static Journal journal(Path folder) {
    var identity =
        new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, ZoneId.of("Europe/Berlin"));
    return Journal.open(folder, identity, DeviceKey.open(folder), Instant.EPOCH, new Random(1));
  }

  private static Connection bare(Path folder) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static void lines(Journal journal, Till till) {
    for (int i = 0; i < COMMITS; i++) {
      till.sells("4006381333931", 199);
      append(journal, till);
    }
    till.does(new Input.CancelTransaction());
    append(journal, till);
  }

  private static void sales(Journal journal, Till till) {
    for (int i = 0; i < COMMITS; i++) {
      till.sells("4006381333931", 199).does(new Input.TakeTotal());
      till.does(new Input.TenderCash(Optional.empty()));
      till.workstation()
          .state()
          .printJobs()
          .forEach(job -> till.does(new Input.MovePrintJob(job.jobId(), PrintJob.State.CONFIRMED)));
      append(journal, till);
    }
  }

  private static void append(Journal journal, Till till) {
    journal.append(new Turn(new ArrayList<>(till.facts), List.of(), till.workstation().state()));
    till.facts.clear();
  }

  private static void bareLines(Connection connection, PreparedStatement insert)
      throws SQLException {
    String body = "x".repeat(ENTRY_BYTES);
    for (int i = 0; i < COMMITS; i++) {
      insert.setBytes(1, body.getBytes(StandardCharsets.UTF_8));
      insert.executeUpdate();
      connection.commit();
    }
  }

  private interface Block {
    void run() throws SQLException;
  }

  private static final class Timing {
    private final List<Double> seconds = new ArrayList<>();

    void measure(boolean counts, Block block) throws SQLException {
      long start = System.nanoTime();
      block.run();
      if (counts) {
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }

    double perSecond() {
      return COMMITS / seconds.stream().sorted().toList().get(seconds.size() / 2);
    }
  }
}
