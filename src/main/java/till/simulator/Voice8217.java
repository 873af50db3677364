package till.simulator;

import java.util.Locale;
import java.util.Optional;

/// A scale that speaks 8217.
final class Voice8217 implements ScaleVoice {

  private static final int TARE_MILLIS = 150;

  private final ScalePan pan;
  private final boolean pounds;
  private boolean echoing;

  Voice8217(ScalePan pan, boolean pounds) {
    this.pan = pan;
    this.pounds = pounds;
  }

  @Override
  public Reply hear(char next) {
    if (echoing) {
      echoing = next != 'F';
      return Reply.of(echoing ? String.valueOf(next) : "");
    }
    return switch (next) {
      case 'W' -> weight();
      case 'Z' -> Reply.of(status(!pan.zero()));
      case 'T' -> {
        pan.tare();
        yield new Reply(status(false), TARE_MILLIS, Optional.empty());
      }
      case 'C' -> {
        pan.tare(0);
        yield Reply.of(status(false));
      }
      case 'E' -> {
        echoing = true;
        yield Reply.of("\u0002E\r");
      }
      default -> Reply.NOTHING;
    };
  }

  private Reply weight() {
    ScalePan.Look look = pan.look();
    if (!look.isStable()) {
      return Reply.of(status(false));
    }
    String number =
        pounds
            ? String.format(Locale.ROOT, "%02d.%02d", look.net() / 100, look.net() % 100)
            : String.format(Locale.ROOT, "%02d.%03d", look.net() / 1000, look.net() % 1000);
    boolean net = look.tare() > 0;
    return Reply.weight(
        "\u0002" + number + (net ? "N" : "") + "\r",
        new SimulatedScale.Told(number, pounds ? "lb" : "kg", net));
  }

  private String status(boolean zeroError) {
    ScalePan.Look look = pan.look();
    int bits = 0x40;
    bits |= look.moving() ? 0x01 : 0;
    bits |= look.over() ? 0x02 : 0;
    bits |= look.under() ? 0x04 : 0;
    bits |= zeroError ? 0x08 : 0;
    bits |= look.atZero() ? 0x10 : 0;
    bits |= look.tare() > 0 ? 0x20 : 0;
    return "\u0002?" + (char) bits + "\r";
  }
}
