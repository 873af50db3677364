/// CashDrawer (UnifiedPOS): one pulse through the printer or a relay, never repeated blindly, and
/// what the drawer's sensor says.
package till.device.drawer;
