package till.journal;

import java.nio.file.Path;
import till.sale.Entry;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Till;
import till.sale.TillState;
import till.sale.Workstation;

/// A process that opens and closes business days until somebody kills it, going on from what is on
/// disk. It says the number of a Z report once that is on disk, and `day` once a day is open.
final class ClosingDaemon {

  private ClosingDaemon() {}

  public static void main(String[] arguments) {
    var disk = new JournalOnDisk(Path.of(arguments[0]));
    try (Journal journal = disk.open()) {
      Till till = Till.goingOn(state(journal));
      while (true) {
        if (till.workstation().state().businessDay().isEmpty()) {
          JournalOnDisk.append(journal, till.does(new Input.OpenBusinessDay(Till.DAY)));
        }
        if (till.workstation().state().lane() != LaneState.READY) {
          JournalOnDisk.append(journal, till.does(new Input.OpenLane()));
        }
        JournalOnDisk.append(journal, JournalOnDisk.sale(till, 100));
        System.out.println("day");
        JournalOnDisk.append(journal, till.does(new Input.CloseBusinessDay()));
        System.out.println(till.workstation().state().lastClosing().orElseThrow().number());
      }
    }
  }

  /// What a journal says of the till.
  static TillState state(Journal journal) {
    Journal.Recovered recovered = journal.recover();
    var workstation = new Workstation(Till.SHOP, recovered.snapshot());
    for (Entry entry : recovered.entries()) {
      workstation = workstation.apply(entry);
    }
    return workstation.state();
  }
}
