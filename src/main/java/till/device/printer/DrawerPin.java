package till.device.printer;

import java.util.function.Consumer;

/// What the printer says of pin 3 of the drawer's connector, where a drawer has its sensor.
///
/// Any thread may call; the listener is called on that thread, one change at a time.
public final class DrawerPin {

  private Level level = Level.UNKNOWN;
  private Consumer<Level> listener = _ -> {};

  DrawerPin() {}

  /// The pin's level. Which one means that the drawer is open depends on the drawer.
  public enum Level {
    HIGH,
    LOW,
    /// The printer does not say.
    UNKNOWN
  }

  synchronized void watch(Consumer<Level> next) {
    listener = next;
    listener.accept(level);
  }

  synchronized void is(Level now) {
    if (now != level) {
      level = now;
      listener.accept(now);
    }
  }
}
