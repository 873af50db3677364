package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.display.DisplayCodePage;
import till.device.display.DisplaySettings;
import till.device.display.LineDisplay;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.sale.Input;
import till.sale.Money;
import till.sale.Till;
import till.simulator.GlassLog;
import till.simulator.SimulatedDisplay;

/// What stands on the glass while a lane sells.
final class CustomerDisplayTest {

  @TempDir private Path folder;
  private final GlassLog shown = new GlassLog();

  @Test
  void aSaleIsFollowedFromTheFirstLineToTheChange() throws Exception {
    try (var ports = new SimulatedPorts(BoardPorts.open());
        SimulatedDisplay _ = SimulatedDisplay.start(ports.far("display"), 20, 2, shown);
        LineDisplay display =
            LineDisplay.start(
                new DisplaySettings(
                    PortSettings.of("sim:display"), 20, 2, DisplayCodePage.CP858, 4),
                ports,
                _ -> {},
                InstantSource.fixed(Instant.EPOCH));
        Counter counter = new Counter(folder)) {
      counter.start(
          Peripherals.none()
              .with(
                  new CustomerDisplay(
                      display, new DisplayLayout(2, List.of("Willkommen"), List.of("de")))),
          List.of());
      shown.await("Willkommen          ", "                    ");
      counter.scans(Counter.PEN);
      shown.await("Pen             1,99", "SUMME EUR       1,99");
      counter.does(new Input.TakeTotal());
      shown.await("SUMME EUR       1,99", "                    ");
      counter.does(new Input.TenderCash(Optional.of(new Money(500, Till.EUR))));
      shown.await("SUMME EUR       1,99", "Rückgeld        3,01");
      counter.look(); // a lane that goes on without a customer leaves it there
      assertEquals(List.of(), shown.rest());
      counter.scans(Counter.PEN);
      shown.await("Pen             1,99", "SUMME EUR       1,99");
      counter.does(new Input.CancelTransaction());
      shown.await("Willkommen          ", "                    ");
      counter.does(new Input.PauseLane());
      shown.await("Kasse geschlossen   ", "                    ");
    }
  }
}
