package till.port;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One GPIO input through Pi4J, which watches each line on a thread of its own and sees through the
/// bouncing.
final class GpioInput implements InputLine {

  private static final Logger log = LoggerFactory.getLogger(GpioInput.class);

  private final Context context;
  private final LineSettings settings;
  private final Listener listener;
  private final DigitalInput input;
  private final DigitalStateChangeListener watcher = this::seen;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Guarded by this.
  private boolean told;

  private GpioInput(Context context, LineSettings settings, Listener listener, DigitalInput input) {
    this.context = context;
    this.settings = settings;
    this.listener = listener;
    this.input = input;
  }

  /// Takes the line.
  ///
  /// @param number the line's number on its chip
  /// @throws PortException when there is no such line, or another program has it
  static GpioInput take(Context context, LineSettings settings, int number, Listener listener)
      throws PortException {
    try {
      DigitalInput input =
          context.create(
              DigitalInput.newConfigBuilder(context)
                  .id(settings.address())
                  .address(number)
                  .pull(
                      switch (settings.pull()) {
                        case NONE -> PullResistance.OFF;
                        case UP -> PullResistance.PULL_UP;
                        case DOWN -> PullResistance.PULL_DOWN;
                      })
                  .debounce((long) settings.debounceMillis(), TimeUnit.MILLISECONDS));
      var line = new GpioInput(context, settings, listener, input);
      line.watch();
      return line;
    } catch (RuntimeException e) {
      throw GpioLines.refused(settings, e);
    }
  }

  private synchronized void watch() {
    input.addListener(watcher);
    try {
      told = settings.isActiveAt(input.state() == DigitalState.HIGH);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// On Pi4J's thread for this line. It tells the first level it sees even where that is none new.
  private synchronized void seen(DigitalStateChangeEvent<?> event) {
    boolean active = settings.isActiveAt(event.state() == DigitalState.HIGH);
    if (active != told && !closed.get()) {
      told = active;
      listener.changed(active);
    }
  }

  @Override
  public boolean isActive() throws PortException {
    if (closed.get()) {
      throw new PortException(settings.address() + " was closed");
    }
    try {
      return settings.isActiveAt(input.state() == DigitalState.HIGH);
    } catch (RuntimeException e) {
      throw new PortException("cannot read " + settings.address() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      input.removeListener(watcher);
      context.shutdown(input);
    } catch (RuntimeException e) {
      log.warn("{} may not be free again: {}", settings.address(), e.getMessage());
    }
  }
}
