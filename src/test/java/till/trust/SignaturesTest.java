package till.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignaturesTest {

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /// RFC 8032, 7.1, tests 1 to 3.
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void theStandardsOwnSignaturesVerify(String key, String message, String signature) {
    assertTrue(Signatures.verify(hex(key), hex(message), hex(signature)));
    byte[] other = hex(signature);
    for (int i = 0; i < other.length; i++) {
      other[i] ^= 1;
      assertFalse(Signatures.verify(hex(key), hex(message), other), "byte " + i);
      other[i] ^= 1;
    }
  }

  @Test
  void garbageIsANoAndNeverAnException() {
    long seed = 25;
    var chance = new Random(seed);
    int[] lengths = {0, 1, 31, 32, 33, 63, 64, 65, 200};
    for (int i = 0; i < 300; i++) {
      byte[] key = new byte[i % 2 == 0 ? 32 : lengths[chance.nextInt(lengths.length)]];
      byte[] signature = new byte[i % 3 == 0 ? 64 : lengths[chance.nextInt(lengths.length)]];
      chance.nextBytes(key);
      chance.nextBytes(signature);
      assertFalse(Signatures.verify(key, new byte[i], signature), "seed " + seed + ", round " + i);
    }
  }
}
