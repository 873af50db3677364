package till.simulator;

/// What has gone wrong with a simulated printer, beside paper and cover. Guarded by the printer.
final class Mishaps {

  private boolean off;
  private boolean asksToWait;
  private boolean cutterBlocked;
  private boolean cutterJammed;
  private int answersToLose;

  void switchOn(boolean on) {
    off = !on;
    if (off) {
      asksToWait = false;
      cutterJammed = false;
      answersToLose = 0;
    }
  }

  boolean isOff() {
    return off;
  }

  void askToWait(boolean wait) {
    asksToWait = wait;
  }

  boolean asksToWait() {
    return asksToWait;
  }

  /// Puts something in the cutter's way, or takes it out.
  ///
  /// @return whether a cut was waiting for that
  boolean blockCutter(boolean blocked) {
    boolean waiting = cutterJammed && !blocked;
    cutterBlocked = blocked;
    cutterJammed &= blocked;
    return waiting;
  }

  /// The cutter is to cut.
  ///
  /// @return whether it can
  boolean mayCut() {
    cutterJammed |= cutterBlocked;
    return !cutterJammed;
  }

  boolean isCutterJammed() {
    return cutterJammed;
  }

  void loseNextAnswer() {
    answersToLose++;
  }

  /// A confirmation is to be sent.
  ///
  /// @return whether it is lost instead
  boolean losesAnswer() {
    boolean loses = answersToLose > 0;
    answersToLose -= loses ? 1 : 0;
    return loses;
  }
}
