package till.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import till.trust.SignedDocument;

final class ConfigShelfTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:15:00Z");
  private static final String MINE = "terminal/0042-03";

  @TempDir private Path folder;
  private Headquarters headquarters;
  private Path file;

  @BeforeEach
  void aTerminalWithALocalFile() throws IOException {
    headquarters = new Headquarters(folder, "2026a");
    file = folder.resolve("tilld.toml");
    writeLocal("[receipt]\nheader = \"local\"\nname = \"Shop\"\n");
  }

  private void writeLocal(String more) throws IOException {
    Files.writeString(
        file,
        ConfigReaderTest.LEAST
            + "[state]\ndirectory = \"state\"\n"
            + headquarters.trust("config")
            + more);
  }

  private Offer offer(ConfigShelf shelf, long revision, String body) {
    return offer(shelf, Scope.TERMINAL, headquarters.config(MINE, revision, body));
  }

  private static Offer offer(ConfigShelf shelf, Scope scope, byte[] document) {
    return shelf.offer(scope, document, NOW, true);
  }

  private static String header(String text) {
    return "{\"receipt\":{\"header\":\"" + text + "\"}}";
  }

  private static List<String> header(ConfigShelf shelf) {
    return shelf.inForce().receipt().header();
  }

  private static String reported(ConfigShelf shelf) {
    return new String(shelf.reported(), StandardCharsets.UTF_8).replaceAll("[0-9a-f]{64}", "#");
  }

  @Test
  void anEmptyShelfIsTheLocalFile() {
    ConfigShelf shelf = ConfigShelf.open(file);
    assertEquals(ConfigReader.read(file), shelf.inForce());
    assertEquals(Map.of(), shelf.revisions());
    assertEquals("{}", reported(shelf));
    assertEquals(Optional.empty(), shelf.staged());
    assertFalse(Files.exists(folder.resolve("state")));
  }

  @Test
  void aPushedConfigurationWaitsIsTriedAndApplies() {
    ConfigShelf shelf = ConfigShelf.open(file);

    var staged = assertInstanceOf(Offer.Staged.class, offer(shelf, 7, header("pushed")));
    assertEquals(7, staged.revision());
    assertEquals(List.of("pushed"), staged.candidate().receipt().header());
    assertEquals("Shop", staged.candidate().receipt().name());
    assertEquals(Optional.of(staged.candidate()), shelf.staged());
    assertEquals(List.of("local"), header(shelf));
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":7,\"status\":\"staged\",\"reasons\":[],\"hash\":\"#\"}}",
        reported(shelf));

    assertEquals(staged.candidate(), shelf.adopt());
    assertEquals(List.of("pushed"), header(shelf));
    assertTrue(shelf.isOnProbation());
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":7,\"status\":\"unproven\",\"reasons\":[\"on"
            + " probation\"],\"hash\":\"#\",\"inForce\":{\"revision\":7,\"hash\":\"#\"}}}",
        reported(shelf));

    shelf.promote();
    assertFalse(shelf.isOnProbation());
    assertEquals(Map.of(MINE, 7L), shelf.revisions());
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":7,\"status\":\"applied\",\"reasons\":[],"
            + "\"hash\":\"#\",\"inForce\":{\"revision\":7,\"hash\":\"#\"}}}",
        reported(shelf));
  }

  @Test
  void eachStepSurvivesAReopening() {
    offer(ConfigShelf.open(file), 7, header("pushed"));
    ConfigShelf waiting = ConfigShelf.open(file);
    assertEquals(List.of("local"), header(waiting));
    assertEquals(List.of("pushed"), waiting.staged().orElseThrow().receipt().header());
    waiting.adopt();
    ConfigShelf trying = ConfigShelf.open(file);
    assertTrue(trying.isOnProbation());
    assertEquals(List.of("pushed"), header(trying));
    trying.promote();
    ConfigShelf applied = ConfigShelf.open(file);
    assertFalse(applied.isOnProbation());
    assertEquals(List.of("pushed"), header(applied));
  }

  @Test
  void terminalLiesOverStoreOverFleetOverTheLocalFile() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(
        shelf,
        Scope.TERMINAL,
        headquarters.config(MINE, 1, "{\"receipt\":{\"header\":\"terminal\"}}"));
    offer(
        shelf,
        Scope.FLEET,
        headquarters.config(
            "fleet",
            1,
            "{\"receipt\":{\"header\":\"fleet\",\"name\":\"fleet\",\"vat_id\":\"fleet\"}}"));
    offer(
        shelf,
        Scope.STORE,
        headquarters.config(
            "store/0042", 1, "{\"receipt\":{\"header\":\"store\",\"name\":\"store\"}}"));
    shelf.adopt();
    assertEquals(List.of("terminal"), header(shelf));
    assertEquals("store", shelf.inForce().receipt().name());
    assertEquals("fleet", shelf.inForce().receipt().vatId());
    assertEquals(Map.of("fleet", 1L, "store/0042", 1L, MINE, 1L), shelf.revisions());
    assertEquals(
        Map.of(
            "receipt.header", MINE + " revision 1",
            "receipt.name", "store/0042 revision 1",
            "receipt.vat_id", "fleet revision 1",
            "receipt.footer", "default",
            "receipt.code", "default",
            "receipt.policy", "default",
            "terminal.org", "tilld.toml line 2"),
        shelf.settings().stream()
            .filter(setting -> setting.key().matches("receipt.*|terminal.org"))
            .filter(setting -> !setting.key().equals("receipt.address"))
            .collect(
                java.util.stream.Collectors.toMap(
                    Setting::key, setting -> setting.place().toString())));
  }

  @Test
  void aListReplacesAListWhole() throws IOException {
    writeLocal("[[scanner]]\nname = \"a\"\nport = \"/dev/a\"\n");
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, "{\"scanner\":[{\"name\":\"b\",\"port\":\"/dev/b\"}]}");
    assertEquals(List.of("b"), shelf.adopt().scanners().stream().map(each -> each.name()).toList());
  }

  @Test
  void theSameBytesAgainAreNothingNew() {
    ConfigShelf shelf = ConfigShelf.open(file);
    byte[] good = headquarters.config(MINE, 7, header("pushed"));
    byte[] bad = headquarters.config(MINE, 8, "{\"lane\":3}");
    byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(Offer.Staged.class, offer(shelf, Scope.TERMINAL, good));
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, good));
    shelf.adopt();
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, good));
    shelf.promote();
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, good));
    assertInstanceOf(Offer.Rejected.class, offer(shelf, Scope.TERMINAL, bad));
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, bad));
    assertInstanceOf(Offer.Rejected.class, offer(shelf, Scope.TERMINAL, garbage));
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, garbage));

    ConfigShelf reopened = ConfigShelf.open(file);
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(reopened, Scope.TERMINAL, good));
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(reopened, Scope.TERMINAL, bad));
  }

  @Test
  void aLineBreakBehindTheDocumentDoesNotMatter() {
    byte[] document = headquarters.config(MINE, 7, header("pushed"));
    byte[] withBreak = java.util.Arrays.copyOf(document, document.length + 1);
    withBreak[document.length] = '\n';
    ConfigShelf shelf = ConfigShelf.open(file);
    assertInstanceOf(Offer.Staged.class, offer(shelf, Scope.TERMINAL, withBreak));
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, document));
  }

  @Test
  void anEmptyDocumentClearsNothing() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 7, header("pushed"));
    shelf.adopt();
    shelf.promote();
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(shelf, Scope.TERMINAL, new byte[0]));
    assertEquals(List.of("pushed"), header(shelf));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String name, Scope scope, byte[] document, String problem) {}

  @TestFactory
  Stream<DynamicTest> isRefused() {
    String payload =
        "{\"org\":\"acme\",\"scope\":\"terminal/0042-03\",\"revision\":8,"
            + "\"issued\":\"2026-11-24T09:00:00Z\",\"body\":{}}";
    byte[] genuine = headquarters.config(MINE, 8, header("pushed"));
    byte[] tampered = genuine.clone();
    tampered[genuine.length / 2] = tampered[genuine.length / 2] == 'A' ? (byte) 'B' : (byte) 'A';
    Headquarters stranger = new Headquarters(folder, "stranger");
    return Stream.of(
            new Case("garbage", Scope.TERMINAL, new byte[] {-1, 0, 1}, "not a signed document"),
            new Case(
                "an unknown key",
                Scope.TERMINAL,
                stranger.config(MINE, 8, "{}"),
                "unknown key stranger"),
            new Case("changed bytes", Scope.TERMINAL, tampered, "does not fit the document"),
            new Case(
                "another type",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.COMMAND, payload),
                "must be till-config"),
            new Case(
                "pushed trust",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.TRUST, payload),
                "must be till-config"),
            new Case(
                "no JSON",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.CONFIG, "{"),
                "the payload is not JSON"),
            new Case(
                "two values under one key",
                Scope.TERMINAL,
                headquarters.sign(
                    SignedDocument.Kind.CONFIG, payload.replace("8,", "8,\"revision\":9,")),
                "the payload is not JSON"),
            new Case(
                "deep JSON",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "[".repeat(99) + "]".repeat(99)),
                "the payload is not JSON"),
            new Case(
                "a list",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.CONFIG, "[]"),
                "revision must be"),
            new Case(
                "another org",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.CONFIG, payload.replace("acme", "other")),
                "org is \"other\", this terminal is of acme"),
            new Case(
                "another terminal",
                Scope.TERMINAL,
                headquarters.config("terminal/0042-04", 8, "{}"),
                "scope is \"terminal/0042-04\", and it came as one for terminal/0042-03"),
            new Case(
                "another topic",
                Scope.FLEET,
                genuine,
                "scope is \"terminal/0042-03\", and it came as one for fleet"),
            new Case(
                "another store",
                Scope.STORE,
                headquarters.config("store/0043", 8, "{}"),
                "scope is \"store/0043\""),
            new Case(
                "no revision",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.CONFIG, payload.replace("8,", "\"8\",")),
                "revision must be a whole number above 0, not \"8\""),
            new Case(
                "revision 0",
                Scope.TERMINAL,
                headquarters.config(MINE, 0, "{}"),
                "revision must be a whole number above 0, not 0"),
            new Case(
                "an old revision",
                Scope.TERMINAL,
                headquarters.config(MINE, 6, "{}"),
                "it is not above revision 7, which was taken"),
            new Case(
                "a revision with other content",
                Scope.TERMINAL,
                headquarters.config(MINE, 7, "{}"),
                "it is not above revision 7, which was taken"),
            new Case(
                "no time",
                Scope.TERMINAL,
                headquarters.sign(
                    SignedDocument.Kind.CONFIG,
                    payload.replace("2026-11-24T09:00:00Z", "yesterday")),
                "issued and expires must be times"),
            new Case(
                "past its time",
                Scope.TERMINAL,
                headquarters.sign(
                    SignedDocument.Kind.CONFIG,
                    payload.replace("\"body\"", "\"expires\":\"2026-11-24T09:14:59Z\",\"body\"")),
                "it expired at 2026-11-24T09:14:59Z"),
            new Case(
                "no body",
                Scope.TERMINAL,
                headquarters.sign(SignedDocument.Kind.CONFIG, payload.replace("body", "bodies")),
                "body must be an object"),
            new Case(
                "a body of text",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "\"x\""),
                "body must be an object"),
            new Case(
                "an unknown key",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"lane\":{\"auto\":true}}"),
                "terminal/0042-03 revision 8: lane.auto is unknown"),
            new Case(
                "null",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"lane\":{\"auto_open\":null}}"),
                "lane.auto_open must be true or false, not null"),
            new Case(
                "a fraction",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"kiosk\":{\"listen\":2.0}}"),
                "kiosk.listen must be an address and a port such as \"127.0.0.1:8180\", not 2.0"),
            new Case(
                "what does not fit the local file",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"drawer\":{}}"),
                "drawer.via needs a [printer]"),
            new Case(
                "another identity",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"terminal\":{\"tags\":[]}}"),
                "terminal is set on the terminal itself"),
            new Case(
                "another state directory",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"state\":{}}"),
                "state is set on the terminal itself"),
            new Case(
                "other trust",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"trust\":{\"keys\":[]}}"),
                "trust is set on the terminal itself"),
            new Case(
                "another place for tokens",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"kiosk\":{\"token_directory\":\"/tmp\"}}"),
                "kiosk.token_directory is set on the terminal itself"),
            new Case(
                "a folder to serve",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"kiosk\":{\"web_root\":\"/var/lib/tilld\"}}"),
                "kiosk.web_root is set on the terminal itself"),
            new Case(
                "a credential elsewhere",
                Scope.TERMINAL,
                headquarters.config(
                    MINE,
                    8,
                    "{\"payment\":{\"port\":\"tcp://h:1\",\"password_file\":\"/etc/shadow\"}}"),
                "payment.password_file must be the bare name"),
            new Case(
                "a key elsewhere",
                Scope.TERMINAL,
                headquarters.config(
                    MINE,
                    8,
                    "{\"uplink\":{\"brokers\":[{\"id\":\"a\",\"url\":\"mqtt://b\"}],\"certificate\":\"a\",\"key\":\"../b\"}}"),
                "uplink.key must be the bare name"),
            new Case(
                "prices elsewhere",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"prices\":{\"file\":\"/etc/shadow\"}}"),
                "prices.file must be the bare name"),
            new Case(
                "a key elsewhere",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"kiosk\":{\"tls_key\":\"/root/kiosk.key\"}}"),
                "kiosk.tls_key must be the bare name"),
            new Case(
                "a section that is not built",
                Scope.TERMINAL,
                headquarters.config(MINE, 8, "{\"uplink\":{\"proxy\":\"http://p\"}}"),
                "uplink.proxy is not built in this version"))
        .map(refused ->
            DynamicTest.dynamicTest(
                refused.name(),
                () -> {
                  Path own = Files.createTempDirectory(folder, "case");
                  Path local = Files.copy(file, own.resolve("tilld.toml"));
                  ConfigShelf shelf = ConfigShelf.open(local);
                  offer(shelf, 7, header("good"));
                  shelf.adopt();
                  shelf.promote();

                  Offer.Rejected rejected =
                      assertInstanceOf(
                          Offer.Rejected.class, offer(shelf, refused.scope(), refused.document()));

                  assertTrue(
                      rejected.problems().getFirst().contains(refused.problem()),
                      rejected::toString);
                  assertEquals(List.of("good"), header(shelf));
                  assertEquals(Optional.empty(), shelf.staged());
                  assertTrue(reported(shelf).contains("\"status\":\"rejected\""));
                  assertEquals(List.of("good"), header(ConfigShelf.open(local)));
                }));
  }

  @Test
  void theWrongFileIsRefusedInFewWords() {
    String thousands =
        IntStream.range(0, 5_000)
            .mapToObj(n -> "\"" + "key".repeat(9) + n + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    ConfigShelf shelf = ConfigShelf.open(file);
    for (byte[] document :
        List.of(
            headquarters.config(MINE, 1, thousands),
            headquarters.config("x".repeat(100_000), 2, "{}"))) {
      var rejected = assertInstanceOf(Offer.Rejected.class, offer(shelf, Scope.TERMINAL, document));
      assertTrue(String.join("; ", rejected.problems()).length() < 8_000, rejected::toString);
      assertTrue(shelf.reported().length < 8_000, () -> reported(shelf));
    }
    var again = headquarters.config(MINE, 1, thousands.replace(":1", ":2"));
    assertInstanceOf(Offer.Rejected.class, offer(shelf, Scope.TERMINAL, again));
    assertTrue(ConfigShelf.open(file).reported().length < 8_000);
  }

  @Test
  void aKeyThatMayNotConfigureIsRefused() throws IOException {
    Files.writeString(file, ConfigReaderTest.LEAST + headquarters.trust("prices"));
    var rejected =
        assertInstanceOf(Offer.Rejected.class, offer(ConfigShelf.open(file), 1, header("x")));
    assertEquals(List.of("the key 2026a may not sign a till-config"), rejected.problems());
    assertEquals(OptionalLong.empty(), rejected.revision());
  }

  @Test
  void expiryIsNotJudgedByAClockThatNobodyHasSet() {
    byte[] document =
        headquarters.sign(
            SignedDocument.Kind.CONFIG,
            "{\"org\":\"acme\",\"scope\":\"fleet\",\"revision\":1,\"issued\":\"2026-11-24T09:00:00Z\","
                + "\"expires\":\"2026-11-24T09:10:00Z\",\"body\":{}}");
    ConfigShelf shelf = ConfigShelf.open(file);
    assertInstanceOf(
        Offer.Staged.class, shelf.offer(Scope.FLEET, document, NOW.plusSeconds(1), false));
  }

  @Test
  void aRefusedRevisionIsNotTriedAgainWithOtherContent() {
    offer(ConfigShelf.open(file), 7, "{\"lane\":3}");
    var again =
        assertInstanceOf(
            Offer.Rejected.class, offer(ConfigShelf.open(file), 7, header("repaired")));
    assertEquals(List.of("this revision was refused before: sign a higher one"), again.problems());
    assertInstanceOf(Offer.Staged.class, offer(ConfigShelf.open(file), 8, header("repaired")));
  }

  @Test
  void nobodyBlocksARevisionWithAnothersDocument() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, Scope.TERMINAL, headquarters.config("terminal/0042-04", 9, header("theirs")));
    assertInstanceOf(Offer.Staged.class, offer(shelf, 9, header("mine")));
    assertTrue(reported(shelf).contains("\"status\":\"staged\""));
  }

  @Test
  void aNewerOneReplacesWhatWaits() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("first"));
    offer(shelf, 2, header("second"));
    shelf.adopt();
    assertEquals(List.of("second"), header(shelf));
    assertEquals(Map.of(MINE, 2L), shelf.revisions());
  }

  @Test
  void whatIsRolledBackIsNeverTriedAgain() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("good"));
    shelf.adopt();
    shelf.promote();
    offer(shelf, 2, header("bad"));
    shelf.adopt();
    assertEquals(List.of("good"), shelf.rollBack("no broker").receipt().header());

    ConfigShelf reopened = ConfigShelf.open(file);
    assertEquals(List.of("good"), header(reopened));
    assertFalse(reopened.isOnProbation());
    assertInstanceOf(Offer.AlreadyCurrent.class, offer(reopened, 2, header("bad")));
    assertInstanceOf(Offer.Rejected.class, offer(reopened, 2, header("other")));
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":2,\"status\":\"rejected\",\"reasons\":[\"it is not"
            + " above revision 2, which was taken: sign a higher one\"],\"hash\":\"#\","
            + "\"inForce\":{\"revision\":1,\"hash\":\"#\"}}}",
        reported(reopened));
    offer(reopened, 2, header("bad"));
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":2,\"status\":\"rolled-back\",\"reasons\":[\"no"
            + " broker\"],\"hash\":\"#\",\"inForce\":{\"revision\":1,\"hash\":\"#\"}}}",
        reported(reopened));
    assertInstanceOf(Offer.Staged.class, offer(reopened, 3, header("better")));
  }

  @Test
  void whatCannotEvenBeBuiltIsRolledBackFromWaiting() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("bad"));
    shelf.rollBack("cannot listen");
    assertEquals(Optional.empty(), shelf.staged());
    assertTrue(reported(shelf).contains("\"status\":\"rolled-back\""));
  }

  @Test
  void aStartWithoutAVerdictCountsAndTheLastOneRollsBack() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("doubtful"));
    shelf.adopt();
    for (int start = 2; start <= ConfigShelf.STARTS_MAX; start++) {
      ConfigShelf again = ConfigShelf.open(file);
      assertEquals(List.of("doubtful"), header(again), "start " + start);
    }
    ConfigShelf last = ConfigShelf.open(file);
    assertEquals(List.of("local"), header(last));
    assertEquals(
        "{\"terminal/0042-03\":{\"revision\":1,\"status\":\"rolled-back\",\"reasons\":[\"came to no"
            + " verdict in 3 starts\"],\"hash\":\"#\"}}",
        reported(last));
  }

  @Test
  void lookingFromOutsideIsNoStart() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("doubtful"));
    shelf.adopt();
    for (int i = 0; i < 10; i++) {
      assertEquals(List.of("doubtful"), header(ConfigShelf.look(file)));
    }
    assertEquals(List.of("doubtful"), header(ConfigShelf.open(file)));
  }

  @Test
  void whatIsSetAsideWaitsUnprovenAndItsStartsAreForgotten() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("doubtful"));
    shelf.adopt();
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of("local"), shelf.setAside("no broker").receipt().header());
      assertEquals(
          "{\"terminal/0042-03\":{\"revision\":1,\"status\":\"unproven\",\"reasons\":[\"no"
              + " broker\"],\"hash\":\"#\"}}",
          reported(shelf));
      shelf.adopt();
      shelf = ConfigShelf.open(file);
      assertEquals(List.of("doubtful"), header(shelf));
    }
    shelf.setAside("no broker");
    shelf.rollBack("the last good one connects");
    assertEquals(Optional.empty(), shelf.staged());
    assertTrue(reported(shelf).contains("\"status\":\"rolled-back\""));
  }

  @Test
  void whatComesDuringAProbationWaitsForTheNextOne() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(
        shelf, Scope.FLEET, headquarters.config("fleet", 1, "{\"receipt\":{\"name\":\"fleet\"}}"));
    shelf.adopt();
    offer(shelf, 1, header("terminal"));
    assertEquals(List.of("local"), header(shelf));
    shelf.rollBack("no broker");
    assertEquals("Shop", shelf.inForce().receipt().name());
    TerminalConfig next = shelf.adopt();
    assertEquals(List.of("terminal"), next.receipt().header());
    assertEquals("Shop", next.receipt().name());
  }

  @Test
  void whatStoodOnSomethingThatIsRolledBackGoesWithIt() {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(
        shelf, Scope.FLEET, headquarters.config("fleet", 1, "{\"printer\":{\"port\":\"/dev/p\"}}"));
    shelf.adopt();
    assertInstanceOf(Offer.Staged.class, offer(shelf, 1, "{\"drawer\":{}}"));
    shelf.rollBack("no broker");
    assertEquals(Optional.empty(), shelf.staged());
    assertTrue(reported(shelf).contains("drawer.via needs a [printer]"), reported(shelf));
  }

  @Test
  void aLocalFileThatNoLongerFitsStandsAloneUntilItDoes() throws IOException {
    writeLocal("[printer]\nport = \"/dev/p\"\n[receipt]\nheader = \"local\"\n");
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, "{\"drawer\":{},\"receipt\":{\"header\":\"pushed\"}}");
    shelf.adopt();
    shelf.promote();

    writeLocal("[receipt]\nheader = \"local\"\n");
    ConfigShelf alone = ConfigShelf.open(file);
    assertEquals(List.of("local"), header(alone));
    assertEquals(Map.of(), alone.revisions());
    assertTrue(reported(alone).contains("drawer.via needs a [printer]"), reported(alone));

    writeLocal("[printer]\nport = \"/dev/p\"\n");
    assertEquals(List.of("pushed"), header(ConfigShelf.open(file)));
  }

  @Test
  void aHigherRevisionHelpsWhereTheLastOneNoLongerFits() throws IOException {
    writeLocal("[printer]\nport = \"/dev/p\"\n");
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, "{\"drawer\":{}}");
    shelf.adopt();
    shelf.promote();
    writeLocal("");
    ConfigShelf alone = ConfigShelf.open(file);
    assertInstanceOf(Offer.Staged.class, offer(alone, 2, header("new")));
    alone.adopt();
    alone.promote();
    assertEquals(List.of("new"), header(alone));
    assertEquals(List.of("new"), header(ConfigShelf.open(file)));
  }

  @Test
  void aKeyThatIsNoLongerTrustedHasNoDocumentsInForce() throws IOException {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("pushed"));
    shelf.adopt();
    shelf.promote();
    headquarters = new Headquarters(folder, "2027a");
    writeLocal("[receipt]\nheader = \"local\"\n");
    ConfigShelf after = ConfigShelf.open(file);
    assertEquals(List.of("local"), header(after));
    assertTrue(reported(after).contains("signed with the unknown key 2026a"), reported(after));
  }

  @Test
  void aBadLocalFileIsRefusedWhateverIsOnTheShelf() throws IOException {
    offer(ConfigShelf.open(file), 1, header("pushed"));
    Files.writeString(file, "[terminal]\n");
    assertThrows(ConfigException.class, () -> ConfigShelf.open(file));
  }

  @Test
  void aStepThatCannotBeIsAMistakeOfOurs() {
    ConfigShelf shelf = ConfigShelf.open(file);
    assertThrows(IllegalStateException.class, shelf::adopt);
    assertThrows(IllegalStateException.class, shelf::promote);
    assertThrows(IllegalStateException.class, () -> shelf.setAside("x"));
    assertThrows(IllegalStateException.class, () -> shelf.rollBack("x"));
  }

  @Test
  void nobodyElseMayReadTheShelf() throws IOException {
    offer(ConfigShelf.open(file), 1, header("pushed"));
    Path shelf = folder.resolve("state/config");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(shelf)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(shelf.resolve("shelf.json"))));
  }

  /// A power cut leaves the file of before, with any part of the new one beside it; or the new one.
  @Test
  void aPowerCutAtAnyMomentLeavesTheStepBeforeOrTheStepAfter() throws IOException {
    ConfigShelf shelf = ConfigShelf.open(file);
    Path kept = folder.resolve("state/config/shelf.json");
    Path unfinished = folder.resolve("state/config/shelf.json.new");
    offer(shelf, 1, header("first"));
    shelf.adopt();
    shelf.promote();
    List<Runnable> steps =
        List.of(
            () -> offer(shelf, 2, header("second")),
            shelf::adopt,
            () -> shelf.setAside("no broker"),
            shelf::adopt,
            shelf::promote,
            () -> offer(shelf, 3, "{\"lane\":3}"));
    for (Runnable step : steps) {
      byte[] before = Files.readAllBytes(kept);
      String told = reported(ConfigShelf.look(file));
      step.run();
      byte[] after = Files.readAllBytes(kept);
      assertFalse(Files.exists(unfinished));
      Files.write(kept, before);
      for (int written = 0; written <= after.length; written += after.length / 7) {
        Files.write(unfinished, java.util.Arrays.copyOf(after, written));
        assertEquals(told, reported(ConfigShelf.look(file)));
      }
      ConfigShelf.open(file);
      Files.write(kept, after);
      assertEquals(reported(shelf), reported(ConfigShelf.look(file)));
    }
  }

  @Test
  void anUnfinishedFileOfAPowerCutIsNotInTheWay() throws IOException {
    offer(ConfigShelf.open(file), 1, header("first"));
    Files.writeString(folder.resolve("state/config/shelf.json.new"), "half");
    assertInstanceOf(Offer.Staged.class, offer(ConfigShelf.open(file), 2, header("second")));
    assertEquals(
        List.of("second"), ConfigShelf.open(file).staged().orElseThrow().receipt().header());
  }

  @Test
  void aDiskThatTakesNothingRefusesAndKeepsWhatWas() throws IOException {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("first"));
    Path inTheWay = folder.resolve("state/config/shelf.json.new/full");
    Files.createDirectories(inTheWay);

    var rejected = assertInstanceOf(Offer.Rejected.class, offer(shelf, 2, header("second")));
    assertTrue(rejected.problems().getFirst().startsWith("it cannot be kept: "));
    assertThrows(ShelfException.class, shelf::adopt);
    assertEquals(List.of("local"), header(shelf));
    assertEquals(List.of("first"), shelf.staged().orElseThrow().receipt().header());

    Files.delete(inTheWay);
    assertInstanceOf(Offer.Staged.class, offer(ConfigShelf.open(file), 2, header("second")));
  }

  @Test
  void aDamagedShelfIsMovedAwayAndTheLocalFileSellsOn() throws IOException {
    ConfigShelf shelf = ConfigShelf.open(file);
    offer(shelf, 1, header("pushed"));
    shelf.adopt();
    shelf.promote();
    Path kept = folder.resolve("state/config/shelf.json");
    for (String damage : List.of("", "{", "{\"version\":2}", "[]", "null", "\0\0\0\0")) {
      Files.writeString(kept, damage);
      assertThrows(ShelfException.class, () -> ConfigShelf.look(file), damage);
      ConfigShelf after = ConfigShelf.open(file);
      assertEquals(List.of("local"), header(after));
      assertInstanceOf(Offer.Staged.class, offer(after, 1, header("pushed")));
    }
    try (Stream<Path> files = Files.list(kept.resolveSibling(""))) {
      assertEquals(6, files.filter(each -> each.toString().contains(".unreadable-")).count());
    }
  }
}
