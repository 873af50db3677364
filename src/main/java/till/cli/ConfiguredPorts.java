package till.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import till.config.TerminalConfig;
import till.device.contact.ContactSettings;

/// Which device has which port or line in a configuration.
final class ConfiguredPorts {

  private ConfiguredPorts() {}

  /// Address to name of the device, in the order of the file's description.
  static Map<String, String> of(TerminalConfig config) {
    var names = new LinkedHashMap<String, String>();
    config.scanners().forEach(scanner -> names.put(scanner.port().address(), scanner.name()));
    config.printer().ifPresent(printer -> names.put(printer.port().address(), "printer"));
    config.payment().ifPresent(payment -> names.put(payment.port().address(), "payment"));
    config.scale().ifPresent(scale -> names.put(scale.port().address(), "scale"));
    config
        .drawer()
        .ifPresent(drawer -> drawer.lines().forEach(line -> names.put(line.address(), "drawer")));
    config.display().ifPresent(display -> names.put(display.device().port().address(), "display"));
    config
        .lights()
        .ifPresent(
            lights -> lights.lamps().values().forEach(line -> names.put(line.address(), "lights")));
    contacts(config)
        .forEach(contact -> names.put(contact.line().address(), contact.kind().device()));
    CardReader.of(config).forEach(reader -> names.put(reader.port().address(), reader.name()));
    return names;
  }

  /// Button and switch, where there are any.
  static List<ContactSettings> contacts(TerminalConfig config) {
    return Stream.of(config.helpButton(), config.tamperSwitch()).flatMap(Optional::stream).toList();
  }
}
