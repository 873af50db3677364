/// LineDisplay (UnifiedPOS): the rows of text that a customer sees.
///
/// Owns the display's driver and its bytes. `lane` says what is to be shown, on any thread; one
/// thread of the display's writes it, another one notices that the wire is lost.
package till.device.display;
