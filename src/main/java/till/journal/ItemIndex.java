package till.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import till.sale.Item;

/// Makes what `ItemSearch` looks into, while a book is made: the words of each item and a mark for
/// each of its categories, by the number of the item's row. SQLite's full-text search keeps them in
/// the order of these numbers, so that the first finds come without looking at the rest.
final class ItemIndex implements AutoCloseable {

  /// Stands before a category's number: no word has it.
  static final String MARK = "¤";

  /// No position in the text is kept (`detail`), and no text; any letter beyond ASCII is one
  /// (`ascii`), because `Words` has taken all else out. Beginnings of one to five bytes have lists
  /// of their own: longer ones are gathered from the words they begin.
  static final String SCHEMA =
      """
      CREATE VIRTUAL TABLE word USING fts5 (words, content = '', columnsize = 0, detail = none,
        prefix = '1 2 3 4 5', tokenize = 'ascii');
      CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
      CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
      """;

  private static final int CATEGORIES_MAX = 10_000;

  /// Words that are found from the middle. Beyond it, words are found by their beginning only.
  private static final int VOCABULARY_MAX = 200_000;

  /// Nothing but its beginning tells much of a shorter word.
  private static final int COMPOUND_CHARACTERS_MIN = 5;

  /// What the index holds in memory before it writes.
  private static final int HASH_BYTES = 16 * 1024 * 1024;

  private final Connection connection;
  private final PreparedStatement insert;
  private final Map<String, Integer> categories = new LinkedHashMap<>();
  private final TreeSet<String> vocabulary = new TreeSet<>();

  ItemIndex(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO word (word, rank) VALUES ('hashsize', " + HASH_BYTES + ")");
    }
    this.insert = connection.prepareStatement("INSERT INTO word (rowid, words) VALUES (?, ?)");
  }

  /// @throws IllegalArgumentException when it is one category too many
  void add(long row, Item item) throws SQLException {
    var words = new TreeSet<String>();
    item.names().values().forEach(name -> Words.of(name).forEach(words::add));
    words.forEach(this::learn);
    if (!Words.isNumber(item.itemId())) { // numbers are looked up where they stand
      Words.of(item.itemId()).forEach(words::add);
    }
    for (String category : item.categories()) {
      words.add(mark(categories.computeIfAbsent(category, _ -> categories.size() + 1)));
    }
    if (categories.size() > CATEGORIES_MAX) {
      throw new IllegalArgumentException("there are more than " + CATEGORIES_MAX + " categories");
    }
    insert.setLong(1, row);
    insert.setString(2, String.join(" ", words));
    insert.executeUpdate();
  }

  private void learn(String word) {
    boolean compound =
        word.length() >= COMPOUND_CHARACTERS_MIN
            || word.codePoints().anyMatch(Character::isIdeographic);
    if (compound
        && vocabulary.size() < VOCABULARY_MAX
        && word.codePoints().noneMatch(Character::isDigit)) {
      vocabulary.add(word);
    }
  }

  static String mark(int category) {
    return MARK + category;
  }

  /// Called after the last item.
  void finish() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO word (word) VALUES ('optimize')");
    }
    insertAll(
        "INSERT INTO category (name, id) VALUES (?, ?)",
        categories.entrySet().stream().map(each -> new Object[] {each.getKey(), each.getValue()}));
    insertAll(
        "INSERT INTO vocabulary (word) VALUES (?)",
        vocabulary.stream().map(word -> new Object[] {word}));
  }

  private void insertAll(String sql, Stream<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : (Iterable<Object[]>) rows::iterator) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.executeUpdate();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
