package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReceiptTextsTest {

  private static final byte[] NOTHING_SAID = {};

  @Test
  void linesAndBlocksGoToWhomTheyAreFor() {
    var texts = new ReceiptTexts();
    add(texts, 0x06D1, "40 41 06041f070101");
    add(texts, 0x06D1, "00 42");
    add(texts, 0x06D3, "06 09 1f070103 2503 070143");
    assertEquals(Optional.of("A"), texts.merchant());
    assertEquals(Optional.of("B"), texts.customer());
    assertEquals(Optional.of("A\nB\nC"), texts.all());
  }

  @Test
  void linesAreFedAsManyAsAreAskedFor() {
    var texts = new ReceiptTexts();
    add(texts, 0x06D1, "00 41");
    add(texts, 0x06D1, "ff 02");
    add(texts, 0x06D1, "00 42");
    add(texts, 0x06D1, "81");
    assertEquals(Optional.of("A\n\n\nB"), texts.customer());
  }

  @Test
  void aCharacterSetThatIsStatedIsUsed() {
    assertEquals("Ä", read("c4", "140101"));
    assertEquals("€", read("a4", "14010f"));
    assertEquals("Ä", read("c384", "1401fe"));
    assertEquals("Ä", read("8e", "1401ff"));
    assertEquals("Ä", read("8e", "140163"));
  }

  @Test
  void lettersThatAreUmlautsOnlyInLatinAreRead() {
    assertEquals("HÄNDLER", PrintedText.read("HÄNDLER".getBytes(ISO_8859_1), NOTHING_SAID));
    assertEquals("Größe", PrintedText.read("Größe".getBytes(ISO_8859_1), NOTHING_SAID));
    for (String text : new String[] {"HÄNDLER", "für", "Summe────", "──────"}) {
      byte[] line = text.getBytes(Charset.forName("IBM437"));
      assertEquals(text, PrintedText.read(line, NOTHING_SAID));
    }
  }

  @Test
  void anAccountNumberIsMaskedAndOtherNumbersAreNot() {
    assertEquals("PAN ############1111", shown("PAN 4111111111111111"));
    assertEquals("#### #### #### 1111 VISA", shown("4111 1111 1111 1111 VISA"));
    assertEquals("AID: A0000000041010", shown("AID: A0000000041010"));
    assertEquals("Ref 1234567890123456", shown("Ref 1234567890123456"));
    assertEquals("24.11.2026 09:15:00", shown("24.11.2026 09:15:00"));
  }

  private static String shown(String line) {
    return PrintedText.read(line.getBytes(ISO_8859_1), NOTHING_SAID);
  }

  private static String read(String line, String container) {
    return PrintedText.read(HexFormat.of().parseHex(line), HexFormat.of().parseHex(container));
  }

  private static void add(ReceiptTexts texts, int control, String data) {
    texts.add(new Apdu(control, HexFormat.of().parseHex(data.replace(" ", ""))));
  }
}
