package till.device.scale;

import java.util.Optional;
import till.port.PortException;

/// Letters with CR behind them. A tare is set at the scale.
final class DialogueNci implements Dialogue {

  @Override
  public Reading weigh(ScaleWire wire, Optional<Article> article) throws PortException {
    return wire.ask("W\r").map(Reading::of).orElseGet(Reading.Silent::new);
  }

  @Override
  public boolean knows(ScaleOrder order) {
    return order == ScaleOrder.ZERO;
  }

  @Override
  public void give(ScaleOrder order, ScaleWire wire) throws PortException {
    var _ = wire.ask("Z\r");
  }
}
