package till.lane;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import till.device.scale.Weighing;
import till.sale.Input;
import till.sale.RetailTransaction;
import till.sale.Verdict;
import till.sale.Weight;

/// Sells by the scale what waits for it. The same thing is not sold twice by asking twice: what on
/// the scale was sold already is known here.
///
/// What was sold has gone once the scale was empty, or showed another weight. That it moved is not
/// enough: a driver also says so of a weight it has seen only once. The lane's thread only.
final class ScaleWatch {

  private static final BigDecimal POUND = new BigDecimal("0.45359237");
  private static final BigDecimal OUNCE = new BigDecimal("0.028349523125");

  /// Of a kilogram, where the scale weighs in something else.
  private static final int DECIMALS = 3;

  private Optional<BigDecimal> sold;
  private ScaleView newest = ScaleView.unknown();
  private ScaleView told = newest;

  /// @param sale that is open as the lane starts: what it weighed last may still lie there
  ScaleWatch(Optional<RetailTransaction> sale) {
    this.sold =
        sale.flatMap(open ->
            open.lines().reversed().stream()
                .flatMap(line -> line.weight().stream())
                .map(Weight::gross)
                .findFirst());
  }

  /// The scale says this now.
  void saw(Weighing weighing) {
    boolean isGone =
        switch (weighing) {
          case Weighing.Zero _, Weighing.Under _, Weighing.Over _ -> true;
          case Weighing.Stable stable -> !isSold(kilograms(stable));
          case Weighing.Moving _, Weighing.Unknown _ -> false;
        };
    if (isGone) {
      sold = Optional.empty();
    }
    newest = ScaleView.of(weighing);
  }

  /// Whether it looks otherwise than when this was asked last.
  private boolean turned() {
    boolean isOther = !newest.equals(told);
    told = newest;
    return isOther;
  }

  /// What it says, while something waits for it.
  Optional<ScaleView> view(Optional<RetailTransaction> sale) {
    return sale.filter(RetailTransaction::waitsForScale).map(_ -> newest);
  }

  /// Sells what waits for the scale, once the scale has come to rest with something else on it than
  /// what was sold last; or says what hinders.
  ///
  /// @param weighing what is on it at this moment, at most two seconds old
  void weigh(Weighing weighing, Draft draft) {
    saw(weighing);
    if (weighing instanceof Weighing.Stable stable && !isSold(kilograms(stable))) {
      switch (draft.decide(new Input.Weighed(kilograms(stable), stable.net()))) {
        case Verdict.Accepted _ -> {
          sold = Optional.of(kilograms(stable));
          draft.notice(Optional.empty());
        }
        case Verdict.Refused refused -> show(Optional.of(new Notice.No(refused)), draft);
      }
    } else {
      show(Notice.of(weighing), draft);
    }
  }

  /// What was said already is no news; an empty scale has only something to say of itself.
  private void show(Optional<Notice> notice, Draft draft) {
    Optional<Notice> shown = draft.surroundings().notice();
    boolean isNews =
        notice.isPresent()
            ? !notice.equals(shown)
            : shown.filter(Notice.OnScale.class::isInstance).isPresent();
    if (isNews) {
      draft.notice(notice);
    }
    if (turned() || isNews) {
      draft.changed();
    }
  }

  private boolean isSold(BigDecimal kilograms) {
    return sold.filter(weight -> weight.compareTo(kilograms) == 0).isPresent();
  }

  private static BigDecimal kilograms(Weighing.Stable stable) {
    BigDecimal weight = stable.weight();
    return switch (stable.unit()) {
      case KG -> weight;
      case G -> weight.movePointLeft(DECIMALS);
      case LB -> weight.multiply(POUND).setScale(DECIMALS, RoundingMode.HALF_UP);
      case OZ -> weight.multiply(OUNCE).setScale(DECIMALS, RoundingMode.HALF_UP);
    };
  }
}
