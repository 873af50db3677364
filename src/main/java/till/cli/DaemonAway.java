package till.cli;

import java.nio.file.Path;
import till.journal.StateLock;

/// The daemon's place, for a command that has its devices: two on one wire would each get half of
/// what it says.
final class DaemonAway {

  private DaemonAway() {}

  /// Keeps the daemon from starting until it is closed.
  ///
  /// @param state the daemon's state directory
  /// @throws CommandException when a daemon runs
  static StateLock take(Path state) {
    return StateLock.takeAsGuest(state)
        .orElseThrow(() ->
            new CommandException(
                ExitCode.UNAVAILABLE,
                "the daemon runs and has the devices: systemctl stop tilld, then this again, then"
                    + " systemctl start tilld"));
  }
}
