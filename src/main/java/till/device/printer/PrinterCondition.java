package till.device.printer;

import java.util.Optional;

/// What the printer's status bits add up to. One session's; the reader's thread only.
final class PrinterCondition {

  // which of the three real-time answers have come
  private static final int ONLINE = 1;
  private static final int CAUSE = 2;
  private static final int PAPER = 4;

  private int known;
  private boolean offline;
  private boolean coverOpen;
  private boolean paperEnd;
  private boolean paperNearEnd;
  private boolean failed;
  private DrawerPin.Level drawer = DrawerPin.Level.UNKNOWN;

  /// Automatic status: all bits at once.
  void take(PrinterAnswer.Status status) {
    known = ONLINE | CAUSE | PAPER;
    drawer = drawer(status.first());
    offline = (status.first() & 0x08) != 0;
    coverOpen = (status.first() & 0x20) != 0;
    failed = (status.second() & 0x6C) != 0;
    paperNearEnd = (status.third() & 0x03) != 0;
    paperEnd = (status.third() & 0x0C) != 0;
  }

  /// The answer to `DLE EOT question`.
  ///
  /// @param question 1, 2 or 4
  void take(int question, int bits) {
    known |= question;
    switch (question) {
      case ONLINE -> {
        drawer = drawer(bits);
        offline = (bits & 0x08) != 0;
      }
      case CAUSE -> {
        coverOpen = (bits & 0x04) != 0;
        failed = (bits & 0x40) != 0;
      }
      case PAPER -> {
        paperNearEnd = (bits & 0x0C) != 0;
        paperEnd = (bits & 0x60) != 0;
      }
      default -> throw new IllegalArgumentException("DLE EOT " + question);
    }
  }

  /// Nothing of it is known any more.
  void forget() {
    known = 0;
    drawer = DrawerPin.Level.UNKNOWN;
  }

  /// Pin 3 of the drawer's connector.
  DrawerPin.Level drawer() {
    return drawer;
  }

  /// The same bit in the automatic status and in the answer to `DLE EOT 1`.
  private static DrawerPin.Level drawer(int bits) {
    return (bits & 0x04) != 0 ? DrawerPin.Level.HIGH : DrawerPin.Level.LOW;
  }

  /// Whether enough has been said to judge.
  boolean isKnown() {
    return known == (ONLINE | CAUSE | PAPER);
  }

  boolean isPaperNearEnd() {
    return paperNearEnd;
  }

  /// Why it cannot print, and what to do; nothing when it can.
  Optional<String> problem() {
    if (coverOpen) {
      return Optional.of("the cover is open: close it");
    }
    if (paperEnd) {
      return Optional.of("the paper is at its end: put in a new roll");
    }
    if (failed) {
      return Optional.of(
          "the printer reports an error (cutter, head): look for jammed paper, switch off and on");
    }
    return offline ? Optional.of("the printer is offline") : Optional.empty();
  }
}
