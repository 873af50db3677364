package till.simulator;

/// How a simulated printer is, and the status bytes that say so.
///
/// Bits as in Epson's specification of the TM-T88 (`DLE EOT`, `GS r`, `GS a`).
///
/// @param paperOut the roll is used up or taken out
/// @param paperNearEnd the roll is thin; always so when it is out
/// @param error printing was interrupted by an open cover; over when the cover is closed
/// @param cutterJammed the cutter is stuck; over when what is in its way is taken out
public record PrinterCondition(
    boolean paperOut,
    boolean paperNearEnd,
    boolean coverOpen,
    boolean drawerOpen,
    boolean error,
    boolean cutterJammed) {

  /// Only then does it take anything from its buffer.
  public boolean online() {
    return !paperOut && !coverOpen && !cutterJammed;
  }

  /// `DLE EOT n`.
  ///
  /// @param n 1 printer, 2 offline cause, 3 error cause, 4 paper
  int realTimeStatus(int n) {
    return 0x12
        | switch (n) {
          case 1 -> bit(drawerOpen, 0x04) | bit(!online(), 0x08);
          case 2 -> bit(coverOpen, 0x04) | bit(paperOut, 0x20) | bit(error || cutterJammed, 0x40);
          case 3 -> bit(cutterJammed, 0x08) | bit(error, 0x40);
          default -> bit(paperNearEnd, 0x0C) | bit(paperOut, 0x60);
        };
  }

  /// `GS r n`.
  ///
  /// @param n 1 paper, 2 drawer
  int status(int n) {
    return n == 2 ? bit(drawerOpen, 0x01) : bit(paperNearEnd, 0x03) | bit(paperOut, 0x0C);
  }

  /// The four bytes of `GS a`.
  byte[] automaticStatus() {
    return new byte[] {
      (byte) (0x10 | bit(drawerOpen, 0x04) | bit(!online(), 0x08) | bit(coverOpen, 0x20)),
      (byte) (bit(cutterJammed, 0x08) | bit(error, 0x40)),
      (byte) (bit(paperNearEnd, 0x03) | bit(paperOut, 0x0C)),
      0
    };
  }

  /// Whether the step from another condition is one that `GS a n` asked to be told of.
  boolean differsFrom(PrinterCondition other, int n) {
    boolean drawer = drawerOpen != other.drawerOpen;
    boolean printer = online() != other.online() || coverOpen != other.coverOpen;
    boolean failure = error != other.error || cutterJammed != other.cutterJammed;
    boolean paper = status(1) != other.status(1);
    int change = bit(drawer, 0x01) | bit(printer, 0x02) | bit(failure, 0x04) | bit(paper, 0x08);
    return (change & n) != 0;
  }

  private static int bit(boolean set, int mask) {
    return set ? mask : 0;
  }
}
