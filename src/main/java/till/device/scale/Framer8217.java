package till.device.scale;

import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers of a scale that speaks 8217: STX, `01.234` or `?` and a status, CR. Source: Mettler and
/// PSC, DIVA service manual, 6.1.3 and 6.1.4.
///
/// The unit is the scale's setting and not in its answers. Its decimals tell: three are kilograms,
/// two are pounds. A scale that is set otherwise than configured is not understood.
final class Framer8217 implements AnswerFramer {

  private static final int STX = 0x02;
  private static final int CR = 0x0D;

  private static final Pattern KILOGRAMS = Pattern.compile("([ 0-9][0-9]\\.[0-9]{3})(N?)");
  private static final Pattern POUNDS = Pattern.compile("([ 0-9][0-9]\\.[0-9]{2})(N?)");

  private static final int MOTION = 0x01;
  private static final int OVER = 0x02;
  private static final int UNDER = 0x04;
  private static final int OUTSIDE_ZERO = 0x08;
  private static final int AT_ZERO = 0x10;
  private static final int NET = 0x20;
  private static final int ALWAYS = 0x40;

  private final FrameCutter cutter = new FrameCutter(STX, CR, false);
  private final WeightUnit unit;
  private final Pattern weight;

  /// @param unit kg or lb
  Framer8217(WeightUnit unit) {
    this.unit = unit;
    this.weight = unit == WeightUnit.KG ? KILOGRAMS : POUNDS;
  }

  @Override
  public void feed(byte[] bytes, int length, Consumer<Answer> out) {
    cutter.feed(bytes, length, this::answer, _ -> new Answer.Garbage(1), out);
  }

  private Answer answer(String frame) {
    if (frame.length() == 2 && frame.charAt(0) == '?') {
      return status(frame.charAt(1));
    }
    Matcher matcher = weight.matcher(frame);
    if (!matcher.matches()) {
      return new Answer.Garbage(frame.length() + 2);
    }
    return new Answer.Weight(
        new BigDecimal(matcher.group(1).strip()),
        unit,
        matcher.group(2).isEmpty() ? ScaleState.RESTING : ScaleState.RESTING_NET);
  }

  private static Answer status(int bits) {
    if (bits > 0x7F || (bits & ALWAYS) == 0) {
      return new Answer.Garbage(4);
    }
    return new Answer.Status(
        new ScaleState(
            (bits & MOTION) != 0,
            (bits & OVER) != 0,
            (bits & UNDER) != 0,
            (bits & AT_ZERO) != 0,
            (bits & NET) != 0,
            (bits & OUTSIDE_ZERO) != 0,
            false));
  }

  @Override
  public void reset() {
    cutter.reset();
  }
}
