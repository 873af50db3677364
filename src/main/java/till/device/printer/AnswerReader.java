package till.device.printer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Tells a printer's answers apart, which come as bare bytes and may come unasked. No I/O.
///
/// Every kind has fixed bits (Epson, ESC/POS reference, "Identification of transmission status"):
/// real-time status `0xx1xx10`, first byte of an automatic status `0xx1xx00`, its further bytes
/// `0xx0xxxx`, `GS r 1` `0000xxxx`; blocks begin with a header and end with NUL. XON and XOFF may
/// stand anywhere.
final class AnswerReader {

  /// The longest block, a printer's name or serial number, is shorter; beyond it the NUL was lost.
  private static final int BLOCK_BYTES_MAX = 80;

  /// Header and identifier of the answer to `GS ( H`: 37 22.
  private static final String PROCESS_ID = "7\"";

  /// The answer to `DLE DC4 8`: 37 25.
  private static final String CLEARED = "7%";

  private static final int STATUS_BYTES = 4;
  private static final int PROCESS_ID_BYTES = 4;

  private static final int XON = 0x11;
  private static final int XOFF = 0x13;

  private final int[] status = new int[STATUS_BYTES];
  private int statusCount;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private long strangeBytes;
  private boolean asksToWait;

  /// Takes the next bytes and hands out the answers that they complete.
  void feed(byte[] bytes, int length, Consumer<PrinterAnswer> out) {
    for (int i = 0; i < length; i++) {
      int next = bytes[i] & 0xFF;
      switch (next) {
        case XON -> asksToWait = false;
        case XOFF -> asksToWait = true;
        default -> take(next, out);
      }
    }
  }

  /// Whether XOFF was the last word. A wire with software flow control keeps both to itself.
  boolean asksToWait() {
    return asksToWait;
  }

  /// How many bytes were no answer at all: another device, or another baud rate.
  long strangeBytes() {
    return strangeBytes;
  }

  private void take(int next, Consumer<PrinterAnswer> out) {
    if (block.size() > 0) {
      takeBlock(next, out);
    } else if (statusCount > 0 && isPlain(next)) {
      takeStatus(next, out);
    } else {
      statusCount = 0; // a status that was broken off
      begin(next, out);
    }
  }

  private void begin(int next, Consumer<PrinterAnswer> out) {
    if ((next & 0x93) == 0x12) {
      out.accept(new PrinterAnswer.RealTime(next));
    } else if ((next & 0x93) == 0x10) {
      takeStatus(next, out);
    } else if ((next & 0xF0) == 0) {
      out.accept(new PrinterAnswer.Processed(next));
    } else if (isHeader(next)) {
      block.write(next);
    } else {
      strangeBytes++;
    }
  }

  private void takeStatus(int next, Consumer<PrinterAnswer> out) {
    status[statusCount++] = next;
    if (statusCount == STATUS_BYTES) {
      statusCount = 0;
      out.accept(new PrinterAnswer.Status(status[0], status[1], status[2], status[3]));
    }
  }

  private void takeBlock(int next, Consumer<PrinterAnswer> out) {
    if (next != 0 && block.size() < BLOCK_BYTES_MAX) {
      block.write(next);
      return;
    }
    String text = block.toString(StandardCharsets.US_ASCII);
    block.reset();
    if (text.equals(CLEARED)) {
      out.accept(new PrinterAnswer.Cleared());
    } else if (text.startsWith(PROCESS_ID)
        && text.length() == PROCESS_ID.length() + PROCESS_ID_BYTES) {
      out.accept(new PrinterAnswer.Printed(text.substring(PROCESS_ID.length())));
    }
  }

  private static boolean isPlain(int next) {
    return (next & 0x90) == 0;
  }

  private static boolean isHeader(int next) {
    return switch (next) {
      case 0x35, 0x37, 0x3B, 0x3D, 0x5F -> true;
      default -> false;
    };
  }
}
