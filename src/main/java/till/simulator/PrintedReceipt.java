package till.simulator;

import till.paper.Paper;

/// A receipt that a simulated printer cut off.
public final class PrintedReceipt {

  private final int number;
  private final byte[] bytes;
  private final Paper paper;

  PrintedReceipt(int number, byte[] bytes, Paper paper) {
    this.number = number;
    this.bytes = bytes;
    this.paper = paper;
  }

  /// From 1, in the order of printing.
  public int number() {
    return number;
  }

  /// The commands that made it, since the cut before and with the one that cut: without questions
  /// to the printer and pulses to the drawer.
  public byte[] bytes() {
    return bytes.clone();
  }

  public Paper paper() {
    return paper;
  }
}
