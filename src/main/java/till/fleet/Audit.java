package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import till.uplink.Topics;

/// Looks for what is missing, changed or not signed in the ledger, and for what does not add up,
/// terminal by terminal. Documents are read one after the other and not kept.
public final class Audit {

  /// How many findings are worth naming; the others are counted.
  public static final int FINDINGS_MAX = 1_000;

  /// What is wrong, and where.
  ///
  /// @param rule `gap`, `hash`, `chain`, `signature`, `totals`, `anchor`, `epoch`, `conflict` or
  ///   `rejected`
  /// @param number of the document; of the first one, for a gap
  public record Finding(
      String org, String terminal, String epoch, long number, String rule, String text) {}

  /// Which terminals are looked at; those of all names where a name is absent.
  public record Scope(Optional<String> org, Optional<String> terminal) {

    /// All.
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    /// Whether a terminal is one of them.
    public boolean has(String ofOrg, String name) {
      return org.orElse(ofOrg).equals(ofOrg) && terminal.orElse(name).equals(name);
    }
  }

  /// One terminal.
  ///
  /// @param epoch the one that came last
  /// @param head the newest document of it that the ledger has
  /// @param missing numbers that did not come yet
  /// @param gone numbers that will never come: the terminal has them no more
  /// @param sales what its completed sales come to, in minor units by currency
  /// @param findings how many there are
  public record Terminal(
      String org,
      String terminal,
      long documents,
      int epochs,
      String epoch,
      long head,
      long missing,
      long gone,
      Map<String, Long> sales,
      long findings) {}

  /// The result.
  ///
  /// @param documents how many were looked at
  /// @param findings the first of them
  /// @param found how many there are
  public record Report(
      long documents, List<Terminal> terminals, List<Finding> findings, long found) {

    public Report {
      terminals = List.copyOf(terminals);
      findings = List.copyOf(findings);
    }
  }

  private final Sql sql;
  private final Scope scope;
  private final List<Finding> findings = new ArrayList<>();
  private long found;

  private Audit(Sql sql, Scope scope) {
    this.sql = sql;
    this.scope = scope;
  }

  /// Audits a ledger, beside its collectors.
  ///
  /// @throws LedgerException when it cannot be read
  public static Report run(LedgerAddress ledger, Scope scope) {
    try (Sql sql = LedgerStore.at(ledger).reader()) {
      return new Audit(sql, scope).report();
    } catch (SQLException e) {
      throw new LedgerException("cannot audit the ledger " + ledger, e);
    }
  }

  /// The same for all terminals of a ledger in a file of SQLite.
  ///
  /// @throws LedgerException as above
  public static Report run(Path ledger) {
    return run(new LedgerAddress.Sqlite(ledger), Scope.ALL);
  }

  private Report report() throws SQLException {
    var terminals = new ArrayList<Terminal>();
    for (Map.Entry<Topics, List<String>> terminal : epochs().entrySet()) {
      terminals.add(audit(terminal.getKey(), terminal.getValue()));
    }
    return new Report(
        terminals.stream().mapToLong(Terminal::documents).sum(), terminals, findings, found);
  }

  /// The epochs of each terminal in the order in which they came.
  private Map<Topics, List<String>> epochs() throws SQLException {
    String where =
        scope.org().map(_ -> " AND org = ?").orElse("")
            + scope.terminal().map(_ -> " AND terminal = ?").orElse("");
    Map<Topics, List<String>> epochs = new TreeMap<>(Comparator.comparing(Topics::toString));
    List<String> places =
        List.of(
            "SELECT org, terminal, epoch, min(id) FROM document WHERE true%s"
                + " GROUP BY org, terminal, epoch ORDER BY 4",
            "SELECT DISTINCT org, terminal, epoch FROM rejected WHERE true%s",
            "SELECT org, terminal, epoch FROM anchor WHERE true%s");
    Object[] names = Stream.of(scope.org(), scope.terminal()).flatMap(Optional::stream).toArray();
    for (String place : places) {
      sql.each(
          place.formatted(where),
          row -> {
            List<String> known =
                epochs.computeIfAbsent(
                    new Topics(row.getString(1), row.getString(2)), _ -> new ArrayList<>());
            String epoch = row.getString(3);
            if (epoch != null && !known.contains(epoch)) {
              known.add(epoch);
            }
          },
          names);
    }
    return epochs;
  }

  private Terminal audit(Topics terminal, List<String> epochs) throws SQLException {
    long before = found;
    Map<String, byte[]> keys = keys(terminal);
    var succession = new Succession(terminal);
    long documents = 0;
    long missing = 0;
    long gone = 0;
    long head = 0;
    var sales = new TreeMap<String, Long>();
    for (String epoch : epochs) {
      var chapter = new ChapterAudit(sql, this, terminal, epoch, keys);
      ChapterAudit.Result result = chapter.run();
      documents += result.documents();
      missing += result.missing();
      gone += result.gone();
      head = result.head();
      result
          .currency()
          .ifPresent(currency -> sales.merge(currency, result.salesMinor(), Long::sum));
      succession.add(epoch, result);
    }
    lookBeside(terminal);
    return new Terminal(
        terminal.org(),
        terminal.terminal(),
        documents,
        epochs.size(),
        epochs.isEmpty() ? "" : epochs.getLast(),
        head,
        missing,
        gone,
        sales,
        found - before);
  }

  /// How a terminal's epochs follow each other: each another one, and the first of all none.
  private final class Succession {

    private final Topics terminal;
    private final Map<String, String> followers = new HashMap<>();
    private Optional<String> root = Optional.empty();

    Succession(Topics terminal) {
      this.terminal = terminal;
    }

    void add(String epoch, ChapterAudit.Result result) {
      if (result.follows().isPresent()) {
        String earlier = result.follows().get().epoch();
        String other = followers.putIfAbsent(earlier, epoch);
        if (other != null) {
          find(terminal, epoch, 1, "epoch", "epoch " + other + " follows " + earlier + " too");
        }
      } else if (result.begins() && root.isPresent()) {
        find(
            terminal,
            epoch,
            1,
            "epoch",
            "it does not say what it follows; there was epoch " + root.get());
      } else if (result.begins()) {
        root = Optional.of(epoch);
      }
    }
  }

  private Map<String, byte[]> keys(Topics terminal) throws SQLException {
    var keys = new HashMap<String, byte[]>();
    sql.each(
        "SELECT key_id, public_key FROM device_key"
            + " WHERE org = ? AND terminal = ? AND pinned != 'announced'",
        row -> keys.put(row.getString(1), row.getBytes(2)),
        terminal.org(),
        terminal.terminal());
    return keys;
  }

  /// What came and is no document of the ledger. Poison whose document came in the end stands in
  /// nobody's way.
  private void lookBeside(Topics terminal) throws SQLException {
    sql.each(
        "SELECT epoch, number FROM conflict WHERE org = ? AND terminal = ? ORDER BY id",
        row ->
            find(
                terminal,
                row.getString(1),
                row.getLong(2),
                "conflict",
                "another document came for this number"),
        terminal.org(),
        terminal.terminal());
    sql.each(
        """
        SELECT coalesce(r.epoch, ''), coalesce(r.number, 0), r.code FROM rejected r
        WHERE r.org = ? AND r.terminal = ? AND NOT EXISTS (SELECT 1 FROM document d
          WHERE d.org = r.org AND d.terminal = r.terminal AND d.epoch = r.epoch AND d.number = r.number)
        ORDER BY r.id\
        """,
        row ->
            find(
                terminal,
                row.getString(1),
                row.getLong(2),
                "rejected",
                "could not be filed: " + row.getString(3)),
        terminal.org(),
        terminal.terminal());
  }

  void find(Topics terminal, String epoch, long number, String rule, String text) {
    found++;
    if (findings.size() < FINDINGS_MAX) {
      findings.add(new Finding(terminal.org(), terminal.terminal(), epoch, number, rule, text));
    }
  }
}
