package till.device.drawer;

import till.device.printer.Printer;

/// A cash drawer that hangs on the printer.
public final class CashDrawer {

  private final Printer printer;
  private final DrawerSettings settings;

  public CashDrawer(Printer printer, DrawerSettings settings) {
    this.printer = printer;
    this.settings = settings;
  }

  /// Opens the drawer with one pulse, which is never repeated.
  public void open() {
    printer.pulse(settings.pin(), settings.pulseMillis());
  }
}
