package till.device.scale;

import java.util.Optional;
import till.port.PortException;

/// Letters, each by itself.
final class Dialogue8217 implements Dialogue {

  @Override
  public Reading weigh(ScaleWire wire, Optional<Article> article) throws PortException {
    return wire.ask("W").map(Reading::of).orElseGet(Reading.Silent::new);
  }

  @Override
  public boolean knows(ScaleOrder order) {
    return true;
  }

  @Override
  public void give(ScaleOrder order, ScaleWire wire) throws PortException {
    var _ =
        wire.ask(
            switch (order) {
              case ZERO -> "Z";
              case TARE -> "T";
              case CLEAR_TARE -> "C";
            });
  }
}
