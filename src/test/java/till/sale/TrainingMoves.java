package till.sale;

import java.util.List;
import java.util.Optional;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// Somebody begins to practise, or has done so.
///
/// @param practises whether this is the journal for practising
record TrainingMoves(ShopChance chance, boolean practises) {

  private static final Actor SOMEBODY = new Actor("op-1", "pin");

  List<Move> all() {
    return List.of(
        new Move("a training begins", practises ? 1 : 3, this::on),
        new Move("a training ends", practises ? 8 : 1, this::off),
        practises
            ? new Move("a training has begun", 4, this::begun)
            : new Move("a training has ended", 4, this::ended));
  }

  private Step on(Picture now) {
    boolean possible = !practises && chance.isSomebody();
    return Step.of(new Input.TrainingOn(), (p, fresh) -> possible && ShopTraining.begins(p, fresh));
  }

  private Step off(Picture now) {
    boolean possible = practises && chance.isSomebody();
    return Step.of(new Input.TrainingOff(), (p, _) -> possible && ShopTraining.ends(p));
  }

  private Step begun(Picture now) {
    Training training = training(now);
    return Step.always(
        new Input.BeginTraining(training),
        (p, _) -> ShopTraining.hearsOfBeginning(p, training.id()));
  }

  private Step ended(Picture now) {
    Training training = training(now).endedBy(SOMEBODY, Till.NOON);
    return Step.always(
        new Input.EndTraining(training), (p, _) -> ShopTraining.hearsOfEnd(p, training.id()));
  }

  /// The last one, or another.
  private Training training(Picture now) {
    String id =
        now.exercise
            .filter(_ -> !chance.sometimes(3))
            .map(Picture.Exercise::id)
            .orElseGet(() -> "training-" + chance.below(1_000_000));
    return new Training(id, Till.NOON, SOMEBODY, Optional.empty());
  }
}
