package till.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.fleet.FleetPush;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `till fleet push`
@Command(
    name = "push",
    description = {
      "Puts a signed configuration on every broker of the fleet, where terminals find it whenever"
          + " they come. The topic follows from what the document says.",
      "Exit codes: 0 it is on all brokers, 69 on some it is not."
    },
    footer = {"", "Example:", "  till fleet push --broker mqtts://broker-a.example.com 7.jws"})
final class FleetPushCommand implements Callable<Integer> {

  @Option(
      names = "--broker",
      required = true,
      paramLabel = "URL",
      description = "mqtts://host:port or mqtt://host:port; once for each broker of the fleet.")
  private List<String> brokers = new ArrayList<>();

  @Mixin private BrokerOptions access = new BrokerOptions();

  @Parameters(paramLabel = "FILE", description = "What `till fleet sign` made.")
  private Path file = Path.of("");

  private final Shell shell;

  FleetPushCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String document = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    List<FleetPush.Outcome> outcomes =
        FleetPush.push(
            BrokerOptions.brokers(brokers),
            access.access(),
            topic(document),
            document.getBytes(StandardCharsets.ISO_8859_1));
    for (FleetPush.Outcome outcome : outcomes) {
      shell
          .out()
          .println(outcome.broker() + ": " + (outcome.isThere() ? "pushed" : outcome.reason()));
    }
    long missing = outcomes.stream().filter(outcome -> !outcome.isThere()).count();
    if (missing > 0) {
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          file
              + " is missing on "
              + missing
              + " of "
              + outcomes.size()
              + " brokers: push it again when they can be reached");
    }
    return ExitCode.OK;
  }

  /// The document speaks for itself; whether it is genuine is for the terminals to judge.
  private String topic(String document) {
    try {
      String[] parts = document.split("\\.", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("it has not three parts");
      }
      JsonNode header = json(parts[0]);
      if (!header.path("typ").asString("").equals("till-config")) {
        throw new IllegalArgumentException(
            "it is of type " + header.path("typ") + ", and this version pushes till-config");
      }
      JsonNode payload = json(parts[1]);
      return FleetPush.configTopic(
          payload.path("org").asString(""), payload.path("scope").asString(""));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "cannot push " + file + ", which is no signed configuration: " + e.getMessage(),
          e);
    }
  }

  private static JsonNode json(String part) {
    return JsonMapper.builder().build().readTree(Base64.getUrlDecoder().decode(part));
  }
}
