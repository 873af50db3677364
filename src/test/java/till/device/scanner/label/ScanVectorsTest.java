package till.device.scanner.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import till.device.scanner.label.ScanDecoder.EightDigits;
import till.device.scanner.label.ScanDecoder.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cases that others wrote: unit tests of the GS1 Barcode Syntax Engine (Apache-2.0), of biip
/// (Apache-2.0) and of zxing (Apache-2.0). They lie beside the project and are not part of it;
/// where they are absent these tests are skipped.
final class ScanVectorsTest {

  private static final Path FOLDER = Path.of("..", "shared", "vectors");
  private static final ScanDecoder STRICT = new ScanDecoder(Mode.STRICT, EightDigits.UNDECIDED);
  private static final ScanDecoder TOLERANT = ScanDecoder.TOLERANT;
  private static final String GS = String.valueOf(ElementString.GS);

  /// How the engine and zxing call what has another name here.
  private static final Map<String, String> SYMBOLOGIES =
      Map.of(
          "QR", "QRCODE",
          "DM", "DATAMATRIX",
          "DATABAREXPANDED", "DATABAR",
          "GS1_128_CCA", "CODE128",
          "RSS14", "DATABAR");

  /// Words of the engine's errors, and the words of ours that say the same.
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("CHARACTER", "must not have|no importer index|no IBAN"),
          Map.entry("CHECK_DIGIT", "check digit"),
          Map.entry("CHECK_PAIR", "check characters"),
          Map.entry("ISO3166", "ISO 3166"),
          Map.entry("ISO4217", "ISO 4217"),
          Map.entry("MONTH", "date"),
          Map.entry("DAY", "date"),
          Map.entry("HOUR", "time"),
          Map.entry("MINUTE", "time"),
          Map.entry("IBAN", "IBAN"),
          Map.entry("GCP", "company prefix"),
          Map.entry("COUPON", "coupon"),
          Map.entry("1ST", "1st"),
          Map.entry("2ND", "2nd"),
          Map.entry("3RD", "3rd"),
          Map.entry("REQUIREMENT", "requirement"),
          Map.entry("FAMILY", "family"),
          Map.entry("SAVE_VALUE", "save value"),
          Map.entry("OFFER", "offer"),
          Map.entry("FUNDER", "funder"),
          Map.entry("SERIAL", "serial"),
          Map.entry("RETAILER", "retailer"),
          Map.entry("START", "start"),
          Map.entry("EXPIRATION", "expiration"),
          Map.entry("FLAG", "flag"),
          Map.entry("PIECE", "piece"));

  @Test
  void elementStringsAreGoodWhereOthersFindThemGood() throws IOException {
    check(
        "gs1/element_string_validity.jsonl",
        row -> {
          String input = row.get("input").asString();
          // an element string begins with FNC1: without one it is text
          String scan = input.startsWith("^") ? "]C1" + separated(input) : "]C0" + input;
          ScanData decoded = STRICT.decode("test", scan);
          return differs(isOk(row), isRead(decoded), decoded);
        });
  }

  @Test
  void printedFormsAreReadAsOthersReadThem() throws IOException {
    check(
        "gs1/bracketed_to_fnc1.jsonl",
        row -> {
          ScanData decoded = STRICT.decode("test", row.get("input").asString());
          return isOk(row)
              ? differs(row.get("expect").asString(), fnc1(decoded), decoded)
              : differs(false, isRead(decoded), decoded);
        });
    check(
        "gs1/fnc1_to_bracketed.jsonl",
        row -> {
          ScanData decoded = TOLERANT.decode("test", scan(row.get("input").asString()));
          if (row.has("plain")) {
            return differs(List.of(), decoded.elements(), decoded);
          }
          String printed = row.get("bracketed").asString().replace("|", "");
          ScanData again = TOLERANT.decode("test", printed);
          return differs(decoded.elements(), again.elements(), again)
              .or(() -> differs(true, isRead(decoded), decoded));
        });
    check(
        "gs1/hri.jsonl",
        row -> {
          ScanData decoded = TOLERANT.decode("test", scan(row.get("input").asString()));
          List<String> expected = new ArrayList<>();
          // the titles of the elements are for people
          row.get("hri").forEach(line -> expected.add(line.asString().replaceFirst("^[^(]+", "")));
          List<String> lines =
              decoded.elements().stream()
                  .map(element -> "(" + element.ai() + ") " + element.value())
                  .toList();
          return differs(expected, lines, decoded);
        });
  }

  @Test
  void valuesAreRefusedAsOthersRefuseThem() throws IOException {
    check(
        "gs1/bracketed_linter_errors.jsonl",
        row -> {
          ScanData decoded = STRICT.decode("test", row.get("input").asString());
          String linter = row.get("linter").asString();
          return differs(isOk(row), decoded.error().isEmpty(), decoded)
              .or(() -> differs(true, isReason(linter, decoded.error().orElse("")), decoded));
        });
  }

  private static boolean isReason(String linter, String error) {
    return error.isEmpty()
        || REASONS.entrySet().stream()
            .filter(each -> linter.contains(each.getKey()))
            .allMatch(each -> Pattern.compile(each.getValue()).matcher(error).find());
  }

  @Test
  void elementsKeepTheCompanyThatOthersAskFor() throws IOException {
    check(
        "gs1/ai_association_rules.jsonl",
        row -> {
          String input = row.get("input").asString();
          // repeats of an identifier that nobody knows are looked at too
          ScanData decoded = (input.contains("(89)") ? TOLERANT : STRICT).decode("test", input);
          boolean isComplete =
              row.get("rule").asString().equals("validateAIrepeats") || decoded.missing().isEmpty();
          return differs(isOk(row), decoded.error().isEmpty() && isComplete, decoded);
        });
  }

  @Test
  void webAddressesAreReadAsOthersReadThem() throws IOException {
    check(
        "gs1/digital_link_parse.jsonl",
        row -> {
          JsonNode flags = row.get("flags");
          // what the flags allow is a deviation
          boolean isTolerant =
              flags.get("zeroSuppressedGTIN").asBoolean()
                  || flags.get("convenienceAlphas").asBoolean()
                  || !flags.get("unknownAINotDLAttr").asBoolean();
          ScanData decoded =
              (isTolerant ? TOLERANT : STRICT).decode("test", "]Q1" + row.get("uri").asString());
          return isOk(row)
              ? differs(row.get("expect").asString(), fnc1(decoded), decoded)
              : differs(false, isRead(decoded), decoded);
        });
    check(
        "gs1/digital_link_unescape.jsonl",
        row -> {
          String input = row.get("input").asString();
          return differs(
                  row.get("expect_path").asString(), DigitalLink.unescape(input, false), null)
              .or(() ->
                  differs(
                      row.get("expect_query").asString(), DigitalLink.unescape(input, true), null));
        });
  }

  /// A till writes no web addresses. What others write is read here.
  @Test
  void webAddressesThatOthersWriteAreReadBack() throws IOException {
    check(
        "gs1/digital_link_generate.jsonl",
        row -> {
          if (!isOk(row)) {
            return Optional.empty(); // not every list of elements can be written
          }
          ScanData link = TOLERANT.decode("test", "]Q1" + row.get("expect").asString());
          ScanData printed = TOLERANT.decode("test", row.get("input").asString());
          return differs(new HashSet<>(printed.elements()), new HashSet<>(link.elements()), link)
              .or(() -> differs(true, isRead(link), link));
        });
    check(
        "gs1/digital_link_escape.jsonl",
        row -> {
          String plain = row.get("input").asString();
          String path = DigitalLink.unescape(row.get("expect_path").asString(), false);
          String query = DigitalLink.unescape(row.get("expect_query").asString(), true);
          return differs(plain, path, null).or(() -> differs(plain, query, null));
        });
  }

  @Test
  void scansAreReadAsOthersReadThem() throws IOException {
    check(
        "gs1/scan_data_aim_parse.jsonl",
        row -> {
          ScanData decoded = STRICT.decode("test", row.get("scan").asString());
          if (!isOk(row)) {
            return differs(true, decoded.error().isPresent(), decoded);
          }
          String expected = row.get("expect").asString();
          String elements =
              row.has("dl_ai")
                  ? row.get("dl_ai").asString()
                  : expected.substring(Math.max(0, expected.indexOf("|^") + 1));
          return differs(Optional.empty(), decoded.error(), decoded)
              .or(() -> differs(symbology(row.get("sym").asString()), decoded.symbology(), decoded))
              .or(() -> differs(elements.startsWith("^") ? elements : "", fnc1(decoded), decoded))
              .or(() -> differs(row.get("scan").asString(), decoded.raw(), decoded));
        });
  }

  /// A till makes no scans. Those that others make of elements are read here.
  @Test
  void scansThatOthersMakeAreReadBack() throws IOException {
    check(
        "gs1/scan_data_aim_generate.jsonl",
        row -> {
          if (row.get("expect").isNull()) {
            return Optional.empty(); // not every text fits every symbol
          }
          ScanData decoded = STRICT.decode("test", row.get("expect").asString());
          var found = new ArrayList<Element>();
          if (decoded.aim().startsWith("]E")) {
            found.add(new Element("01", decoded.gtin().orElse("")));
          }
          found.addAll(decoded.elements());
          return differs(Optional.empty(), decoded.error(), decoded)
              .or(() -> differs(encoded(row), found, decoded));
        });
  }

  /// The elements that the engine was given to encode.
  private static List<Element> encoded(JsonNode row) {
    String input = row.get("input").asString();
    var elements = new ArrayList<Element>();
    for (String part : input.split("\\|", -1)) {
      if (part.startsWith("^")) {
        elements.addAll(ElementString.read(separated(part), Optional.empty()).elements());
      } else if (Ascii.isDigits(part)) {
        String gtin = row.get("addCheckDigit").asBoolean() ? part + CheckDigit.of(part) : part;
        elements.add(new Element("01", "0".repeat(14 - gtin.length()) + gtin));
      } else {
        return List.of(); // plain text
      }
    }
    return elements;
  }

  @Test
  void checkDigitsAreThoseOfOthers() throws IOException {
    check(
        "gs1/gtin_check_digit.jsonl",
        row -> {
          String gtin = row.get("gtin").asString();
          String payload = gtin.substring(0, gtin.length() - 1);
          String corrected = payload + CheckDigit.of(payload);
          String good = row.get("corrected").asString(gtin);
          return differs(good, corrected, null)
              .or(() -> differs(isOk(row), CheckDigit.fits(gtin), null))
              .or(() ->
                  differs(
                      isOk(row),
                      STRICT.decode("test", gtin, carrier(gtin)).gtin().isPresent(),
                      null));
        });
    check(
        "rcn/gs1_mod10.jsonl",
        row ->
            differs(row.get("check").asInt(), CheckDigit.of(row.get("payload").asString()), null));
  }

  @Test
  void upcIsReadAsOthersReadIt() throws IOException {
    check(
        "gs1/upc_parse_biip.jsonl",
        row -> {
          String format = row.get("format").asString("UPC-E");
          ScanData decoded = STRICT.decode("test", row.get("value").asString(), format);
          if (!row.get("error").isNull()) {
            return differs(true, decoded.error().isPresent(), decoded);
          }
          String payload = row.get("payload").asString();
          String check = row.get("check").asString();
          String upcA = payload.length() == 11 ? payload + check : UpcE.of(payload + check).upcA();
          return differs(Optional.of("00" + upcA), decoded.gtin(), decoded)
              .or(() -> differs(format.replace("-", ""), decoded.symbology(), decoded))
              .or(() -> differs(check, upcA.substring(11), decoded));
        });
  }

  @Test
  void identifiersMeanWhatOthersMeanByThem() throws IOException {
    check(
        "zxing/aim_identifier_by_symbology.jsonl",
        row -> {
          String text = row.get("text").asString();
          String aim = row.get("aim").asString();
          ScanData decoded = TOLERANT.decode("test", aim + text);
          return differs(symbology(row.get("symbology").asString()), decoded.symbology(), decoded)
              .or(() -> differs(text, decoded.data(), decoded))
              .or(() -> differs(aim, decoded.aim(), decoded));
        });
  }

  private interface Judge {
    Optional<String> differs(JsonNode row);
  }

  private static void check(String file, Judge judge) throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "no vectors at " + FOLDER);
    var wrong = new ArrayList<String>();
    for (String line : Files.readAllLines(FOLDER.resolve(file))) {
      JsonNode row = JsonMapper.shared().readTree(line);
      judge.differs(row).ifPresent(difference -> wrong.add(line + "\n    " + difference));
    }
    assertEquals(List.of(), wrong, () -> wrong.size() + " wrong:\n" + String.join("\n", wrong));
  }

  private static boolean isOk(JsonNode row) {
    return row.get("ok").asBoolean();
  }

  /// Whether it is a GS1 label, and a good one.
  private static boolean isRead(ScanData scan) {
    return scan.error().isEmpty() && !scan.elements().isEmpty();
  }

  private static String symbology(String name) {
    String capitals = name.toUpperCase(Locale.ROOT);
    return SYMBOLOGIES.getOrDefault(capitals, capitals);
  }

  private static Optional<String> differs(Object expected, Object actual, @Nullable ScanData scan) {
    return expected.equals(actual)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", not " + actual + " in " + scan);
  }

  /// Eight digits may be a UPC-E, if nobody says.
  private static String carrier(String gtin) {
    return switch (gtin.length()) {
      case 8 -> "EAN8";
      case 12 -> "UPCA";
      case 13 -> "EAN13";
      default -> "ITF14";
    };
  }

  /// A scan of what the engine calls an input.
  private static String scan(String input) {
    if (input.startsWith("^")) {
      return "]C1" + separated(input.replace("|^", "^"));
    }
    return input.startsWith("(") ? input.replace("|", "") : "]Q1" + input;
  }

  /// The engine writes FNC1 as ^.
  private static String separated(String fnc1) {
    return fnc1.substring(1).replace("^", GS);
  }

  private static String fnc1(ScanData scan) {
    List<Element> elements = scan.elements();
    var text = new StringBuilder(elements.isEmpty() ? "" : "^");
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      text.append(element.ai()).append(element.value());
      boolean isLast = i == elements.size() - 1;
      boolean isPredefined =
          ApplicationIdentifiers.find(element.ai())
              .flatMap(ApplicationIdentifier::predefinedLength)
              .isPresent();
      if (!isLast && !isPredefined) {
        text.append('^');
      }
    }
    return text.toString();
  }
}
