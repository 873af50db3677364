package till.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import till.journal.StoredVerdict;
import till.journal.Turn;
import till.journal.Ulid;
import till.sale.Input;
import till.sale.Moment;
import till.sale.PrintJob;
import till.sale.Till;

/// Turns as a lane makes them, made beforehand: what is timed is the journal alone.
final class SaleMaker {

  private static final String ITEM = "4006381333931";
  private static final String DIGEST = "ab".repeat(32);

  private final Till till = Till.open();
  private final Random chance = new Random(1);
  private final List<StoredVerdict> verdicts = new ArrayList<>();
  private long millis;

  /// Turns that each end `sales` sales of one line: documents, one snapshot, the verdict on each
  /// tender.
  List<Turn> sales(int turns, int sales) {
    var made = new ArrayList<Turn>();
    for (int i = 0; i < turns; i++) {
      for (int n = 0; n < sales; n++) {
        sell();
      }
      made.add(turn());
    }
    return made;
  }

  /// The turn that begins a sale, then turns of one line each, then the one that gives it up.
  List<Turn> lines(int lines) {
    var made = new ArrayList<Turn>();
    for (int i = 0; i < lines + 1; i++) {
      enter();
      made.add(turn());
    }
    does(new Input.CancelTransaction());
    accepted();
    made.add(turn());
    return made;
  }

  private void sell() {
    enter();
    does(new Input.TakeTotal());
    does(new Input.TenderCash(Optional.empty()));
    for (PrintJob job : till.workstation().state().printJobs()) {
      does(new Input.MovePrintJob(job.jobId(), PrintJob.State.CONFIRMED));
    }
    accepted();
  }

  private void accepted() {
    verdicts.add(new StoredVerdict(freshId(), DIGEST, Optional.empty(), ""));
  }

  private void enter() {
    does(Till.enter(Till.item(ITEM, 199, "A")));
  }

  private void does(Input input) {
    till.does(input, new Moment(Till.NOON, Moment.ClockState.SYNCHRONISED, freshId()));
  }

  /// Identifiers as the lane's: they grow with time, which is how their index likes them.
  private String freshId() {
    return Ulid.next(Till.NOON.plusMillis(millis++), chance);
  }

  private Turn turn() {
    var turn = new Turn(till.facts, verdicts, till.workstation().state());
    till.facts.clear();
    till.effects.clear();
    verdicts.clear();
    return turn;
  }
}
