package till.sale;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/// What can happen in a shop, made up by chance: mostly what fits, now and then what does not.
///
/// A move makes an input out of the till as it is, and hands along the model's rule for it. Moves
/// of an area stand together; a new kind of input needs one more of them.
public final class ShopMoves {

  /// One input.
  ///
  /// @param rule what the model makes of it, given the picture and a fresh identifier
  /// @param always no till ever refuses it
  record Step(Input input, BiPredicate<Picture, String> rule, boolean always) {

    static Step of(Input input, BiPredicate<Picture, String> rule) {
      return new Step(input, rule, false);
    }

    static Step always(Input input, BiPredicate<Picture, String> rule) {
      return new Step(input, rule, true);
    }
  }

  /// @param weight how often it is tried, among all
  /// @param refusedOneIn how seldom it is done all the same where the model would refuse it
  record Move(String name, int weight, int refusedOneIn, Function<Picture, Step> step) {

    Move(String name, int weight, Function<Picture, Step> step) {
      this(name, weight, 60, step);
    }

    /// One that people ask for who may not have it.
    Move bold() {
      return new Move(name, weight, 8, step);
    }
  }

  private static final int TRIES_MAX = 20;
  private static final int ANY_ONE_IN = 8;

  private final ShopChance chance;
  private final boolean practises;
  private final List<Move> all;
  private final int weights;

  ShopMoves(
      Random random,
      Shop shop,
      ShopModel model,
      ShopBooks books,
      Function<String, Original> originals) {
    chance = new ShopChance(random, shop);
    practises = shop.isTraining();
    all =
        Stream.of(
                new GoodsMoves(chance, model).all(),
                new MoneyMoves(chance, model).all(),
                new ReturnMoves(chance, model, books, originals).all(),
                new PeopleMoves(chance, model).all(),
                new LaneMoves(chance, books).all(),
                new PaperMoves(chance).all(),
                new TrainingMoves(chance, shop.isTraining()).all())
            .flatMap(List::stream)
            .toList();
    weights = all.stream().mapToInt(Move::weight).sum();
  }

  /// Who asks for the step that was made last.
  Optional<Actor> actor() {
    return chance.actor().map(operator -> new Actor(operator, "pin"));
  }

  /// The next step. What the model would refuse is mostly left out: a shop that refuses all the
  /// time comes to nothing. But now and then it is any move, whatever comes of it.
  Step next(TillState state, String freshId) {
    if (chance.sometimes(ANY_ONE_IN)) {
      return made(chance.any(all), state);
    }
    for (int i = 0; i < TRIES_MAX; i++) {
      Move move = weighed();
      Step step = made(move, state);
      if (chance.sometimes(move.refusedOneIn()) || isPossible(step, Portrait.of(state), freshId)) {
        return step;
      }
    }
    return made(weighed(), state);
  }

  /// Whether the model accepts it, and what it makes of the picture then.
  boolean isPossible(Step step, Picture picture, String freshId) {
    boolean heard = step.always() || !ShopTraining.isElsewhere(picture, practises);
    return heard && step.rule().test(picture, freshId);
  }

  private Step made(Move move, TillState state) {
    chance.people();
    return move.step().apply(Portrait.of(state));
  }

  private Move weighed() {
    int place = chance.below(weights);
    for (Move move : all) {
      place -= move.weight();
      if (place < 0) {
        return move;
      }
    }
    throw new IllegalStateException("no move at " + place);
  }
}
