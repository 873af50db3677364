package till.device.payment.zvt;

import java.util.Arrays;
import java.util.Optional;

/// Receipt texts that a terminal sends to be printed (06 D1 line by line, 06 D3 whole).
final class ReceiptTexts {

  /// Longest text kept of a receipt; the rest is left out.
  private static final int CHARACTERS_MAX = 4_000;

  private static final int TAG_RECEIPT_KIND = 0x1F07;
  private static final int TAG_LINES = 0x25;
  private static final int TAG_LINE = 0x07;
  private static final int KIND_MERCHANT = 1;
  private static final int KIND_CUSTOMER = 2;

  /// An attribute of this value is not a text's but says that lines are fed, as many as the byte
  /// behind it.
  private static final int FEED = 0xFF;

  private static final int FEED_LINES_MAX = 10;

  private final StringBuilder customer = new StringBuilder();
  private final StringBuilder merchant = new StringBuilder();
  private final StringBuilder all = new StringBuilder();

  Optional<String> customer() {
    return text(customer);
  }

  Optional<String> merchant() {
    return text(merchant);
  }

  /// Everything in the order it came, the reports of an end of day or a diagnosis too.
  Optional<String> all() {
    return text(all);
  }

  private static Optional<String> text(StringBuilder receipt) {
    return Optional.of(receipt.toString().replaceFirst("^\\n+", "").stripTrailing())
        .filter(text -> !text.isEmpty());
  }

  void add(Apdu print) {
    if (print.control() == ZvtCommand.PRINT_BLOCK) {
      addBlock(print.data());
    } else {
      addLine(print.data());
    }
  }

  private void addBlock(byte[] data) {
    byte[] container = Fields.read(data, 0).bytes(Fields.TLV).orElse(new byte[0]);
    byte[] lines = Tlv.find(container, TAG_LINES).orElse(new byte[0]);
    for (Tlv.DataObject line : Tlv.read(lines)) {
      if (line.tag() == TAG_LINE) {
        append(container, line.value());
      }
    }
  }

  /// Attribute, text, and a container that may follow: no text holds the byte it starts with.
  private void addLine(byte[] data) {
    if (data.length == 0) {
      return;
    }
    if ((data[0] & 0xFF) == FEED) {
      int lines = data.length > 1 ? Math.clamp(data[1] & 0xFF, 1, FEED_LINES_MAX) : 1;
      byte[] container = Fields.read(data, 2).bytes(Fields.TLV).orElse(new byte[0]);
      for (int i = 0; i < lines; i++) {
        append(container, new byte[0]);
      }
      return;
    }
    int end = 1;
    while (end < data.length && data[end] != Fields.TLV) {
      end++;
    }
    byte[] container = Fields.read(data, end).bytes(Fields.TLV).orElse(new byte[0]);
    append(container, Arrays.copyOfRange(data, 1, end));
  }

  private void append(byte[] container, byte[] line) {
    String text = PrintedText.read(line, container);
    append(all, text);
    switch (kind(container)) {
      case KIND_CUSTOMER -> append(customer, text);
      case KIND_MERCHANT -> append(merchant, text);
      default -> {}
    }
  }

  /// What is not labelled is for the customer.
  private static int kind(byte[] container) {
    return Tlv.find(container, TAG_RECEIPT_KIND)
        .filter(value -> value.length == 1)
        .map(value -> (int) value[0])
        .orElse(KIND_CUSTOMER);
  }

  private static void append(StringBuilder receipt, String line) {
    if (receipt.length() + line.length() < CHARACTERS_MAX) {
      receipt.append(line).append('\n');
    }
  }
}
