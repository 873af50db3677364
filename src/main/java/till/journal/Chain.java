package till.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How documents hang together: each names the SHA-256 of the one before it, so that nobody can
/// edit, drop or reorder one unseen.
public final class Chain {

  private Chain() {}

  /// SHA-256 of a document's bytes, lower-case hex.
  public static String hash(byte[] document) {
    return HexFormat.of().formatHex(digest(document));
  }

  /// What the first document of an epoch names as the one before it.
  public static String genesis(String org, String terminal, String epoch) {
    return hash((org + "/" + terminal + "/" + epoch).getBytes(StandardCharsets.UTF_8));
  }

  /// SHA-256 of a document's bytes, 32 bytes.
  public static byte[] digest(byte[] document) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(document);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
