package till.fleet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import till.journal.Chain;
import till.journal.ExportReader;
import till.journal.Outbox.Outgoing;
import till.uplink.Topics;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Takes the export of a journal into the ledger, as if its documents had come from the terminal:
/// those that are there are passed over, others under their numbers go into `conflict`, illegible
/// ones into `rejected`. The keys of an export are not believed. Running it again completes what
/// was interrupted.
public final class FleetImport {

  /// Documents in one transaction, and bytes.
  private static final int BATCH_DOCUMENTS = 500;

  private static final long BATCH_BYTES = 4L * 1024 * 1024;

  /// Gaps that are named.
  private static final int GAPS_MAX = 100;

  private static final String IS_EPOCH = " WHERE org = ? AND terminal = ? AND epoch = ?";

  /// A line that was not taken.
  public record Refused(long line, String why) {}

  /// Numbers of an epoch that are not in the ledger, both included.
  public record Gap(String epoch, long from, long to) {}

  /// What came of it.
  ///
  /// @param fresh documents that were not in the ledger
  /// @param unverified how many of these no pinned key has signed
  /// @param known documents that were there
  /// @param conflicting other documents than the ledger has under their numbers
  /// @param rejected documents that cannot be filed; their bytes are kept
  /// @param refused lines that are no documents of this terminal's
  /// @param isWhole whether the export has its first line and its last
  /// @param isDamaged whether the journal could not be read whole when the export was made
  /// @param gaps what the ledger still misses of these epochs, up to the newest document
  /// @param gaveUp whether these are waited for no longer
  public record Report(
      String terminal,
      long fresh,
      long unverified,
      long known,
      long conflicting,
      long rejected,
      long refused,
      boolean isWhole,
      boolean isDamaged,
      List<Gap> gaps,
      boolean gaveUp) {

    public Report {
      gaps = List.copyOf(gaps);
    }

    /// Whether everything that the journal had is in the ledger now.
    public boolean isComplete() {
      return isWhole && refused == 0 && conflicting == 0 && rejected == 0;
    }
  }

  /// What the ledger has under a document's number.
  private record Filed(String hash, boolean isVerified) {}

  private final LedgerAddress address;
  private final Ledger ledger;
  private final Instant at;
  private final Consumer<Refused> refusals;
  private final List<Delivery.Document> batch = new ArrayList<>();
  private final Map<String, Long> newest = new TreeMap<>();
  private Optional<Topics> owner = Optional.empty();
  private boolean hasBegun;
  private long batchBytes;
  private long fresh;
  private long unverified;
  private long known;
  private long conflicting;
  private long rejected;
  private long refused;
  private Optional<ExportReader.Trailer> trailer = Optional.empty();

  private FleetImport(
      LedgerAddress address, Ledger ledger, Instant at, Consumer<Refused> refusals) {
    this.address = address;
    this.ledger = ledger;
    this.at = at;
    this.refusals = refusals;
  }

  /// Takes an export in.
  ///
  /// @param giveUp what is still missing of its epochs then, below its newest documents, will never
  ///   come: nothing waits for it any longer. Only when all lines of the export were taken
  /// @param refusals is told of each line that is not taken
  /// @throws LedgerException when the ledger does not take it
  /// @throws till.journal.JournalException when the export is none
  public static Report run(
      LedgerAddress address, Path export, boolean giveUp, Instant at, Consumer<Refused> refusals) {
    try (ExportReader lines = ExportReader.open(export);
        Ledger ledger = Ledger.open(address)) {
      return new FleetImport(address, ledger, at, refusals).run(lines, giveUp);
    } catch (SQLException e) {
      throw new LedgerException("cannot look into the ledger " + address, e);
    }
  }

  private Report run(ExportReader lines, boolean giveUp) throws SQLException {
    ExportReader.Line line = lines.next();
    while (!(line instanceof ExportReader.End)) {
      take(line);
      line = lines.next();
    }
    var end = (ExportReader.End) line;
    end.fault().ifPresent(fault -> refuse(end.line(), fault));
    store();
    boolean isWhole = hasBegun && trailer.isPresent();
    boolean givesUp = giveUp && isWhole && refused == 0 && owner.isPresent();
    if (givesUp) {
      newest.forEach((epoch, number) -> ledger.giveUp(owner.get(), epoch, number, at));
    }
    return new Report(
        owner.map(Topics::toString).orElse("nobody"),
        fresh,
        unverified,
        known,
        conflicting,
        rejected,
        refused,
        isWhole,
        trailer.filter(said -> said.firstLost() > 0).isPresent(),
        gaps(),
        givesUp);
  }

  private void take(ExportReader.Line line) throws SQLException {
    switch (line) {
      case ExportReader.Header header -> begin(header);
      case ExportReader.Entry entry -> take(entry);
      case ExportReader.Trailer end -> trailer = Optional.of(end);
      case ExportReader.Illegible illegible -> refuse(illegible.line(), illegible.text());
      case ExportReader.End _ -> throw new IllegalStateException("an end in the middle");
    }
  }

  private void begin(ExportReader.Header header) {
    if (header.line() > 1) {
      refuse(header.line(), "another export begins here");
      return;
    }
    hasBegun = true;
    header
        .owner()
        .ifPresent(name -> {
          String[] parts = name.split("/", 2);
          try {
            owner = Optional.of(new Topics(parts[0], parts.length > 1 ? parts[1] : ""));
          } catch (IllegalArgumentException e) {
            refuse(header.line(), "\"" + name + "\" is no terminal");
          }
        });
  }

  private void take(ExportReader.Entry entry) throws SQLException {
    Outgoing document = entry.document();
    if (!Chain.hash(document.document()).equals(entry.hash())) {
      refuse(entry.line(), "the document is not the one whose hash stands beside it");
      return;
    }
    if (owner.isEmpty()) {
      owner = author(document.document()); // a damaged journal does not say whose it is
    }
    if (owner.isEmpty()) {
      refuse(entry.line(), "it does not say whose document this is");
      return;
    }
    var delivery =
        new Delivery.Document(
            owner.get(),
            document.document(),
            Map.of(
                "epoch", document.epoch(),
                "number", Long.toString(document.number()),
                "sig", Base64.getUrlEncoder().withoutPadding().encodeToString(document.signature()),
                "kid", document.keyId()));
    if (Envelope.read(delivery) instanceof Envelope.Illegible illegible
        && illegible.slot().isEmpty()) {
      refuse(
          entry.line(),
          "it is no document %s/%d of %s"
              .formatted(document.epoch(), document.number(), owner.get()));
      return;
    }
    newest.merge(document.epoch(), document.number(), Math::max);
    batch.add(delivery);
    batchBytes += document.document().length;
    if (batch.size() >= BATCH_DOCUMENTS || batchBytes >= BATCH_BYTES) {
      store();
    }
  }

  private static Optional<Topics> author(byte[] document) {
    try {
      JsonNode said = Envelope.JSON.readTree(document);
      return Optional.of(
          new Topics(said.path("org").asString(""), said.path("terminal").asString("")));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Takes a batch whole, and counts what became of it.
  private void store() throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    var before = new ArrayList<Optional<Filed>>();
    try (Sql sql = LedgerStore.at(address).reader()) {
      for (Delivery.Document document : batch) {
        before.add(filed(sql, document));
      }
    }
    ledger.take(batch, at);
    try (Sql sql = LedgerStore.at(address).reader()) {
      for (int i = 0; i < batch.size(); i++) {
        count(before.get(i), filed(sql, batch.get(i)), Chain.hash(batch.get(i).payload()));
      }
    }
    batch.clear();
    batchBytes = 0;
  }

  private void count(Optional<Filed> before, Optional<Filed> after, String hash) {
    if (after.isEmpty()) {
      rejected++;
    } else if (!after.get().hash().equals(hash)) {
      conflicting++;
    } else if (before.isPresent()) {
      known++;
    } else {
      fresh++;
      unverified += after.get().isVerified() ? 0 : 1;
    }
  }

  private static Optional<Filed> filed(Sql sql, Delivery.Document document) throws SQLException {
    return sql.first(
        "SELECT sha256, verified FROM document" + IS_EPOCH + " AND number = ?",
        row -> new Filed(row.getString(1), row.getString(2).equals("good")),
        document.from().org(),
        document.from().terminal(),
        document.properties().getOrDefault("epoch", ""),
        Long.parseLong(document.properties().getOrDefault("number", "0")));
  }

  private List<Gap> gaps() throws SQLException {
    var gaps = new ArrayList<Gap>();
    if (owner.isEmpty()) {
      return gaps;
    }
    try (Sql sql = LedgerStore.at(address).reader()) {
      for (String epoch : newest.keySet()) {
        Object[] place = {owner.get().org(), owner.get().terminal(), epoch};
        long[] last = {0};
        sql.each(
            "SELECT number FROM document"
                + IS_EPOCH
                + " UNION SELECT number FROM rejected"
                + IS_EPOCH
                + " ORDER BY 1",
            row -> {
              if (row.getLong(1) > last[0] + 1 && gaps.size() < GAPS_MAX) {
                gaps.add(new Gap(epoch, last[0] + 1, row.getLong(1) - 1));
              }
              last[0] = row.getLong(1);
            },
            place[0],
            place[1],
            place[2],
            place[0],
            place[1],
            place[2]);
      }
    }
    return gaps;
  }

  private void refuse(long line, String why) {
    refused++;
    refusals.accept(new Refused(line, why));
  }
}
