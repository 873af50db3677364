package till.port;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One GPIO output through Pi4J.
final class GpioOutput implements OutputLine {

  private static final Logger log = LoggerFactory.getLogger(GpioOutput.class);

  private final Context context;
  private final LineSettings settings;
  private final DigitalOutput output;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Takes the line.
  ///
  /// @param number the line's number on its chip
  /// @throws PortException when there is no such line, or another program has it
  GpioOutput(Context context, LineSettings settings, int number) throws PortException {
    this.context = context;
    this.settings = settings;
    try {
      DigitalState rest = level(settings.activeAtRest());
      this.output =
          context.create(
              DigitalOutput.newConfigBuilder(context)
                  .id(settings.address())
                  .address(number)
                  .initial(rest)
                  .shutdown(rest));
    } catch (RuntimeException e) {
      throw GpioLines.refused(settings, e);
    }
  }

  private DigitalState level(boolean active) {
    return DigitalState.getState(settings.isHighFor(active));
  }

  @Override
  public void set(boolean active) throws PortException {
    if (closed.get()) {
      throw new PortException(settings.address() + " was closed");
    }
    try {
      output.state(level(active));
    } catch (RuntimeException e) {
      throw new PortException("cannot set " + settings.address() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      output.state(level(settings.activeAtRest()));
    } catch (RuntimeException e) {
      log.warn("{} may be left as it was: {}", settings.address(), e.getMessage());
    }
    output.config().shutdownState(DigitalState.UNKNOWN); // it would fail once more, and stay taken
    try {
      context.shutdown(output);
    } catch (RuntimeException e) {
      log.warn("{} may not be free again: {}", settings.address(), e.getMessage());
    }
  }
}
