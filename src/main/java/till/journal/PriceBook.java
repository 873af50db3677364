package till.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import till.sale.Gtin;
import till.sale.Item;

/// What can be sold, by code: an immutable file per book, made once from the NDJSON of the contract
/// and found again by the hash of its source. A torn or wrong source makes no book, and the old one
/// stays.
///
/// An item may have several lines, each valid from another day on: the newest that is valid on the
/// day of business counts. An item whose lines are all of later days is not in the book yet. Codes
/// are the item's and not the line's: what any of its lines lists leads to the one that counts.
///
/// `byCode`, `byId`, `byPlu` and `isDeposit` belong to the lane's thread; `find` has a connection
/// of its own, for any thread.
public final class PriceBook implements AutoCloseable {

  /// Form of the tables below and of what `ItemReader` makes of a line. A book of another form is
  /// made again.
  private static final int VERSION = 3;

  /// How many bad lines are worth naming.
  private static final int PROBLEMS_MAX = 20;

  /// Longest line, in bytes: an item with every field at its longest, several times over.
  static final int LINE_BYTES_MAX = 64 * 1024;

  /// Longest source, unpacked: two million items of a kilobyte.
  private static final long SOURCE_BYTES_MAX = 2L * 1024 * 1024 * 1024;

  private static final int HASH_DIGITS = 16;

  /// Memory for making a book: codes come in no order, and would make the disk seek.
  private static final int MAKE_CACHE_KIB = 32 * 1024;

  private static final String SCHEMA =
      """
      CREATE TABLE item (id INTEGER PRIMARY KEY, item_id TEXT NOT NULL, valid_from INTEGER NOT NULL,
        plu TEXT, quick_key INTEGER, body TEXT NOT NULL, UNIQUE (item_id, valid_from));
      CREATE TABLE code (code TEXT PRIMARY KEY, item INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE deposit (item_id TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE INDEX item_plu ON item (plu) WHERE plu IS NOT NULL;
      CREATE INDEX item_quick_key ON item (quick_key) WHERE quick_key IS NOT NULL;
      """
          + ItemIndex.SCHEMA;

  private static final String SELECT_BY_CODE =
      """
      SELECT item.body FROM code
        JOIN item AS listed ON listed.id = code.item JOIN item ON item.item_id = listed.item_id
        WHERE code = ?2 AND item.valid_from <= ?1 ORDER BY item.valid_from DESC LIMIT 1
      """;

  private static final String SELECT_BY_ID =
      """
      SELECT body FROM item
        WHERE item_id = ?2 AND valid_from <= ?1 ORDER BY valid_from DESC LIMIT 1
      """;

  private static final String SELECT_DEPOSIT = "SELECT 1 FROM deposit WHERE item_id = ?";

  private static final Logger log = LoggerFactory.getLogger(PriceBook.class);

  private final Path book;
  private final long revision;
  private final ItemReader items;
  private final Connection lookUps;
  private final PreparedStatement selectByCode;
  private final PreparedStatement selectById;
  private final PreparedStatement selectDeposit;
  private final ItemSearch numbers;
  private final Connection searches;
  private final ItemSearch search;

  private PriceBook(
      Path book, long revision, ItemReader items, Connection lookUps, Connection searches)
      throws SQLException {
    this.book = book;
    this.revision = revision;
    this.items = items;
    this.lookUps = lookUps;
    this.searches = searches;
    selectByCode = lookUps.prepareStatement(SELECT_BY_CODE);
    selectById = lookUps.prepareStatement(SELECT_BY_ID);
    selectDeposit = lookUps.prepareStatement(SELECT_DEPOSIT);
    numbers = new ItemSearch(lookUps, this::item);
    search = new ItemSearch(searches, this::item);
  }

  /// Opens the book of a source file, making it at first. Books of other sources leave the
  /// directory; who has one open keeps it.
  ///
  /// @param directory where books are kept, made when missing
  /// @param source NDJSON, plain or gzip, one item a line
  /// @param revision the fleet's revision; 0 for the shop's own file
  /// @throws PriceBookException naming each bad line, when the source is not a price book
  /// @throws JournalException when the disk does not take it
  public static PriceBook open(Path directory, Path source, long revision, Currency currency) {
    var items = new ItemReader(currency);
    try {
      Files.createDirectories(directory);
      Path book =
          directory.resolve(
              "%d-%s-v%d.db".formatted(revision, hash(source).substring(0, HASH_DIGITS), VERSION));
      if (!Files.exists(book)) {
        make(directory, source, book, items);
      }
      PriceBook opened = openOrMakeAgain(directory, source, book, revision, items);
      removeOthers(directory, book);
      return opened;
    } catch (SQLException e) {
      throw Sqlite.failure("cannot make a price book of " + source + " in " + directory, e);
    } catch (IOException e) {
      throw new JournalException("cannot make a price book of " + source + " in " + directory, e);
    }
  }

  /// A book holds nothing that its source does not: a damaged one is made again.
  private static PriceBook openOrMakeAgain(
      Path directory, Path source, Path book, long revision, ItemReader items)
      throws IOException, SQLException {
    try {
      return open(book, revision, items);
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw e;
      }
      log.warn("the price book {} is damaged and made again", book);
      make(directory, source, book, items);
      return open(book, revision, items);
    }
  }

  private static PriceBook open(Path book, long revision, ItemReader items) throws SQLException {
    Connection lookUps = Sqlite.immutable(book);
    try {
      Connection searches = Sqlite.immutable(book);
      try {
        return new PriceBook(book, revision, items, lookUps, searches);
      } catch (SQLException e) {
        searches.close();
        throw e;
      }
    } catch (SQLException e) {
      lookUps.close();
      throw e;
    }
  }

  private static String hash(Path source) {
    try (var in =
        new DigestInputStream(Files.newInputStream(source), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchFileException e) {
      throw new PriceBookException(source, List.of("there is no such file"));
    } catch (IOException e) {
      throw new PriceBookException(source, List.of("it cannot be read: " + e.getMessage()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Written beside, synced once, renamed: a book is there whole or not at all.
  private static void make(Path directory, Path source, Path book, ItemReader items)
      throws IOException, SQLException {
    Path unfinished = book.resolveSibling(book.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    try {
      Sqlite.prepareFile(unfinished);
      fill(unfinished, source, items);
      sync(unfinished, StandardOpenOption.WRITE);
      Files.move(unfinished, book, StandardCopyOption.ATOMIC_MOVE);
      sync(directory, StandardOpenOption.READ);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void fill(Path unfinished, Path source, ItemReader items) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF); // `make` syncs the finished file
    config.setCacheSize(-MAKE_CACHE_KIB);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + unfinished)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(SCHEMA);
      }
      List<String> problems = insert(connection, source, items);
      if (!problems.isEmpty()) {
        throw new PriceBookException(source, problems);
      }
      connection.commit();
    }
  }

  private static List<String> insert(Connection connection, Path source, ItemReader items)
      throws SQLException {
    var problems = new ArrayList<String>();
    long count = 0;
    try (var rows = new BookRows(connection);
        NdjsonLines lines = NdjsonLines.open(source, LINE_BYTES_MAX, SOURCE_BYTES_MAX)) {
      while (problems.size() < PROBLEMS_MAX) {
        try {
          Optional<String> line = lines.next();
          if (line.isEmpty()) {
            break;
          }
          if (!line.get().isBlank()) {
            count++;
            rows.add(count, items.read(line.get()), line.get());
          }
        } catch (IllegalArgumentException e) {
          problems.add("line " + lines.number() + ": " + e.getMessage());
        } catch (IOException e) {
          problems.add(
              "line " + lines.number() + ": the file ends or breaks here: " + e.getMessage());
          break;
        }
      }
      rows.finish();
    } catch (IOException e) {
      problems.add("it cannot be read: " + e.getMessage());
    }
    if (count == 0 && problems.isEmpty()) {
      problems.add("it holds no item");
    }
    return problems;
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static void removeOthers(Path directory, Path book) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "[0-9]*-*-v[0-9]*.db*")) {
      for (Path file : files) {
        if (!file.getFileName().equals(book.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// The revision a sale notes.
  public long revision() {
    return revision;
  }

  /// The item a code stands for on a day of business. A GTIN is found in each of its lengths, and
  /// stands for the item it is the id of where no item lists it as a code.
  public Optional<Item> byCode(String code, LocalDate day) {
    Optional<Item> listed = one(selectByCode, Gtin.normalised(code), day);
    if (listed.isPresent() || !Gtin.is(code)) {
      return listed;
    }
    return Gtin.forms(code).stream()
        .map(form -> byId(form, day))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// The item with this id on a day of business.
  public Optional<Item> byId(String itemId, LocalDate day) {
    return one(selectById, itemId, day);
  }

  /// The item with this PLU on a day of business, leading zeros aside. A PLU that several items
  /// have says nothing.
  public Optional<Item> byPlu(String plu, LocalDate day) {
    try {
      List<Item> found = numbers.byPlu(plu, day, 2);
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    } catch (SQLException e) {
      throw failure("cannot look the PLU " + plu + " up in the price book " + book, e);
    }
  }

  private Optional<Item> one(PreparedStatement select, String argument, LocalDate day) {
    try {
      select.setLong(1, day.toEpochDay());
      select.setString(2, argument);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(item(rows.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure("cannot look " + argument + " up in the price book " + book, e);
    }
  }

  /// Whether any item of the book, of whatever day, has this one as its deposit.
  public boolean isDeposit(String itemId) {
    try {
      selectDeposit.setString(1, itemId);
      try (ResultSet rows = selectDeposit.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw failure("cannot look the deposit " + itemId + " up in the price book " + book, e);
    }
  }

  /// Items whose names have every word of the query at the beginning of a word, then those that
  /// have one in the middle, `ß`, case and accents aside; before them, for a number, the item with
  /// this PLU and those whose code or id begins with it. No query stands for the whole category,
  /// and without a category for the quick keys, in order. All else is in the order of the book.
  ///
  /// @param category as the book writes it; empty for all of them
  /// @param day of business
  public List<Item> find(String query, Optional<String> category, LocalDate day, int max) {
    synchronized (searches) {
      try {
        return search.find(query, category, day, max);
      } catch (SQLException e) {
        throw failure("cannot search the price book " + book, e);
      }
    }
  }

  /// Every category, in the order in which the book comes to them. Any thread.
  public List<String> categories() {
    return search.categories();
  }

  private Item item(String body) {
    try {
      return items.read(body).item();
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private JournalException failure(String attempted, SQLException e) {
    return Sqlite.isDamage(e) ? damaged(e) : Sqlite.failure(attempted, e);
  }

  /// Who has it open keeps what there is of it.
  private JournalException damaged(Exception e) {
    try {
      Files.deleteIfExists(book);
    } catch (IOException undeleted) {
      e.addSuppressed(undeleted);
    }
    return new JournalException(
        "the price book " + book + " is damaged: it is made again at the next start", e);
  }

  @Override
  public void close() {
    try {
      lookUps.close();
      synchronized (searches) {
        searches.close();
      }
    } catch (SQLException e) {
      throw Sqlite.failure("cannot close the price book", e);
    }
  }
}
