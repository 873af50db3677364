package till.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceKeyTest {

  private static final byte[] MESSAGE = "a journal document".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private Path file() {
    return directory.resolve(DeviceKey.FILE);
  }

  private String refusal() {
    return Objects.requireNonNull(
        assertThrows(TrustException.class, () -> DeviceKey.open(directory)).getMessage());
  }

  @Test
  void aKeyIsMadeOnceAndStays() {
    DeviceKey made = DeviceKey.open(directory);
    DeviceKey again = DeviceKey.open(directory);
    assertEquals(made.keyId(), again.keyId());
    assertArrayEquals(made.publicKey(), again.publicKey());
    assertArrayEquals(made.sign(MESSAGE), again.sign(MESSAGE), "Ed25519 is deterministic");
  }

  @Test
  void everyDirectoryHasAKeyOfItsOwn(@TempDir Path other) {
    assertNotEquals(DeviceKey.open(directory).keyId(), DeviceKey.open(other).keyId());
  }

  @Test
  void aSignatureIsByThisKeyAndForThisMessage(@TempDir Path other) {
    DeviceKey key = DeviceKey.open(directory);
    byte[] signature = key.sign(MESSAGE);
    assertEquals(64, signature.length);
    assertTrue(Signatures.verify(key.publicKey(), MESSAGE, signature));
    assertFalse(Signatures.verify(key.publicKey(), new byte[0], signature));
    assertFalse(Signatures.verify(DeviceKey.open(other).publicKey(), MESSAGE, signature));
  }

  @Test
  void theKeyIdIsTheBeginningOfThePublicKeysHash() throws Exception {
    DeviceKey key = DeviceKey.open(directory);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.publicKey());
    assertEquals(HexFormat.of().formatHex(digest).substring(0, 16), key.keyId());
    assertEquals(32, key.publicKey().length);
  }

  @Test
  void nobodyButTheOwnerMayReadIt() throws Exception {
    DeviceKey.open(directory);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    DeviceKey.open(directory);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    try (var files = Files.list(directory)) {
      assertEquals(List.of(file()), files.toList());
    }
  }

  @Test
  void aDamagedKeyIsRefusedAndLeftAlone(@TempDir Path other) throws Exception {
    DeviceKey.open(directory);
    DeviceKey.open(other);
    String good = Files.readString(file());
    String foreign = Files.readString(other.resolve(DeviceKey.FILE));
    int open = good.indexOf("-----BEGIN PUBLIC");
    for (String bad :
        List.of(
            "",
            "a letter",
            good.substring(0, 60),
            good.substring(0, open),
            good.substring(0, open) + foreign.substring(foreign.indexOf("-----BEGIN PUBLIC")),
            good.replace("MC4CAQ", "MC4CAR"),
            good + "x".repeat(10_000))) {
      Files.writeString(file(), bad);
      String refusal = refusal();
      assertTrue(refusal.contains(file().toString()), refusal);
      assertTrue(refusal.contains("move it away"), refusal);
      assertEquals(bad, Files.readString(file()));
    }
  }

  @Test
  void aKeyHalfMadeWhenThePowerWentIsMadeAgain() throws Exception {
    Files.writeString(directory.resolve(DeviceKey.FILE + ".new"), "half");
    DeviceKey.open(directory);
    try (var files = Files.list(directory)) {
      assertEquals(List.of(file()), files.toList());
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Path nowhere = directory.resolve("nowhere");
    String refusal =
        Objects.requireNonNull(
            assertThrows(TrustException.class, () -> DeviceKey.open(nowhere)).getMessage());
    assertTrue(refusal.contains("make the directory " + nowhere), refusal);
  }
}
