package till.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import till.config.TerminalConfig;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.msr.MagneticStripeReader;
import till.device.nfc.NfcReader;
import till.device.wiegand.WiegandReader;
import till.port.PortSettings;
import till.port.Ports;

/// A reader of cards or badges that is configured, and how its driver is started.
///
/// @param please what a person is asked to do
record CardReader(String name, PortSettings port, String please, Start start) {

  interface Start {

    /// Starts the driver.
    Running on(
        Ports ports, Consumer<CardRead> reads, Consumer<DeviceStatus> status, InstantSource clock);
  }

  interface Running extends AutoCloseable {

    @Override
    void close();
  }

  static List<CardReader> of(TerminalConfig config) {
    Optional<CardReader> msr =
        config
            .msr()
            .map(settings ->
                new CardReader(
                    "msr",
                    settings.port(),
                    "Swipe a card",
                    (ports, reads, status, clock) ->
                        MagneticStripeReader.start(settings, ports, reads, status, clock)::close));
    Optional<CardReader> nfc =
        config
            .nfc()
            .map(settings ->
                new CardReader(
                    "nfc",
                    settings.port(),
                    "Hold a badge to the reader",
                    (ports, reads, status, clock) ->
                        NfcReader.start(settings, ports, reads, status, clock)::close));
    Optional<CardReader> wiegand =
        config
            .wiegand()
            .map(settings ->
                new CardReader(
                    "wiegand",
                    settings.port(),
                    "Hold a badge to the reader, or press a key",
                    (ports, reads, status, clock) ->
                        WiegandReader.start(settings, ports, reads, status, clock)::close));
    return Stream.of(msr, nfc, wiegand).flatMap(Optional::stream).toList();
  }

  static Optional<CardReader> find(TerminalConfig config, String name) {
    return of(config).stream().filter(reader -> reader.name().equals(name)).findFirst();
  }
}
