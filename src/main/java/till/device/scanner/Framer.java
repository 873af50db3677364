package till.device.scanner;

import java.util.Optional;
import java.util.function.Consumer;

/// Cuts labels out of a stream of bytes, or whatever else a device sends or types as lines of text.
/// No I/O, no clock: who reads says when nothing came.
public sealed interface Framer permits ScanFramer, HidKeys {

  /// Nothing is begun.
  ///
  /// @param keyboard the layout of a device that types; absent for one that sends text
  static Framer of(LabelFraming framing, Optional<KeyLayout> keyboard) {
    return keyboard
        .<Framer>map(layout -> new HidKeys(layout, framing))
        .orElseGet(() -> new ScanFramer(framing));
  }

  /// Whether nothing is begun.
  boolean isIdle();

  /// Takes the next bytes and hands out what they complete, in order.
  void feed(byte[] bytes, int length, Consumer<Framed> out);

  /// Nothing came for longer than a scanner pauses inside of a label.
  void silence(Consumer<Framed> out);

  /// What came out of the stream.
  sealed interface Framed {

    /// One label, with its symbology identifier where the scanner sends one.
    record Label(String text) implements Framed {}

    /// Bytes, or keys, that were no label.
    record Dropped(int bytes, Cause cause) implements Framed {}
  }

  /// Why bytes were dropped, in words for the log.
  enum Cause {
    NOISE("bytes between labels that are not text"),
    NOT_TEXT("a label with something in it that is not text"),
    TOO_LONG("a label that is longer than " + ScanFramer.LABEL_BYTES_MAX + " bytes"),
    NO_END("a label that does not end as configured"),
    NO_PREFIX("a label without the configured prefix, or with nothing behind it"),
    KEYS_LOST("more keys than the kernel could hold");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
