package till.device.scale;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers of a scale that speaks NCI: LF, `00.456KG`, CR LF, `S` and two or three status bytes, CR
/// ETX; without the weight when there is none, without the `S` from SCP-01. Source: Weigh-Tronix,
/// SCP-01 and SCP-02; Ohaus, Aviator 7000, page 47.
final class FramerNci implements AnswerFramer {

  private static final int LF = 0x0A;
  private static final int ETX = 0x03;

  private static final String NOT_UNDERSTOOD = "?\r";

  private static final Pattern WEIGHT =
      Pattern.compile("(-?[ ]*[0-9]+\\.([0-9]+))(KG|kg|LB|lb|OZ|oz| G| g|G |g )");
  private static final Pattern POUNDS_AND_OUNCES =
      Pattern.compile("[ 0-9]{1,3}(lb|LB) [ 0-9]{1,2}\\.[0-9]{1,2}(oz|OZ)");

  /// How many characters a number has in all, by its decimals: `00.456`, `0001.25`, `00012.5`. No
  /// other widths, so that a number that lost a character on the line is none: parity drops them.
  private static final Map<Integer, Integer> NUMBER_CHARACTERS = Map.of(3, 6, 2, 7, 1, 7);

  /// Bits 4 and 5 are always set, bit 7 was the parity.
  private static final int FIXED_BITS = 0xB0;

  private static final int FIXED = 0x30;
  private static final int BYTE_FOLLOWS = 0x40;

  private final FrameCutter cutter = new FrameCutter(LF, ETX, true);

  @Override
  public void feed(byte[] bytes, int length, Consumer<Answer> out) {
    cutter.feed(bytes, length, FramerNci::answer, _ -> new Answer.Garbage(1), out);
  }

  private static Answer answer(String frame) {
    if (frame.equals(NOT_UNDERSTOOD)) {
      return new Answer.NotUnderstood();
    }
    int split = frame.indexOf("\r\n");
    ScaleState state = state(frame.substring(split < 0 ? 0 : split + 2));
    if (state == null) {
      return new Answer.Garbage(frame.length() + 2);
    }
    return split < 0 ? new Answer.Status(state) : weight(frame.substring(0, split), state);
  }

  private static Answer weight(String text, ScaleState state) {
    Matcher matcher = WEIGHT.matcher(text);
    if (matcher.matches()
        && Integer.valueOf(matcher.group(1).length())
            .equals(NUMBER_CHARACTERS.get(matcher.group(2).length()))) {
      return new Answer.Weight(
          new BigDecimal(matcher.group(1).replace(" ", "")),
          WeightUnit.valueOf(matcher.group(3).strip().toUpperCase(Locale.ROOT)),
          state);
    }
    return POUNDS_AND_OUNCES.matcher(text).matches()
        ? new Answer.PoundsAndOunces()
        : new Answer.Garbage(text.length());
  }

  /// Nothing where it is none.
  private static @Nullable ScaleState state(String text) {
    String bytes = text.startsWith("S") ? text.substring(1) : text;
    int count = bytes.length() - 1;
    if ((count != 2 && count != 3) || !bytes.endsWith("\r")) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      boolean isFollowed = (bytes.charAt(i) & BYTE_FOLLOWS) != 0;
      boolean shouldBe = i > 0 && i < count - 1;
      if ((bytes.charAt(i) & FIXED_BITS) != FIXED || isFollowed != shouldBe) {
        return null;
      }
    }
    int third = count == 3 ? bytes.charAt(2) : 0;
    return state(bytes.charAt(0), bytes.charAt(1), third);
  }

  private static ScaleState state(int first, int second, int third) {
    return new ScaleState(
        (first & 0x01) != 0,
        (second & 0x02) != 0,
        (second & 0x01) != 0,
        (first & 0x02) != 0,
        (third & 0x04) != 0,
        (third & 0x08) != 0,
        (first & 0x0C) != 0 || (second & 0x0C) != 0);
  }

  @Override
  public void reset() {
    cutter.reset();
  }
}
