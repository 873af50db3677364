package till.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import till.sale.GrandTotals;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.Transaction;
import till.trust.DeviceKey;
import till.trust.Signatures;

/// Checks a journal database from outside: row by row whether it is what was written, hangs on the
/// one before it, was signed by this device, and adds up. Reads only, while the daemon runs or
/// without one.
///
/// Of documents that were pruned it knows the last one's place, on which the oldest that is here
/// has to hang; the totals up to there are believed.
///
/// What it cannot see by itself: a journal that was cut off and whose snapshot was cut back with
/// it. That is what the head is anchored elsewhere for.
public final class JournalVerifier {

  /// How many findings are worth naming.
  public static final int FINDINGS_MAX = 100;

  /// The rule that failed.
  public enum Rule {
    /// The row can be read. Behind one that cannot, nothing is checked.
    READABLE,
    /// The stored SHA-256 is that of the stored bytes.
    HASH,
    /// A key this journal knows has signed the bytes.
    SIGNATURE,
    /// The bytes are a document, of this terminal, and its row says the same.
    FORMAT,
    /// Numbers and positions ascend by one, from 1 or from the last that was pruned.
    NUMBER,
    /// The first document of an epoch hangs on the epoch's name.
    GENESIS,
    /// Every other one hangs on the bytes before it.
    PREV,
    /// The epoch before, where the first document of an epoch names one of this file, ends with the
    /// document it names.
    EPOCH,
    /// Lines, taxes and tenders make the total; the totals before and this sale make the totals
    /// after.
    TOTALS,
    /// The last document is the one the snapshot was stored with: nothing is cut off.
    HEAD
  }

  /// What is wrong, and where.
  ///
  /// @param position the row; 0 where a row is missing
  public record Finding(Rule rule, long position, String epoch, long number, String text) {

    @Override
    public String toString() {
      return "%s: row %d (%s/%d): %s"
          .formatted(rule.name().toLowerCase(Locale.ROOT), position, epoch, number, text);
    }
  }

  /// The result of a check.
  ///
  /// @param documents how many were read
  /// @param head the newest document, to be compared with where it was anchored
  public record Report(String owner, long documents, Head head, List<Finding> findings) {

    public Report {
      findings = List.copyOf(findings);
    }
  }

  /// A row as it stands in the database.
  @SuppressWarnings("ArrayRecordComponent") // lives for one check, never compared
  private record Row(
      long position,
      String epoch,
      long number,
      String type,
      String transactionId,
      byte[] sha256,
      String keyId,
      byte[] signature,
      byte[] bytes) {}

  private final PosLog posLog = new PosLog();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, byte[]> publicKeys = new HashMap<>();
  private final String owner;
  private Optional<Head> last = Optional.empty();
  private Optional<GrandTotals> lastTotals = Optional.empty();

  /// The last row of each epoch that has been read.
  private final Map<String, Head> ends = new HashMap<>();

  private JournalVerifier(String owner) {
    this.owner = owner;
  }

  /// Verifies a journal database.
  ///
  /// @throws JournalException when the file cannot be read at all
  public static Report verify(Path database) {
    return verifyLast(database, Long.MAX_VALUE);
  }

  /// Verifies the newest documents of a journal database. The one before them is believed.
  ///
  /// @param max how many of them
  /// @throws JournalException when the file cannot be read at all
  public static Report verifyLast(Path database, long max) {
    if (!Files.isRegularFile(database)) {
      throw new JournalException("there is no journal at " + database);
    }
    try (Connection connection = Sqlite.bystander(database)) {
      connection.setAutoCommit(false); // one view of a file that may be growing
      JournalTables.checkVersion(connection, database);
      return new JournalVerifier(JournalTables.owner(connection)).verify(connection, max);
    } catch (SQLException e) {
      throw Sqlite.failure("cannot read the journal " + database, e);
    } catch (IOException e) {
      throw new JournalException("cannot read the journal " + database, e);
    }
  }

  private Report verify(Connection connection, long max) throws SQLException {
    readKeys(connection);
    JournalTables.pruned(connection).ifPresent(this::remember);
    long pruned = last.map(Head::position).orElse(0L);
    long believed =
        max == Long.MAX_VALUE
            ? pruned
            : Math.max(pruned, JournalTables.head(connection).position() - max);
    long documents = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT position, epoch, number, type, transaction_id, sha256, key_id, signature, document
            FROM document WHERE position >= ? ORDER BY position\
            """)) {
      select.setLong(1, max == Long.MAX_VALUE ? 0 : believed);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && findings.size() < FINDINGS_MAX) {
          Row row = row(rows);
          if (row.position() == believed && believed > pruned) {
            remember(place(row));
          } else {
            documents++;
            verify(row);
          }
        }
      }
      Head head = JournalTables.head(connection);
      verifyHead(connection, head);
      return new Report(owner, documents, head, findings);
    } catch (SQLException e) {
      if (!Sqlite.isUnreadable(e)) {
        throw e;
      }
      return new Report(owner, documents, unreadable(e), findings);
    }
  }

  /// Where reading ended: the first row that cannot be read comes behind.
  private Head unreadable(SQLException e) {
    Head read = last.orElse(new Head("", 0, 0, ""));
    findings.add(
        new Finding(
            Rule.READABLE,
            read.position() + 1,
            read.epoch(),
            read.number() + 1,
            "this row cannot be read, and what comes after it was not checked: "
                + Sqlite.words(e)));
    return read;
  }

  private static Head place(Row row) {
    return new Head(row.epoch(), row.position(), row.number(), Chain.hash(row.bytes()));
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getLong(1),
        rows.getString(2),
        rows.getLong(3),
        rows.getString(4),
        rows.getString(5),
        rows.getBytes(6),
        rows.getString(7),
        rows.getBytes(8),
        rows.getBytes(9));
  }

  private void readKeys(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key_id, public_key FROM device_key")) {
      while (rows.next()) {
        publicKeys.put(rows.getString(1), rows.getBytes(2));
      }
    }
  }

  private void verify(Row row) {
    if (!Arrays.equals(row.sha256(), Chain.digest(row.bytes()))) {
      find(Rule.HASH, row, "the bytes are not those that were stored");
    }
    verifySignature(row);
    verifyPlace(row);
    try {
      Document document = posLog.read(row.bytes());
      verifyRow(row, document);
      verifyPrev(row, document);
      verifyEpoch(row, document);
      verifyTotals(row, document);
      lastTotals = Optional.of(document.transaction().grandTotals());
    } catch (JournalException e) {
      find(Rule.FORMAT, row, Objects.requireNonNullElse(e.getMessage(), "unreadable"));
      lastTotals = Optional.empty();
    }
    remember(place(row));
  }

  private void remember(Head read) {
    last = Optional.of(read);
    ends.put(read.epoch(), read);
  }

  private void verifySignature(Row row) {
    byte[] publicKey = publicKeys.get(row.keyId());
    if (publicKey == null) {
      find(Rule.SIGNATURE, row, "signed with the unknown key " + row.keyId());
    } else if (!DeviceKey.keyId(publicKey).equals(row.keyId())) {
      find(Rule.SIGNATURE, row, "the key " + row.keyId() + " was exchanged");
    } else if (!Signatures.verify(publicKey, row.bytes(), row.signature())) {
      find(Rule.SIGNATURE, row, "the signature does not fit the bytes");
    }
  }

  private void verifyPlace(Row row) {
    long position = last.map(Head::position).orElse(0L) + 1;
    long number = begins(row) ? 1 : last.orElseThrow().number() + 1;
    if (row.position() != position || row.number() != number) {
      find(
          Rule.NUMBER,
          row,
          "number %d in row %d is due here: what was there is missing".formatted(number, position));
    }
  }

  /// Whether an epoch begins with this row.
  private boolean begins(Row row) {
    return last.isEmpty() || !last.get().epoch().equals(row.epoch());
  }

  private void verifyRow(Row row, Document document) {
    if (!document.epoch().equals(row.epoch()) || document.number() != row.number()) {
      find(
          Rule.NUMBER,
          row,
          "the document says it is %s/%d".formatted(document.epoch(), document.number()));
    }
    String author = document.org() + "/" + document.terminal();
    if (!author.equals(owner)) {
      find(Rule.FORMAT, row, "a document of " + author + " in the journal of " + owner);
    }
    Transaction transaction = document.transaction();
    if (!PosLog.type(transaction).equals(row.type())
        || !transaction.transactionId().equals(row.transactionId())) {
      find(Rule.FORMAT, row, "type or transaction of the row are not those of the document");
    }
  }

  private void verifyPrev(Row row, Document document) {
    if (begins(row)) {
      String genesis = Chain.genesis(document.org(), document.terminal(), row.epoch());
      if (!document.prev().equals(genesis)) {
        find(Rule.GENESIS, row, "the first document does not hang on its epoch's name");
      }
    } else if (!document.prev().equals(last.orElseThrow().hash())) {
      find(Rule.PREV, row, "it does not name the bytes of the document before it");
    }
  }

  private void verifyEpoch(Row row, Document document) {
    Optional<Head> end = document.previousEpoch().map(Head::epoch).map(ends::get);
    if (begins(row) && end.isPresent() && !names(document, end.get())) {
      find(
          Rule.EPOCH,
          row,
          "it does not name the last document of epoch %s, which is %d in row %d"
              .formatted(end.get().epoch(), end.get().number(), end.get().position()));
    }
  }

  /// Whether it says that its epoch follows this row.
  private static boolean names(Document document, Head read) {
    return document
        .previousEpoch()
        .filter(named -> named.epoch().equals(read.epoch()))
        .filter(named -> named.number() == read.number())
        .filter(named -> named.hash().equals(read.hash()))
        .isPresent();
  }

  private void verifyTotals(Row row, Document document) {
    Transaction transaction = document.transaction();
    try {
      if (transaction.body() instanceof Transaction.Retail retail) {
        verifySums(row, retail);
      }
      totalsBefore(row, document).ifPresent(totals -> verifyGrandTotals(row, totals, transaction));
    } catch (ArithmeticException | IllegalStateException e) {
      find(Rule.TOTALS, row, "amounts that cannot be added: " + e.getMessage());
    }
  }

  /// Where the totals of a row go on from; nothing when the row before could not be read.
  ///
  /// The till's totals are for ever, so they go on over an epoch that was begun in the same file by
  /// the till that knew them: its first document names exactly the row before it. An epoch that
  /// names none, or one that is not there, was begun by a till that knew nothing, and counts from
  /// zero.
  private Optional<GrandTotals> totalsBefore(Row row, Document document) {
    boolean goesOn = last.isPresent() && (!begins(row) || names(document, last.get()));
    return goesOn
        ? lastTotals
        : Optional.of(GrandTotals.zero(document.transaction().grandTotals().sales().currency()));
  }

  private void verifySums(Row row, Transaction.Retail retail) {
    Money sum = Money.zero(retail.totals().total().currency());
    for (LineItem line : retail.lines()) {
      sum = line.voided() ? sum : sum.plus(line.extendedAmount());
    }
    for (Tax tax : retail.totals().taxes()) {
      sum = tax.included() ? sum : sum.plus(tax.amount());
    }
    if (!sum.equals(retail.totals().total())) {
      find(
          Rule.TOTALS,
          row,
          "lines and taxes make %s, the total says %s".formatted(sum, retail.totals().total()));
    }
    if (isCompleted(retail) && !retail.totals().due().isZero()) {
      find(
          Rule.TOTALS,
          row,
          "tenders make %s, the total says %s"
              .formatted(retail.totals().tendered(), retail.totals().total()));
    }
  }

  private void verifyGrandTotals(Row row, GrandTotals before, Transaction transaction) {
    GrandTotals after = transaction.grandTotals();
    GrandTotals due =
        transaction.body() instanceof Transaction.Retail retail && isCompleted(retail)
            ? sum(before, retail)
            : before;
    if (!due.equals(after)) {
      find(
          Rule.TOTALS,
          row,
          "with this document the totals are %s, it says %s".formatted(due, after));
    }
  }

  /// The totals before and a sale, added here once more instead of by those who wrote them.
  private static GrandTotals sum(GrandTotals before, Transaction.Retail retail) {
    var groups = new HashMap<>(before.byTaxGroup());
    for (LineItem line : retail.lines()) {
      if (!line.voided()) {
        groups.merge(line.taxGroup(), line.extendedAmount(), Money::plus);
      }
    }
    var tenders = new HashMap<>(before.byTender());
    for (Tender tender : retail.tenders()) {
      tenders.merge(tender.type(), tender.amount(), Money::plus);
    }
    return new GrandTotals(
        before.sales().plus(retail.totals().total()), before.returns(), groups, tenders);
  }

  private static boolean isCompleted(Transaction.Retail retail) {
    return retail.status() == Transaction.Status.COMPLETED;
  }

  private void verifyHead(Connection connection, Head head) throws SQLException {
    if (findings.size() >= FINDINGS_MAX) {
      return;
    }
    long due = JournalTables.snapshotPosition(connection);
    if (due != head.position()) {
      findings.add(
          new Finding(
              Rule.HEAD,
              head.position(),
              head.epoch(),
              head.number(),
              "the last document is due in row " + due + ": what comes after this one is missing"));
    }
  }

  private void find(Rule rule, Row row, String text) {
    findings.add(new Finding(rule, row.position(), row.epoch(), row.number(), text));
  }
}
