package till.kiosk;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import till.lane.DeviceView;
import till.lane.HealthCheck;
import till.lane.Lane;
import till.lane.SeenScan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a technician can ask: devices, uplink, board and log.
final class TechApi {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Lane lane;
  private final Supplier<BoardView> board;
  private final Supplier<List<LogLine>> log;
  private final InstantSource clock;

  /// @param log its last lines, the oldest first
  TechApi(Lane lane, Supplier<BoardView> board, Supplier<List<LogLine>> log, InstantSource clock) {
    this.lane = lane;
    this.board = board;
    this.log = log;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/devices", Role.TECHNICIAN, (call, _) -> devices(call.query())),
        Route.get("/v1/uplink", Role.TECHNICIAN, (_, _) -> uplink(board.get())),
        Route.get("/v1/board", Role.TECHNICIAN, (_, _) -> board(board.get())),
        Route.get("/v1/log", Role.TECHNICIAN, (call, _) -> log(call.query())));
  }

  private Answer devices(Map<String, String> query) {
    List<String> languages = Api.languages(query, lane.view());
    ObjectNode answer = Answer.object();
    ArrayNode devices = answer.putArray("devices");
    Map<String, HealthCheck> checks = lane.checks();
    for (DeviceView device : lane.view().devices()) {
      ObjectNode node = devices.addObject();
      LaneJson.write(node, device);
      node.put("ageSeconds", ageSeconds(device.since()));
      HealthCheck check = checks.get(device.name());
      if (check == null) {
        node.putNull("check");
      } else {
        write(node.putObject("check"), check, languages);
      }
    }
    ArrayNode scans = answer.putArray("scans");
    lane.lastScans().forEach(scan -> write(scans.addObject(), scan));
    return Answer.json(200, answer);
  }

  /// A clock that was set may make an instant one of the future: its age is 0 then.
  private long ageSeconds(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private static void write(ObjectNode node, HealthCheck check, List<String> languages) {
    node.put("commandId", check.commandId());
    node.put("at", text(check.at()));
    node.put("outcome", check.outcome().wireName());
    ArrayNode findings = node.putArray("findings");
    for (HealthCheck.Finding finding : check.findings()) {
      findings
          .addObject()
          .put("step", finding.step())
          .put("outcome", finding.outcome().wireName())
          .put("code", finding.code())
          .put("text", finding.text(languages));
    }
  }

  private void write(ObjectNode node, SeenScan scan) {
    node.put("at", text(scan.at()));
    node.put("ageSeconds", ageSeconds(scan.at()));
    new TreeMap<>(scan.facts()).forEach(node::put);
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static Answer uplink(BoardView view) {
    ObjectNode answer =
        Answer.object()
            .put("org", view.org())
            .put("terminal", view.terminal())
            .put("version", view.version())
            .put("connected", view.connected())
            .put("broker", view.broker())
            .put("since", view.since().toString())
            .put("reason", view.reason())
            .put("epoch", view.epoch())
            .put("head", view.head())
            .put("acked", view.acked())
            .put("backlog", view.figures().backlog())
            .put("oldestUnackedSeconds", view.figures().oldestUnackedSeconds())
            .put("window", view.figures().window())
            .put("rejected", view.figures().rejected())
            .put("clock", view.clockSynchronised() ? "synchronised" : "unsynchronised");
    ObjectNode revisions = answer.putObject("revisions");
    view.revisions().forEach(revisions::put);
    ArrayNode problems = answer.putArray("problems");
    view.figures()
        .problems()
        .forEach((code, text) -> problems.addObject().put("code", code).put("text", text));
    return Answer.json(200, answer);
  }

  private Answer board(BoardView view) {
    BoardView.Figures figures = view.figures();
    ObjectNode answer =
        Answer.object()
            .put("org", view.org())
            .put("terminal", view.terminal())
            .put("version", view.version())
            .put(
                "uptimeSeconds",
                TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime()))
            .put("restarts", figures.restarts());
    answer
        .putObject("clock")
        .put("now", text(clock.instant()))
        .put("synchronised", view.clockSynchronised());
    answer.putObject("disk").put("freeBytes", figures.diskFreeBytes());
    ObjectNode certificate = answer.putObject("certificate");
    certificate.putNull("secondsLeft");
    figures.certificateSeconds().ifPresent(seconds -> certificate.put("secondsLeft", seconds));
    ObjectNode revisions = answer.putObject("revisions");
    view.revisions().forEach(revisions::put);
    JsonNode configuration = MAPPER.readTree(view.configuration());
    answer.set("configuration", configuration);
    return Answer.json(200, answer);
  }

  /// @param query `after`: the number of the line that was seen last
  private Answer log(Map<String, String> query) {
    long after = after(query.getOrDefault("after", "0"));
    ObjectNode answer = Answer.object();
    ArrayNode lines = answer.putArray("lines");
    long last = after;
    for (LogLine line : log.get()) {
      if (line.n() > after) {
        ObjectNode node = lines.addObject().put("n", line.n());
        node.put("at", line.at().map(TechApi::text).orElse(null));
        node.put("text", line.text());
        last = line.n();
      }
    }
    answer.put("last", last);
    return Answer.json(200, answer);
  }

  private static long after(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Fields.wrong("after", "the number of a line of the log");
    }
    return Long.parseLong(text);
  }
}
