package till.device.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import till.port.PortSettings;

/// Bytes by Epson's specification of the DM-D110.
final class DisplayCodecTest {

  private static final int SETUP_BYTES = 17;
  private static final int PLACE_BYTES = 4;

  @Test
  void aDisplayIsSelectedAndInitialised() {
    assertEquals("1b3d021b40", hex(codec(20, 2, DisplayCodePage.CP858).begin()));
  }

  @Test
  void aPageBringsEverythingThatItNeeds() {
    assertEquals(
        "1b3d02" // for the display
            + "1f01" // overwrite
            + "1f4300" // no cursor
            + "1f5803" // brightness
            + "1b5200" // ASCII
            + "1b7413" // code page 858
            + "1f240101"
            + hex("Milch 3,5%      1,49".getBytes(Charset.forName("IBM00858")))
            + "1f240102"
            + hex("SUMME EUR       1,49".getBytes(Charset.forName("IBM00858"))),
        hex(
            codec(20, 2, DisplayCodePage.CP858)
                .page(
                    List.of(
                        new DisplayRow("Milch 3,5%", "1,49"),
                        new DisplayRow("SUMME EUR", "1,49")))));
  }

  private record Case(DisplayCodePage page, String left, String right, String shown) {}

  @TestFactory
  Stream<DynamicTest> oneRowIs() {
    return Stream.of(
            new Case(DisplayCodePage.CP858, "", "", "                    "),
            new Case(
                DisplayCodePage.CP858, "Äpfel aus Österreich", "12,99", "Äpfel aus Öste 12,99"),
            new Case(DisplayCodePage.CP858, "12345678901234567890", "", "12345678901234567890"),
            new Case(DisplayCodePage.CP858, "123456789012345678901", "", "12345678901234567890"),
            new Case(DisplayCodePage.CP858, "x", "123456789012345678901", "12345678901234567890"),
            new Case(DisplayCodePage.CP858, "x", "1234567890123456789", " 1234567890123456789"),
            new Case(DisplayCodePage.CP858, "€", "5 €", "€                5 €"),
            new Case(DisplayCodePage.CP437, "Weiß", "5 €", "Weiß           5 EUR"),
            new Case(DisplayCodePage.CP866, "Weißbrot Кефир", "", "Weissbrot Кефир     "),
            new Case(DisplayCodePage.CP866, "Ærø – „Łosoś“ × 2", "", "AEro - \"Losos\" ? 2  "),
            new Case(DisplayCodePage.CP437, "A\u0308pfel", "", "Äpfel               "),
            new Case(DisplayCodePage.CP437, "tab\there\r\n", "", "tab here            "),
            new Case(DisplayCodePage.CP866, "−1\u00A0234\u202F567", "", "-1 234 567          "),
            new Case(DisplayCodePage.CP437, "ﬁsh…", "", "fish...             "),
            new Case(DisplayCodePage.CP437, "茶 🍵 \u200Bشاي", "", "? ? ???             "))
        .map(each ->
            DynamicTest.dynamicTest(
                each.left() + " | " + each.right(), () -> assertEquals(each.shown(), shown(each))));
  }

  private static String shown(Case each) {
    byte[] page =
        codec(20, 1, each.page()).page(List.of(new DisplayRow(each.left(), each.right())));
    assertEquals(SETUP_BYTES + PLACE_BYTES + 20, page.length);
    return new String(page, SETUP_BYTES + PLACE_BYTES, 20, each.page().charset());
  }

  @Test
  void rowsThatAreMissingAreBlankAndWhatIsTooMuchIsLeftOut() {
    var codec = codec(8, 2, DisplayCodePage.CP437);
    byte[] one = codec.page(List.of(DisplayRow.of("one")));
    byte[] three =
        codec.page(List.of(DisplayRow.of("one"), DisplayRow.BLANK, DisplayRow.of("three")));

    assertEquals(hex(one), hex(three));
    assertEquals(SETUP_BYTES + 2 * (PLACE_BYTES + 8), one.length);
  }

  private static DisplayCodec codec(int columns, int rows, DisplayCodePage page) {
    return new DisplayCodec(
        new DisplaySettings(PortSettings.of("sim:display"), columns, rows, page, 3));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
