package till.lane;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import till.device.display.DisplayRow;
import till.device.display.LineDisplay;
import till.sale.Transaction;

/// What the customer display shows as the lane moves on. The lane's thread only.
public final class CustomerDisplay {

  /// How long the change stays to be read, unless another sale begins.
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private final LineDisplay display;
  private final DisplayLayout layout;

  /// Of the sale that ended last, while no other has begun.
  private Optional<List<DisplayRow>> farewell = Optional.empty();

  public CustomerDisplay(LineDisplay display, DisplayLayout layout) {
    this.display = display;
    this.layout = layout;
  }

  /// A sale was completed: the view that comes next is of a lane without one.
  void completed(Transaction.Retail sale) {
    farewell = Optional.of(layout.farewell(sale));
  }

  void show(LaneView view) {
    switch (view.state()) {
      case READY -> {}
      case IN_TRANSACTION, CLOSED, PAUSED, OUT_OF_SERVICE -> farewell = Optional.empty();
    }
    farewell.ifPresentOrElse(
        last -> display.show(last, FAREWELL, layout.idle()), () -> display.show(layout.page(view)));
  }
}
