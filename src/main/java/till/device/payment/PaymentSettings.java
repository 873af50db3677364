package till.device.payment;

import java.util.Optional;
import till.port.PortSettings;

/// The `[payment]` terminal.
///
/// @param protocol `zvt`
/// @param passwordFile bare name of the credential that holds the terminal's password
/// @param currency ISO 4217, of the shop
/// @param receipts who makes the receipts of card payments
/// @param initialise whether a terminal that wants to be initialised is, when it says so
public record PaymentSettings(
    String protocol,
    PortSettings port,
    Optional<String> passwordFile,
    String currency,
    Receipts receipts,
    boolean initialise,
    PaymentTiming timing) {

  /// Who makes the receipts of card payments.
  public enum Receipts {
    /// We, from what an approval says.
    OWN,
    /// The terminal, which hands its texts over to be printed.
    TERMINAL
  }

  /// A terminal with nothing special about it, in euro.
  public PaymentSettings(String protocol, PortSettings port, Optional<String> passwordFile) {
    this(protocol, port, passwordFile, "EUR", Receipts.OWN, true, PaymentTiming.STANDARD);
  }

  /// The same terminal, waited for in another way.
  public PaymentSettings with(PaymentTiming other) {
    return new PaymentSettings(protocol, port, passwordFile, currency, receipts, initialise, other);
  }

  /// The same terminal with other receipts.
  public PaymentSettings with(Receipts other) {
    return new PaymentSettings(protocol, port, passwordFile, currency, other, initialise, timing);
  }
}
