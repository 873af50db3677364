package till.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what `JournalExport` writes, line by line, plain or gzip. Believes nothing: what stands in
/// an export is for others to judge.
public final class ExportReader implements AutoCloseable {

  /// A document, each character of it escaped, and what stands beside it.
  private static final int LINE_BYTES_MAX = 6 * PosLog.DOCUMENT_BYTES_MAX + 4 * 1024;

  /// A hundred million documents.
  private static final long FILE_BYTES_MAX = 256L * 1024 * 1024 * 1024;

  private static final int GZIP = 0x1F;

  private final Path file;
  private final NdjsonLines lines;
  private final JsonMapper json = JsonMapper.builder().build();

  private ExportReader(Path file, NdjsonLines lines) {
    this.file = file;
    this.lines = lines;
  }

  /// What a line says.
  public sealed interface Line {

    /// Its number, from 1.
    long line();
  }

  /// The first one.
  ///
  /// @param owner whose documents: `acme/0042-03`; nothing when the journal did not say it any more
  /// @param first the position of the first document that belongs to this export
  /// @param before the document that it follows, when documents before it were left out
  /// @param keys public keys by id, as the journal had them
  public record Header(
      long line,
      Optional<String> owner,
      long first,
      Optional<Head> before,
      Map<String, byte[]> keys)
      implements Line {}

  /// A document.
  ///
  /// @param hash as it stands beside it
  public record Entry(long line, Outbox.Outgoing document, String hash) implements Line {}

  /// The last one.
  ///
  /// @param documents how many there are, when it says so
  /// @param head the newest document; nothing when the journal was damaged
  /// @param firstLost the position of the first document that could not be read; 0 when all could
  public record Trailer(long line, Optional<Long> documents, Optional<Head> head, long firstLost)
      implements Line {}

  /// None of these. The next line may be one again.
  public record Illegible(long line, String text) implements Line {}

  /// The file ends, or can be read no further.
  ///
  /// @param line the first that is not there
  /// @param fault why it can be read no further; nothing when that is all
  public record End(long line, Optional<String> fault) implements Line {}

  /// Whether a file looks like an export rather than like a database.
  ///
  /// @throws JournalException when it cannot be read
  public static boolean isExport(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return first == '{' || first == GZIP;
    } catch (IOException e) {
      throw new JournalException("cannot read " + file, e);
    }
  }

  /// Opens one.
  ///
  /// @throws JournalException when it is not there, or is none
  public static ExportReader open(Path file) {
    if (Files.exists(file) && !isExport(file)) {
      throw new JournalException(
          file + " is no export of a journal: `till journal export` makes one");
    }
    try {
      return new ExportReader(file, NdjsonLines.open(file, LINE_BYTES_MAX, FILE_BYTES_MAX));
    } catch (NoSuchFileException e) {
      throw new JournalException("there is no export at " + file);
    } catch (IOException e) {
      throw new JournalException("cannot read the export " + file, e);
    }
  }

  /// The next line; nothing is asked after the `End`.
  public Line next() {
    Optional<String> text;
    try {
      text = lines.next();
    } catch (IOException e) {
      String fault = String.valueOf(e.getMessage());
      return e.getCause() instanceof CharacterCodingException
          ? new Illegible(lines.number(), fault)
          : new End(lines.number(), Optional.of(fault));
    }
    if (text.isEmpty()) {
      return new End(lines.number(), Optional.empty());
    }
    try {
      JsonNode line = json.readTree(text.get());
      if (line.has("document")) {
        return entry(line);
      }
      return line.has("v") ? header(line) : trailer(line);
    } catch (JacksonException e) {
      return new Illegible(lines.number(), "no JSON, or only a part of it");
    } catch (IllegalArgumentException e) {
      return new Illegible(lines.number(), String.valueOf(e.getMessage()));
    }
  }

  private Header header(JsonNode line) {
    if (line.path("v").asInt(0) != JournalExport.VERSION) {
      throw new IllegalArgumentException(
          "an export of version " + line.path("v") + ", this tilld knows " + JournalExport.VERSION);
    }
    var keys = new TreeMap<String, byte[]>();
    for (Map.Entry<String, JsonNode> key : line.path("keys").properties()) {
      keys.put(key.getKey(), Base64.getDecoder().decode(key.getValue().asString("")));
    }
    return new Header(
        lines.number(),
        line.path("owner").isString() ? Optional.of(text(line, "owner")) : Optional.empty(),
        line.has("first") ? number(line, "first") : 1,
        line.has("before") ? Optional.of(head(line.path("before"))) : Optional.empty(),
        keys);
  }

  private Entry entry(JsonNode line) {
    return new Entry(
        lines.number(),
        new Outbox.Outgoing(
            text(line, "epoch"),
            number(line, "position"),
            number(line, "number"),
            text(line, "document").getBytes(StandardCharsets.UTF_8),
            Base64.getUrlDecoder().decode(text(line, "sig")),
            text(line, "kid")),
        text(line, "hash"));
  }

  private Trailer trailer(JsonNode line) {
    JsonNode damage = line.path("damage");
    if (!damage.isObject() && !line.path("head").isObject()) {
      throw new IllegalArgumentException("no line of an export");
    }
    return new Trailer(
        lines.number(),
        line.has("documents") ? Optional.of(number(line, "documents")) : Optional.empty(),
        damage.isObject() ? Optional.empty() : Optional.of(head(line.path("head"))),
        damage.isObject() ? number(damage, "firstLost") : 0);
  }

  private static Head head(JsonNode head) {
    return new Head(
        text(head, "epoch"), number(head, "position"), number(head, "number"), text(head, "hash"));
  }

  private static String text(JsonNode line, String field) {
    if (!line.path(field).isString()) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
    return line.path(field).stringValue();
  }

  private static long number(JsonNode line, String field) {
    JsonNode value = line.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new IllegalArgumentException("the field " + field + " is no number");
    }
    return value.asLong();
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new JournalException("cannot close the export " + file, e);
    }
  }
}
