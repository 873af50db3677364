package till.device.printer;

import till.port.PortSettings;

/// The `[printer]`.
///
/// @param profile key into the printer profiles: `epson-tm-t88v`, `generic`
public record PrinterSettings(PortSettings port, String profile) {}
