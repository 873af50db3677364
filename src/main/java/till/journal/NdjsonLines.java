package till.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The lines of a text file, plain or gzip, in strict UTF-8 and with bounds: a torn, endless or
/// foreign file is an error and never half a file.
final class NdjsonLines implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int GZIP_1 = 0x1F;
  private static final int GZIP_2 = 0x8B;

  private final InputStream in;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;
  private final byte[] line;
  private final long fileBytesMax;
  private long total;
  private int number;

  private NdjsonLines(InputStream in, int lineBytesMax, long fileBytesMax) {
    this.in = in;
    line = new byte[lineBytesMax];
    this.fileBytesMax = fileBytesMax;
  }

  /// @param lineBytesMax longest line, in bytes
  /// @param fileBytesMax longest file, unpacked
  static NdjsonLines open(Path file, int lineBytesMax, long fileBytesMax) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == GZIP_1 && raw.read() == GZIP_2;
      raw.reset();
      return new NdjsonLines(
          gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw, lineBytesMax, fileBytesMax);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /// The number of the line that `next` gave or failed at, from 1.
  int number() {
    return number;
  }

  /// The next line without its end; nothing after the last.
  ///
  /// @throws IOException when the file is torn, too long, or not UTF-8
  Optional<String> next() throws IOException {
    number++;
    int length = 0;
    while (at < filled || fill()) {
      byte next = buffer[at++];
      if (next == '\n') {
        return Optional.of(text(length));
      }
      if (length == line.length) {
        throw new IOException("longer than " + line.length + " bytes");
      }
      line[length++] = next;
    }
    return length == 0 ? Optional.empty() : Optional.of(text(length));
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    total += filled;
    if (total > fileBytesMax) {
      throw new IOException("the file is longer than " + fileBytesMax + " bytes");
    }
    return filled > 0;
  }

  private String text(int length) throws IOException {
    try {
      return utf8.decode(ByteBuffer.wrap(line, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
