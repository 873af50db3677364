package till.device.printer;

import java.nio.charset.StandardCharsets;

/// Asks the printer to say when a job is done, and knows the answer when it comes.
///
/// The writer's thread asks, the reader's thread hears.
final class Confirmations {

  private static final int ID_CHARACTERS = 4;
  private static final int ID_FIRST = ' ';
  private static final int ID_DIGITS = '~' - ID_FIRST + 1;

  private static final byte[] STATUS_REQUEST = {0x1D, 'r', 1};

  private final PrinterProfile.Confirmation kind;
  private long nextId;

  /// Empty when none is.
  private String awaitedId = "";

  /// Answers to `GS r` that have not come yet. They bear no name: only the last one is this job's.
  private int owed;

  /// @param firstId differs from start to start, so that an answer from before is not one of now
  Confirmations(PrinterProfile.Confirmation kind, long firstId) {
    this.kind = kind;
    this.nextId = firstId;
  }

  /// What to send behind a job.
  synchronized byte[] request() {
    return switch (kind) {
      case PROCESS_ID -> {
        awaitedId = id(nextId++);
        yield ("\u001d(H\u0006\u000000" + awaitedId).getBytes(StandardCharsets.US_ASCII);
      }
      case STATUS_ANSWER -> {
        owed++;
        yield STATUS_REQUEST.clone();
      }
      case NONE -> new byte[0];
    };
  }

  /// Whether this says that the latest job is done.
  synchronized boolean isGivenBy(PrinterAnswer answer) {
    return switch (answer) {
      case PrinterAnswer.Printed printed -> printed.processId().equals(awaitedId);
      case PrinterAnswer.Processed _ -> {
        boolean last = owed == 1;
        owed = Math.max(0, owed - 1);
        yield last;
      }
      case PrinterAnswer.Status _, PrinterAnswer.RealTime _, PrinterAnswer.Cleared _ -> false;
    };
  }

  /// The printer could have answered by now, or was told to forget: what it owes is lost, and an
  /// answer that comes late is not one to the next job.
  synchronized void giveUp() {
    owed = 0;
    awaitedId = "";
  }

  /// Characters from space to tilde.
  private static String id(long number) {
    var id = new StringBuilder();
    long rest = number;
    for (int i = 0; i < ID_CHARACTERS; i++) {
      id.append((char) (ID_FIRST + Math.floorMod(rest, ID_DIGITS)));
      rest = Math.floorDiv(rest, ID_DIGITS);
    }
    return id.toString();
  }
}
