package till.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Beside Java's own Ed25519: whoever signs or checks must not be told apart.
final class LibcryptoTest {

  private static final int[] LENGTHS = {0, 1, 63, 64, 65, 1_200, 192 * 1024};

  private final long seed = Long.getLong("tilld.seed", System.nanoTime());
  private final Random chance = new Random(seed);
  private Libcrypto library;

  @BeforeEach
  void theLibraryIsLinked() throws Exception {
    assumeTrue(hasOpenSsl(), "there is no OpenSSL 3 here");
    library = Libcrypto.linked().get(60, TimeUnit.SECONDS).orElseThrow();
  }

  @SuppressWarnings("restricted")
  private static boolean hasOpenSsl() {
    try {
      SymbolLookup.libraryLookup("libcrypto.so.3", Arena.ofAuto());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    chance.nextBytes(bytes);
    return bytes;
  }

  @Test
  void itSignsWithTheSameBytes() {
    for (int round = 0; round < 50; round++) {
      KeyPair pair = Ed25519.generate();
      byte[] message = bytes(LENGTHS[round % LENGTHS.length]);
      assertArrayEquals(
          KeyFile.sign(pair.getPrivate(), message),
          library.key(pair.getPrivate()).sign(message).orElseThrow(),
          "seed " + seed + ", round " + round);
    }
  }

  @Test
  void itTakesWhatJavaSignedAndNothingElse() {
    byte[] message = bytes(100);
    KeyPair pair = Ed25519.generate();
    byte[] publicKey = Ed25519.raw(pair.getPublic());
    byte[] signature = KeyFile.sign(pair.getPrivate(), message);
    assertEquals(Optional.of(true), library.verify(publicKey, message, signature));
    for (byte[] part : new byte[][] {publicKey, message, signature}) {
      for (int bit = 0; bit < part.length * 8; bit += 7) {
        part[bit / 8] ^= (byte) (1 << (bit % 8));
        assertEquals(
            Optional.of(false), library.verify(publicKey, message, signature), "bit " + bit);
        part[bit / 8] ^= (byte) (1 << (bit % 8));
      }
    }
    assertEquals(
        Optional.of(true), library.verify(publicKey, message, signature), "all is as it was");
  }

  @Test
  void itSaysOfGarbageWhatJavaSays() {
    for (int round = 0; round < 200; round++) {
      byte[] publicKey = bytes(32);
      byte[] message = bytes(round);
      byte[] signature = bytes(64);
      signature[63] &= 15; // no larger than the order of the group, or it is not looked at
      assertEquals(
          Optional.of(Signatures.verifyInJava(publicKey, message, signature)),
          library.verify(publicKey, message, signature),
          "seed " + seed + ", round " + round);
    }
  }

  @Test
  void manyThreadsSignWithOneKey() throws Exception {
    KeyPair pair = Ed25519.generate();
    Libcrypto.Key key = library.key(pair.getPrivate());
    byte[] message = bytes(1_200);
    byte[] signature = KeyFile.sign(pair.getPrivate(), message);
    var wrong = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 500; n++) {
                  byte[] own = key.sign(message).orElse(new byte[0]);
                  if (!Arrays.equals(own, signature)
                      || !library
                          .verify(Ed25519.raw(pair.getPublic()), message, own)
                          .orElse(false)) {
                    wrong.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, wrong.get());
  }
}
