package till.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import till.sale.Transaction;
import till.trust.DeviceKey;
import till.trust.Signatures;

/// Checks a journal from outside, a database or an export of one: document by document whether it
/// is what was written, hangs on the one before it, was signed by this device, and adds up. Reads
/// only, while the daemon runs or without one.
///
/// What it cannot see by itself: a journal that was cut off and whose snapshot (or last line) was
/// cut back with it, and one that was written anew, whole, with the device's own key. That is what
/// the head is anchored elsewhere for. Nor whose the keys are that lie beside the documents: that
/// is what the fleet has pinned them for.
public final class JournalVerifier {

  /// How many findings are worth naming.
  public static final int FINDINGS_MAX = 100;

  /// The rule that failed.
  public enum Rule {
    /// The row or line can be read. Behind a row that cannot, nothing is checked.
    READABLE,
    /// The stored SHA-256 is that of the stored bytes.
    HASH,
    /// A key this journal knows has signed the bytes.
    SIGNATURE,
    /// The bytes are a document, of this terminal, and its row says the same.
    FORMAT,
    /// Numbers and positions ascend by one from 1.
    NUMBER,
    /// The first document of an epoch hangs on the epoch's name.
    GENESIS,
    /// Every other one hangs on the bytes before it.
    PREV,
    /// One that names an epoch of this journal as the one before it names its last document.
    EPOCH,
    /// Lines, taxes and tenders make the total; the totals before and this sale make the totals
    /// after.
    TOTALS,
    /// The last document is the one the snapshot was stored with, or that the last line of an
    /// export names: nothing is cut off.
    HEAD,
    /// It has the document that was anchored elsewhere.
    ANCHOR
  }

  /// A document that somebody else knows: the fleet, a Z report.
  public record Anchor(String epoch, long number, String hash) {}

  /// What is known from elsewhere.
  ///
  /// @param keyIds of the keys that may have signed; where empty, those that lie beside the
  ///   documents are believed
  public record Known(List<Anchor> anchors, Set<String> keyIds) {

    /// Nothing is.
    public static final Known NOTHING = new Known(List.of(), Set.of());

    public Known {
      anchors = List.copyOf(anchors);
      keyIds = Set.copyOf(keyIds);
    }
  }

  /// What is wrong, and where.
  ///
  /// @param unit `row` of a database, or `line` of an export
  /// @param position which one
  public record Finding(
      Rule rule, String unit, long position, String epoch, long number, String text) {

    @Override
    public String toString() {
      return "%s: %s %d (%s/%d): %s"
          .formatted(rule.name().toLowerCase(Locale.ROOT), unit, position, epoch, number, text);
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

  private final Rows rows;
  private final Known known;
  private final PosLog posLog = new PosLog();
  private final TotalsCheck totals = new TotalsCheck();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Anchor> met = new HashSet<>();
  private String owner;
  private Optional<Head> last = Optional.empty();

  /// The last document of each epoch that has been read.
  private final Map<String, Head> ends = new HashMap<>();

  private JournalVerifier(Rows rows, Known known) {
    this.rows = rows;
    this.known = known;
    owner = rows.owner().orElse("");
    rows.before().ifPresent(this::remember);
  }

  /// Verifies a journal: a database, or an export.
  ///
  /// @throws JournalException when the file cannot be read at all
  public static Report verify(Path file) {
    return verify(file, Known.NOTHING);
  }

  /// The same, held against what is known from elsewhere.
  ///
  /// @throws JournalException when the file cannot be read at all
  public static Report verify(Path file, Known known) {
    try (Rows rows =
        ExportReader.isExport(file)
            ? ExportRows.open(file)
            : JournalRows.open(file, Long.MAX_VALUE)) {
      return new JournalVerifier(rows, known).verify();
    }
  }

  /// Verifies the newest documents of a journal database. The one before them is believed.
  ///
  /// @param max how many of them
  /// @throws JournalException when the file cannot be read at all
  public static Report verifyLast(Path database, long max) {
    try (Rows rows = JournalRows.open(database, max)) {
      return new JournalVerifier(rows, Known.NOTHING).verify();
    }
  }

  private Report verify() {
    long documents = 0;
    while (findings.size() < FINDINGS_MAX) {
      switch (rows.next()) {
        case Rows.Row row -> {
          documents++;
          verify(row);
        }
        case Rows.Illegible illegible -> {
          find(Rule.READABLE, illegible.place(), illegible.text());
          totals.forget();
        }
        case Rows.Broken broken -> {
          find(
              Rule.READABLE,
              broken.place(),
              "this cannot be read, and what comes after it was not checked: " + broken.text());
          return new Report(owner, documents, newest(), findings);
        }
        case Rows.End end -> {
          end.fault()
              .ifPresent(fault ->
                  findings.add(
                      new Finding(
                          Rule.HEAD,
                          rows.unit(),
                          end.place(),
                          end.head().epoch(),
                          end.head().number(),
                          fault)));
          verifyAnchors(end);
          return new Report(owner, documents, end.head(), findings);
        }
      }
    }
    return new Report(owner, documents, newest(), findings);
  }

  private Head newest() {
    return last.orElse(new Head("", 0, 0, ""));
  }

  private void verify(Rows.Row row) {
    if (!Arrays.equals(row.sha256(), Chain.digest(row.bytes()))) {
      find(Rule.HASH, row, "the bytes are not those that were stored");
    }
    verifySignature(row);
    verifyPlace(row);
    verifyAnchor(row);
    try {
      Document document = posLog.read(row.bytes());
      verifyRow(row, document);
      verifyPrev(row, document);
      verifyEpoch(row, document);
      if (begins(row) && !goesOn(document)) {
        totals.begin();
      }
      totals.add(document).forEach(fault -> find(Rule.TOTALS, row, fault));
    } catch (JournalException e) {
      find(Rule.FORMAT, row, Objects.requireNonNullElse(e.getMessage(), "unreadable"));
      totals.forget();
    }
    remember(row.asHead());
  }

  private void remember(Head read) {
    last = Optional.of(read);
    ends.put(read.epoch(), read);
  }

  private void verifyEpoch(Rows.Row row, Document document) {
    Optional<Head> end = document.previousEpoch().map(Head::epoch).map(ends::get);
    if (begins(row) && end.isPresent() && !names(document, end.get())) {
      find(
          Rule.EPOCH,
          row,
          "it does not name the last document of epoch %s, which is %d in row %d"
              .formatted(end.get().epoch(), end.get().number(), end.get().position()));
    }
  }

  /// Whether the totals of an epoch's first document go on from the document before it.
  ///
  /// The till's totals are for ever, so they go on over an epoch that was begun in the same file by
  /// the till that knew them: its first document names exactly the one before it. An epoch that
  /// names none, or one that is not there, was begun by a till that knew nothing, and counts from
  /// zero.
  private boolean goesOn(Document document) {
    return last.filter(before -> names(document, before)).isPresent();
  }

  /// Whether it says that its epoch follows this document.
  private static boolean names(Document document, Head read) {
    return document
        .previousEpoch()
        .filter(named -> named.epoch().equals(read.epoch()))
        .filter(named -> named.number() == read.number())
        .filter(named -> named.hash().equals(read.hash()))
        .isPresent();
  }

  private void verifySignature(Rows.Row row) {
    byte[] publicKey = rows.keys().get(row.keyId());
    if (publicKey == null) {
      find(Rule.SIGNATURE, row, "signed with the unknown key " + row.keyId());
    } else if (!DeviceKey.keyId(publicKey).equals(row.keyId())) {
      find(Rule.SIGNATURE, row, "the key " + row.keyId() + " was exchanged");
    } else if (!known.keyIds().isEmpty() && !known.keyIds().contains(row.keyId())) {
      find(Rule.SIGNATURE, row, "signed with the key " + row.keyId() + ", which is none of yours");
    } else if (!Signatures.verify(publicKey, row.bytes(), row.signature())) {
      find(Rule.SIGNATURE, row, "the signature does not fit the bytes");
    }
  }

  private void verifyPlace(Rows.Row row) {
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
  private boolean begins(Rows.Row row) {
    return last.isEmpty() || !last.get().epoch().equals(row.epoch());
  }

  private void verifyRow(Rows.Row row, Document document) {
    if (!document.epoch().equals(row.epoch()) || document.number() != row.number()) {
      find(
          Rule.NUMBER,
          row,
          "the document says it is %s/%d".formatted(document.epoch(), document.number()));
    }
    String author = document.org() + "/" + document.terminal();
    if (owner.isEmpty()) {
      owner = author; // a damaged journal does not say it any more
    }
    if (!author.equals(owner)) {
      find(Rule.FORMAT, row, "a document of " + author + " in the journal of " + owner);
    }
    Transaction transaction = document.transaction();
    if (!row.type().orElse(PosLog.type(transaction)).equals(PosLog.type(transaction))
        || !row.transactionId()
            .orElse(transaction.transactionId())
            .equals(transaction.transactionId())) {
      find(Rule.FORMAT, row, "type or transaction of the row are not those of the document");
    }
  }

  private void verifyPrev(Rows.Row row, Document document) {
    if (begins(row)) {
      String genesis = Chain.genesis(document.org(), document.terminal(), row.epoch());
      if (!document.prev().equals(genesis)) {
        find(Rule.GENESIS, row, "the first document does not hang on its epoch's name");
      }
    } else if (!document.prev().equals(last.orElseThrow().hash())) {
      find(Rule.PREV, row, "it does not name the bytes of the document before it");
    }
  }

  private void verifyAnchor(Rows.Row row) {
    for (Anchor anchor : known.anchors()) {
      if (anchor.epoch().equals(row.epoch()) && anchor.number() == row.number()) {
        met.add(anchor);
        if (!anchor.hash().equals(Chain.hash(row.bytes()))) {
          find(Rule.ANCHOR, row, "it was anchored with the hash " + anchor.hash());
        }
      }
    }
  }

  private void verifyAnchors(Rows.End end) {
    for (Anchor anchor : known.anchors()) {
      if (!met.contains(anchor) && !isBefore(anchor)) {
        findings.add(
            new Finding(
                Rule.ANCHOR,
                rows.unit(),
                end.place(),
                anchor.epoch(),
                anchor.number(),
                "this document was anchored, and is not here: the newest is %s/%d"
                    .formatted(end.head().epoch(), end.head().number())));
      }
    }
  }

  /// Whether a document was left out here with those at the beginning.
  private boolean isBefore(Anchor anchor) {
    return rows.before()
        .filter(before ->
            before.epoch().equals(anchor.epoch())
                && (before.number() > anchor.number() || before.hash().equals(anchor.hash())))
        .isPresent();
  }

  private void find(Rule rule, Rows.Row row, String text) {
    findings.add(new Finding(rule, rows.unit(), row.place(), row.epoch(), row.number(), text));
  }

  /// Something about where a document should be: the one after the newest.
  private void find(Rule rule, long place, String text) {
    Head newest = newest();
    findings.add(new Finding(rule, rows.unit(), place, newest.epoch(), newest.number() + 1, text));
  }
}
