package till.device.scale;

/// The bits that a scale reports of itself.
///
/// @param zeroError it could not be zeroed, or lies outside of the range where it can
/// @param fault of its memory or calibration
record ScaleState(
    boolean moving,
    boolean over,
    boolean under,
    boolean atZero,
    boolean net,
    boolean zeroError,
    boolean fault) {

  static final ScaleState RESTING = new ScaleState(false, false, false, false, false, false, false);

  static final ScaleState RESTING_NET =
      new ScaleState(false, false, false, false, true, false, false);
}
