package till.simulator;

import java.util.Locale;
import java.util.random.RandomGenerator;

/// A scale that speaks Checkout-Dialog 06, and wants to see the till's checksums when it was
/// switched on and every fifty weighings.
final class VoiceDialog06 implements ScaleVoice {

  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int EOT = 0x04;
  private static final int ENQ = 0x05;
  private static final String ACK = "\u0006";
  private static final String NAK = "\u0015";
  private static final String ESC = "\u001b";
  private static final int RECORD_CHARACTERS_MAX = 64;
  private static final int WEIGHINGS_BETWEEN_CHECKSUMS = 50;

  private final ScalePan pan;
  private final int generator;
  private final RandomGenerator chance;
  private final StringBuilder record = new StringBuilder();
  private boolean inRecord;

  private boolean isTrusting;
  private boolean hasVerdict;
  private int z;
  private int weighings;
  private boolean isTold;
  private int unitPrice;
  private String reason = "00";

  /// @param generator its polynomial, 17 bits
  VoiceDialog06(ScalePan pan, int generator, RandomGenerator chance) {
    this.pan = pan;
    this.generator = generator;
    this.chance = chance;
  }

  @Override
  public Reply hear(char next) {
    switch (next) {
      case EOT -> inRecord = false;
      case ENQ -> {
        return enquired();
      }
      case STX -> {
        inRecord = true;
        record.setLength(0);
      }
      case ETX -> {
        if (inRecord) {
          inRecord = false;
          return told(record.toString());
        }
      }
      default -> {
        if (inRecord && record.length() < RECORD_CHARACTERS_MAX) {
          record.append(next);
        }
      }
    }
    return Reply.NOTHING;
  }

  private Reply told(String text) {
    String[] fields = text.split(ESC, -1);
    return switch (fields[0]) {
      case "01", "03", "04", "05" -> price(fields);
      case "08" -> Reply.of(framed("09" + ESC + reason));
      case "10" -> checksums(fields);
      default -> refuse("10");
    };
  }

  private Reply price(String[] fields) {
    if (!isTrusting) {
      z = chance.nextInt(256);
      return Reply.of(framed(String.format(Locale.ROOT, "11%s2%02X", ESC, z)));
    }
    if (fields.length < 2 || !fields[1].matches("[0-9]{5,6}")) {
      return refuse("11");
    }
    boolean hasTare = fields[0].equals("03") || fields[0].equals("05");
    if (hasTare && (fields.length < 3 || !fields[2].matches("[0-9]{4}"))) {
      return refuse("12");
    }
    boolean hasText = fields[0].equals("04") || fields[0].equals("05");
    if (hasText && fields[fields.length - 1].length() > 13) {
      return refuse("13");
    }
    unitPrice = Integer.parseInt(fields[1]);
    pan.tare(hasTare ? Integer.parseInt(fields[2]) : 0);
    isTold = true;
    return Reply.of(ACK);
  }

  private Reply checksums(String[] fields) {
    if (fields.length < 2 || !fields[1].matches("[0-9A-F]{8}")) {
      return refuse("10");
    }
    int checksum = right(Integer.parseInt(fields[1].substring(0, 4), 16), z >> 4);
    int correction = right(Integer.parseInt(fields[1].substring(4), 16), 16 - (z & 15));
    isTrusting = isDivisible((long) checksum << 16 | correction);
    hasVerdict = true;
    return Reply.of(ACK);
  }

  private boolean isDivisible(long number) {
    long rest = number;
    for (int bit = 31; bit >= 16; bit--) {
      if ((rest & 1L << bit) != 0) {
        rest ^= (long) generator << (bit - 16);
      }
    }
    return rest == 0;
  }

  private static int right(int sixteenBits, int by) {
    return (sixteenBits >>> by | sixteenBits << (16 - by)) & 0xFFFF;
  }

  private Reply enquired() {
    if (hasVerdict) {
      hasVerdict = false;
      return Reply.of(framed("11" + ESC + (isTrusting ? "1" : "0")));
    }
    ScalePan.Look look = pan.look();
    if (!isTold) {
      return refuse("22");
    } else if (look.moving()) {
      return refuse("20");
    } else if (look.over()) {
      return refuse("32");
    } else if (look.under()) {
      return refuse("31");
    } else if (look.net() == 0) {
      return refuse("30");
    } else if (!look.isNew()) {
      return refuse("21");
    }
    return weighed(look);
  }

  private Reply weighed(ScalePan.Look look) {
    pan.taken();
    isTold = false;
    weighings++;
    isTrusting = weighings % WEIGHINGS_BETWEEN_CHECKSUMS != 0;
    long total = ((long) look.net() * unitPrice + 500) / 1000;
    return Reply.weight(
        framed(
            String.format(
                Locale.ROOT,
                "02%s3%s%05d%s%06d%s%06d",
                ESC,
                ESC,
                look.net(),
                ESC,
                unitPrice,
                ESC,
                total)),
        new SimulatedScale.Told(
            String.format(Locale.ROOT, "%d.%03d", look.net() / 1000, look.net() % 1000),
            "kg",
            look.tare() > 0));
  }

  private Reply refuse(String why) {
    reason = why;
    return Reply.of(NAK);
  }

  private static String framed(String text) {
    return "\u0002" + text + "\u0003";
  }
}
