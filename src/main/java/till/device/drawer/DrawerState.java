package till.device.drawer;

/// What is known of the drawer (UnifiedPOS: DrawerOpened).
public enum DrawerState {
  /// No sensor, or none that can be asked.
  UNKNOWN,
  SHUT,
  OPEN,
  /// Open for longer than it may be.
  LEFT_OPEN,
  /// Shut, though it was given a pulse: locked, jammed, or not connected.
  DID_NOT_OPEN
}
