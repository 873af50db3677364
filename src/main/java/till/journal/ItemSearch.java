package till.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import till.sale.Item;

/// Finds items of a price book for a person who types. Each find is bounded, and comes in the order
/// of the book. Not for several threads at once.
final class ItemSearch {

  /// Words of a search that are looked at; the rest is ignored.
  private static final int WORDS_MAX = 8;

  /// Words of the book that one word of a search may stand in the middle of.
  private static final int COMPOUNDS_MAX = 64;

  /// Shorter numbers are a PLU or stand in a name: half the book has a code that begins with them.
  private static final int CODE_DIGITS_MIN = 4;

  private static final int GTIN_DIGITS = 14;

  /// What comes before a GTIN-13, -14 or any other code, -12 and -8 in the book.
  private static final List<String> PADDINGS = List.of("0", "", "00", "000000");

  /// Of the lines of an item the newest that is valid on the day ?1.
  private static final String VALID =
      """
      item.valid_from <= ?1 AND NOT EXISTS (SELECT 1 FROM item AS later
        WHERE later.item_id = item.item_id AND later.valid_from > item.valid_from
          AND later.valid_from <= ?1)
      """;

  private static final String BY_QUICK_KEY =
      "SELECT id, body FROM item WHERE quick_key IS NOT NULL AND %s ORDER BY quick_key, id LIMIT ?2"
          .formatted(VALID);

  private static final String BY_PLU =
      "SELECT id, body FROM item WHERE plu = ?3 AND %s ORDER BY id LIMIT ?2".formatted(VALID);

  private static final String BY_WORDS =
      """
      SELECT item.id, item.body FROM word CROSS JOIN item ON item.id = word.rowid
        WHERE word MATCH ?3 AND %s ORDER BY word.rowid LIMIT ?2
      """
          .formatted(VALID);

  /// `:` comes behind 9.
  private static final String BY_CODE =
      """
      SELECT item.id, item.body FROM code
        JOIN item AS listed ON listed.id = code.item JOIN item ON item.item_id = listed.item_id
        WHERE code.code >= ?3 AND code.code < ?3 || ':' AND %s ORDER BY code.code LIMIT ?2
      """
          .formatted(VALID);

  private static final String BY_ID =
      """
      SELECT id, body FROM item
        WHERE item_id >= ?3 AND item_id < ?3 || ':' AND %s ORDER BY item_id LIMIT ?2
      """
          .formatted(VALID);

  private final Connection connection;
  private final Function<String, Item> reader;
  private final Map<String, Integer> categories;

  /// @param reader of an item's line
  ItemSearch(Connection connection, Function<String, Item> reader) throws SQLException {
    this.connection = connection;
    this.reader = reader;
    this.categories = readCategories();
  }

  private Map<String, Integer> readCategories() throws SQLException {
    var byName = new LinkedHashMap<String, Integer>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT name, id FROM category ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        byName.put(rows.getString(1), rows.getInt(2));
      }
    }
    return byName;
  }

  /// In the order in which the book comes to them.
  List<String> categories() {
    return List.copyOf(categories.keySet());
  }

  /// Every item with this number, leading zeros aside.
  List<Item> byPlu(String plu, LocalDate day, int max) throws SQLException {
    var found = new Found(day, Optional.empty(), max);
    found.add(BY_PLU, plu(plu));
    return found.items();
  }

  /// The form in which a PLU stands in the book.
  static String plu(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }

  List<Item> find(String query, Optional<String> category, LocalDate day, int max)
      throws SQLException {
    if (category.isPresent() && !categories.containsKey(category.get())) {
      return List.of();
    }
    Optional<String> mark = category.map(categories::get).map(ItemSearch::marked);
    var found = new Found(day, category, max);
    String text = query.strip();
    if (text.isEmpty() && mark.isEmpty()) {
      found.add(BY_QUICK_KEY);
      return found.items();
    }
    if (Words.isNumber(text)) {
      findNumber(text, found);
    }
    List<String> words = Words.of(text).limit(WORDS_MAX).toList();
    if (words.isEmpty() && !text.isEmpty()) {
      return found.items();
    }
    found.add(BY_WORDS, all(mark, words.stream().map(ItemSearch::beginning).toList()));
    if (found.hasRoom() && words.stream().anyMatch(Words::isTelling)) {
      var anywhere = new ArrayList<String>();
      for (String word : words) {
        anywhere.add(Words.isTelling(word) ? anywhere(word) : beginning(word));
      }
      found.add(BY_WORDS, all(mark, anywhere));
    }
    return found.items();
  }

  private void findNumber(String digits, Found found) throws SQLException {
    found.add(BY_PLU, plu(digits));
    if (digits.length() < CODE_DIGITS_MIN) {
      return;
    }
    for (String padding : PADDINGS) {
      if (padding.length() + digits.length() <= GTIN_DIGITS || padding.isEmpty()) {
        found.add(BY_CODE, padding + digits);
      }
    }
    found.add(BY_ID, digits);
  }

  // the language of SQLite's full-text search

  private static String all(Optional<String> mark, List<String> terms) {
    return Stream.concat(mark.stream(), terms.stream()).collect(Collectors.joining(" AND "));
  }

  private static String marked(int category) {
    return quoted(ItemIndex.mark(category));
  }

  private static String beginning(String word) {
    return quoted(word) + " *";
  }

  /// At its beginning, or in the middle of a compound: `brot` finds `Roggenmischbrot`.
  private String anywhere(String word) throws SQLException {
    var terms = new ArrayList<String>();
    terms.add(beginning(word));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT word FROM vocabulary WHERE instr(word, ?) > 1 LIMIT ?")) {
      select.setString(1, word);
      select.setInt(2, COMPOUNDS_MAX);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          terms.add(quoted(rows.getString(1)));
        }
      }
    }
    return "(" + String.join(" OR ", terms) + ")";
  }

  /// Of a word, which has no quotes in it.
  private static String quoted(String word) {
    return '"' + word + '"';
  }

  /// Finds of one search, each item once.
  private final class Found {

    private final LocalDate day;
    private final Optional<String> category;
    private final int max;
    private final Map<Long, Item> byRow = new LinkedHashMap<>();

    Found(LocalDate day, Optional<String> category, int max) {
      this.day = day;
      this.category = category;
      this.max = max;
    }

    boolean hasRoom() {
      return byRow.size() < max;
    }

    void add(String sql, String... argument) throws SQLException {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setLong(1, day.toEpochDay());
        select.setInt(2, max);
        if (argument.length > 0) {
          select.setString(3, argument[0]);
        }
        try (ResultSet rows = select.executeQuery()) {
          while (hasRoom() && rows.next()) {
            Item item = reader.apply(rows.getString(2));
            if (category.isEmpty() || item.categories().contains(category.get())) {
              byRow.putIfAbsent(rows.getLong(1), item);
            }
          }
        }
      }
    }

    List<Item> items() {
      return List.copyOf(byRow.values());
    }
  }
}
