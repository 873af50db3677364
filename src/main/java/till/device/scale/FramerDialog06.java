package till.device.scale;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers of a scale that speaks Checkout-Dialog 06: ACK, NAK, or a record between STX and ETX.
final class FramerDialog06 implements AnswerFramer {

  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int ACK = 0x06;
  private static final int NAK = 0x15;

  private static final Pattern WEIGHED =
      Pattern.compile("02\u001b([0-9])\u001b([0-9]{5})\u001b([0-9]{6})\u001b([0-9]{6})");
  private static final Pattern REASON = Pattern.compile("09\u001b([0-9]{2})");
  private static final Pattern CHECKSUMS_WANTED = Pattern.compile("11\u001b2([0-9A-Fa-f]{2})");
  private static final Pattern CHECKSUMS_JUDGED = Pattern.compile("11\u001b([01])");

  private final FrameCutter cutter = new FrameCutter(STX, ETX, false);

  @Override
  public void feed(byte[] bytes, int length, Consumer<Answer> out) {
    cutter.feed(bytes, length, FramerDialog06::answer, FramerDialog06::loose, out);
  }

  private static Answer loose(int character) {
    return switch (character) {
      case ACK -> new Answer.Acknowledged();
      case NAK -> new Answer.Refused();
      default -> new Answer.Garbage(1);
    };
  }

  private static Answer answer(String frame) {
    Matcher weighed = WEIGHED.matcher(frame);
    if (weighed.matches()) {
      return new Answer.Weighed(
          weighed.group(1).charAt(0),
          Integer.parseInt(weighed.group(2)),
          Integer.parseInt(weighed.group(3)),
          Integer.parseInt(weighed.group(4)));
    }
    Matcher reason = REASON.matcher(frame);
    if (reason.matches()) {
      return new Answer.Reason(Integer.parseInt(reason.group(1)));
    }
    Matcher wanted = CHECKSUMS_WANTED.matcher(frame);
    if (wanted.matches()) {
      return new Answer.ChecksumsWanted(Integer.parseInt(wanted.group(1), 16));
    }
    Matcher judged = CHECKSUMS_JUDGED.matcher(frame);
    return judged.matches()
        ? new Answer.ChecksumsJudged(judged.group(1).equals("1"))
        : new Answer.Garbage(frame.length() + 2);
  }

  @Override
  public void reset() {
    cutter.reset();
  }
}
