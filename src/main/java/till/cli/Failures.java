package till.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import till.config.ConfigException;
import till.config.ShelfException;
import till.fleet.LedgerException;
import till.journal.JournalException;
import till.kiosk.KioskException;
import till.paper.PictureException;
import till.trust.TrustException;

/// What went wrong, in one line and an exit code.
final class Failures {

  private Failures() {}

  /// The command line was wrong.
  static int usage(PrintStream err, CommandLine.ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    err.println(
        "till: "
            + oneLine(failure)
            + "; see "
            + command.getCommandSpec().qualifiedName()
            + " --help");
    return ExitCode.USAGE;
  }

  /// The command has failed.
  static int failed(PrintStream err, Exception failure) {
    int exitCode = exitCode(failure);
    err.println("till: " + describe(failure));
    if (exitCode == ExitCode.SOFTWARE) {
      failure.printStackTrace(err);
    }
    return exitCode;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandException refusal) {
      return refusal.exitCode();
    }
    if (forbidden(failure).isPresent()) {
      return ExitCode.PERMISSION;
    }
    return switch (failure) {
      case ConfigException _ -> ExitCode.CONFIGURATION;
      case PictureException _ -> ExitCode.UNAVAILABLE;
      case LedgerException ledger when ledger.isAway() -> ExitCode.UNAVAILABLE;
      case JournalException _, ShelfException _, LedgerException _, TrustException _ -> ExitCode.IO;
      case KioskException _, FileAlreadyExistsException _ -> ExitCode.CANNOT_CREATE;
      case IOException _ -> ExitCode.IO;
      default -> ExitCode.SOFTWARE;
    };
  }

  /// What lies behind it, where that is a permission.
  private static Optional<AccessDeniedException> forbidden(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> Optional.empty();
      case AccessDeniedException e -> Optional.of(e);
      default -> forbidden(failure.getCause());
    };
  }

  private static String describe(Exception failure) {
    return switch (failure) {
      case CommandException e -> oneLine(e);
      case NoSuchFileException e -> e.getFile() + " is not there";
      case FileAlreadyExistsException e -> "there is a file " + e.getFile() + ": choose another";
      case IOException e when forbidden(e).isEmpty() -> e.toString();
      default ->
          forbidden(failure)
              .map(e ->
                  "no permission for "
                      + e.getFile()
                      + ": run this as root, or as the daemon's user")
              .orElseGet(() -> oneLine(failure));
    };
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
