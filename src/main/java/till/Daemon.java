package till;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.cli.ExitCode;
import till.config.ConfigReader;
import till.config.ConfigShelf;
import till.config.ShelfException;
import till.journal.JournalException;
import till.journal.Space;
import till.journal.StateLock;
import till.kiosk.Guest;
import till.lane.Lane;
import till.lane.LaneEvent;
import till.sale.Input;

/// Runs one terminal after the other: a new configuration is a new object graph, built while no
/// customer is being served.
public final class Daemon {

  /// How long systemd lets one terminal take the place of another: as long as for a start, which
  /// may make a price book of a million items.
  private static final Duration BUILD_TIME = Duration.ofMinutes(5);

  /// Beyond this many threads that lost connections have left behind, each with a quarter of a
  /// megabyte, the process is to begin anew once no customer is served.
  private static final int STRAY_THREADS_MAX = 50;

  /// Beyond this it does not wait for the customer, but for a payment.
  private static final int STRAY_THREADS_LIMIT = 4 * STRAY_THREADS_MAX;

  private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  private final Path configFile;
  private final Board board;
  private final List<Guest> guests;
  private final Systemd systemd;
  private final Duration probationWindow;
  private final CompletableFuture<URI> address = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile @Nullable Terminal terminal;

  // the running thread's
  private boolean wornOut;
  private long statusAt = System.nanoTime() - STATUS_NANOS;

  /// @param guests what is served beside the kiosk, such as the demo's simulator page
  public Daemon(Path configFile, Board board, List<Guest> guests) {
    this(configFile, board, guests, Probation.WINDOW);
  }

  Daemon(Path configFile, Board board, List<Guest> guests, Duration probationWindow) {
    this.configFile = configFile;
    this.board = board;
    this.guests = List.copyOf(guests);
    this.systemd = Systemd.of(board.environment());
    this.probationWindow = probationWindow;
  }

  /// Where the kiosk answers, once it does for the first time.
  public CompletableFuture<URI> address() {
    return address;
  }

  /// Sells until `stop`, on the calling thread.
  ///
  /// @return the exit code: that it was stopped, or that it wants to be started anew
  /// @throws RuntimeException when it cannot start, or the ground is gone
  public int run() {
    try {
      Path state = ConfigReader.read(configFile).stateDirectory();
      // the directory is taken before the shelf in it is opened, which counts as a start
      try (StateLock _ = take(state)) {
        Space.relieve(state);
        return run(ConfigShelf.open(configFile));
      }
    } catch (RuntimeException e) {
      address.completeExceptionally(e);
      throw e;
    }
  }

  private static StateLock take(Path state) {
    return StateLock.take(state)
        .orElseThrow(() ->
            new StartException(
                ExitCode.IO,
                "another tilld runs on "
                    + state
                    + ": stop that one first, or set another [state] directory"));
  }

  private int run(ConfigShelf shelf) {
    var credentials = Credentials.of(board, configFile);
    long restarts = Starts.count(shelf.inForce().stateDirectory());
    var probation = new Probation(shelf, probationWindow);
    Optional<Input.Start> start =
        Optional.of(new Input.Start("boot", Map.of("version", board.version())));
    List<LaneEvent> waiting = List.of();
    while (!stopping && !wornOut) {
      Terminal current;
      try {
        current = Terminal.open(shelf, board, credentials, guests, restarts);
      } catch (JournalException | ShelfException e) {
        throw e;
      } catch (RuntimeException e) {
        if (!shelf.isOnProbation()) {
          throw e;
        }
        systemd.allow(BUILD_TIME);
        start = Optional.of(refused(probation.rollBack(String.valueOf(e.getMessage()))));
        continue;
      }
      Lane.Exit exit;
      Vitals vitals;
      try {
        exit = sell(current, shelf, probation, start, waiting);
        vitals = current.vitals();
      } finally {
        terminal = null;
        systemd.allow(BUILD_TIME); // closing counts too
        waiting = current.close();
      }
      switch (exit) {
        case RECONFIGURE -> {
          if (!wornOut) {
            start = Optional.of(rebuild(shelf, probation, vitals));
          }
        }
        case TRAINING -> {
          start = Optional.empty();
          waiting = waiting.stream().filter(Daemon::isOfBothSides).toList();
          probation.beginAgain();
        }
        case STOPPED -> {}
      }
    }
    log.info("stopped");
    return stopping ? ExitCode.OK : ExitCode.RESTART;
  }

  /// What was read for an exercise is not sold, and the other way round.
  private static boolean isOfBothSides(LaneEvent event) {
    return event instanceof LaneEvent.Remember;
  }

  private Lane.Exit sell(
      Terminal current,
      ConfigShelf shelf,
      Probation probation,
      Optional<Input.Start> start,
      List<LaneEvent> waiting) {
    terminal = current;
    if (stopping) {
      current.leave(Lane.Exit.STOPPED);
    } else if (!probation.isUnderWay() && shelf.staged().isPresent() && !current.isTraining()) {
      current.leave(Lane.Exit.RECONFIGURE);
    }
    return current.run(start, waiting, () -> beat(current, shelf, probation));
  }

  /// Between two turns of the lane, on its thread.
  private void beat(Terminal current, ConfigShelf shelf, Probation probation) {
    if (!address.isDone()) {
      log.info("ready: {}", current.summary());
      systemd.ready(current.summary());
      address.complete(current.address());
    }
    systemd.feed();
    if (probation.isUnderWay() && !current.isTraining()) {
      switch (probation.look(current.vitals())) {
        case WAIT -> {}
        case DECIDED -> current.report(shelf.reported());
        case REBUILD -> current.leave(Lane.Exit.RECONFIGURE);
      }
    }
    if (current.takeNews()) {
      current.report(shelf.reported());
    }
    watchThreads(current);
    long now = System.nanoTime();
    if (now - statusAt >= STATUS_NANOS) {
      statusAt = now;
      systemd.status(current.summary());
    }
  }

  private void watchThreads(Terminal current) {
    int strays = current.strayThreads();
    if (strays > STRAY_THREADS_MAX && !wornOut) {
      wornOut = true;
      log.error(
          "lost connections have left {} threads behind: the process ends with exit code {} as"
              + " soon as no customer is served, to be started anew",
          strays,
          ExitCode.RESTART);
      current.leave(Lane.Exit.RECONFIGURE);
    }
    if (strays > STRAY_THREADS_LIMIT && !current.isPaying()) {
      current.leave(Lane.Exit.STOPPED);
    }
  }

  /// The lane has left so that another configuration can be built.
  private static Input.Start rebuild(ConfigShelf shelf, Probation probation, Vitals vitals) {
    return switch (probation.next()) {
      case ADOPT -> {
        probation.adopt(vitals);
        yield new Input.Start("config-adopted", revisions(shelf));
      }
      case SET_ASIDE -> refused(probation.setAside(vitals));
      case KEEP -> new Input.Start("config-kept", revisions(shelf));
    };
  }

  private static Map<String, String> revisions(ConfigShelf shelf) {
    var revisions = new TreeMap<String, String>();
    shelf.revisions().forEach((scope, revision) -> revisions.put(scope, revision.toString()));
    return revisions;
  }

  private static Input.Start refused(String reason) {
    return new Input.Start("config-refused", Map.of("reasons", reason));
  }

  /// Asks it to leave; `run` returns soon. What is open stays on disk. Any thread.
  public void stop() {
    stopping = true;
    Terminal current = terminal;
    if (current != null) {
      systemd.stopping();
      current.leave(Lane.Exit.STOPPED);
    }
  }
}
