package till.device.scale;

/// What a scale can be told to do.
enum ScaleOrder {
  /// What is on it now weighs nothing. Scales do that near their zero only.
  ZERO,
  /// What is on it now is packaging.
  TARE,
  /// There is no packaging.
  CLEAR_TARE
}
