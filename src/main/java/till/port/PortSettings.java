package till.port;

/// Where a wire ends and how it is set.
///
/// @param address a device path (serial; prefer by-id or by-path), `tcp://host:port`, `evdev:PATH`
///   (an input device such as `/dev/input/by-id/*-event-kbd`), `gpio:LINE,gpio:LINE` (the falling
///   edges of two lines), or `sim:NAME` where simulated wires are offered
/// @param baud bits per second, 300 to 4,000,000; for a serial line only
/// @param framing data bits, parity, stop bits; for a serial line only
public record PortSettings(String address, int baud, Framing framing, FlowControl flow) {

  /// Before the path of an input device of the kernel.
  public static final String EVDEV = "evdev:";

  private static final String TCP = "tcp://";

  public PortSettings {
    if (address.isBlank()) {
      throw new IllegalArgumentException("a port needs an address");
    }
    if (baud < 300 || baud > 4_000_000) {
      throw new IllegalArgumentException("baud must be 300 to 4000000, not " + baud);
    }
  }

  /// 9600 8N1 without flow control.
  public static PortSettings of(String address) {
    return new PortSettings(address, 9600, Framing.EIGHT_NONE_ONE, FlowControl.NONE);
  }

  /// Whether it gives keys, as Linux's input events, and not text.
  public boolean isInputDevice() {
    return address.startsWith(EVDEV);
  }

  /// Whether it is a connection that keeps bytes in order and loses none.
  public boolean isNetwork() {
    return address.startsWith(TCP);
  }

  /// How sender and receiver tell each other to wait.
  public enum FlowControl {
    NONE,
    RTS_CTS,
    XON_XOFF
  }

  /// Parity bit of a serial character.
  public enum Parity {
    NONE,
    ODD,
    EVEN
  }

  /// The bits of a serial character.
  ///
  /// @param dataBits 7 or 8
  /// @param stopBits 1 or 2
  public record Framing(int dataBits, Parity parity, int stopBits) {

    public static final Framing EIGHT_NONE_ONE = new Framing(8, Parity.NONE, 1);

    public Framing {
      if ((dataBits != 7 && dataBits != 8) || (stopBits != 1 && stopBits != 2)) {
        throw new IllegalArgumentException(dataBits + " data and " + stopBits + " stop bits");
      }
    }

    /// Reads `8N1`, `7E1`, `7O1`, `8N2`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static Framing parse(String text) {
      if (!text.matches("[78][NOE][12]")) {
        throw new IllegalArgumentException("framing must look like 8N1 or 7E1, not " + text);
      }
      Parity parity =
          switch (text.charAt(1)) {
            case 'O' -> Parity.ODD;
            case 'E' -> Parity.EVEN;
            default -> Parity.NONE;
          };
      return new Framing(text.charAt(0) - '0', parity, text.charAt(2) - '0');
    }

    /// Bits on the wire for one character, start bit included.
    public int bitsPerCharacter() {
      return 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    }
  }
}
