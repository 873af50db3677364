package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.ConfigShelf;
import till.config.LeastConfig;
import till.config.Scope;

final class ConfigCommandsTest {

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();

  private Path write(String toml) throws IOException {
    return Files.writeString(folder.resolve("tilld.toml"), toml);
  }

  @Test
  void aGoodFileIsGood() throws IOException {
    Path file = write(LeastConfig.TOML);
    assertEquals(
        file + " is good: terminal 0042-03 of acme\n",
        prompt.run("config", "check", file).succeeds().out());
  }

  @Test
  void aBadFileHasAllItsProblemsListed() throws IOException {
    Path file =
        write(LeastConfig.TOML + "[lane]\nauto_open = 1\n[kiosk]\nlisten = \"0.0.0.0:80\"\n");
    Prompt.Result result = prompt.run("config", "check", file);
    assertEquals("till: " + file + " has 2 problems: correct what is listed", result.fails(78));
    List<String> lines = result.out().lines().toList();
    assertEquals("tilld.toml line 12: lane.auto_open must be true or false, not 1", lines.get(0));
    assertTrue(
        lines.get(1).startsWith("tilld.toml line 14: kiosk.listen must be a loopback address"));
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    Prompt.Result result = prompt.run("config", "check", folder.resolve("none.toml"));
    assertTrue(result.fails(78).endsWith("has a problem: correct what is listed"));
    assertEquals("none.toml: is not there\n", result.out());
    assertTrue(
        prompt
            .run("config", "show", "--config", folder.resolve("none.toml"))
            .fails(78)
            .contains("is not there"));
  }

  @Test
  void theHashOfAPinIsNotShown() throws IOException {
    String hash = "$argon2id$v=19$m=4096,t=1,p=1$dGVzdHMgb25seQ$u4WJB/W7Uc+A3WwUAIwykA";
    Path file =
        write(LeastConfig.TOML + "[[operator]]\nid = \"17\"\npin_hash = \"" + hash + "\"\n");
    String out = prompt.run("config", "show", "--config", file).succeeds().out();
    assertTrue(out.matches("(?s).*operator\\[0]\\.pin_hash += \\(hidden\\)  # .*"), out);
    assertFalse(out.contains("argon2id"), out);
  }

  @Test
  void whatTheFleetPushesIsSignedHereAndShownThere() throws IOException {
    Path key = folder.resolve("2026a.key");
    String trust = prompt.run("fleet", "keygen", "--id", "2026a", "--out", key).succeeds().out();
    Path file = write(LeastConfig.TOML + trust);
    Path change =
        Files.writeString(folder.resolve("change.toml"), "[receipt]\nheader = \"Sommerfest\"\n");
    Path letter = folder.resolve("7.jws");
    prompt
        .run(
            "fleet",
            "sign",
            "--key",
            key,
            "--org",
            "acme",
            "--scope",
            "terminal/0042-03",
            "--revision",
            7,
            "--out",
            letter,
            change)
        .succeeds();

    ConfigShelf shelf = ConfigShelf.open(file);
    shelf.offer(Scope.TERMINAL, Files.readAllBytes(letter), Prompt.NOW, true);
    shelf.adopt();

    String shown = prompt.run("config", "show", "--config", file).succeeds().out();
    String squeezed = shown.replaceAll(" +", " ");
    assertTrue(squeezed.contains("terminal.org = \"acme\" # tilld.toml line 2\n"), shown);
    assertTrue(squeezed.contains("terminal.currency = \"EUR\" # default\n"), shown);
    assertTrue(
        squeezed.contains("receipt.header = \"Sommerfest\" # terminal/0042-03 revision 7\n"),
        shown);
    assertTrue(shown.contains("\"status\":\"unproven\""), shown);
  }

  @Test
  void whatNoTerminalTakesIsNotSigned() throws IOException {
    Path key = folder.resolve("2026a.key");
    prompt.run("fleet", "keygen", "--id", "2026a", "--out", key).succeeds();
    Path change = Files.writeString(folder.resolve("change.toml"), "[trust]\nkeys = []\n");
    assertTrue(
        sign(key, "fleet", 1, change)
            .fails(78)
            .endsWith(
                "change.toml line 1: trust is set on the terminal itself and cannot be pushed"));
    Path empty = Files.writeString(folder.resolve("empty.toml"), "");
    assertTrue(sign(key, "shop/1", 1, empty).fails(64).contains("a scope is fleet, store/0042"));
    assertTrue(sign(key, "fleet", 0, empty).fails(64).contains("a revision is 1 or higher"));
    assertTrue(sign(folder.resolve("none.key"), "fleet", 1, empty).fails(74).contains("none.key"));
    assertTrue(
        sign(key, "fleet", 1, empty).succeeds().out().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\n"));
  }

  private Prompt.Result sign(Path key, String scope, long revision, Path body) {
    return prompt.run(
        "fleet",
        "sign",
        "--key",
        key,
        "--org",
        "acme",
        "--scope",
        scope,
        "--revision",
        revision,
        body);
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    Path key = Files.writeString(folder.resolve("2026a.key"), "precious");
    assertTrue(
        prompt
            .run("fleet", "keygen", "--id", "2026a", "--out", key)
            .fails(73)
            .contains("only copy"));
    assertEquals("precious", Files.readString(key, StandardCharsets.UTF_8));
    assertTrue(
        prompt
            .run("fleet", "keygen", "--id", "two words", "--out", folder.resolve("b.key"))
            .fails(64)
            .contains("two words"));
    assertTrue(
        prompt
            .run("fleet", "keygen", "--id", "b", "--out", folder.resolve("none/b.key"))
            .fails(73)
            .contains("no such folder"));
  }

  @Test
  void aPairingCodeIsForOneOfTwoRoles() throws IOException {
    Path file = write(LeastConfig.TOML + "[kiosk]\ntoken_directory = \"tokens\"\n");
    String out = prompt.run("pair", "--role", "technician", "--config", file).succeeds().out();
    assertTrue(out.matches("(?s)[0-9A-Z]{4}-[0-9A-Z]{4}\nhttp://127.0.0.1:8180/pair .*"), out);
    try (var files = Files.list(folder.resolve("tokens"))) {
      assertEquals(1, files.count());
    }
    assertTrue(
        prompt
            .run("pair", "--role", "attendant", "--config", file)
            .fails(64)
            .contains("kiosk or technician"));
    assertTrue(
        prompt
            .run("pair", "--role", "kiosk", "--minutes", 0, "--config", file)
            .fails(64)
            .contains("1 to 1440 minutes"));
  }
}
