package till.port;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One GPIO output through Pi4J.
final class GpioLine implements OutputLine {

  private static final Logger log = LoggerFactory.getLogger(GpioLine.class);

  private final Context context;
  private final String address;
  private final DigitalOutput output;

  /// Takes the line.
  ///
  /// @param number the line's number on the board's header chip (BCM numbering on a Raspberry Pi)
  /// @throws PortException when there is no such line, or another program has it
  GpioLine(Context context, String address, int number) throws PortException {
    this.context = context;
    this.address = address;
    try {
      this.output =
          context.create(
              DigitalOutput.newConfigBuilder(context)
                  .id(address)
                  .address(number)
                  .initial(DigitalState.LOW)
                  .shutdown(DigitalState.LOW));
    } catch (RuntimeException e) {
      throw new PortException(
          "cannot take "
              + address
              + ": "
              + e.getMessage()
              + "; is the number right and the line free?",
          e);
    }
  }

  @Override
  public void set(boolean high) throws PortException {
    try {
      output.setState(high);
    } catch (RuntimeException e) {
      throw new PortException("cannot set " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      output.setState(false);
      context.shutdown(output);
    } catch (RuntimeException e) {
      log.warn("{} may be left high: {}", address, e.getMessage());
    }
  }
}
