package till.paper;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/// The characters behind byte values, as selected by `ESC t` and `ESC R`.
///
/// Numbers as in Epson's ESC/POS reference for the TM-T88V; the characters are the JDK's.
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
          Map.entry(33, "IBM775"),
          Map.entry(34, "IBM855"),
          Map.entry(39, "ISO-8859-2"),
          Map.entry(40, "ISO-8859-15"),
          Map.entry(45, "windows-1250"),
          Map.entry(46, "windows-1251"),
          Map.entry(47, "windows-1253"),
          Map.entry(48, "windows-1254"),
          Map.entry(51, "windows-1257"));

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
  };

  static final CodePage CP437 = of(0).orElseThrow();

  /// The characters of 0x80 to 0xFF.
  private final String upper;

  private CodePage(String upper) {
    this.upper = upper;
  }

  /// The page with this number, when it is known here and to this Java runtime.
  static Optional<CodePage> of(int number) {
    return number == 1
        ? Optional.of(new CodePage(KATAKANA))
        : Optional.ofNullable(CHARSETS.get(number))
            .filter(Charset::isSupported)
            .map(name -> new CodePage(upperHalf(Charset.forName(name))));
  }

  private static String upperHalf(Charset charset) {
    byte[] bytes = new byte[128];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (128 + i);
    }
    return new String(bytes, charset);
  }

  static boolean isCountry(int number) {
    return number < COUNTRIES.length;
  }

  /// The character for a byte value from 0x20 to 0xFF.
  char character(int value, int country) {
    if (value >= 128) {
      return upper.charAt(value - 128);
    }
    int replaced = REPLACEABLE.indexOf(value);
    return replaced < 0 ? (char) value : COUNTRIES[country].charAt(replaced);
  }
}
