package till.device.scanner;

import till.port.PortSettings;

/// One `[[scanner]]`.
///
/// @param name unique among the scanners
public record ScannerSettings(String name, PortSettings port) {}
