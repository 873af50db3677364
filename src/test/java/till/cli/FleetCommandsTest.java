package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.evidence.Evidence;
import till.fleet.Ledger;
import till.fleet.LedgerAddress;
import till.fleet.Postgres;
import till.journal.Journal;
import till.journal.Outbox;
import till.uplink.Link;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.TestJournal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FleetCommandsTest {

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();

  private Path letter() throws Exception {
    Path key = folder.resolve("2026a.key");
    prompt.run("fleet", "keygen", "--id", "2026a", "--out", key).succeeds();
    Path letter = folder.resolve("letter.jws");
    Path change = Files.writeString(folder.resolve("change.toml"), "[lane]\nauto_open = false\n");
    prompt
        .run(
            "fleet",
            "sign",
            "--key",
            key,
            "--org",
            "acme",
            "--scope",
            "store/0042",
            "--revision",
            3,
            "--out",
            letter,
            change)
        .succeeds();
    return letter;
  }

  @Test
  void aPushedDocumentIsThereForWhoeverComes() throws Exception {
    Path letter = letter();
    try (Mosquitto broker = Mosquitto.start(folder)) {
      String out = prompt.run("fleet", "push", "--broker", broker.url(), letter).succeeds().out();
      assertEquals("127.0.0.1:" + broker.port() + ": pushed\n", out);
      try (Peer terminal = Peer.join(broker.broker("a"), "terminal", "till/v1/acme/cfg/#")) {
        Link.Arrived arrived = terminal.next();
        assertEquals("till/v1/acme/cfg/store/0042", arrived.topic());
        assertEquals(
            Files.readString(letter).strip(),
            new String(arrived.payload(), StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void aBrokerThatIsAwayIsNamed() throws Exception {
    Path letter = letter();
    try (Mosquitto there = Mosquitto.start(folder);
        Mosquitto away = Mosquitto.away(Files.createDirectory(folder.resolve("away")))) {
      Prompt.Result result =
          prompt.run("fleet", "push", "--broker", away.url(), "--broker", there.url(), letter);
      assertTrue(result.fails(69).contains("is missing on 1 of 2 brokers"));
      List<String> lines = result.out().lines().toList();
      assertTrue(lines.get(0).startsWith("127.0.0.1:" + away.port() + ": cannot connect"));
      assertEquals("127.0.0.1:" + there.port() + ": pushed", lines.get(1));
    }
  }

  @Test
  void whatIsNoSignedConfigurationIsNotPushed() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.jws"), "a.b");
    assertTrue(
        prompt
            .run("fleet", "push", "--broker", "mqtt://127.0.0.1:1", garbage)
            .fails(64)
            .contains("which is no signed configuration: it has not three parts"));
    Path command =
        Files.writeString(
            folder.resolve("command.jws"),
            Base64.getUrlEncoder()
                    .encodeToString("{\"typ\":\"till-command\"}".getBytes(StandardCharsets.UTF_8))
                + ".e30.x");
    assertTrue(
        prompt
            .run("fleet", "push", "--broker", "mqtt://127.0.0.1:1", command)
            .fails(64)
            .contains("this version pushes till-config"));
    Path letter = letter();
    assertTrue(
        prompt
            .run("fleet", "push", "--broker", "http://127.0.0.1:1", letter)
            .fails(64)
            .contains("a broker is mqtts://host:port"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt://me:secret@127.0.0.1:1",
        "mqtt://me:secret word@127.0.0.1:1",
        "mqtt://me:secret%@127.0.0.1:1",
        "http://me:secret@127.0.0.1:1",
        "me:secret@127.0.0.1"
      })
  void aPasswordInTheAddressOfABrokerIsRefusedAndNotShown(String url) throws Exception {
    Object[] push = {"fleet", "push", letter(), "--broker"};
    Object[] run = {"collector", "run", "--org", "acme", "--store", "sqlite:none.db", "--broker"};
    for (Object[] command : List.of(push, run)) {
      String failure = prompt.run(with(command, url)).fails(64);
      assertTrue(failure.contains("a broker is mqtts://host:port"), failure);
      assertFalse(failure.contains("secret"), failure);
    }
  }

  @Test
  void aStoreThatIsNotThereIsSaid() {
    Path nothing = folder.resolve("nothing.db");
    for (String command : List.of("status", "audit", "export")) {
      assertEquals(
          "till: there is no ledger at " + nothing,
          prompt.run("fleet", command, "--store", "sqlite:" + nothing).fails(74));
      assertTrue(
          prompt.run("fleet", command, "--store", nothing).fails(64).endsWith("not " + nothing));
    }
  }

  @Test
  void aCollectorWithoutItsStoreSaysSoAndNotThePassword() {
    Object[] run = {
      "collector", "run", "--org", "acme", "--broker", "mqtt://127.0.0.1:1", "--store"
    };
    String away = prompt.run(with(run, "postgresql://till:secret@127.0.0.1:1/fleet")).fails(69);
    assertTrue(away.contains("postgresql://till@127.0.0.1:1/fleet"), away);
    assertFalse(away.contains("secret"), away);
    String wrong = prompt.run(with(run, "mysql://till:secret@db/fleet")).fails(64);
    assertFalse(wrong.contains("secret"), wrong);
    String file = "sqlite:" + folder.resolve("ledger.db");
    prompt.run(with(run, file, "--metrics", "9180")).fails(64);
    prompt.run(with(run, file, "--drain-per-second", "0")).fails(64);
  }

  private static Object[] with(Object[] command, Object... more) {
    return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray();
  }

  @Test
  void anEmptyLedgerHasNothingWrong() {
    Path file = folder.resolve("ledger.db");
    Ledger.open(file).close();
    String store = "sqlite:" + file;
    assertEquals(
        file + ": 0 documents, nothing found\n",
        prompt.run("fleet", "audit", "--store", store).succeeds().out());
    assertEquals("", prompt.run("fleet", "export", "--store", store).succeeds().out());
    assertTrue(
        prompt.run("fleet", "status", "--store", store).succeeds().out().startsWith("TERMINAL "));
  }

  private static Thread collect(
      Prompt prompt, Mosquitto broker, String store, CompletableFuture<Prompt.Result> ended) {
    Object[] run = {
      "collector", "run", "--broker", broker.url(), "--org", "acme", "--id", "one", "--store", store
    };
    return Thread.ofPlatform().daemon().start(() -> ended.complete(prompt.run(run)));
  }

  @Test
  void aCollectorThatLosesAThreadWantsToBeStartedAgain() throws Exception {
    InstantSource broken =
        () -> {
          throw new IllegalStateException("this clock has stopped");
        };
    var ended = new CompletableFuture<Prompt.Result>();
    try (Mosquitto broker = Mosquitto.start(folder);
        Peer terminal = Peer.join(broker.broker("a"), "terminal", "till/v1/acme/srv/#")) {
      collect(new Prompt().by(broken), broker, "sqlite:" + folder.resolve("ledger.db"), ended);
      terminal.nextWith("{\"online\":true}");
      terminal.publish(
          new Link.Letter(
              "till/v1/acme/0042-03/up/journal",
              "poison".getBytes(StandardCharsets.UTF_8),
              false,
              Optional.empty(),
              Map.of()));
      String failure = ended.get(60, TimeUnit.SECONDS).fails(75);
      assertTrue(
          failure.endsWith("has died: java.lang.IllegalStateException: this clock has stopped"),
          failure);
    }
  }

  @Test
  void aServerThatDoesNotLetOneInIsSaidInOneLineWithWhatToDo() throws Exception {
    LedgerAddress.Postgres there = Postgres.shared().database();
    Path right = Files.writeString(folder.resolve("right"), there.password().orElseThrow());
    Path wrong = Files.writeString(folder.resolve("wrong"), "swordfish");
    Evidence.password("swordfish");
    String nothing = there.toString().replace("/" + there.database(), "/nothing");
    String nowhere = there.toString().replace(there.host(), "nowhere.invalid");
    for (String command : List.of("status", "audit", "export")) {
      String password = refusal(command, there.toString(), wrong);
      assertTrue(password.contains("password authentication failed for user \"tilld\""), password);
      assertTrue(
          password.contains("look at the user's name, and at --store-password-file"), password);
      assertFalse(password.contains("swordfish"), password);
      String database = refusal(command, nothing, right);
      assertTrue(database.contains("database \"nothing\" does not exist (create it"), database);
      String host = refusal(command, nowhere, right);
      assertTrue(host.contains("nowhere.invalid:" + there.port()), host);
      assertTrue(host.contains("no such host is known here"), host);
    }
  }

  private String refusal(String command, String store, Path password) {
    return prompt
        .run("fleet", command, "--store", store, "--store-password-file", password)
        .fails(69);
  }

  @Test
  void aCollectorStoresWhatComesAndSaysGoodbye() throws Exception {
    String store = "sqlite:" + folder.resolve("ledger.db");
    try (Mosquitto broker = Mosquitto.start(folder);
        Peer terminal =
            Peer.join(
                broker.broker("a"),
                "terminal",
                "till/v1/acme/srv/#",
                "till/v1/acme/0042-03/dn/ack")) {
      var ended = new CompletableFuture<Prompt.Result>();
      Thread collector = collect(new Prompt(), broker, store, ended);
      terminal.nextWith("{\"online\":true}");
      Outbox.Outgoing sale;
      try (TestJournal journal = TestJournal.open(Files.createDirectory(folder.resolve("state")))) {
        sale = journal.sell(1).documents().getFirst();
      }
      terminal.publish(
          new Link.Letter(
              "till/v1/acme/0042-03/up/journal",
              sale.document(),
              false,
              Optional.empty(),
              Map.of(
                  "epoch",
                  sale.epoch(),
                  "number",
                  "1",
                  "kid",
                  sale.keyId(),
                  "sig",
                  Base64.getUrlEncoder().withoutPadding().encodeToString(sale.signature()))));
      terminal.nextWith("\"through\":1");
      collector.interrupt();
      terminal.nextWith("{\"online\":false}");
      assertFalse(ended.get(60, TimeUnit.SECONDS).err().contains("Unmatched"));
    }
    List<String> exported =
        prompt.run("fleet", "export", "--store", store).succeeds().out().lines().toList();
    assertEquals(1, exported.size());
    String cursor =
        JsonMapper.builder().build().readTree(exported.getFirst()).path("cursor").asString();
    assertEquals(
        "", prompt.run("fleet", "export", "--store", store, "--after", cursor).succeeds().out());
    String csv =
        prompt.run("fleet", "export", "--store", store, "--format", "csv").succeeds().out();
    assertTrue(csv.startsWith("cursor,org,terminal,"), csv);
    assertEquals(2, csv.lines().count());
    assertTrue(
        prompt
            .run("fleet", "export", "--store", store, "--after", "r1000")
            .fails(64)
            .contains("which ends at " + cursor));
    assertTrue(
        prompt
            .run("fleet", "export", "--store", store, "--after", "1041")
            .fails(64)
            .contains("a cursor is what the last line of an export named"));
  }

  /// A ledger that has all but what was saved, and the export that has it.
  private Path rescue(int sales) throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(sales);
    }
    Path export = folder.resolve("rescue.ndjson");
    prompt
        .run("journal", "export", "--db", state.resolve(Journal.FILE), "--out", export)
        .succeeds();
    return export;
  }

  @Test
  void whatAnImportTakesAndWhatTheAuditFindsIsShown() throws Exception {
    Path file = folder.resolve("ledger.db");
    String store = "sqlite:" + file;
    Path export = rescue(3);
    assertEquals(
        """
        acme/0042-03: 3 new, 0 known, 0 conflicting, 0 rejected; 0 lines refused
        3 of the new ones are signed by no key that is pinned
        """,
        prompt.run("fleet", "import", export, "--store", store).succeeds().out());
    Prompt.Result audit = prompt.run("fleet", "audit", "--store", store);
    assertTrue(audit.fails(74).contains(" has 3 findings"));
    List<String> lines = audit.out().lines().toList();
    assertEquals(
        "TERMINAL      DOCUMENTS  EPOCHS  HEAD  MISSING  GONE     SALES  FINDINGS", lines.get(0));
    assertEquals(
        "acme/0042-03          3       1     3        0     0  3.03 EUR         3", lines.get(1));
    assertTrue(lines.get(3).startsWith("signature: acme/0042-03 "), lines.get(3));
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(prompt.run("fleet", "audit", "--store", store, "--json").out());
    assertEquals(3, json.path("found").asInt());
    assertEquals(303, json.path("terminals").get(0).path("sales").path("EUR").asLong());
    assertEquals("signature", json.path("findings").get(0).path("rule").asString());
    assertEquals(
        file + ": 0 documents, nothing found\n",
        prompt.run("fleet", "audit", "--store", store, "--terminal", "0042-04").succeeds().out());
  }

  @Test
  void aTornExportIsTakenAsFarAsItGoesAndSaysSo() throws Exception {
    Path export = rescue(3);
    List<String> lines = Files.readAllLines(export);
    Files.write(export, List.of(lines.get(0), lines.get(1), "garbage", lines.get(3)));
    String store = "sqlite:" + folder.resolve("ledger.db");
    Prompt.Result result = prompt.run("fleet", "import", export, "--store", store);
    assertTrue(result.fails(74).contains("cut off or torn"));
    assertTrue(result.out().startsWith("refused: line 3: no JSON, or only a part of it\n"));
    assertTrue(result.out().contains("/2 is still missing"), result::out);
    assertTrue(
        prompt
            .run("fleet", "import", folder.resolve("none"), "--store", store)
            .fails(74)
            .contains("there is no export at"));
  }

  @Test
  void aCollectorNeedsPlainNames() {
    assertTrue(
        prompt
            .run(
                "collector",
                "run",
                "--broker",
                "mqtt://127.0.0.1:1",
                "--org",
                "Acme",
                "--store",
                "sqlite:" + folder.resolve("ledger.db"))
            .fails(64)
            .contains("Acme"));
  }
}
