package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.LeastConfig;
import till.journal.Journal;
import till.journal.Outbox;
import till.port.PtyPair;
import till.uplink.Authority;
import till.uplink.CertificateExpiry;
import till.uplink.Mosquitto;
import till.uplink.TestJournal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A board in a folder.
final class DoctorCommandTest {

  private static final String TERMINAL =
      LeastConfig.TOML
          + """
          [prices]
          file = "prices.ndjson"
          """;

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();
  private Path state;

  @BeforeEach
  void aStateDirectory() throws IOException {
    state = Files.createDirectory(folder.resolve("state"));
    Files.createFile(folder.resolve("prices.ndjson"));
  }

  private JsonNode examine(String more) throws IOException {
    Path file = Files.writeString(folder.resolve("tilld.toml"), TERMINAL + more);
    Prompt.Result result = prompt.run("doctor", "--json", "--config", file);
    assertEquals("", result.err());
    JsonNode report = JsonMapper.builder().build().readTree(result.out());
    assertEquals(
        switch (report.path("verdict").asString()) {
          case "ok" -> 0;
          case "warn" -> 1;
          default -> 2;
        },
        result.exitCode());
    return report;
  }

  private static String line(JsonNode report, String check) {
    return report
        .path("lines")
        .valueStream()
        .filter(line -> line.path("check").asString().equals(check))
        .map(line -> line.path("level").asString() + " " + line.path("text").asString())
        .findFirst()
        .orElse("nothing about " + check + " in " + report);
  }

  private static String broker(int port) {
    return "[uplink]\nbrokers = [{ id = \"a\", url = \"mqtt://127.0.0.1:" + port + "\" }]\n";
  }

  @Test
  void aBoardThatWorksHasNoFailure() throws Exception {
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(3);
    }
    try (Mosquitto broker = Mosquitto.start(folder);
        PtyPair tty = PtyPair.open();
        ServerSocket kiosk = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      JsonNode report =
          examine(
              "[[scanner]]\nname = \"counter\"\nport = \""
                  + tty.near()
                  + "\"\n"
                  + broker(broker.port())
                  + "[kiosk]\nlisten = \"127.0.0.1:"
                  + kiosk.getLocalPort()
                  + "\"\n");
      assertTrue(line(report, "configuration").startsWith("ok "), report::toString);
      assertEquals("ok " + tty.near() + " is there", line(report, "port counter"));
      assertTrue(line(report, "disk").contains(" MiB free under "), report::toString);
      assertTrue(line(report, "sync").contains("20 synced writes: half within "), report::toString);
      assertTrue(line(report, "clock").endsWith(", synchronised"), report::toString);
      assertTrue(
          line(report, "broker a").matches("ok mqtt://127.0.0.1:\\d+: name, TCP, MQTT in \\d+ ms"),
          report::toString);
      assertEquals("ok of acme/0042-03, up to document 3", line(report, "journal"));
      assertEquals("ok the last 3 documents are whole", line(report, "chain"));
      assertEquals("ok 3 documents wait for the fleet", line(report, "backlog"));
      assertTrue(line(report, "kiosk").startsWith("ok "), report::toString);
      assertFalse(report.toString().contains("\"level\":\"fail\""), report::toString);
    }
    try (Stream<Path> files = Files.list(state)) {
      assertFalse(files.anyMatch(file -> file.toString().contains("doctor")));
    }
  }

  @Test
  void aCertificateIsWarnedOfAMonthBeforeItsEndIfTheClockCanBeBelieved() throws Exception {
    Path ca = Authority.found(folder).certificate();
    Instant end = CertificateExpiry.of(Optional.of(ca), Optional.empty()).getFirst().notAfter();
    String until = "valid until " + end.atZone(ZoneOffset.UTC).toLocalDate();
    String uplink = broker(1) + "ca = \"" + ca + "\"\n";
    prompt.at(end.minus(Duration.ofDays(31)), true);
    assertEquals("ok " + until, line(examine(uplink), "certificate ca.crt"));
    prompt.at(end.minus(Duration.ofDays(29)), true);
    assertEquals("warn " + until, line(examine(uplink), "certificate ca.crt"));
    prompt.at(end.plus(Duration.ofDays(1)), true);
    assertEquals("fail " + until + ": it is over", line(examine(uplink), "certificate ca.crt"));
    prompt.at(end.plus(Duration.ofDays(1)), false);
    assertEquals("ok " + until, line(examine(uplink), "certificate ca.crt"));
  }

  @Test
  void aBrokerThatIsAwayFailsAtTheStepThatFails() throws Exception {
    try (Mosquitto away = Mosquitto.away(folder)) {
      assertTrue(line(examine(broker(away.port())), "broker a").contains(": TCP fails: "));
    }
    assertTrue(
        line(
                examine(
                    "[uplink]\nbrokers = [{ id = \"a\", url = \"mqtt://nobody.invalid:1883\" }]\n"),
                "broker a")
            .contains(": name fails: nobody knows nobody.invalid"));
    try (Mosquitto locked = Mosquitto.start(folder, "acl_file /dev/null")) {
      assertTrue(line(examine(broker(locked.port())), "broker a").startsWith("ok "));
      assertTrue(
          line(examine(broker(locked.port()).replace("mqtt:", "mqtts:")), "broker a")
              .contains(": TLS fails: "));
    }
  }

  @Test
  void aJournalThatTheFleetContradictsIsAWarning() throws Exception {
    try (TestJournal journal = TestJournal.open(state).sell(3);
        Outbox outbox = journal.outbox()) {
      assertTrue(line(examine(broker(1)), "contradiction").startsWith("nothing about "));
      outbox.acknowledge(journal.epoch(), 7, "0".repeat(64));
    }
    String line = line(examine(broker(1)), "contradiction");
    assertTrue(line.startsWith("warn the fleet has document "), line);
    assertTrue(line.contains("ends at 3"), line);
  }

  @Test
  void aPasswordThatIsNotThereFails() throws IOException {
    assertTrue(
        line(examine(broker(1) + "password_file = \"broker-password\"\n"), "broker")
            .startsWith("fail the password cannot be read: "));
  }

  @Test
  void portsAreWhatTheyShouldBeOrFail() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "");
    JsonNode report =
        examine(
            "[[scanner]]\n"
                + "name = \"absent\"\n"
                + "port = \"/dev/none\"\n"
                + "[[scanner]]\n"
                + "name = \"plain\"\n"
                + "port = \""
                + plain
                + "\"\n[[scanner]]\nname = \"folder\"\nport = \""
                + folder
                + "\"\n[[scanner]]\nname = \"net\"\nport = \"tcp://127.0.0.1:1\"\n"
                + "[printer]\nport = \"sim:printer\"\n");
    assertEquals("fail /dev/none is not there", line(report, "port absent"));
    assertEquals("fail " + plain + " is a plain file", line(report, "port plain"));
    assertEquals("fail " + folder + " is a folder", line(report, "port folder"));
    assertTrue(line(report, "port net").startsWith("fail tcp://127.0.0.1:1 does not answer: "));
    assertEquals("warn sim:printer is simulated", line(report, "port printer"));
  }

  @Test
  void anotherTerminalsJournalFails() throws IOException {
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(1);
    }
    Path file =
        Files.writeString(folder.resolve("tilld.toml"), TERMINAL.replace("\"03\"", "\"04\""));
    Prompt.Result result = prompt.run("doctor", "--config", file);
    assertEquals(2, result.exitCode());
    assertTrue(
        result.out().contains("it belongs to acme/0042-03, and this is configured as acme/0042-04"),
        result::out);
  }

  @Test
  void anEditedJournalFails() throws Exception {
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(3);
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + state.resolve(Journal.FILE));
        Statement sql = connection.createStatement()) {
      sql.executeUpdate("DROP TRIGGER document_is_never_changed");
      sql.executeUpdate("UPDATE document SET sha256 = zeroblob(32) WHERE position = 2");
    }
    assertTrue(line(examine(""), "chain").startsWith("fail hash: row 2 ("));
  }

  @Test
  void aFreshBoardIsWarnedAbout() throws IOException {
    Files.delete(state);
    JsonNode report = examine("");
    assertEquals("warn", report.path("verdict").asString());
    assertTrue(line(report, "disk").startsWith("warn the state directory "), report::toString);
    assertTrue(line(report, "journal").startsWith("warn there is none yet at "));
    assertEquals("warn there is no [uplink]: this till talks to nobody", line(report, "broker"));
    assertEquals("warn no device is configured", line(report, "ports"));
  }

  @Test
  void aBoardWithNothingToSellFails() throws IOException {
    Path prices = folder.resolve("prices.ndjson");
    assertEquals("ok " + prices + " is there", line(examine(""), "prices"));
    Files.delete(prices);
    assertEquals("fail " + prices + " is not there", line(examine(""), "prices"));
    Path file =
        Files.writeString(
            folder.resolve("tilld.toml"), TERMINAL.substring(0, TERMINAL.indexOf("[prices]")));
    assertTrue(
        prompt.run("doctor", "--config", file).out().contains("[prices] file is not set"),
        file::toString);
  }

  @Test
  void aClockThatNobodyHasSetIsSaid() throws IOException {
    prompt.at(Instant.parse("2026-11-24T09:15:00Z"), false);
    assertTrue(line(examine(""), "clock").startsWith("warn 2026-11-24T09:15:00Z, and no time"));
    prompt.at(Instant.EPOCH, false);
    assertEquals("fail it says 1970-01-01T00:00:00Z", line(examine(""), "clock"));
  }

  @Test
  void aBadConfigurationHasALineForEachProblem() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tilld.toml"), TERMINAL + "[lane]\nauto_open = 1\n[operator]\n");
    Prompt.Result result = prompt.run("doctor", "--config", file);
    assertEquals(2, result.exitCode());
    assertEquals(
        2,
        result
            .out()
            .lines()
            .filter(line -> line.startsWith("fail  configuration  tilld.toml line "))
            .count(),
        result::out);
    assertTrue(result.out().contains("-> correct " + file), result::out);
  }

  @Test
  void coloursAreForTerminals() throws IOException {
    Path file = Files.writeString(folder.resolve("tilld.toml"), "");
    assertFalse(prompt.run("doctor", "--config", file).out().contains("\033"));
    assertTrue(
        prompt.onTerminal().run("doctor", "--config", file).out().contains("\033[31mfail\033[0m"));
  }

  @Test
  void aJournalInQuarantineIsNamed() throws IOException {
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(3);
    }
    assertTrue(line(examine(""), "quarantine").startsWith("nothing"));
    Files.writeString(state.resolve(Journal.FILE), "garbage ".repeat(1_000));
    TestJournal.open(state).close();
    assertTrue(line(examine(""), "quarantine").startsWith("warn a journal that could not be read"));
  }
}
