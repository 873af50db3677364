package till.journal;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import till.journal.ExportReader.Line;

/// The lines of an export, for the verifier.
final class ExportRows implements Rows {

  private final ExportReader export;
  private final Line first;
  private Optional<Head> last;
  private long documents;
  private Optional<ExportReader.Trailer> trailer = Optional.empty();
  private boolean firstIsTold;

  private ExportRows(ExportReader export) {
    this.export = export;
    first = export.next();
    last = before();
  }

  /// @throws JournalException when there is none
  static ExportRows open(Path file) {
    return new ExportRows(ExportReader.open(file));
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public Optional<String> owner() {
    return first instanceof ExportReader.Header header ? header.owner() : Optional.empty();
  }

  @Override
  public Map<String, byte[]> keys() {
    return first instanceof ExportReader.Header header ? header.keys() : Map.of();
  }

  @Override
  public Optional<Head> before() {
    return first instanceof ExportReader.Header header ? header.before() : Optional.empty();
  }

  @Override
  public Step next() {
    if (!(first instanceof ExportReader.Header) && !firstIsTold) {
      firstIsTold = true;
      return first instanceof ExportReader.Illegible illegible
          ? new Illegible(1, illegible.text())
          : new Illegible(1, "it does not say whose documents these are");
    }
    Line line = export.next();
    while (line instanceof ExportReader.Trailer end && trailer.isEmpty()) {
      trailer = Optional.of(end);
      line = export.next();
    }
    if (line instanceof ExportReader.End end) {
      return end.fault().isPresent() ? new Broken(end.line(), end.fault().get()) : end(end.line());
    }
    if (trailer.isPresent()) {
      return new Illegible(line.line(), "it comes behind what was the end");
    }
    return switch (line) {
      case ExportReader.Entry entry -> row(entry);
      case ExportReader.Illegible illegible -> new Illegible(line.line(), illegible.text());
      case ExportReader.Header _ -> new Illegible(line.line(), "another export begins here");
      case ExportReader.Trailer _, ExportReader.End _ ->
          throw new IllegalStateException("an end in the middle");
    };
  }

  private Step row(ExportReader.Entry entry) {
    byte[] hash;
    try {
      hash = HexFormat.of().parseHex(entry.hash());
    } catch (IllegalArgumentException e) {
      hash = new byte[0];
    }
    Outbox.Outgoing document = entry.document();
    var row =
        new Row(
            entry.line(),
            document.position(),
            document.epoch(),
            document.number(),
            Optional.empty(),
            Optional.empty(),
            hash,
            document.keyId(),
            document.signature(),
            document.document());
    documents++;
    last = Optional.of(row.asHead());
    return row;
  }

  private End end(long line) {
    Head head =
        last.or(() -> trailer.flatMap(ExportReader.Trailer::head)).orElse(new Head("", 0, 0, ""));
    return new End(trailer.map(Line::line).orElse(line), head, fault(head));
  }

  private Optional<String> fault(Head head) {
    if (trailer.isEmpty()) {
      return Optional.of("the last line is missing: the export is cut off here");
    }
    ExportReader.Trailer end = trailer.get();
    if (end.firstLost() > 0) {
      return Optional.of(
          "the journal was damaged when this was written: row %d is the first that is lost"
              .formatted(end.firstLost()));
    }
    if (end.head().isPresent() && isElsewhere(end.head().get(), head)) {
      return Optional.of(
          "the last line says that %s/%d is the newest, with the hash %s: documents are missing here, or"
                  .formatted(
                      end.head().get().epoch(), end.head().get().number(), end.head().get().hash())
              + " others than they were");
    }
    if (end.documents().isPresent() && end.documents().get() != documents) {
      return Optional.of("%d documents should be here".formatted(end.documents().get()));
    }
    return Optional.empty();
  }

  /// An epoch without a document has a head in another one's last row.
  private static boolean isElsewhere(Head said, Head found) {
    return said.position() != found.position()
        || (said.number() > 0 && !said.hash().equals(found.hash()));
  }

  @Override
  public void close() {
    export.close();
  }
}
