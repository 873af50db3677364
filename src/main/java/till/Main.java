package till;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.cli.ExitCode;
import till.cli.Shell;
import till.cli.TillCommand;
import till.config.ConfigException;
import till.config.ShelfException;
import till.journal.Chain;
import till.journal.JournalException;
import till.journal.PriceBookException;
import till.kiosk.KioskConfigException;
import till.kiosk.KioskException;
import till.port.BoardPorts;
import till.trust.TrustException;

/// The front door: reads the command line, the environment and the clock, and hands them on.
public final class Main {

  /// Made by systemd-timesyncd when a time server has been believed.
  private static final Path CLOCK_SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");

  /// What names a board, best first. A serial number stays with the board, a machine id moves with
  /// the card.
  private static final List<Path> BOARD_NAMES =
      List.of(Path.of("/proc/device-tree/serial-number"), Path.of("/etc/machine-id"));

  /// As short as a person can compare, and no secret of the machine.
  private static final int BOARD_ID_DIGITS = 16;

  /// How long the doors take to close, at most.
  private static final int STOP_SECONDS_MAX = 20;

  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> System.exit(died(thread, failure)));
    Map<String, String> environment = System.getenv();
    var shell =
        new Shell(
            environment,
            System.in,
            System.out,
            System.err,
            Main::isTerminal,
            Main::secret,
            InstantSource.system(),
            Main::isClockSynchronised,
            new SecureRandom(),
            version(),
            config -> run(config, environment));
    System.exit(TillCommand.run(shell, arguments));
  }

  /// The daemon, until it is told to stop.
  ///
  /// @return its exit code
  private static int run(Path config, Map<String, String> environment) {
    var log = new LogTail(System.err, InstantSource.system());
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (Board board = board(environment, log)) {
      var daemon = new Daemon(config, board, List.of());
      var ended = new CountDownLatch(1);
      var exitCode = new AtomicInteger(ExitCode.OK);
      Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
        exitCode.set(died(thread, failure));
        System.exit(exitCode.get());
      });
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, ended, exitCode), "stop"));
      try {
        return daemon.run();
      } finally {
        ended.countDown();
      }
    } catch (RuntimeException e) {
      return failed("", e);
    }
  }

  /// Runs when the process is told to end, and when it ends by itself.
  ///
  /// @param exitCode of a thread that has died; without one the end is as it should be
  private static void stop(Daemon daemon, CountDownLatch ended, AtomicInteger exitCode) {
    if (ended.getCount() == 0) {
      return;
    }
    daemon.stop();
    try {
      boolean clean = ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
      boolean asked = exitCode.get() == ExitCode.OK;
      Runtime.getRuntime().halt(asked && !clean ? ExitCode.RESTART : exitCode.get());
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(ExitCode.RESTART);
    }
  }

  private static int died(Thread thread, Throwable failure) {
    return failed(thread.getName() + " has died: ", failure);
  }

  /// Says what went wrong: one line for what a person can mend, the trace for what is our fault.
  private static int failed(String what, Throwable failure) {
    int exitCode =
        switch (failure) {
          case ConfigException _, PriceBookException _, KioskConfigException _ ->
              ExitCode.CONFIGURATION;
          case StartException refusal -> refusal.exitCode();
          case JournalException _, ShelfException _, TrustException _ -> ExitCode.IO;
          case KioskException _ -> ExitCode.CANNOT_CREATE;
          default -> ExitCode.RESTART;
        };
    if (exitCode == ExitCode.RESTART) {
      log.error("{}{}", what, failure.getMessage(), failure);
    } else {
      log.error("{}{}", what, failure.getMessage());
    }
    return exitCode;
  }

  /// This machine.
  private static Board board(Map<String, String> environment, LogTail log) {
    return new Board(
        BoardPorts.open(),
        boardId(),
        environment,
        InstantSource.system(),
        Main::isClockSynchronised,
        new SecureRandom(),
        version(),
        log);
  }

  /// The hash of the best name this board has.
  private static Optional<String> boardId() {
    for (Path file : BOARD_NAMES) {
      try {
        byte[] name = Files.readAllBytes(file);
        if (name.length > 0) {
          return Optional.of(Chain.hash(name).substring(0, BOARD_ID_DIGITS));
        }
      } catch (IOException e) {
        log.debug("no name of this board in {}: {}", file, e.toString());
      }
    }
    return Optional.empty();
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// Asks without an echo.
  private static Optional<String> secret(String prompt) {
    return Optional.ofNullable(System.console())
        .map(console -> console.readPassword("%s", prompt))
        .map(String::new);
  }

  private static boolean isClockSynchronised() {
    return Files.exists(CLOCK_SYNCHRONISED);
  }

  /// As the jar's manifest says; `dev` for classes outside a jar.
  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
