package till.device.printer;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fonts of this machine that draw what no printer has letters for.
///
/// Looked for once, by whoever needs them first or before that in a thread of their own: finding
/// them takes a good part of a second, on a small board a few. Any thread.
final class Fonts {

  static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  /// Cell of a printer's font A.
  static final int CELL_WIDTH = 12;

  static final int CELL_HEIGHT = 24;

  private static final Logger log = LoggerFactory.getLogger(Fonts.class);

  /// What stands beside a printer's own font and has its cells.
  private static final String GRID = "DejaVu Sans Mono";

  /// Families by what they are for, the better one first. Sizes are dots for a line of 30, so that
  /// the letters of all of them look equally large, and marks have room.
  private static final List<Wanted> WANTED =
      List.of(
          new Wanted("Noto Naskh Arabic", 25, UnicodeScript.ARABIC),
          new Wanted("Noto Sans Arabic", 23, UnicodeScript.ARABIC),
          new Wanted("Noto Sans Hebrew", 24, UnicodeScript.HEBREW),
          new Wanted("Noto Sans Thai", 23, UnicodeScript.THAI),
          new Wanted("Noto Sans CJK SC", 24, UnicodeScript.HAN),
          new Wanted("Noto Sans CJK JP", 24, UnicodeScript.HAN),
          new Wanted("Noto Sans CJK KR", 24, UnicodeScript.HAN),
          new Wanted("Noto Sans CJK TC", 24, UnicodeScript.HAN),
          new Wanted("Droid Sans Fallback", 24, UnicodeScript.HAN),
          new Wanted("WenQuanYi Zen Hei", 24, UnicodeScript.HAN),
          new Wanted("Noto Sans Devanagari", 22, UnicodeScript.DEVANAGARI),
          new Wanted("Noto Sans Bengali", 22, UnicodeScript.BENGALI),
          new Wanted("Noto Sans Tamil", 22, UnicodeScript.TAMIL),
          new Wanted("Noto Sans Georgian", 22, UnicodeScript.GEORGIAN),
          new Wanted("Noto Sans Armenian", 22, UnicodeScript.ARMENIAN),
          new Wanted("Noto Sans", 22, UnicodeScript.LATIN),
          new Wanted("DejaVu Sans", 20, UnicodeScript.COMMON));

  private record Wanted(String family, int dots, UnicodeScript script) {}

  /// A font at its size.
  ///
  /// @param grid whether every character fills cells of the printer's own font
  record Face(Font regular, Font bold, UnicodeScript script, boolean grid) {

    boolean has(int character) {
      return regular.canDisplay(character);
    }

    Font font(boolean strong) {
      return strong ? bold : regular;
    }
  }

  private final Supplier<List<Face>> search;
  private final Set<UnicodeScript> missing = EnumSet.noneOf(UnicodeScript.class);
  private @Nullable List<Face> faces;

  /// @param locale whose Chinese characters are meant
  Fonts(Locale locale) {
    this(() -> find(locale));
  }

  Fonts(Supplier<List<Face>> search) {
    this.search = search;
  }

  /// Whether this machine can draw letters at all.
  boolean canDraw() {
    return !faces().isEmpty();
  }

  /// Looks for the fonts in a thread of its own, so that the first sheet need not wait.
  void prepare() {
    Thread.ofPlatform().daemon().name("receipt-fonts").start(this::faces);
  }

  /// The face for a character; nothing when this machine has none.
  ///
  /// @param before the face of the text before it, for marks and punctuation
  Optional<Face> face(int character, Optional<Face> before) {
    UnicodeScript script = script(character);
    boolean shared = script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
    if (shared
        && !Character.isDigit(character)
        && before.filter(face -> face.has(character)).isPresent()) {
      return before;
    }
    return faces().stream()
        .filter(face -> face.grid() ? isOnGrid(character, script) : face.script() == script)
        .filter(face -> face.has(character))
        .findFirst()
        .or(() -> anyFace(character));
  }

  private Optional<Face> anyFace(int character) {
    return faces().stream().filter(face -> !face.grid() && face.has(character)).findFirst();
  }

  /// Chinese, Japanese and Korean have one font.
  private static UnicodeScript script(int character) {
    UnicodeScript script = UnicodeScript.of(character);
    return switch (script) {
      case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> UnicodeScript.HAN;
      default -> script;
    };
  }

  private static boolean isOnGrid(int character, UnicodeScript script) {
    return Columns.of(character) == 1
        && switch (script) {
          case LATIN, GREEK, CYRILLIC, COMMON, INHERITED -> true;
          default -> false;
        };
  }

  /// No face has this character. Said once for each script.
  synchronized void miss(int character) {
    UnicodeScript script = UnicodeScript.of(character);
    if (missing.add(script)) {
      log.warn(
          "no font on this machine has {} ({}), receipts show ? for it: install fonts-noto-core,"
              + " for Chinese, Japanese and Korean fonts-noto-cjk",
          "U+%04X".formatted(character),
          script);
    }
  }

  private synchronized List<Face> faces() {
    List<Face> known = faces;
    if (known == null) {
      known = search.get();
      faces = known;
    }
    return known;
  }

  /// Where a machine has no fonts at all, Java fails in one of these ways, all of them its own.
  private static List<Face> find(Locale locale) {
    var found = new ArrayList<Face>();
    try {
      grid().ifPresent(found::add);
      var wanted = new ArrayList<>(WANTED);
      wanted.sort(Comparator.comparing(one -> !one.family().endsWith(chinese(locale))));
      wanted.forEach(one -> sized(one).ifPresent(found::add));
    } catch (RuntimeException | LinkageError | InternalError e) {
      found.clear();
      log.debug("Java cannot use fonts here", e);
    }
    if (found.isEmpty()) {
      log.warn(
          "this machine has no fonts, receipts show ? for letters that the printer has not: install"
              + " fontconfig, fonts-dejavu-core and fonts-noto-core");
    }
    return List.copyOf(found);
  }

  /// Chinese characters differ from country to country.
  private static String chinese(Locale locale) {
    return switch (locale.getLanguage()) {
      case "ja" -> " JP";
      case "ko" -> " KR";
      default -> locale.getCountry().equals("TW") ? " TC" : " SC";
    };
  }

  private static Optional<Font> installed(String family, int style, float size) {
    Font font = new Font(family, style, 1);
    return font.getFamily(Locale.ROOT).equals(family)
        ? Optional.of(font.deriveFont(size))
        : Optional.empty();
  }

  private static Optional<Face> sized(Wanted wanted) {
    return installed(wanted.family(), Font.PLAIN, wanted.dots())
        .flatMap(regular ->
            installed(wanted.family(), Font.BOLD, wanted.dots())
                .map(bold -> new Face(regular, bold, wanted.script(), false)));
  }

  private static Optional<Face> grid() {
    return installed(GRID, Font.PLAIN, CELL_HEIGHT)
        .flatMap(regular ->
            installed(GRID, Font.BOLD, CELL_HEIGHT)
                .map(bold -> new Face(fitted(regular), fitted(bold), UnicodeScript.LATIN, true)));
  }

  /// Every letter as wide as a cell, from the top of the highest to the bottom of the lowest.
  private static Font fitted(Font font) {
    LineMetrics metrics = font.getLineMetrics("Mg", EXACT);
    return font.deriveFont(
        AffineTransform.getScaleInstance(
            CELL_WIDTH / font.getStringBounds("M", EXACT).getWidth(),
            CELL_HEIGHT / (double) (metrics.getAscent() + metrics.getDescent())));
  }
}
