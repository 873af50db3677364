package till.paper;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/// The characters behind byte values, as selected by `ESC t` and `ESC R`.
///
/// Numbers as in Epson's ESC/POS reference; the characters are the JDK's where it has the page. The
/// seven Thai pages differ in how they write what stands above a letter; their letters are those of
/// TIS 620. Not here: 6 (Hiragana), 7 and 8 (Kanji), 12 (853), 30 and 31 (TCVN-3), 42 and 43
/// (Lithuanian), the Indian ones from 66, and what a user defines.
final class CodePage {

  private static final Map<Integer, String> CHARSETS =
      Map.ofEntries(
          Map.entry(0, "IBM437"),
          Map.entry(2, "IBM850"),
          Map.entry(3, "IBM860"),
          Map.entry(4, "IBM863"),
          Map.entry(5, "IBM865"),
          Map.entry(13, "IBM857"),
          Map.entry(14, "x-IBM737"),
          Map.entry(15, "ISO-8859-7"),
          Map.entry(16, "windows-1252"),
          Map.entry(17, "IBM866"),
          Map.entry(18, "IBM852"),
          Map.entry(19, "IBM00858"),
          Map.entry(20, "TIS-620"),
          Map.entry(21, "TIS-620"),
          Map.entry(22, "TIS-620"),
          Map.entry(23, "TIS-620"),
          Map.entry(24, "TIS-620"),
          Map.entry(25, "TIS-620"),
          Map.entry(26, "TIS-620"),
          Map.entry(33, "IBM775"),
          Map.entry(34, "IBM855"),
          Map.entry(35, "IBM861"),
          Map.entry(36, "IBM862"),
          Map.entry(37, "IBM864"),
          Map.entry(38, "IBM869"),
          Map.entry(39, "ISO-8859-2"),
          Map.entry(40, "ISO-8859-15"),
          Map.entry(41, "x-IBM1098"),
          Map.entry(45, "windows-1250"),
          Map.entry(46, "windows-1251"),
          Map.entry(47, "windows-1253"),
          Map.entry(48, "windows-1254"),
          Map.entry(49, "windows-1255"),
          Map.entry(50, "windows-1256"),
          Map.entry(51, "windows-1257"),
          Map.entry(52, "windows-1258"));

  /// Greek. The JDK has none.
  private static final String CP851 =
      "ÇüéâäàΆçêëèïîΈÄΉΊ\uFFFDΌôöΎûùΏÖÜά£έήίϊΐόύΑΒΓΔΕΖΗ½ΘΙ«»"
          + "░▒▓│┤ΚΛΜΝ╣║╗╝ΞΟ┐└┴┬├─┼ΠΡ╚╔╩╦╠═╬ΣΤΥΦΧΨΩαβγ┘┌█▄δε▀"
          + "ζηθικλμνξοπρσςτ´\u00AD±υφχ§ψ˛°¨ωϋΰώ■\u00A0";

  /// Arabic with the line characters of 437, where it begins and where it goes on.
  private static final String CP720_FROM_80 =
      "\uFFFD\uFFFDéâ\uFFFDà\uFFFDçêëèïî\uFFFD\uFFFD\uFFFD\uFFFD\u0651\u0652ô¤\u0640ûùءآأؤ£إئا"
          + "بةتثجحخدذرزسشص«»";

  private static final String CP720_FROM_E0 =
      "ضطظعغفµقكلمنهوىي≡\u064B\u064C\u064D\u064E\u064F\u0650≈°∙·√ⁿ²■\u00A0";

  /// Ukrainian: 866 but for the last sixteen.
  private static final String CP1125_FROM_F0 = "ЁёҐґЄєІіЇї·√№¤■\u00A0";

  /// Kazakh: 1251 with other letters where Cyrillic has those of other languages.
  private static final String KZ1048_FROM_80 =
      "ЂЃ‚ѓ„…†‡€‰Љ‹ЊҚҺЏђ‘’“”•–—\uFFFD™љ›њқһџ\u00A0ҰұӘ¤Ө¦§Ё©Ғ«¬\u00AD®Ү°±Ііөµ¶·ё№ғ»әҢңү";

  /// Epson's page 1 from 0x80: line drawing, half-width Katakana, symbols. No charset of the JDK.
  private static final String KATAKANA =
      "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯"
          + "\u00A0｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿ"
          + "ﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
          + "═╞╪╡◢◣◥◤♠♥♦♣●○╱╲╳円年月日時分秒〒市区町村人▒\u00A0";

  /// Byte values that a country may replace.
  private static final String REPLACEABLE = "#$@[\\]^`{|}~";

  /// What `ESC R n` puts in their place, by n.
  private static final String[] COUNTRIES = {
    "#$@[\\]^`{|}~", // USA
    "#$à°ç§^`éùè¨", // France
    "#$§ÄÖÜ^`äöüß", // Germany
    "£$@[\\]^`{|}~", // United Kingdom
    "#$@ÆØÅ^`æøå~", // Denmark I
    "#¤ÉÄÖÅÜéäöåü", // Sweden
    "#$@°\\é^ùàòèì", // Italy
    "₧$@¡Ñ¿^`¨ñ}~", // Spain I
    "#$@[¥]^`{|}~", // Japan
    "#¤ÉÆØÅÜéæøåü", // Norway
    "#$ÉÆØÅÜéæøåü", // Denmark II
    "#$á¡Ñ¿é`íñóú", // Spain II
    "#$á¡Ñ¿éüíñóú", // Latin America
    "#$@[₩]^`{|}~", // Korea
    "#$ŽŠĐĆČž`šđćč", // Slovenia and Croatia
    "#¥@[\\]^`{|}~", // China
  };

  static final CodePage CP437 = of(0).orElseThrow();

  /// The characters of 0x80 to 0xFF.
  private final String upper;

  private CodePage(String upper) {
    this.upper = upper;
  }

  /// The page with this number, when it is known here and to this Java runtime.
  static Optional<CodePage> of(int number) {
    return switch (number) {
      case 1 -> Optional.of(new CodePage(KATAKANA));
      case 11 -> Optional.of(new CodePage(CP851));
      case 32 ->
          upper("IBM437")
              .map(upper ->
                  new CodePage(CP720_FROM_80 + upper.substring(0x30, 0x60) + CP720_FROM_E0));
      case 44 ->
          upper("IBM866").map(upper -> new CodePage(upper.substring(0, 0x70) + CP1125_FROM_F0));
      case 53 ->
          upper("windows-1251").map(upper -> new CodePage(KZ1048_FROM_80 + upper.substring(0x40)));
      default ->
          Optional.ofNullable(CHARSETS.get(number)).flatMap(CodePage::upper).map(CodePage::new);
    };
  }

  /// The upper half of one of the JDK's charsets.
  private static Optional<String> upper(String charset) {
    if (!Charset.isSupported(charset)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[128];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (128 + i);
    }
    return Optional.of(new String(bytes, Charset.forName(charset)));
  }

  static boolean isCountry(int number) {
    return number < COUNTRIES.length;
  }

  /// The character for a byte value from 0x20 to 0xFF; a box for one that the page does not have.
  char character(int value, int country) {
    if (value >= 128) {
      return WideCharacters.shown(upper.charAt(value - 128));
    }
    int replaced = REPLACEABLE.indexOf(value);
    return replaced < 0 ? (char) value : COUNTRIES[country].charAt(replaced);
  }
}
