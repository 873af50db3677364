package till.sale;

import java.util.List;
import java.util.Optional;
import till.sale.Picture.Exercise;

/// The model's rules for training. A till has two journals, the shop's and the one for practising;
/// at any time all happens in one of them, and the other only hears when that changes.
final class ShopTraining {

  private ShopTraining() {}

  /// Whether what happens at the till is the other journal's.
  ///
  /// @param practises whether this is the one for practising
  static boolean isElsewhere(Picture p, boolean practises) {
    return practises != p.exercise.filter(last -> !last.isOver()).isPresent();
  }

  private static boolean isQuiet(Picture p) {
    return p.bill.isEmpty()
        && p.jobs.stream()
            .noneMatch(job -> List.of("QUEUED", "SENDING", "SENT").contains(job.state()));
  }

  static boolean begins(Picture p, String freshId) {
    p.exercise = Optional.of(new Exercise(freshId, false));
    p.sequence++;
    return isQuiet(p);
  }

  /// Nothing is printed any more.
  static boolean ends(Picture p) {
    boolean quiet = isQuiet(p);
    p.jobs.clear();
    p.exercise = p.exercise.map(last -> new Exercise(last.id(), true));
    p.sequence++;
    return quiet;
  }

  /// The journal for practising hears that it is its turn; twice is once.
  static boolean hearsOfBeginning(Picture p, String id) {
    if (p.exercise.filter(last -> last.id().equals(id)).isEmpty()) {
      p.exercise = Optional.of(new Exercise(id, false));
      ShopLane.starts(p);
    }
    return true;
  }

  /// The shop's journal hears that it is its turn again; twice is once.
  static boolean hearsOfEnd(Picture p, String id) {
    if (p.exercise.filter(last -> last.equals(new Exercise(id, false))).isPresent()) {
      p.exercise = Optional.of(new Exercise(id, true));
      p.sequence++;
    }
    return true;
  }
}
