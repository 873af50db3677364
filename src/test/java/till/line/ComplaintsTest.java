package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.journal.JournalVerifier;

/// What shops complain about in other systems, with a daemon that is killed (SIGKILL).
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ComplaintsTest {

  private static final int CUTS = 3;

  @TempDir private Path folder;

  /// Killed as soon as the screen has its answer, again and again.
  ///
  /// Complaint: odoo #125037.
  @Test
  void aPowerCutRightAfterTheConfirmationLosesNoOrder() {
    var confirmed = new ArrayList<String>();
    try (var floor = new ShopFloor(folder)) {
      Shift shift = Shift.at(floor);
      for (int cut = 1; cut <= CUTS; cut++) {
        try (DaemonProcess daemon = floor.startDaemon()) {
          shift.awaitReady();
          shift.openSale(cut);
          shift.kiosk().total();
          confirmed.add(shift.kiosk().tender("Cash").at("/lastReceipt/transactionId").asString());
          daemon.kill();
        }
      }
      assertEquals(
          confirmed,
          Stored.sales(floor.state()).stream()
              .map(sale -> sale.path("transactionId").asString())
              .toList());
    }
    assertEquals(List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
  }
}
