package till.device.payment;

import java.util.Optional;
import till.port.PortSettings;

/// The `[payment]` terminal.
///
/// @param protocol `zvt`
/// @param passwordFile bare name of the credential that holds the terminal's password
public record PaymentSettings(String protocol, PortSettings port, Optional<String> passwordFile) {}
