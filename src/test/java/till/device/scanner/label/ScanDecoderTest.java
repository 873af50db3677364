package till.device.scanner.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.device.scanner.label.ScanDecoder.EightDigits;
import till.device.scanner.label.ScanDecoder.Mode;

final class ScanDecoderTest {

  private static final ScanDecoder STRICT = new ScanDecoder(Mode.STRICT, EightDigits.UNDECIDED);
  private static final ScanDecoder TOLERANT = ScanDecoder.TOLERANT;

  /// Stands for the separator in what follows.
  private static final char TILDE = '~';

  private static final List<String> LABELS =
      List.of(
          "]E04006381333931",
          "]E02112345678900|]e099COMPOSITE~98XYZ",
          "]E3400638133393112",
          "]E496385074",
          "]E004252614",
          "]C1010400638133393110A7~17271231",
          "]e0019501234567890331030001953922029917201225",
          "]C101040063813339311728022915280200",
          "]d2010952012345678810ABC1~2112345~8200http://example.com~91x",
          "]Q3810001234561234561111012310110123~90x",
          "]Q1https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426&3103=000195&q=1#f",
          "]Q1HTTPS://ID.GS1.ORG/01/09520123456788",
          "(01)04006381333931(10)A\\(7(8013)1987654Ad4X4bL5ttr2310c2K(8007)DE89370400440532013000",
          "~010400638133393110A7~17271231",
          "2211114002394",
          "30712345000010");

  @ParameterizedTest
  @CsvSource({
    "]E04006381333931, EAN13, 04006381333931",
    "]E496385074, EAN8, 00000096385074",
    "]E3978020137962451299, EAN13, 09780201379624",
    "]I130712345000010, ITF, 30712345000010",
    "]e00104412345678909, DATABAR, 04412345678909",
    "]C10104006381333931, CODE128, 04006381333931",
    "]d201040063813339313103000195, DATAMATRIX, 04006381333931",
    "]Q1https://id.gs1.org/01/04006381333931, QRCODE, 04006381333931",
    "4006381333931, EAN13, 04006381333931",
    "036000291452, UPCA, 00036000291452",
    "(01)04006381333931, UNKNOWN, 04006381333931"
  })
  void aGtinHasOneLength(String label, String symbology, String gtin) {
    ScanData scan = STRICT.decode("counter", label);
    assertEquals(Optional.of(gtin), scan.gtin());
    assertEquals(symbology, scan.symbology());
    assertEquals(Optional.empty(), scan.error());
  }

  @ParameterizedTest
  @CsvSource({
    "04252614, UPC-E, UPCE, 00042100005264",
    "425261, upc_e, UPCE, 00042100005264",
    "036000291452, UPC-A, UPCA, 00036000291452",
    "0036000291452, UPCA, UPCA, 00036000291452",
    "02345673, EAN-8, EAN8, 00000002345673",
    "0104006381333931, GS1-128, CODE128, 04006381333931",
    "0104006381333931, GS1 DataMatrix, DATAMATRIX, 04006381333931",
    "https://id.gs1.org/01/04006381333931, QR, QRCODE, 04006381333931",
    "30712345000010, ITF-14, ITF, 30712345000010",
    // an identifier has the last word
    "]E04006381333931, QR, EAN13, 04006381333931"
  })
  void somebodyElseMayKnowTheSymbol(String label, String told, String symbology, String gtin) {
    ScanData scan = STRICT.decode("counter", label, told);
    assertEquals(Optional.of(gtin), scan.gtin());
    assertEquals(symbology, scan.symbology());
    assertEquals(Optional.empty(), scan.error());
  }

  @Test
  void elementsAreFoundWithTheirSeparators() {
    ScanData scan = STRICT.decode("counter", gs("]C1010400638133393110A7~1727123130012~90x"));
    assertEquals(
        List.of(
            new Element("01", "04006381333931"),
            new Element("10", "A7"),
            new Element("17", "271231"),
            new Element("30", "012"),
            new Element("90", "x")),
        scan.elements());
    assertEquals(Optional.empty(), scan.error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a lost character, a wrong digit, a month that is none
        "]E0400638133391",
        "]E04006381333932",
        "]E496385075",
        "]C1010400638133391",
        "]C1010400638133393117270229",
        "]C1010400638133393117271301",
        "]C10104006381333932",
        "]C1010400638133393117271331",
        "]C10104006381333931392x199",
        "]C1",
        "]C101040063813339310204006381333931",
        "]C10104006381333931~310300019532~01",
        "]C1010400638133393110A~10B",
        "]C101040063813339315",
        "]d2010400638133393110Grüße",
        "]E112",
        "]E1123",
        "]E212345",
        "(01)04006381333932",
        "~0104006381333932"
      })
  void whatIsWrongInAnyCaseIsAnError(String label) {
    for (ScanDecoder decoder : List.of(STRICT, TOLERANT)) {
      ScanData scan = decoder.decode("counter", gs(label));
      assertTrue(scan.error().isPresent(), scan::toString);
      assertEquals(gs(label), scan.raw());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "]E0036000291452, 00036000291452",
    "]E004252614, 00042100005264",
    "]e004412345678909, 04412345678909",
    "]C0~0104006381333931, 04006381333931",
    "]C1~0104006381333931, 04006381333931",
    "]C10104006381333931~~10A7, 04006381333931",
    "]C10104006381333931236ABC, 04006381333931",
    "]C10104006381333931311900019510A7, 04006381333931",
    "]Q1https://example.com/menu, ",
    "]Q1https://id.gs1.org/01/4006381333931, 04006381333931",
    "]Q1https://id.gs1.org/gtin/04006381333931, 04006381333931",
    "]X0whatever, ",
    "LOT-17, ",
    "(see back), ",
    "4006381333932, "
  })
  void whatDeviatesIsAnErrorOnlyWhereOneIsStrict(String label, String gtin) {
    ScanData tolerant = TOLERANT.decode("counter", gs(label));
    assertEquals(Optional.empty(), tolerant.error(), tolerant::toString);
    assertEquals(Optional.ofNullable(gtin), tolerant.gtin());
    assertTrue(!tolerant.deviations().isEmpty(), tolerant::toString);
    ScanData strict = STRICT.decode("counter", gs(label));
    assertEquals(Optional.of(strict.deviations().getFirst()), strict.error());
    assertEquals(tolerant.deviations(), strict.deviations());
    assertEquals(tolerant.gtin(), strict.gtin());
  }

  @Test
  void eightDigitsAreWhatTheShopSaysTheyAre() {
    String either = "00000000";
    assertEquals("EAN8", decoder(EightDigits.EAN8).decode("counter", either).symbology());
    assertEquals("UPCE", decoder(EightDigits.UPCE).decode("counter", either).symbology());
    ScanData undecided = decoder(EightDigits.UNDECIDED).decode("counter", either);
    assertEquals("UNKNOWN", undecided.symbology());
    assertEquals(Optional.empty(), undecided.gtin());
    assertTrue(undecided.error().orElseThrow().contains("may be a UPC-E"));
    // these are one of them
    assertEquals("EAN8", decoder(EightDigits.UPCE).decode("counter", "96385074").symbology());
    assertEquals("UPCE", decoder(EightDigits.UPCE).decode("counter", "04252614").symbology());
  }

  private static ScanDecoder decoder(EightDigits eight) {
    return new ScanDecoder(Mode.TOLERANT, eight);
  }

  @Test
  void theCompositeComponentBelongsToItsCode() {
    ScanData scan = STRICT.decode("counter", gs("]E04006381333931|]e010A7~17271231"));
    assertEquals(Optional.empty(), scan.error());
    assertEquals(Optional.of("04006381333931"), scan.gtin());
    assertEquals(List.of(new Element("10", "A7"), new Element("17", "271231")), scan.elements());
    assertEquals(
        scan.elements(), STRICT.decode("", gs("]E04006381333931]e010A7~17271231")).elements());
  }

  @Test
  void whatBelongsBesideMayBeOnAnotherSymbol() {
    ScanData scan = STRICT.decode("counter", "]C110A7");
    assertEquals(Optional.empty(), scan.error());
    assertEquals(List.of("(10) needs one of 01, 02, 03, 8006, 8026 beside it"), scan.missing());
    assertEquals(List.of(), STRICT.decode("counter", "]C1010400638133393110A7").missing());
    assertEquals(List.of(), STRICT.decode("counter", "]E04006381333931|]e010A7").missing());
  }

  @Test
  void whatWasUnderstoodStaysBesideTheError() {
    ScanData scan = TOLERANT.decode("counter", gs("]C1010400638133393110A7~17271399"));
    assertEquals(Optional.of("(17) 271399 is not a date YYMMDD or YYMM00"), scan.error());
    assertEquals(Optional.of("04006381333931"), scan.gtin());
    assertEquals(
        List.of(new Element("01", "04006381333931"), new Element("10", "A7")), scan.elements());
  }

  @Test
  void everyBeginningOfALabelIsRead() {
    for (String label : LABELS) {
      ScanData whole = TOLERANT.decode("counter", gs(label));
      assertEquals(Optional.empty(), whole.error(), label);
      for (int i = 0; i <= label.length(); i++) {
        everyWay(gs(label.substring(0, i)));
        everyWay(gs(label.substring(i)));
      }
    }
  }

  @Test
  void everyWrongDigitOfACodeIsFound() {
    for (String label : List.of("]E04006381333931", "]E496385074", "]C10104006381333931")) {
      for (int i = label.startsWith("]C1") ? 5 : 3; i < label.length(); i++) {
        for (char digit = '0'; digit <= '9'; digit++) {
          String other = label.substring(0, i) + digit + label.substring(i + 1);
          assertEquals(
              other.equals(label), TOLERANT.decode("counter", other).error().isEmpty(), other);
        }
      }
    }
  }

  @Test
  void lengthIsNoHarm() {
    for (String begin : List.of("]C1", "]Q1https://a", "]E0", "", "(01)04006381333931", "]Q3")) {
      for (String piece :
          List.of("20", "2000", "~", "/", "/01", "?", "&99=1", "%", "(90)1", "0", "90~", "ü")) {
        String label = gs(begin + piece.repeat(65_536 / piece.length()));
        assertEquals(label, TOLERANT.decode("counter", label).raw());
      }
    }
  }

  /// A million, or ten with `-Dtilld.long=true`; `-Dtilld.seed=N` repeats a run.
  @Test
  void noTextIsTooStrange() {
    long seed = Long.getLong("tilld.seed", 20_261_125);
    int count = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    System.out.println("random labels: seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < count; i++) {
      String label = random(random);
      try {
        ScanData scan = (i % 2 == 0 ? STRICT : TOLERANT).decode("counter", label);
        assertEquals(label, scan.raw());
        assertEquals(label, scan.aim() + scan.data());
        scan.gtin()
            .ifPresent(gtin -> assertTrue(gtin.length() == 14 && CheckDigit.fits(gtin), label));
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", label " + visible(label), e);
      }
    }
  }

  private static final List<String> PIECES =
      List.of(
          "]E0",
          "]E1",
          "]E3",
          "]E4",
          "]C1",
          "]e0",
          "]d2",
          "]Q1",
          "]Q3",
          "]J0",
          "]I1",
          "]",
          "|",
          "01",
          "(01)",
          "04006381333931",
          "4006381333931",
          "10",
          "17",
          "271231",
          "3103",
          "3922",
          "8110",
          "8112",
          "8007",
          "8013",
          "8030",
          "7258",
          "4309",
          "423",
          "255",
          "https://a",
          "HTTP://b",
          "/01/",
          "/10/",
          "?17=",
          "&",
          "%",
          "%2",
          "%ff",
          "#",
          "~",
          "~",
          "(",
          ")",
          "\\(",
          "012345",
          "9",
          "0",
          "ü",
          "\uD83D",
          "٣",
          " ",
          "=",
          "+");

  private static String random(Random random) {
    var label = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      label.append(
          random.nextInt(4) == 0
              ? String.valueOf((char) random.nextInt(0x180))
              : PIECES.get(random.nextInt(PIECES.size())));
    }
    return gs(label.toString());
  }

  private static void everyWay(String label) {
    var scans = new ArrayList<ScanData>();
    for (ScanDecoder decoder : List.of(STRICT, TOLERANT)) {
      scans.add(decoder.decode("counter", label));
      for (String told : List.of("EAN13", "EAN8", "UPCE", "ITF", "GS1-128", "QR", "nonsense")) {
        scans.add(decoder.decode("counter", label, told));
      }
    }
    scans.forEach(scan -> assertEquals(label, scan.raw()));
  }

  private static String gs(String label) {
    return label.replace(TILDE, ElementString.GS);
  }

  private static String visible(String label) {
    return label
        .chars()
        .mapToObj(c -> c > ' ' && c < 0x7F ? String.valueOf((char) c) : "\\u%04X".formatted(c))
        .collect(Collectors.joining());
  }
}
