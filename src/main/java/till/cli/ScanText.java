package till.cli;

import java.util.stream.Collectors;
import till.device.scanner.label.Element;
import till.device.scanner.label.ScanData;

/// A label in a line for people.
final class ScanText {

  private ScanText() {}

  /// What kind of symbol it was, what stood on it, what that means where it is more, and what is
  /// wrong with it.
  static String of(ScanData scan) {
    var text = new StringBuilder(scan.symbology());
    if (!scan.aim().isEmpty()) {
      text.append(' ').append(scan.aim());
    }
    text.append(' ').append(scan.data().replace("\u001D", "{GS}"));
    if (!scan.elements().isEmpty()) {
      text.append(" = ")
          .append(scan.elements().stream().map(Element::toString).collect(Collectors.joining()));
    } else {
      scan.gtin()
          .filter(gtin -> !gtin.endsWith(scan.data()))
          .ifPresent(gtin -> text.append(" = ").append(gtin));
    }
    scan.error().ifPresent(error -> text.append(": ").append(error));
    return HexDump.printable(text.toString());
  }
}
