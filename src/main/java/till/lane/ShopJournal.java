package till.lane;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.journal.Journal;
import till.journal.Turn;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Shop;
import till.sale.Verdict;
import till.sale.Workstation;

/// The shop's journal while somebody practises at the till. Nothing is sold in it meanwhile; what
/// happens to the till itself (a start, another board, a wrong PIN) is remembered there, where the
/// fleet reads it. Anybody may have something remembered; the lane's thread writes it.
public final class ShopJournal implements AutoCloseable {

  /// As many as the lane's mailbox holds; whoever comes beyond it waits.
  private static final int WAITING_MAX = Mailbox.EVENTS_MAX;

  private static final Logger log = LoggerFactory.getLogger(ShopJournal.class);

  private final Journal journal;
  private final Moments moments;
  private final BlockingQueue<Input> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private Workstation workstation;

  /// @param workstation as `recovered`
  /// @param clockSynchronised whether the board's clock can be believed right now
  public ShopJournal(
      Journal journal,
      Workstation workstation,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      RandomGenerator chance) {
    this.journal = journal;
    this.moments = new Moments(clock, clockSynchronised, chance);
    this.workstation = workstation;
  }

  /// The till with what was open when the daemon stopped.
  public static Workstation recovered(Journal journal, Shop shop) {
    Journal.Recovered recovered = journal.recover();
    return new Workstation(shop, recovered.snapshot()).apply(recovered.entries());
  }

  /// Takes note of something to be remembered. Any thread.
  public void remember(String control, Map<String, String> facts) {
    try {
      waiting.put(new Input.RecordControl(control, facts));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.error("no time to wait: {} is not in the shop's journal", control);
    }
  }

  /// Puts on disk what has been noted: one transaction. The lane's thread.
  ///
  /// @throws till.journal.JournalException when the disk fails; the process has to end
  public void write() {
    var inputs = new ArrayList<Input>();
    waiting.drainTo(inputs);
    var entries = new ArrayList<Entry>();
    for (Input input : inputs) {
      if (workstation.decide(input, moments.get()) instanceof Verdict.Accepted accepted) {
        workstation = workstation.apply(accepted.entries());
        entries.addAll(accepted.entries());
      }
    }
    journal.append(new Turn(entries, List.of(), workstation.state()));
  }

  /// Writes what has come last.
  @Override
  public void close() {
    write();
  }
}
