package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TillCommandTest {

  private final Prompt prompt = new Prompt();

  static Stream<String> commands() {
    return Stream.of(
        "",
        "run",
        "doctor",
        "config",
        "config check",
        "config show",
        "journal",
        "journal verify",
        "journal tail",
        "journal export",
        "journal head",
        "device",
        "device list",
        "device watch",
        "device check",
        "decode",
        "decode escpos",
        "decode scan",
        "decode zvt",
        "decode zvt-serial",
        "decode card",
        "encode",
        "encode zvt-serial",
        "pair",
        "pin",
        "fleet",
        "fleet keygen",
        "fleet sign",
        "fleet push",
        "fleet status",
        "fleet audit",
        "fleet export",
        "fleet import",
        "collector",
        "collector run",
        "simulate",
        "simulate devices",
        "schema");
  }

  private Prompt.Result run(String line) {
    return prompt.run((Object[]) line.strip().split("\\s+"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithAnExample(String command) {
    String help = run(command + " --help").succeeds().out();
    assertTrue(help.startsWith(("Usage: till " + command).strip()), help);
    assertTrue(help.contains("Example:"), help);
  }

  @Test
  void theVersionIsThatOfTheDaemon() {
    assertEquals("tilld 0.1.0-test\n", run("--version").succeeds().out());
  }

  @Test
  void runRunsTheDaemonAndEndsAsItDoes() {
    assertEquals(75, run("run --config /etc/shop.toml").exitCode());
    assertEquals(75, run("run --config=/etc/shop.toml").exitCode());
    assertEquals(75, run("run").exitCode());
    assertEquals(
        List.of(
            Path.of("/etc/shop.toml"), Path.of("/etc/shop.toml"), Path.of("/etc/tilld/tilld.toml")),
        prompt.daemons());
  }

  @Test
  void aWrongCommandLineEndsWith64AndSaysWhereToLook() {
    assertEquals(
        "till: Unmatched argument at index 0: 'sell'; see till --help", run("sell").fails(64));
    assertEquals(
        "till: Unknown option: '--fast'; see till run --help", run("run --fast").fails(64));
    assertEquals(
        "till: Missing required option: '--role=ROLE'; see till pair --help",
        run("pair").fails(64));
    assertEquals(
        "till: a command is missing: verify, tail, export, head; see till journal --help",
        run("journal").fails(64));
    assertTrue(
        prompt.run().fails(64).startsWith("till: a command is missing: run, doctor, config, "));
    assertEquals(List.of(), prompt.daemons());
  }

  @Test
  void aSchemaIsJson() {
    for (String name : List.of("journal-document", "lane-view")) {
      JsonNode schema = JsonMapper.shared().readTree(run("schema " + name).succeeds().out());
      assertEquals("urn:till:" + name + ":1", schema.path("$id").asString());
      for (String reference : schema.findValuesAsString("$ref")) {
        assertTrue(schema.at(reference.substring(1)).isObject(), reference);
      }
    }
    assertEquals(
        "till: there is no schema `receipt`: take journal-document or lane-view",
        run("schema receipt").fails(64));
  }

  @Test
  void simulatedDevicesAreNotOnTheDevice() {
    assertEquals(
        "till: `till simulate devices` is only in the demo build: run scripts/till simulate devices"
            + " in the checkout",
        run("simulate devices --dir /tmp/x").fails(69));
  }

  @Test
  void coloursAreForTerminals() {
    assertFalse(run("--help").out().contains("\033["));
    prompt.onTerminal();
    assertTrue(run("--help").out().contains("\033["));
  }
}
