package till.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.journal.Journal;
import till.uplink.TestJournal;

/// The search itself: it finds one of each kind where it is planted, and nothing where none is.
final class SweepTest {

  /// Fits no check digit, as a number that was mistyped: only who knows it can find it.
  private static final String ACCOUNT = "4761730000001234";

  private static final String ODD_ACCOUNT = "6304985028090561515";
  private static final String PASSWORD = "470815";
  private static final String TOKEN = "Zm9v-Tr0ub4dor_and3";

  private static final Map<Evidence.Secret, Set<String>> KNOWN =
      Map.of(
          Evidence.Secret.ACCOUNT, Set.of(ACCOUNT, ODD_ACCOUNT),
          Evidence.Secret.PASSWORD, Set.of(PASSWORD),
          Evidence.Secret.TOKEN, Set.of(TOKEN));

  @TempDir private Path folder;

  @Test
  void aKnownAccountNumberIsFoundInEveryForm() throws Exception {
    for (String account : List.of(ACCOUNT, ODD_ACCOUNT)) {
      byte[] packed = HexFormat.of().parseHex(account.length() % 2 == 0 ? account : account + "f");
      byte[] text = account.getBytes(ISO_8859_1);
      found(account);
      found("x" + account + "y");
      found("12" + account + "34");
      found(account.replaceAll(".{4}(?=.)", "$0 "));
      found(account.replaceAll(".{4}(?=.)", "$0-"));
      found(new String(packed, ISO_8859_1));
      for (byte[] bytes : List.of(packed, text)) {
        for (String between : List.of("", " ", ":", ", 0x")) {
          String hex = HexFormat.ofDelimiter(between).formatHex(bytes);
          found("22 f0 f8 " + hex + " 8a");
          found("22F0F8" + HexFormat.ofDelimiter(between).withUpperCase().formatHex(bytes));
        }
      }
      for (String before : List.of("", ";", "%B", "abc")) {
        byte[] track = (before + account + "=2912201?").getBytes(ISO_8859_1);
        found("{\"raw\":\"" + Base64.getEncoder().encodeToString(track) + "\"}");
      }
    }
  }

  @Test
  void aKnownPasswordIsFound() throws Exception {
    found("password " + PASSWORD);
    found("{\"password\":\"" + PASSWORD + "\"}");
    found("060006" + PASSWORD + "ba0978");
    found("sent 06 50 03 47 08 15");
    found(new String(HexFormat.of().parseHex("062005" + PASSWORD + "0303"), ISO_8859_1));
  }

  @Test
  void aKnownTokenIsFound() throws Exception {
    found("Authorization: Bearer " + TOKEN);
    found("x" + TOKEN + "y");
    found(Base64.getEncoder().encodeToString(("Bearer " + TOKEN + "\r\n").getBytes(ISO_8859_1)));
    found(HexFormat.of().formatHex(TOKEN.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "card 4111111111111111.",
        "\"4111 1111 1111 1111\"",
        "5500-0055-5555-5559",
        "3782-822463-10005",
        "378282246310005",
        "2223003122003222",
        "30569309025904",
        "4222222222222",
        "6304985028090561515",
        "%B4111111111111111^DOE/JANE^2912201?",
        ";4111111111111111=2912201?",
        "4111111111111111D29122010000",
        "pan=4111111111111111,"
      })
  void whatMayBeTheNumberOfACardIsFound(String text) throws Exception {
    assertEquals(1, sweep(Map.of(), text).findings().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1234567890123452",
        "0104006381333931",
        "2026-11-24T09:15:02.4111111111111111Z",
        "seconds_sum 0.4111111111111111",
        "sha256 9f4111111111111111aa",
        "01K4111111111111111ABCDEFG",
        "12345678-4111-1111-1111-111111111111",
        "cards: seed 4222222222222",
        "12:00:00.470815Z 1470815 470815.5 x470815 0.470815 47081",
        "9a470815bc 0699470815",
        "41111111111111110000"
      })
  void whatIsNoneIsNotFound(String text) throws Exception {
    assertEquals(List.of(), sweep(KNOWN, text).findings());
  }

  @Test
  void aCodeOfGoodsIsNoAccountNumberAndNoSecretCanBeACodeOfGoods() throws Exception {
    String brandy = "4012345000016";
    String looks = "4000000000006";
    assertTrue(AccountNumbers.looksLikeAccount(looks));
    assertFalse(AccountNumbers.looksLikeAccount(brandy));
    plant(looks);
    var sweep = new Sweep(Map.of(), Set.of(looks), Set.of());
    sweep.search("plants", folder);
    assertEquals(List.of(), sweep.findings());
    assertThrows(IllegalArgumentException.class, () -> new Sweep(KNOWN, Set.of(ACCOUNT), Set.of()));
  }

  /// As in a journal, where a document's key stands before the bytes of its signature.
  @Test
  void theNameOfAKeyIsNoAccountNumberWhateverStandsBesideIt() throws Exception {
    String key = "4913411165203498";
    String besides = key + "5";
    assertTrue(AccountNumbers.looksLikeAccount(besides));
    assertEquals(1, sweep(Map.of(), besides).findings().size());
    var sweep = new Sweep(Map.of(), Set.of(), Set.of(key));
    sweep.search("plants", folder);
    assertEquals(List.of(), sweep.findings());
  }

  @Test
  void theKeysOfJournalsThatHaveNoLetterAreKnown() throws Exception {
    TestJournal.open(folder).close();
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Journal.FILE));
        Statement insert = journal.createStatement()) {
      insert.executeUpdate("INSERT INTO device_key VALUES ('4913411165203498', zeroblob(32))");
    }
    Files.writeString(folder.resolve("damaged-" + Journal.FILE), "none");
    assertEquals(Set.of("4913411165203498"), Sweep.keys(folder));
  }

  @Test
  void aFindingSaysWhereAndDoesNotShowWhat() throws Exception {
    Sweep sweep = sweep(KNOWN, "the card " + ACCOUNT + " was read");
    Sweep.Finding finding = sweep.findings().getFirst();
    assertEquals(folder.resolve("plant"), finding.file());
    assertEquals(9, finding.offset());
    assertEquals("the card ################ was read", finding.excerpt());
    assertTrue(finding.toString().contains("a known ACCOUNT"), finding::toString);
    assertEquals(Map.of("plants", 34L), sweep.searched());
    assertEquals(2, sweep.secrets().get(Evidence.Secret.ACCOUNT));
  }

  @Test
  void theSecretsOfATestAreReadAsTheyWereNoted() throws Exception {
    Files.writeString(
        folder.resolve(Evidence.SECRETS),
        "ACCOUNT 4111111111111111\nPASSWORD correct horse\nACCOUNT 4111111111111111\n");
    assertEquals(
        Map.of(
            Evidence.Secret.ACCOUNT, Set.of("4111111111111111"),
            Evidence.Secret.PASSWORD, Set.of("correct horse")),
        Sweep.known(folder));
  }

  private void found(String text) throws Exception {
    assertFalse(sweep(KNOWN, "so " + text + " it is").findings().isEmpty(), text);
  }

  private Sweep sweep(Map<Evidence.Secret, Set<String>> known, String text) throws Exception {
    plant(text);
    var sweep = new Sweep(known, Set.of(), Set.of());
    sweep.search("plants", folder);
    return sweep;
  }

  private void plant(String text) throws Exception {
    Files.write(folder.resolve("plant"), text.getBytes(ISO_8859_1));
  }
}
