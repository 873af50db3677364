/// POSPrinter (UnifiedPOS): sheets to ESC/POS bytes and to plain text, and jobs whose outcome is
/// known or said to be unknown.
///
/// A sheet says what stands on the paper, once. It is set into lines of columns; a line goes out in
/// the printer's own letters where it has them, and as a picture where it has not. Sheets are
/// printed to bytes on any thread; a printer has two threads of its own.
package till.device.printer;
