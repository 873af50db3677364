/// CashDrawer (UnifiedPOS): one pulse, never repeated blindly.
package till.device.drawer;
