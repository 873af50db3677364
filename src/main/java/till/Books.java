package till;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import till.config.TerminalConfig;
import till.config.TerminalSettings;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Verdicts;
import till.lane.ShopJournal;
import till.sale.Input;
import till.sale.Shop;
import till.sale.Training;
import till.sale.Workstation;
import till.trust.DeviceKey;

/// The journals of a till: the shop's, and the one that is sold in. They are the same unless
/// somebody practises.
///
/// The shop's journal says whether somebody does; the other one may know already that it has ended.
/// So whichever of the two was written when the daemon was killed, the next start finishes it.
///
/// @param till as it was left in the journal that is sold in
/// @param folder of the journal that is sold in
/// @param aside the shop's journal, while it is not sold in
/// @param news what the journal that is sold in has to hear of the other one
record Books(
    Workstation till,
    Journal ofShop,
    Journal inUse,
    Path folder,
    Optional<ShopJournal> aside,
    List<Input> news) {

  Books {
    news = List.copyOf(news);
  }

  /// Opens the shop's journal, and that of the training when one is under way.
  ///
  /// @param shop the rules while nobody practises
  static Books open(TerminalConfig config, Shop shop, Board board, DeviceKey key, Parts parts) {
    Path state = config.stateDirectory();
    Path exercises = state.resolve(Journal.TRAINING);
    JournalIdentity identity = identity(config.terminal());
    Journal ofShop = parts.add(open(state, identity, board, key));
    Workstation selling = ShopJournal.recovered(ofShop, shop);
    Optional<Training> training = selling.state().training().filter(Training::isOn);
    if (training.isEmpty()) {
      Verdicts.open(exercises)
          .map(parts::add)
          .ifPresent(verdicts -> ofShop.beside(verdicts::find, verdicts.documents()));
      return new Books(selling, ofShop, ofShop, state, Optional.empty(), List.of());
    }
    Journal exercise = parts.add(open(exercises, identity.forTraining(), board, key));
    Workstation practising = ShopJournal.recovered(exercise, shop.with(Shop.Practice.UNDER_WAY));
    Optional<Training> over =
        practising
            .state()
            .training()
            .filter(known -> known.isSame(training.get()) && !known.isOn());
    if (over.isPresent()) {
      ofShop.beside(exercise::verdict, exercise.documents());
      List<Input> news = List.of(new Input.EndTraining(over.get()));
      return new Books(selling, ofShop, ofShop, state, Optional.empty(), news);
    }
    exercise.beside(ofShop::verdict, ofShop.documents());
    ShopJournal aside =
        parts.add(
            new ShopJournal(
                ofShop, selling, board.clock(), board.clockSynchronised(), board.chance()));
    List<Input> news = List.of(new Input.BeginTraining(training.get()));
    return new Books(practising, ofShop, exercise, exercises, Optional.of(aside), news);
  }

  private static Journal open(Path folder, JournalIdentity identity, Board board, DeviceKey key) {
    return Journal.open(folder, identity, key, board.clock().instant(), board.chance());
  }

  private static JournalIdentity identity(TerminalSettings terminal) {
    return new JournalIdentity(
        terminal.org(),
        terminal.terminal(),
        terminal.store(),
        terminal.workstation(),
        terminal.currency(),
        terminal.timeZone());
  }

  boolean isTraining() {
    return till.shop().isTraining();
  }
}
