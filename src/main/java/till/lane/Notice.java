package till.lane;

import java.util.List;
import java.util.Optional;
import till.device.scale.Weighing;
import till.sale.Verdict;

/// What the customer was told last, until something else happens.
sealed interface Notice {

  /// The shop has said no.
  record No(Verdict.Refused refused) implements Notice {}

  /// What lies on the scale cannot be sold, yet or at all.
  ///
  /// @param code such as `weight-unstable`
  record OnScale(String code) implements Notice {}

  /// Nothing is to be said of an empty scale.
  static Optional<Notice> of(Weighing weighing) {
    return switch (weighing) {
      case Weighing.Stable _ -> Optional.of(new OnScale("weight-sold"));
      case Weighing.Moving _ -> Optional.of(new OnScale("weight-unstable"));
      case Weighing.Under _ -> Optional.of(new OnScale("weight-under"));
      case Weighing.Over _ -> Optional.of(new OnScale("weight-over"));
      case Weighing.Unknown _ -> Optional.of(new OnScale("weight-unknown"));
      case Weighing.Zero _ -> Optional.empty();
    };
  }

  default ProblemView view(List<String> languages) {
    return switch (this) {
      case No no -> ProblemView.refused(no.refused(), languages);
      case OnScale onScale -> ProblemView.onScale(onScale.code(), languages);
    };
  }
}
