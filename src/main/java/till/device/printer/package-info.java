/// POSPrinter (UnifiedPOS): print documents to ESC/POS bytes, and jobs whose outcome is known or
/// said to be unknown.
package till.device.printer;
