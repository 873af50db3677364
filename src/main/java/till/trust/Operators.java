package till.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may act with a PIN, and how often one may be guessed.
///
/// A PIN of four digits is worth as much as the number of guesses is small: the third wrong one of
/// an operator in a row begins a pause of 30 s, each further one a pause twice as long, up to 15
/// minutes; ten wrong ones of all together pause everybody, for 30 s up to 5 minutes. Ids that are
/// nobody's share one count: ids are no secret. A right PIN forgives what was wrong before. The
/// counts are on disk before a wrong PIN is answered, so that a restart forgives nothing.
///
/// Checking takes some tenths of a second and 12 MiB on a small board: one at a time, a few wait,
/// more are turned away. Any thread but the lane's.
public final class Operators {

  /// More than a shop has.
  public static final int COUNT_MAX = 200;

  /// Name of the file with the counts, in the state directory.
  static final String FILE = "wrong-pins";

  /// Checks that may wait for the one that is going on: some seconds of a person's patience.
  private static final int WAITING_MAX = 4;

  private static final int WRONG_MAX = 3;
  private static final int WRONG_OF_ALL_MAX = 10;
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(15);

  /// Of everybody: an idle hand must not keep all attendants away for long.
  private static final Duration PAUSE_OF_ALL_MAX = Duration.ofMinutes(5);

  private static final int FILE_BYTES_MAX = 64 * 1024;
  private static final String ALL = "all";
  private static final String STRANGERS = "strangers";
  private static final String OPERATOR = "operator.";
  private static final Logger log = LoggerFactory.getLogger(Operators.class);

  private final Map<String, Operator> operators = new LinkedHashMap<>();
  private final Path file;
  private final BiConsumer<String, Map<String, String>> journal;
  private final LongSupplier nanoTime;
  private final Semaphore places = new Semaphore(1 + WAITING_MAX);

  /// By the names in the file. Guarded by this.
  private final Map<String, WrongPins> wrong = new TreeMap<>();

  /// Reads what was wrong before.
  ///
  /// @param journal is given each attempt that fails: `sign-on-failed` and its facts, among them
  ///   the operator's id if there is one with it, never the PIN. It may wait
  /// @throws IllegalArgumentException when two have the same id
  public static Operators open(
      List<Operator> operators,
      Path stateDirectory,
      BiConsumer<String, Map<String, String>> journal) {
    return open(operators, stateDirectory, journal, System::nanoTime);
  }

  static Operators open(
      List<Operator> operators,
      Path stateDirectory,
      BiConsumer<String, Map<String, String>> journal,
      LongSupplier nanoTime) {
    var opened = new Operators(operators, stateDirectory.resolve(FILE), journal, nanoTime);
    opened.load();
    return opened;
  }

  private Operators(
      List<Operator> operators,
      Path file,
      BiConsumer<String, Map<String, String>> journal,
      LongSupplier nanoTime) {
    this.file = file;
    this.journal = journal;
    this.nanoTime = nanoTime;
    wrong.put(ALL, new WrongPins(WRONG_OF_ALL_MAX, PAUSE, PAUSE_OF_ALL_MAX));
    wrong.put(STRANGERS, new WrongPins(WRONG_MAX, PAUSE, PAUSE_MAX));
    for (Operator operator : operators) {
      if (this.operators.put(operator.id(), operator) != null) {
        throw new IllegalArgumentException("two operators with the id " + operator.id());
      }
      wrong.put(OPERATOR + operator.id(), new WrongPins(WRONG_MAX, PAUSE, PAUSE_MAX));
    }
  }

  /// The operator with this id.
  public Optional<Operator> find(String id) {
    return Optional.ofNullable(operators.get(id));
  }

  /// Whether this is the operator's PIN.
  ///
  /// @throws TrustException when the count of wrong ones cannot be kept
  public Verification check(String operatorId, String pin) {
    if (!places.tryAcquire()) {
      return new Verification.Busy();
    }
    Optional<Map<String, String>> failure;
    Verification verification;
    try {
      synchronized (this) {
        int before = of(ALL).count();
        verification = checkAlone(operatorId, pin);
        failure = of(ALL).count() > before ? Optional.of(facts(operatorId)) : Optional.empty();
      }
    } finally {
      places.release();
    }
    failure.ifPresent(facts -> journal.accept("sign-on-failed", facts));
    return verification;
  }

  private Verification checkAlone(String operatorId, String pin) {
    WrongPins own = own(operatorId);
    Duration pause = pause(own);
    if (pause.isPositive()) {
      return new Verification.Locked(pause);
    }
    Optional<Operator> operator = find(operatorId);
    if (isRight(operator, pin)) {
      if (own.count() + of(ALL).count() > 0) {
        own.right();
        of(ALL).right();
        save();
      }
      return new Verification.Granted(operator.orElseThrow());
    }
    long now = nanoTime.getAsLong();
    own.wrong(now);
    of(ALL).wrong(now);
    save();
    Duration next = pause(own);
    return next.isPositive()
        ? new Verification.Locked(next)
        : new Verification.Refused(Math.min(own.triesLeft(), of(ALL).triesLeft()));
  }

  /// A stranger's PIN is held against somebody's, for the same time.
  private boolean isRight(Optional<Operator> operator, String pin) {
    return operator
        .or(() -> operators.values().stream().findFirst())
        .map(each -> each.pin().verify(pin) && operator.isPresent())
        .orElse(false);
  }

  private Duration pause(WrongPins own) {
    long now = nanoTime.getAsLong();
    Duration mine = own.pause(now);
    Duration everybodys = of(ALL).pause(now);
    return mine.compareTo(everybodys) > 0 ? mine : everybodys;
  }

  private WrongPins own(String operatorId) {
    return of(operators.containsKey(operatorId) ? OPERATOR + operatorId : STRANGERS);
  }

  private WrongPins of(String name) {
    WrongPins found = wrong.get(name);
    if (found == null) {
      throw new IllegalStateException("nobody counts the wrong PINs of " + name);
    }
    return found;
  }

  /// Pauses bound how many of these there are.
  private Map<String, String> facts(String operatorId) {
    var facts = new TreeMap<String, String>();
    find(operatorId).ifPresent(operator -> facts.put("operator", operator.id()));
    facts.put("wrongInARow", Integer.toString(own(operatorId).count()));
    long seconds = roundedUp(pause(own(operatorId)));
    if (seconds > 0) {
      facts.put("pauseSeconds", Long.toString(seconds));
      log.warn(
          "too many wrong PINs of {}: paused for {} s",
          facts.getOrDefault("operator", "nobody we know"),
          seconds);
    }
    return facts;
  }

  private static long roundedUp(Duration pause) {
    return pause.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private void save() {
    var text = new StringBuilder();
    wrong.forEach((name, pins) -> {
      if (pins.count() > 0) {
        text.append(name).append(' ').append(pins.count()).append('\n');
      }
    });
    try {
      SecretFile.write(
          file, text.toString().getBytes(StandardCharsets.US_ASCII), SecretFile.OWNER_ONLY);
    } catch (IOException e) {
      throw new TrustException("cannot keep the count of wrong PINs in " + file, e);
    }
  }

  private void load() {
    if (Files.notExists(file)) {
      return;
    }
    long now = nanoTime.getAsLong();
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException("it is too large");
      }
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", 2);
        // somebody who is not in the configuration any more is forgotten
        Optional.ofNullable(wrong.get(words[0]))
            .ifPresent(pins -> pins.set(Integer.parseInt(words[1]), now));
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      log.warn(
          "the count of wrong PINs in {} cannot be read ({}): everybody waits {} s",
          file,
          e.toString(),
          PAUSE.toSeconds());
      of(ALL).set(WRONG_OF_ALL_MAX, now);
    }
  }
}
