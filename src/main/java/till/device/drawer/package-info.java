/// CashDrawer (UnifiedPOS): one pulse through the printer or a relay, never repeated blindly, and
/// what the drawer's sensor says.
///
/// Owns the pulse, its limits and the state of the drawer; the printer is `device.printer`'s.
/// Anyone may ask for a pulse; one thread gives it, listens to the sensor and watches the time. A
/// relay has a second one, which sees to it that the coil is not left on.
package till.device.drawer;
