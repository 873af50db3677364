package till.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Turn;
import till.sale.Till;
import till.trust.DeviceKey;

/// A journal that has been written for some time, beside a bare loop on a copy of its file and a
/// store with as many messages.
final class GrownJournal implements AutoCloseable {

  private static final JournalIdentity IDENTITY =
      new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, ZoneId.of("Europe/Berlin"));

  final int documents;
  final SaleMaker maker;
  final Path file;
  final Journal journal;
  final double openMillis;
  final BareLoop bare;
  final KuraLikeStore kura;

  private GrownJournal(
      int documents,
      SaleMaker maker,
      Path file,
      Journal journal,
      double openMillis,
      BareLoop bare,
      KuraLikeStore kura) {
    this.documents = documents;
    this.maker = maker;
    this.file = file;
    this.journal = journal;
    this.openMillis = openMillis;
    this.bare = bare;
    this.kura = kura;
  }

  /// Makes a journal of one sale and copies of it, up to so many documents.
  static GrownJournal open(Path folder, int documents) throws IOException, SQLException {
    Path file = folder.resolve(Journal.FILE);
    Path copy = folder.resolve("bare.db");
    var maker = new SaleMaker();
    try (Journal young = journal(folder)) {
      maker.sales(1, 1).forEach(young::append);
    }
    byte[] payload = grow(file, documents);
    Files.copy(file, copy);
    sync(copy);
    long start = System.nanoTime();
    Journal journal = journal(folder);
    double openMillis = (System.nanoTime() - start) / 1e6;
    return new GrownJournal(
        documents,
        maker,
        file,
        journal,
        openMillis,
        BareLoop.open(copy),
        KuraLikeStore.open(folder.resolve("kura.db"), documents, payload));
  }

  private static Journal journal(Path folder) {
    return Journal.open(folder, IDENTITY, DeviceKey.open(folder), Instant.EPOCH, new Random(1));
  }

  /// Beside the journal, which would take hours of commits; rows as large as its own, and a chain
  /// that nobody checks here.
  private static byte[] grow(Path file, int documents) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=OFF");
        Statement statement = connection.createStatement()) {
      try (PreparedStatement grow =
          connection.prepareStatement(
              """
              WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
              INSERT INTO document
              SELECT i, epoch, i, at, type, status, printf('01A%023d', i), sha256, key_id, signature,
                document FROM n, document WHERE position = 1 AND i <= ?\
              """)) {
        grow.setInt(1, documents);
        grow.setInt(2, documents);
        grow.executeUpdate();
      }
      statement.executeUpdate(
          "UPDATE snapshot SET position = (SELECT max(position) FROM document)");
      statement.execute("PRAGMA journal_mode = WAL");
      try (var rows = statement.executeQuery("SELECT document FROM document LIMIT 1")) {
        return rows.getBytes(1);
      }
    }
  }

  /// What is not on disk yet would be written while something else is timed.
  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  void append(List<Turn> turns) {
    turns.forEach(journal::append);
  }

  @Override
  public void close() throws SQLException {
    journal.close();
    bare.close();
    kura.close();
  }
}
