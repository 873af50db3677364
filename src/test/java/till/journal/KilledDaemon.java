package till.journal;

import java.nio.file.Path;
import till.sale.Input;
import till.sale.Till;

/// A process that sells until somebody kills it. It says a number once that document is on disk,
/// and `open` once a line is.
final class KilledDaemon {

  private KilledDaemon() {}

  public static void main(String[] arguments) {
    var disk = new JournalOnDisk(Path.of(arguments[0]));
    try (Journal journal = disk.open()) {
      Till till = Till.open();
      till.does(new Input.RecordControl("boot", java.util.Map.of()));
      while (true) {
        System.out.println(JournalOnDisk.append(journal, till).getFirst().number());
        JournalOnDisk.append(journal, till.sells("1", 100));
        System.out.println("open");
        JournalOnDisk.append(journal, till.sells("2", 200));
        till.does(new Input.CancelTransaction());
      }
    }
  }
}
