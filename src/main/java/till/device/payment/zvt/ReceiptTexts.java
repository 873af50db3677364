package till.device.payment.zvt;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/// Receipt texts that a terminal sends to be printed (06 D1 line by line, 06 D3 whole).
///
/// We register as a register that makes its own receipts, so none should come; some terminals send
/// them all the same, and some before the status information.
final class ReceiptTexts {

  /// Longest text kept of a receipt; the rest is left out.
  private static final int CHARACTERS_MAX = 4_000;

  /// ZVT's character set unless another was agreed on.
  private static final Charset CODE_PAGE = Charset.forName("IBM437");

  private static final int TAG_RECEIPT_KIND = 0x1F07;
  private static final int TAG_LINES = 0x25;
  private static final int TAG_LINE = 0x07;
  private static final int KIND_MERCHANT = 1;
  private static final int KIND_CUSTOMER = 2;

  /// An attribute of this value is not a text's but says how many lines to feed.
  private static final int FEED = 0xFF;

  private final StringBuilder customer = new StringBuilder();
  private final StringBuilder merchant = new StringBuilder();

  Optional<String> customer() {
    return text(customer);
  }

  Optional<String> merchant() {
    return text(merchant);
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
        append(kind(container), line.value());
      }
    }
  }

  /// Attribute, text, and a container that may follow: no text holds the byte it starts with.
  private void addLine(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int end = 1;
    while (end < data.length && data[end] != Fields.TLV) {
      end++;
    }
    boolean feed = (data[0] & 0xFF) == FEED;
    byte[] container = Fields.read(data, end).bytes(Fields.TLV).orElse(new byte[0]);
    append(kind(container), feed ? new byte[0] : Arrays.copyOfRange(data, 1, end));
  }

  /// What is not labelled is for the customer.
  private static int kind(byte[] container) {
    return Tlv.find(container, TAG_RECEIPT_KIND)
        .filter(value -> value.length == 1)
        .map(value -> (int) value[0])
        .orElse(KIND_CUSTOMER);
  }

  private void append(int kind, byte[] line) {
    if (kind == KIND_CUSTOMER) {
      append(customer, line);
    } else if (kind == KIND_MERCHANT) {
      append(merchant, line);
    }
  }

  private static void append(StringBuilder receipt, byte[] line) {
    if (receipt.length() + line.length < CHARACTERS_MAX) {
      receipt.append(new String(line, CODE_PAGE).stripTrailing()).append('\n');
    }
  }
}
