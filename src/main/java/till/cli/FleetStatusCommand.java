package till.cli;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.fleet.Audit;
import till.fleet.FleetStatus;
import till.fleet.FleetStatus.Terminal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `till fleet status`
@Command(
    name = "status",
    description = {
      "Shows each terminal that ever reported. SEEN is how long ago it was heard (of one that is"
          + " offline: missed), HEAD the number of its newest document, BEHIND how many of its"
          + " documents the collectors do not have yet, and UP TO how old the newest one is up to"
          + " which they have all.",
      "Exit codes: 0 read, and nobody beyond --behind or --offline-for; 1 somebody is; 64 wrong"
          + " options; 74 the ledger cannot be read."
    },
    footer = {
      "",
      "Example:",
      "  till fleet status --store sqlite:/var/lib/till/ledger.db --behind 100 --offline-for 30"
    })
final class FleetStatusCommand implements Callable<Integer> {

  /// Somebody is beyond a limit.
  private static final int BEYOND = 1;

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private TerminalOptions which = new TerminalOptions();

  @Option(
      names = "--behind",
      paramLabel = "DOCUMENTS",
      description = "Ends with 1 when a terminal has more documents than that to send.")
  private Optional<Long> behindMax = Optional.empty();

  @Option(
      names = "--offline-for",
      paramLabel = "MINUTES",
      description = "Ends with 1 when a terminal is offline for longer than that.")
  private Optional<Long> offlineMinutesMax = Optional.empty();

  @Option(names = "--wide", description = "Version, revisions and epoch, too.")
  private boolean wide;

  @Option(names = "--json", description = "One JSON object.")
  private boolean asJson;

  private final Shell shell;

  FleetStatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Audit.Scope scope = which.scope();
    List<Terminal> terminals =
        FleetStatus.read(store.address()).stream()
            .filter(one -> scope.has(one.org(), one.terminal()))
            .toList();
    Instant now = shell.clock().instant();
    if (asJson) {
      shell.out().println(json(terminals));
    } else {
      print(terminals, now);
    }
    List<String> beyond =
        terminals.stream()
            .filter(terminal -> isBeyond(terminal, now))
            .map(FleetStatusCommand::name)
            .toList();
    if (!beyond.isEmpty()) {
      throw new CommandException(
          BEYOND, "offline or behind for too long: " + String.join(", ", beyond));
    }
    return ExitCode.OK;
  }

  private boolean isBeyond(Terminal terminal, Instant now) {
    boolean isBehind = behindMax.isPresent() && terminal.backlog() > behindMax.get();
    boolean isAway =
        !terminal.online()
            && offlineMinutesMax.isPresent()
            && age(Optional.of(terminal.receivedAt()), now)
                .filter(away -> away.compareTo(Duration.ofMinutes(offlineMinutesMax.get())) > 0)
                .isPresent();
    return isBehind || isAway;
  }

  private void print(List<Terminal> terminals, Instant now) {
    Table table =
        wide
            ? new Table(
                "TERMINAL",
                "STATE",
                "SEEN>",
                "LANE",
                "HEAD>",
                "BEHIND>",
                "UP TO>",
                "VERSION",
                "EPOCH",
                "REVISIONS",
                "PROBLEMS")
            : new Table(
                "TERMINAL", "STATE", "SEEN>", "LANE", "HEAD>", "BEHIND>", "UP TO>", "PROBLEMS");
    for (Terminal one : terminals) {
      String seen = shown(age(Optional.of(one.receivedAt()), now));
      String upTo = one.backlog() == 0 ? "" : shown(age(one.completeTo(), now));
      String state = one.online() ? "online" : "offline";
      String lane = one.lane().orElse("?");
      String problems = String.join(", ", one.problems());
      if (wide) {
        table.add(
            name(one),
            state,
            seen,
            lane,
            one.head(),
            one.backlog(),
            upTo,
            one.version().orElse("?"),
            one.epoch().orElse("?"),
            one.revisions().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" ")),
            problems);
      } else {
        table.add(name(one), state, seen, lane, one.head(), one.backlog(), upTo, problems);
      }
    }
    table.print(shell.out());
    long online = terminals.stream().filter(Terminal::online).count();
    long behind = terminals.stream().filter(terminal -> terminal.backlog() > 0).count();
    shell
        .out()
        .printf(
            "%n%d terminal%s: %d online, %d offline, %d behind%n",
            terminals.size(),
            terminals.size() == 1 ? "" : "s",
            online,
            terminals.size() - online,
            behind);
  }

  private static String name(Terminal terminal) {
    return terminal.org() + "/" + terminal.terminal();
  }

  private static Optional<Duration> age(Optional<String> at, Instant now) {
    try {
      return at.map(text -> Duration.between(Instant.parse(text), now));
    } catch (DateTimeException _) {
      return Optional.empty(); // a terminal's word
    }
  }

  /// In one unit; two clocks may differ, so there is no time before now.
  private static String shown(Optional<Duration> age) {
    if (age.isEmpty()) {
      return "?";
    }
    Duration some = age.get();
    if (some.toSeconds() < 60) {
      return Math.max(0, some.toSeconds()) + " s";
    }
    if (some.toMinutes() < 120) {
      return some.toMinutes() + " min";
    }
    return some.toHours() < 48 ? some.toHours() + " h" : some.toDays() + " d";
  }

  private static String json(List<Terminal> terminals) {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root = json.createObjectNode();
    ArrayNode list = root.putArray("terminals");
    for (Terminal one : terminals) {
      ObjectNode node =
          list.addObject()
              .put("org", one.org())
              .put("terminal", one.terminal())
              .put("online", one.online())
              .put("seen", one.receivedAt())
              .put("at", one.at().orElse(null))
              .put("version", one.version().orElse(null))
              .put("epoch", one.epoch().orElse(null))
              .put("head", one.head())
              .put("through", one.through())
              .put("backlog", one.backlog())
              .put("completeTo", one.completeTo().orElse(null))
              .put("lane", one.lane().orElse(null));
      ArrayNode problems = node.putArray("problems");
      one.problems().forEach(problems::add);
      ObjectNode revisions = node.putObject("revisions");
      one.revisions().forEach(revisions::put);
    }
    return json.writeValueAsString(root);
  }
}
