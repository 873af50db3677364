package till.kiosk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.lane.LaneNews;
import till.trust.SecretFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The newest events on disk, so that a screen goes on where it was when the daemon comes back.
///
/// Handed to the kernel and not synced: they outlive a daemon that is killed. When the board itself
/// was off, the last of them may be missing, and the file is not believed. Lines of JSON: which
/// start of the board it was, then an event each. What cannot be kept is no reason to stop: screens
/// then begin anew.
final class EventLog implements AutoCloseable {

  /// Its name in the state directory.
  static final String FILE = "kiosk.events";

  /// A file of more events than this is written anew with the newest of them.
  private static final int EVENTS_MAX = 4 * RecentEvents.EVENTS_MAX;

  /// proc(5): another one after each start of the kernel.
  private static final Path BOARD_START = Path.of("/proc/sys/kernel/random/boot_id");

  // members of the lines
  private static final String BOARD = "board";
  private static final String ID = "id";
  private static final String KIND = "kind";
  private static final String FACTS = "facts";
  private static final String REVISION = "revision";

  private static final Logger log = LoggerFactory.getLogger(EventLog.class);

  private final Path file;
  private final String boardStart;
  private @Nullable OutputStream end;
  private int events;

  /// @param id as it went over the wire
  /// @param revision the lane's, after it
  record Line(String id, LaneNews.Kind kind, Map<String, String> facts, long revision) {}

  /// @param boardStart a name for the time since the board is on
  EventLog(Path stateDirectory, String boardStart) {
    this.file = stateDirectory.resolve(FILE);
    this.boardStart = boardStart;
  }

  static EventLog of(Path stateDirectory) {
    String boardStart;
    try {
      boardStart = Files.readString(BOARD_START).strip();
    } catch (IOException e) {
      boardStart = ""; // no Linux: as if it was never off
    }
    return new EventLog(stateDirectory, boardStart);
  }

  /// Begins, behind what was kept before.
  ///
  /// @param revision the lane's: where it is below that of the events, it began anew with another
  ///   journal, and so do the events
  /// @return what was kept before, oldest first
  List<Line> resume(long revision) {
    try {
      List<String> lines = newest();
      List<Line> kept = events(lines);
      if (!kept.isEmpty() && kept.getLast().revision() > revision) {
        kept = List.of();
      }
      begin(lines.subList(0, kept.size()));
      return kept;
    } catch (IOException e) {
      giveUp(e);
      return List.of();
    }
  }

  /// One caller at a time.
  void add(Line event) {
    if (end == null) {
      return;
    }
    try {
      if (events == EVENTS_MAX) {
        begin(newest());
      }
      end.write(line(json(event)));
      events++;
    } catch (IOException e) {
      giveUp(e);
    }
  }

  /// Writes the file anew, with these only.
  private void begin(List<String> kept) throws IOException {
    close();
    var content = new ByteArrayOutputStream();
    content.writeBytes(line(JsonMapper.shared().createObjectNode().put(BOARD, boardStart)));
    kept.forEach(event -> content.writeBytes((event + "\n").getBytes(UTF_8)));
    SecretFile.write(file, content.toByteArray(), SecretFile.OWNER_ONLY);
    end = Files.newOutputStream(file, StandardOpenOption.APPEND);
    events = kept.size();
  }

  /// The lines of the newest events, where they are of this start of the board.
  private List<String> newest() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    // what was torn has to be no reason to fail, so whatever it is becomes text
    List<String> lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
    return lines.isEmpty() || !isOfThisStart(lines.getFirst())
        ? List.of()
        : lines.subList(Math.max(1, lines.size() - RecentEvents.EVENTS_MAX), lines.size());
  }

  private boolean isOfThisStart(String first) {
    try {
      return parse(first).path(BOARD).asString("").equals(boardStart);
    } catch (JacksonException e) {
      return false;
    }
  }

  private List<Line> events(List<String> lines) {
    var events = new ArrayList<Line>();
    try {
      for (String line : lines) {
        events.add(event(parse(line)));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      log.info("{} ends within an event, which is left out", file);
    }
    return events;
  }

  private static JsonNode parse(String line) {
    return JsonMapper.shared().readTree(line);
  }

  private static Line event(JsonNode line) {
    var facts = new LinkedHashMap<String, String>();
    line.path(FACTS)
        .propertyStream()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
    return new Line(
        line.required(ID).asString(),
        LaneNews.Kind.valueOf(line.required(KIND).asString()),
        facts,
        line.required(REVISION).asLong());
  }

  private static ObjectNode json(Line event) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put(ID, event.id()).put(KIND, event.kind().name()).put(REVISION, event.revision());
    event.facts().forEach(line.putObject(FACTS)::put);
    return line;
  }

  private static byte[] line(ObjectNode json) {
    return (json + "\n").getBytes(UTF_8);
  }

  /// What has a hole is worse than nothing: a screen would not know that it missed something.
  private void giveUp(IOException e) {
    log.warn(
        "screens will begin anew after a restart: cannot keep what happens in {}: {}",
        file,
        "" + e);
    close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException again) {
      log.warn("cannot delete {}, which is out of date: {}", file, "" + again);
    }
  }

  @Override
  public void close() {
    OutputStream last = end;
    end = null;
    if (last != null) {
      try {
        last.close();
      } catch (IOException e) {
        log.warn("closing {}: {}", file, "" + e);
      }
    }
  }
}
