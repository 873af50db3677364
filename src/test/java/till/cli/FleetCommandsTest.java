package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import till.fleet.Ledger;
import till.journal.Outbox;
import till.uplink.Link;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.TestJournal;

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
    assertTrue(
        prompt
            .run("fleet", "push", "--broker", "http://127.0.0.1:1", letter())
            .fails(64)
            .contains("a broker is mqtts://host:port"));
  }

  @Test
  void aStoreThatIsNotThereIsSaid() {
    Path nothing = folder.resolve("nothing.db");
    for (String command : List.of("status", "audit", "export")) {
      assertEquals(
          "till: there is no ledger at " + nothing,
          prompt.run("fleet", command, "--store", "sqlite:" + nothing).fails(74));
      assertTrue(
          prompt
              .run("fleet", command, "--store", "postgresql://db/till")
              .fails(69)
              .contains("not built in this version"));
      assertEquals(
          "till: a store is sqlite:FILE, not " + nothing,
          prompt.run("fleet", command, "--store", nothing).fails(64));
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
        prompt.run("fleet", "status", "--store", store).succeeds().out().startsWith("terminal "));
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
      Thread collector =
          Thread.ofPlatform()
              .daemon()
              .start(() ->
                  ended.complete(
                      new Prompt()
                          .run(
                              "collector",
                              "run",
                              "--broker",
                              broker.url(),
                              "--org",
                              "acme",
                              "--id",
                              "one",
                              "--store",
                              store)));
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
    String exported = prompt.run("fleet", "export", "--store", store).succeeds().out();
    assertEquals(1, exported.lines().count());
    assertEquals(
        "", prompt.run("fleet", "export", "--store", store, "--after", 1).succeeds().out());
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
