package till.device.scale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.port.PortException;

/// Checkout-Dialog 06: the scale is told the price and what it is of, and asked for weight and
/// total until it has them. The total proves the weight, so that without a price nothing is
/// weighed. It tells each weight once, and afterwards that nothing has moved. Now and then it wants
/// to know whether the till is one that was approved. Every answer of the scale is answered with
/// EOT.
final class Dialogue06 implements Dialogue {

  private static final String EOT = "\u0004";
  private static final String ENQUIRY = EOT + "\u0005";
  private static final String BEGIN = EOT + "\u0002";
  private static final String END = "\u0003";
  private static final String ESC = "\u001b";

  /// Of a checksum; which one is the till's own affair, only its correction has to be right.
  private static final int CHECKSUM = 0x7111;

  private static final char KILOGRAMS = '3';
  private static final int KILOGRAM_DECIMALS = 3;

  private final Polynomial polynomial;

  /// How often a scale is told the price and asked in a row, that wants it anew or the checksums
  /// before.
  private static final int ATTEMPTS_MAX = 3;

  /// What the scale was told and has taken.
  private @Nullable Article told;

  /// Whether it is to be told and asked at once again.
  private boolean isAgain;

  Dialogue06(Polynomial polynomial) {
    this.polynomial = polynomial;
  }

  @Override
  public Reading weigh(ScaleWire wire, Optional<Article> article) throws PortException {
    if (article.isEmpty()) {
      return idle(wire);
    }
    Reading reading = attempt(wire, article.get());
    for (int attempts = 1; isAgain && attempts < ATTEMPTS_MAX; attempts++) {
      reading = attempt(wire, article.get());
    }
    return reading;
  }

  /// Only asks whether it is there: a weight that it tells now it would not tell again once there
  /// is a price.
  private Reading idle(ScaleWire wire) throws PortException {
    told = null;
    Reading status = reason(wire);
    return status instanceof Reading.Silent || status instanceof Reading.Garbled
        ? status
        : new Reading.Unclear("the scale waits to be told what is weighed, and its price");
  }

  private Reading attempt(ScaleWire wire, Article article) throws PortException {
    isAgain = false;
    if (!article.equals(told)) {
      told = null;
      Optional<Answer> taken = ask(record(article), wire);
      if (!taken.equals(Optional.of(new Answer.Acknowledged()))) {
        return reading(taken, article, wire);
      }
      told = article;
    }
    return reading(ask(ENQUIRY, wire), article, wire);
  }

  private Reading reading(Optional<Answer> answer, Article article, ScaleWire wire)
      throws PortException {
    return switch (answer.orElse(null)) {
      case null -> silent();
      case Answer.Weighed weighed -> reading(weighed, article);
      case Answer.Refused _ -> reason(wire);
      case Answer.ChecksumsWanted wanted -> prove(wanted.z(), wire);
      case Answer.ChecksumsJudged judged -> judged(judged);
      case Answer.Reason reason -> reading(reason.code());
      case Answer.Acknowledged _,
          Answer.Weight _,
          Answer.Status _,
          Answer.NotUnderstood _,
          Answer.PoundsAndOunces _,
          Answer.Garbage _ ->
          garbled();
    };
  }

  private Reading silent() {
    told = null;
    return new Reading.Silent();
  }

  private Reading garbled() {
    told = null;
    return new Reading.Garbled();
  }

  static Reading reading(Answer.Weighed weighed, Article article) {
    if (weighed.unit() != KILOGRAMS) {
      return new Reading.Unclear("the scale does not weigh in kilograms: set it to kg");
    }
    BigDecimal weight = BigDecimal.valueOf(weighed.weight(), KILOGRAM_DECIMALS);
    int total =
        weight
            .multiply(BigDecimal.valueOf(article.unitPrice()))
            .setScale(0, RoundingMode.HALF_UP)
            .intValue();
    if (weighed.unitPrice() != article.unitPrice() || weighed.total() != total) {
      return new Reading.Fault(
          "the scale's weight, price and total do not agree: if that stays, call its service");
    }
    return new Reading.Weight(weight, WeightUnit.KG, article.tare() > 0, true);
  }

  private Reading reason(ScaleWire wire) throws PortException {
    return switch (ask(BEGIN + "08" + END, wire).orElse(null)) {
      case null -> silent();
      case Answer.Reason reason -> reading(reason.code());
      case Answer.ChecksumsWanted wanted -> prove(wanted.z(), wire);
      case Answer _ -> garbled();
    };
  }

  /// Source of the codes: record 09 of the protocol. Some scales want the price anew for each
  /// weight and say 22 until they have it.
  private Reading reading(int code) {
    if (code < 20 || code == 21 || code == 22) {
      told = null;
    }
    isAgain = code == 22;
    return switch (code) {
      case 2 -> new Reading.Garbled();
      case 10, 11, 12, 13 ->
          new Reading.Fault("the scale does not take the price, tare or text (code " + code + ")");
      case 20, 22 -> new Reading.Moving();
      case 21 -> new Reading.Unchanged();
      case 30 -> new Reading.Zero();
      case 31 -> new Reading.Under();
      case 32 -> new Reading.Over();
      case 0 -> new Reading.Unclear("the scale gives no weight and does not say why");
      default -> new Reading.Fault("the scale reports an error (code " + code + ")");
    };
  }

  /// Shows the scale that the till was approved.
  ///
  /// @param z how far the checksum is turned to the left, and its correction to the right
  private Reading prove(int z, ScaleWire wire) throws PortException {
    told = null;
    int checksum = rotateLeft(CHECKSUM, z >> 4);
    int correction = rotateLeft(polynomial.correction(CHECKSUM), 16 - (z & 0x0F));
    Optional<Answer> taken =
        ask(BEGIN + "10" + ESC + "%04X%04X".formatted(checksum, correction) + END, wire);
    return switch (taken.orElse(null)) {
      case null -> silent();
      case Answer.Acknowledged _ -> judgement(wire);
      case Answer.Refused _ -> notApproved();
      case Answer.ChecksumsJudged judged -> judged(judged);
      case Answer _ -> garbled();
    };
  }

  private Reading judgement(ScaleWire wire) throws PortException {
    return switch (ask(ENQUIRY, wire).orElse(null)) {
      case null -> silent();
      case Answer.ChecksumsJudged judged -> judged(judged);
      case Answer.Refused _ -> notApproved();
      case Answer _ -> garbled();
    };
  }

  private Reading judged(Answer.ChecksumsJudged judged) {
    isAgain = judged.valid();
    return judged.valid() ? new Reading.Moving() : notApproved();
  }

  private static Reading notApproved() {
    return new Reading.Fault(
        "the scale does not accept the till: the polynomial is not this scale's");
  }

  private static int rotateLeft(int sixteenBits, int by) {
    return (sixteenBits << by | sixteenBits >>> (16 - by)) & 0xFFFF;
  }

  private static String record(Article article) {
    String price = ESC + "%06d".formatted(article.unitPrice()) + ESC;
    String tare = "%04d".formatted(article.tare());
    String text = article.shownText();
    if (text.isEmpty()) {
      return article.tare() == 0 ? BEGIN + "01" + price + END : BEGIN + "03" + price + tare + END;
    }
    return article.tare() == 0
        ? BEGIN + "04" + price + text + END
        : BEGIN + "05" + price + tare + ESC + text + END;
  }

  private static Optional<Answer> ask(String question, ScaleWire wire) throws PortException {
    Optional<Answer> answer = wire.ask(question);
    if (answer.isPresent()) {
      wire.say(EOT);
    }
    return answer;
  }

  @Override
  public boolean knows(ScaleOrder order) {
    return false;
  }

  @Override
  public void give(ScaleOrder order, ScaleWire wire) {
    throw new IllegalStateException("dialog06 has no command to " + order);
  }
}
