package till.device.printer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.Alphabet;
import till.device.printer.EscPos.Align;
import till.device.printer.SetLine.Piece;
import till.device.printer.Sheet.Look;

/// Sheets as ESC/POS bytes for one printer.
///
/// Text goes in the printer's own letters where it has them all; a line with one that it has not is
/// drawn, at the same place and of the same height. Immutable; any thread.
public final class SheetPrinter {

  /// So many lines are drawn at a time: 2 m of paper would not fit a small board's memory.
  private static final int DRAWN_LINES_MAX = 32;

  private static final Logger log = LoggerFactory.getLogger(SheetPrinter.class);

  private final PrinterProfile profile;
  private final Alphabet alphabet;
  private final Fonts fonts;
  private final Optional<Dots> logo;

  SheetPrinter(PrinterProfile profile, Fonts fonts, Optional<Dots> logo) {
    this.profile = profile;
    this.alphabet = new Alphabet(profile.codePages());
    this.fonts = fonts;
    this.logo = logo;
  }

  /// A logo that cannot be read is left out with a warning: whether it can was asked when the
  /// configuration was taken ([LogoSettings]).
  ///
  /// @param locale whose Chinese characters are meant
  public static SheetPrinter open(
      PrinterProfile profile, Locale locale, Optional<LogoSettings> logo) {
    return new SheetPrinter(
        profile, new Fonts(locale), logo.flatMap(it -> dots(it.file(), profile.head().dots())));
  }

  private static Optional<Dots> dots(Path file, int widthMax) {
    try {
      BufferedImage picture = Logo.read(file);
      return Optional.of(Logo.dots(picture, widthMax));
    } catch (IOException e) {
      log.warn("receipts go without their logo: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /// Characters of font A in one line.
  public int columns() {
    return profile.columns();
  }

  /// Says what sheets will be about. When that has to be drawn, the fonts for it are looked for at
  /// once, in a thread of their own.
  public void prepareFor(String words) {
    if (alphabet.exactly(words).isEmpty()) {
      fonts.prepare();
    }
  }

  /// The whole job.
  public byte[] print(Sheet sheet) {
    return new Job(sheet).print();
  }

  /// One sheet on its way to bytes. One thread.
  private final class Job {
    private final Sheet sheet;
    private final EscPos paper = new EscPos(profile, alphabet);
    private final List<SetLine> drawn = new ArrayList<>();
    private Look look = Look.PLAIN;
    private Align align = Align.LEFT;

    Job(Sheet sheet) {
      this.sheet = sheet;
    }

    byte[] print() {
      var typesetter = new Typesetter(profile.columns(), sheet);
      for (Sheet.Part part : sheet.parts()) {
        if (part instanceof Sheet.Written written) {
          typesetter.lines(written).forEach(this::line);
        } else {
          draw();
          part(part);
        }
      }
      draw();
      return paper.toBytes();
    }

    private void part(Sheet.Part part) {
      switch (part) {
        case Sheet.Rule _ -> {
          set(Look.PLAIN, Align.LEFT);
          paper.line((alphabet.pageWith('─') >= 0 ? "─" : "-").repeat(profile.columns()));
        }
        case Sheet.Feed feed -> paper.feed(feed.lines());
        case Sheet.Logo _ ->
            logo.ifPresent(picture -> {
              picture(picture);
              paper.feed(1);
            });
        case Sheet.Barcode barcode -> barcode(barcode.data());
        case Sheet.Qr qr -> qr(qr.data());
        case Sheet.Cut _ -> paper.feed(profile.cutter().linesBefore()).cut();
        case Sheet.Written _ -> throw new IllegalStateException("text is set in lines: " + part);
      }
    }

    private void line(SetLine line) {
      boolean exact =
          line.pieces().stream().allMatch(piece -> alphabet.exactly(piece.text()).isPresent());
      if (exact || !fonts.canDraw()) {
        draw();
        write(line);
      } else {
        drawn.add(line);
        if (drawn.size() == DRAWN_LINES_MAX) {
          draw();
        }
      }
    }

    /// In the printer's own letters, or the nearest ones.
    private void write(SetLine set) {
      List<Piece> pieces =
          set.pieces().stream().map(piece -> piece.as(alphabet.nearly(piece.text()))).toList();
      Piece first = pieces.getFirst();
      if (pieces.size() == 1 && first.align() == Sheet.Align.CENTRE) {
        set(set.look(), Align.CENTRE);
        paper.line(first.text());
        return;
      }
      set(set.look(), Align.LEFT);
      int width = profile.columns() / set.look().width;
      var line = new StringBuilder();
      pieces.stream()
          .sorted(Comparator.comparingInt(piece -> column(piece, width)))
          .forEach(piece ->
              line.repeat(' ', Math.max(0, column(piece, width) - line.length()))
                  .append(piece.text()));
      paper.line(line.toString().stripTrailing());
    }

    /// From the left.
    private int column(Piece piece, int width) {
      return sheet.rightToLeft()
          ? width - piece.textColumn() - piece.text().length()
          : piece.textColumn();
    }

    /// Puts what was to be drawn on the paper, before anything comes behind it.
    private void draw() {
      if (!drawn.isEmpty()) {
        set(Look.PLAIN, Align.LEFT);
        int width = profile.columns() * Fonts.CELL_WIDTH;
        paper.picture(
            new LineArtist(fonts, alphabet, width, sheet.rightToLeft()).draw(List.copyOf(drawn)));
        drawn.clear();
      }
    }

    private void picture(Dots picture) {
      set(Look.PLAIN, Align.CENTRE);
      paper.picture(picture);
    }

    private void barcode(String data) {
      if (profile.nativeBarcode() && EscPos.barcodeDots(data) <= profile.head().dots()) {
        set(Look.PLAIN, Align.CENTRE);
        paper.barcode(data);
      } else {
        qr(data);
      }
    }

    private void qr(String data) {
      if (profile.nativeQr()) {
        set(Look.PLAIN, Align.CENTRE);
        paper.qr(data);
      } else {
        picture(QrPicture.dots(data, profile.head().dots()));
      }
    }

    /// Modes are sent where they change.
    private void set(Look nextLook, Align nextAlign) {
      if (nextAlign != align) {
        paper.align(nextAlign);
        align = nextAlign;
      }
      if (nextLook.bold != look.bold) {
        paper.bold(nextLook.bold);
      }
      if (nextLook.width != look.width || nextLook.height != look.height) {
        paper.size(nextLook.width, nextLook.height);
      }
      look = nextLook;
    }
  }
}
