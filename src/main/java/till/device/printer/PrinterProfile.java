package till.device.printer;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What is different from one printer model to another.
///
/// @param name the configuration's `profile`
/// @param codePages number for `ESC t` and what it means; the first one is the one to prefer. Only
///   pages whose letters stand for themselves one after the other: never Arabic, Hebrew, Thai
/// @param confirmation how the printer says that a job is on paper
/// @param resumesAfterPaper whether it keeps what it has not printed when its paper ends or its
///   cover is opened, and prints it when it can
/// @param nativeBarcode whether it draws CODE128 itself
/// @param nativeQr whether it draws QR codes itself
/// @param raster the command for pictures that is quickest
/// @param millimetresPerSecond how fast it prints, at its slowest
public record PrinterProfile(
    String name,
    Head head,
    SequencedMap<Integer, Charset> codePages,
    Cutter cutter,
    Confirmation confirmation,
    boolean resumesAfterPaper,
    boolean nativeBarcode,
    boolean nativeQr,
    Raster raster,
    int millimetresPerSecond) {

  public PrinterProfile {
    codePages = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(codePages));
  }

  /// What one line holds.
  ///
  /// @param columns characters of font A, 12 x 24 dots
  /// @param dots all that the head has, on the paper it is meant for
  public record Head(int columns, int dots) {}

  /// What ends a receipt.
  ///
  /// @param linesBefore blank lines to send first, because the command may cut where it stands
  public record Cutter(Blade blade, int linesBefore) {}

  public enum Blade {
    /// A bar to tear the paper off.
    NONE,
    /// Leaves a point or a bridge.
    PARTIAL
  }

  /// How a job is confirmed.
  public enum Confirmation {
    /// `GS ( H`: the answer comes when everything before it has been printed.
    PROCESS_ID,
    /// `GS r`: the answer comes when everything before it has been processed, which an offline
    /// printer does not do.
    STATUS_ANSWER,
    /// Nothing comes back that says so.
    NONE
  }

  /// How pictures are sent.
  public enum Raster {
    /// `GS v 0`: printed as it comes.
    BIT_IMAGE,
    /// `GS ( L`, functions 112 and 50: kept, then printed.
    GRAPHICS
  }

  /// Characters of font A in one line.
  public int columns() {
    return head.columns();
  }

  /// The profile of that name.
  public static Optional<PrinterProfile> find(String name) {
    return PrinterModels.ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /// All names, for messages.
  public static List<String> names() {
    return PrinterModels.ALL.stream().map(PrinterProfile::name).toList();
  }
}
