package till.fleet;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Where a ledger is. Its text never has the password in it.
public sealed interface LedgerAddress {

  /// How addresses are written.
  String FORMS =
      "sqlite:FILE or postgresql://[user@]host[:port]/database[?sslmode=...&sslrootcert=...]";

  /// A file of SQLite.
  record Sqlite(Path file) implements LedgerAddress {

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A database of PostgreSQL.
  ///
  /// @param user the database's default where absent
  /// @param password from `PGPASSFILE` or `~/.pgpass` where absent
  /// @param options of the connection, see `OPTIONS`
  record Postgres(
      String host,
      int port,
      String database,
      Optional<String> user,
      Optional<String> password,
      Map<String, String> options)
      implements LedgerAddress {

    /// What may be said of a connection; the names are those of PostgreSQL's own programs, and
    /// `currentSchema`.
    static final List<String> OPTIONS =
        List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema");

    private static final String SCHEME = "postgresql";
    private static final Pattern OURS = Pattern.compile("postgres(ql)?:.*");
    private static final int PORT = 5432;

    public Postgres {
      options = Map.copyOf(options);
    }

    public Postgres withPassword(String secret) {
      return new Postgres(host, port, database, user, Optional.of(secret), options);
    }

    private static Postgres of(String store) {
      URI uri = uri(store);
      String path = uri.getPath() == null ? "" : uri.getPath();
      if (uri.getHost() == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
        throw malformed();
      }
      Optional<String> userInfo = Optional.ofNullable(uri.getRawUserInfo());
      return new Postgres(
          uri.getHost(),
          uri.getPort() > 0 ? uri.getPort() : PORT,
          path.substring(1),
          userInfo.map(info -> decode(info.split(":", 2)[0])).filter(name -> !name.isEmpty()),
          userInfo.filter(info -> info.contains(":")).map(info -> decode(info.split(":", 2)[1])),
          options(Optional.ofNullable(uri.getRawQuery()).orElse("")));
    }

    private static URI uri(String store) {
      try {
        return URI.create(store);
      } catch (IllegalArgumentException _) {
        throw malformed();
      }
    }

    /// Without what was given: there may be a password in it.
    private static IllegalArgumentException malformed() {
      return new IllegalArgumentException(
          "a store is "
              + FORMS
              + ", where special characters of a name are percent-encoded; this postgresql: address"
              + " is none");
    }

    private static Map<String, String> options(String query) {
      var options = new TreeMap<String, String>();
      for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
        String[] parts = option.split("=", 2);
        if (parts.length < 2 || !OPTIONS.contains(parts[0])) {
          throw new IllegalArgumentException(
              "the option \"" + parts[0] + "\" of the store is none of " + OPTIONS);
        }
        options.put(parts[0], decode(parts[1]));
      }
      return options;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return SCHEME
          + "://"
          + user.map(name -> name + "@").orElse("")
          + host
          + ":"
          + port
          + "/"
          + database;
    }
  }

  /// Reads one as the command line has it.
  ///
  /// @throws IllegalArgumentException when it is none
  static LedgerAddress of(String store) {
    if (Postgres.OURS.matcher(store).matches()) {
      return Postgres.of(store);
    }
    String sqlite = "sqlite:";
    if (!store.startsWith(sqlite) || store.length() == sqlite.length()) {
      throw new IllegalArgumentException(
          "a store is " + FORMS + (store.contains("@") ? "" : ", not " + store));
    }
    return new Sqlite(Path.of(store.substring(sqlite.length())));
  }
}
