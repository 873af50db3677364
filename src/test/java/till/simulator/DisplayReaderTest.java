package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// By what Epson's specification of the DM-D110 says of each command.
final class DisplayReaderTest {

  private static final String BLANK = " ".repeat(20);

  private final DisplayReader reader = new DisplayReader(20, 2);

  @Test
  void textStandsWhereTheCursorIs() {
    feed("Hello");
    shows("Hello", "");
    feed("1f240a02", "Total");
    shows("Hello", "         Total");
    feed("0b", "J");
    shows("Jello", "         Total");
  }

  @Test
  void anOverwrittenDisplayGoesOnInTheNextRowAndAtItsTop() {
    feed("1f01", "12345678901234567890abcdefghijklmnopqrst!");
    shows("!2345678901234567890", "abcdefghijklmnopqrst");
  }

  @Test
  void aScrollingDisplayMovesUp() {
    feed("1f02", "12345678901234567890abcdefghijklmnopqrst!");
    shows("abcdefghijklmnopqrst", "!");
  }

  @Test
  void clearingAndInitialisingMakeItBlank() {
    feed("Hello", "1f240102", "you");
    feed("18");
    shows("Hello", "");
    feed("0c");
    shows("", "");
    feed("Hello", "1f5801", "1f4300", "1b40");
    shows("", "");
    assertTrue(reader.hasCursor());
    assertEquals(4, reader.brightness());
  }

  @Test
  void aCodePageIsOfTheTextThatFollows() {
    feed("1b7413", "d5", "1b7410", "80", "1b7411", "80", "1b7400", "e1");
    shows("€€Аß", "");
  }

  @Test
  void whatIsForThePrinterIsNotShown() {
    feed("Hello", "1b3d01", "receipt", "0c", "1b40", "1b3d02", "!");
    shows("Hello!", "");
  }

  @Test
  void placesThatThereAreNotChangeNothing() {
    feed("1f241501", "1f240003", "1f5809", "A");
    shows("A", "");
    assertEquals(4, reader.brightness());
  }

  @Test
  void brightnessAndCursorAreHeard() {
    feed("1f5802", "1f4300");
    assertEquals(2, reader.brightness());
    assertFalse(reader.hasCursor());
  }

  @Test
  void everyCutOfTheBytesShowsTheSame() {
    byte[] all =
        bytes("1b40", "1b3d02", "1f01", "1b7413", "1f240101", "M\u00e4rz", "1f240102", "2,50");
    for (int cut = 0; cut <= all.length; cut++) {
      var halves = new DisplayReader(20, 2);
      halves.feed(all, cut);
      byte[] rest = Arrays.copyOfRange(all, cut, all.length);
      halves.feed(rest, rest.length);
      assertEquals(List.of(padded("Mõrz"), padded("2,50")), halves.rows());
    }
  }

  @Test
  void randomBytesAreOnlyRubbish() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    byte[] chunk = new byte[1_000];
    int chunks = Boolean.getBoolean("tilld.long") ? 10_000 : 1_000;
    for (int i = 0; i < chunks; i++) {
      random.nextBytes(chunk);
      reader.feed(chunk, chunk.length);
      assertEquals(2, reader.rows().size());
      assertTrue(reader.rows().stream().allMatch(row -> row.length() == 20));
    }
    assertTrue(reader.strangeBytes() > 0);
    feed("0000", "1b3d02", "1b40", "sane");
    shows("sane", "");
  }

  private void feed(String... parts) {
    byte[] bytes = bytes(parts);
    reader.feed(bytes, bytes.length);
  }

  /// Hex where it is hex, else text.
  private static byte[] bytes(String... parts) {
    var bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      bytes.writeBytes(
          part.length() % 2 == 0 && part.matches("[0-9a-f]+")
              ? HexFormat.of().parseHex(part)
              : part.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private void shows(String upper, String lower) {
    assertEquals(List.of(padded(upper), padded(lower)), reader.rows());
  }

  private static String padded(String text) {
    return (text + BLANK).substring(0, 20);
  }
}
