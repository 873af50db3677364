package till.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where journals that cannot be read are kept whole: `quarantine/<n>-<instant>/` in the state
/// directory, with `quarantine.json` that says why. Nothing in it is ever changed or deleted here.
///
/// Safe at any moment against a power cut. The folder is called `....moving` until everything is in
/// it, and the files are moved only once the reason lies in it: who finds a `.moving` with a reason
/// goes on moving, without looking into the files; who finds one without has nothing to move.
final class Quarantine {

  private static final String MOVING = ".moving";
  private static final String RECORD = "quarantine.json";

  /// Says that a journal has been begun in place of the one kept here, and which epoch.
  private static final String SUCCESSOR = "next-epoch";

  private static final int VERSION = 1;

  /// The database comes last: as long as it is in its place, a `-wal` may belong to it.
  private static final List<String> SUFFIXES = List.of("-journal", "-shm", "-wal", "");

  private static final Pattern NAME = Pattern.compile("([0-9]{1,9})-[0-9TZ]{1,32}(\\.moving)?");
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path state;
  private final JsonMapper json = JsonMapper.builder().build();

  Quarantine(Path state) {
    this.state = state;
  }

  /// A journal that is kept.
  ///
  /// @param reason why it could not be read
  /// @param head its newest document, as far as that is known
  /// @param successor the epoch that was begun in its place, once it was
  record Kept(int n, Path folder, String reason, Optional<Head> head, Optional<String> successor) {}

  /// Finishes what a power cut has interrupted.
  ///
  /// @return the journal that was put away last and is still here
  Optional<Kept> settle() throws IOException {
    for (Path folder : folders()) {
      if (folder.getFileName().toString().endsWith(MOVING)) {
        if (Files.exists(folder.resolve(RECORD))) {
          move(folder);
        } else {
          discard(folder);
        }
      }
    }
    return newest();
  }

  /// Puts the journal away, whole. Nobody may have it open.
  ///
  /// @param head its newest document, as far as that is known
  Kept put(String reason, Optional<Head> head, Instant now) throws IOException {
    Path shelf = state.resolve(Journal.QUARANTINE);
    if (!Files.exists(shelf)) {
      Files.createDirectory(shelf, only("rwx------"));
      sync(state);
    }
    int n = folders().stream().mapToInt(Quarantine::number).max().orElse(0) + 1;
    Path folder = shelf.resolve(n + "-" + INSTANT.format(now) + MOVING);
    Files.createDirectory(folder, only("rwx------"));
    write(folder, RECORD, record(reason, head, now));
    sync(shelf);
    move(folder);
    return newest().orElseThrow();
  }

  /// A journal has been begun in place of this one.
  void succeed(Kept kept, String epoch) throws IOException {
    write(kept.folder(), SUCCESSOR, epoch);
  }

  private Optional<Kept> newest() throws IOException {
    Optional<Path> last = folders().stream().max(Comparator.comparingInt(Quarantine::number));
    return last.isPresent() ? Optional.of(read(last.get())) : Optional.empty();
  }

  /// Those that are there, finished or not; what a technician has put beside them is not looked at.
  private List<Path> folders() throws IOException {
    Path shelf = state.resolve(Journal.QUARANTINE);
    if (!Files.isDirectory(shelf)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(shelf)) {
      return entries
          .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
          .toList();
    }
  }

  private static int number(Path folder) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  private void move(Path folder) throws IOException {
    for (String suffix : SUFFIXES) {
      Path file = state.resolve(Journal.FILE + suffix);
      if (Files.exists(file)) {
        Files.move(file, free(folder, file.getFileName().toString()));
      }
    }
    sync(folder);
    sync(state);
    String name = folder.getFileName().toString();
    Files.move(
        folder,
        folder.resolveSibling(name.substring(0, name.length() - MOVING.length())),
        StandardCopyOption.ATOMIC_MOVE);
    sync(state.resolve(Journal.QUARANTINE));
  }

  /// Somebody who looked at a journal between two power cuts may have made a file anew.
  private static Path free(Path folder, String name) {
    Path target = folder.resolve(name);
    for (int again = 2; Files.exists(target); again++) {
      target = folder.resolve(name + "." + again);
    }
    return target;
  }

  /// Nothing has been moved into it yet.
  private static void discard(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(RECORD + ".new"));
    Files.delete(folder);
  }

  private String record(String reason, Optional<Head> head, Instant now) {
    ObjectNode record = json.createObjectNode();
    record
        .put("v", VERSION)
        .put("at", now.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("reason", reason);
    head.ifPresent(known ->
        record
            .putObject("head")
            .put("epoch", known.epoch())
            .put("position", known.position())
            .put("number", known.number())
            .put("hash", known.hash()));
    return json.writeValueAsString(record);
  }

  /// A reason that cannot be read any more keeps nobody from selling.
  private Kept read(Path folder) throws IOException {
    Path next = folder.resolve(SUCCESSOR);
    Optional<String> successor =
        Files.exists(next) ? Optional.of(Files.readString(next).strip()) : Optional.empty();
    JsonNode record = json.missingNode();
    Path file = folder.resolve(RECORD);
    if (Files.exists(file)) {
      try {
        record = json.readTree(Files.readAllBytes(file));
      } catch (JacksonException _) {
        record = json.missingNode();
      }
    }
    JsonNode head = record.path("head");
    return new Kept(
        number(folder),
        folder,
        record.path("reason").asString("unknown"),
        head.isObject()
            ? Optional.of(
                new Head(
                    head.path("epoch").asString(""),
                    head.path("position").asLong(0),
                    head.path("number").asLong(0),
                    head.path("hash").asString("")))
            : Optional.empty(),
        successor);
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path unfinished = folder.resolve(name + ".new");
    Files.writeString(unfinished, text);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
