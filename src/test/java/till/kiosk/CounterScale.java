package till.kiosk;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import till.device.scale.Scale;
import till.device.scale.ScaleProtocol;
import till.device.scale.ScaleSettings;
import till.device.scale.WeightUnit;
import till.lane.Lane;
import till.lane.LaneEvent;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.SimulatedScale;

/// A scale on the counter: the real driver, a simulated scale, and a wire in memory.
final class CounterScale implements AutoCloseable {

  /// How long it swings, so that somebody sees it.
  private static final int SWINGS_MILLIS = 300;

  private static final int GENERATOR = 0x1A2B3;

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final SimulatedScale far;
  private final Scale driver;

  CounterScale(Lane lane) {
    far =
        SimulatedScale.start(
            ports.far("scale"),
            new SimulatedScale.Settings(
                SimulatedScale.Language.MT_8217, false, 0, SWINGS_MILLIS, GENERATOR),
            new Random(5));
    driver =
        Scale.start(
            new ScaleSettings(
                ScaleProtocol.MT_8217,
                PortSettings.of("sim:scale"),
                WeightUnit.KG,
                ScaleSettings.POLL_MILLIS_MIN,
                Optional.empty()),
            Optional.empty(),
            ports,
            weighing -> lane.offer(new LaneEvent.Weighed(weighing)),
            status -> lane.offer(new LaneEvent.DeviceChanged(status)),
            InstantSource.fixed(ShopCounter.NOW));
  }

  Scale driver() {
    return driver;
  }

  SimulatedScale far() {
    return far;
  }

  @Override
  public void close() {
    driver.close();
    far.close();
    ports.close();
  }
}
