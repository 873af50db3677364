package till.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.trust.TrustStore;

/// Which configuration is in force: the local file, overlaid by what the fleet has pushed (fleet,
/// then store, then terminal). Tables merge key by key; a list replaces a list whole.
///
/// A pushed document is *staged* when it is genuine, new, and good together with everything else;
/// *adopted* when the front door builds with it; *promoted* when it has passed its probation; else
/// *set aside* to try the last good one, or *rolled back* and never tried again. Documents that are
/// on probation together pass and fail together.
///
/// Guarantees: every step is on disk before it returns, and a power cut at any moment leaves the
/// step before or the step after; nothing is in force that does not carry a good signature today.
/// Does not guarantee the fleet's documents when the local file no longer fits them: then the local
/// file alone is in force, and `reported` says so. The local file itself has to be good.
///
/// Any thread.
public final class ConfigShelf {

  /// How often the daemon starts on a configuration that has come to no verdict. Then it is bad.
  public static final int STARTS_MAX = 3;

  private static final Logger log = LoggerFactory.getLogger(ConfigShelf.class);

  private final Path localFile;
  private final Value.Table localTree;
  private final ConfigReader.Reading local;
  private final ShelfFile file;
  private ShelfState state;

  /// Scopes whose good document does not count in this run, and why.
  private final Map<Scope, List<String>> resting = new EnumMap<>(Scope.class);

  /// The latest refusal in each scope of something that has no place on the shelf.
  private final Map<Scope, ShelfReport.Refusal> refusals = new EnumMap<>(Scope.class);

  /// Documents that were opened in this run, by scope and hash.
  private final Map<String, Letter.Opened> letters = new HashMap<>();

  private ConfigReader.Reading inForce;

  private ConfigShelf(
      Path localFile,
      Value.Table localTree,
      ConfigReader.Reading local,
      ShelfFile file,
      ShelfState state) {
    this.localFile = localFile;
    this.localTree = localTree;
    this.local = local;
    this.file = file;
    this.state = state;
    this.inForce = local;
  }

  /// Opens the shelf in the state directory that the local file names. Counts as a start of what is
  /// on probation.
  ///
  /// @throws ConfigException when the local file is bad
  /// @throws ShelfException when the disk does not work
  public static ConfigShelf open(Path localFile) {
    ConfigShelf shelf = read(localFile, true);
    if (!shelf.state.trial().isEmpty()) {
      shelf.keep(shelf.state.started());
      if (shelf.state.trial().values().stream().anyMatch(kept -> kept.starts() > STARTS_MAX)) {
        shelf.rollBack("came to no verdict in " + STARTS_MAX + " starts");
      }
    }
    return shelf;
  }

  /// Looks at the shelf from outside, while its daemon runs or without one. Changes nothing.
  ///
  /// @throws ConfigException when the local file is bad
  /// @throws ShelfException when the shelf cannot be read
  public static ConfigShelf look(Path localFile) {
    return read(localFile, false);
  }

  private static ConfigShelf read(Path localFile, boolean owned) {
    Value.Table tree = TomlSource.read(localFile);
    ConfigReader.Reading local = ConfigReader.read(localFile, tree);
    var file = new ShelfFile(local.config().stateDirectory());
    ShelfState state;
    try {
      state = file.read().orElse(ShelfState.EMPTY);
    } catch (ShelfFile.Unreadable e) {
      if (!owned) {
        throw new ShelfException("cannot read the shelf of configurations", e);
      }
      log.error(
          "{}: moved to {}; {} alone is in force until the fleet sends its configuration again",
          e.getMessage(),
          file.quarantine(),
          localFile);
      state = ShelfState.EMPTY;
    }
    var shelf = new ConfigShelf(localFile, tree, local, file, state);
    shelf.settle(owned);
    return shelf;
  }

  /// Finds out what of the shelf still stands on the local file as it is today.
  private void settle(boolean owned) {
    state
        .good()
        .forEach((scope, kept) -> {
          if (letter(scope, kept) instanceof Letter.Opened.Bad bad) {
            rest(scope, bad.problems());
          }
        });
    List<String> misfits = compose(state.goodOnly()).problems();
    if (!misfits.isEmpty()) {
      for (Scope scope : state.good().keySet()) {
        if (!resting.containsKey(scope)) {
          rest(scope, misfits);
        }
      }
    }
    if (owned) {
      List<String> failures = compose(state.withoutStaged()).problems();
      if (!failures.isEmpty()) {
        keep(state.rollBackTrial(failures));
        log.warn("configuration on probation rolled back: {}", String.join("; ", failures));
      }
      rejectStagedIfBad();
    }
    inForce =
        compose(state.withoutStaged())
            .reading()
            .or(() -> compose(state.goodOnly()).reading())
            .orElseThrow();
  }

  private void rest(Scope scope, List<String> problems) {
    resting.put(scope, problems);
    log.warn(
        "the {} configuration of the fleet does not count in this run: {}",
        scope.of(terminal()),
        String.join("; ", problems));
  }

  private void rejectStagedIfBad() {
    List<String> failures = compose(state).problems();
    if (!failures.isEmpty()) {
      keep(state.rejectStaged(false, failures));
      log.warn("staged configuration refused: {}", String.join("; ", failures));
    }
  }

  /// What the terminal runs on.
  public synchronized TerminalConfig inForce() {
    return inForce.config();
  }

  /// What waits until no customer is served, laid over what is in force.
  public synchronized Optional<TerminalConfig> staged() {
    return state.staged().isEmpty()
        ? Optional.empty()
        : compose(state).reading().map(ConfigReader.Reading::config);
  }

  /// Whether something in force has to prove itself: `promote`, `setAside` or `rollBack` is due.
  public synchronized boolean isOnProbation() {
    return !state.trial().isEmpty();
  }

  /// Every setting in force, and where it was set.
  public synchronized List<Setting> settings() {
    return inForce.settings();
  }

  /// Judges what came as the configuration for a scope. What is good waits as `staged`.
  ///
  /// @param scope of the topic it came on
  /// @param document JWS compact
  /// @param clockSynchronised only then an expiry is judged
  public synchronized Offer offer(
      Scope scope, byte[] document, Instant now, boolean clockSynchronised) {
    String text = new String(document, StandardCharsets.US_ASCII).strip();
    String hash = hash(text);
    ShelfReport.Refusal refused = refusals.get(scope);
    if (text.isEmpty() || (refused != null && refused.hash().equals(hash))) {
      return new Offer.AlreadyCurrent(scope);
    }
    if (state.knows(scope, hash)) {
      refusals.remove(scope);
      return new Offer.AlreadyCurrent(scope);
    }
    return switch (Letter.open(text, scope, terminal(), trust())) {
      case Letter.Opened.Bad bad -> refuse(scope, hash, bad.revision(), bad.problems());
      case Letter.Opened.Good good -> {
        try {
          yield judge(good.letter(), text, hash, now, clockSynchronised);
        } catch (ShelfException e) {
          yield refuse(
              scope,
              hash,
              OptionalLong.of(good.letter().revision()),
              List.of("it cannot be kept: " + e.getMessage()));
        }
      }
    };
  }

  private Offer judge(
      Letter letter, String text, String hash, Instant now, boolean clockSynchronised) {
    Scope scope = letter.scope();
    long revision = letter.revision();
    long taken = state.taken().getOrDefault(scope, 0L);
    if (revision <= taken) {
      return refuse(
          letter,
          hash,
          "it is not above revision " + taken + ", which was taken: sign a higher one");
    }
    if (state.bad(scope).stream().anyMatch(bad -> bad.revision() == revision)) {
      return refuse(letter, hash, "this revision was refused before: sign a higher one");
    }
    if (clockSynchronised && letter.expires().filter(now::isAfter).isPresent()) {
      return refuse(letter, hash, "it expired at " + letter.expires().get());
    }
    var kept = new ShelfState.Kept(revision, text, hash, 0, "");
    ShelfState next = state.stage(scope, kept);
    List<String> problems =
        Problem.told(Letter.trespasses(letter.body()).stream().map(Problem::toString).toList());
    if (problems.isEmpty()) {
      Composed candidate = compose(next);
      if (candidate.reading().isPresent()) {
        keep(next);
        refusals.remove(scope);
        log.info("configuration {} revision {} staged", scope.of(terminal()), revision);
        return new Offer.Staged(scope, revision, candidate.reading().get().config());
      }
      problems = candidate.problems();
    }
    keep(state.reject(scope, new ShelfState.Bad(revision, hash, false, problems)));
    refusals.remove(scope);
    return rejected(scope, OptionalLong.of(revision), problems);
  }

  private Offer refuse(Letter letter, String hash, String problem) {
    return refuse(letter.scope(), hash, OptionalLong.of(letter.revision()), List.of(problem));
  }

  private Offer refuse(Scope scope, String hash, OptionalLong revision, List<String> problems) {
    refusals.put(scope, new ShelfReport.Refusal(hash, revision, problems));
    return rejected(scope, revision, problems);
  }

  private Offer rejected(Scope scope, OptionalLong revision, List<String> problems) {
    log.warn(
        "configuration {}{} refused: {}",
        scope.of(terminal()),
        revision.isPresent() ? " revision " + revision.getAsLong() : "",
        String.join("; ", problems));
    return new Offer.Rejected(scope, revision, problems);
  }

  /// Puts what is staged in force, on probation. To be called before anything is built with it, so
  /// that a start which brings the process down counts.
  ///
  /// @return what to build with
  public synchronized TerminalConfig adopt() {
    require(!state.staged().isEmpty(), "adopt");
    step("adopted on probation", state.staged(), state.adopt());
    return inForce();
  }

  /// What is on probation has proven itself.
  public synchronized void promote() {
    require(isOnProbation(), "promote");
    resting.keySet().removeAll(state.trial().keySet());
    step("applied", state.trial(), state.promote());
  }

  /// What is on probation has reached no verdict: it waits again as `staged`, so that the last good
  /// one can be tried. If that one works, `rollBack` is due; if it does not, `adopt`.
  ///
  /// @return what to build with
  public synchronized TerminalConfig setAside(String reason) {
    require(isOnProbation(), "set aside");
    step("set aside, " + reason, state.trial(), state.setAside(reason));
    return inForce();
  }

  /// What is on probation, or else what is staged, is bad and not tried again.
  ///
  /// @return what to build with
  public synchronized TerminalConfig rollBack(String reason) {
    List<String> reasons = List.of(reason);
    if (isOnProbation()) {
      step("rolled back, " + reason, state.trial(), state.rollBackTrial(reasons));
      rejectStagedIfBad();
    } else {
      require(!state.staged().isEmpty(), "roll back");
      step("rolled back, " + reason, state.staged(), state.rejectStaged(true, reasons));
    }
    return inForce();
  }

  private void require(boolean possible, String step) {
    if (!possible) {
      throw new IllegalStateException("there is nothing to " + step + ": " + revisions());
    }
  }

  private void step(String what, Map<Scope, ShelfState.Kept> documents, ShelfState next) {
    Composed composed = compose(next.withoutStaged());
    ConfigReader.Reading reading =
        composed.reading().orElseThrow(() -> new IllegalStateException(what + " " + composed));
    keep(next);
    inForce = reading;
    documents.forEach((scope, kept) ->
        log.info("configuration {} revision {} {}", scope.of(terminal()), kept.revision(), what));
  }

  private void keep(ShelfState next) {
    file.write(next);
    state = next;
  }

  /// The revision in force in each scope that has one.
  public synchronized Map<String, Long> revisions() {
    Map<String, Long> revisions = new TreeMap<>();
    for (Scope scope : Scope.values()) {
      state
          .inForce(scope, resting.keySet())
          .ifPresent(kept -> revisions.put(scope.of(terminal()), kept.revision()));
    }
    return revisions;
  }

  /// What the fleet is told (JSON): for each scope the newest news (`revision`, `status`,
  /// `reasons`, `hash` of the document), and what is in force.
  public synchronized byte[] reported() {
    return new ShelfReport(terminal(), state, resting, refusals).write();
  }

  private record Composed(Optional<ConfigReader.Reading> reading, List<String> problems) {

    Composed {
      problems = Problem.told(problems);
    }
  }

  /// The local file with all of this laid over it.
  private Composed compose(ShelfState shelf) {
    Map<Scope, ShelfState.Kept> layers = new EnumMap<>(Scope.class);
    layers.putAll(shelf.good());
    layers.keySet().removeAll(resting.keySet());
    layers.putAll(shelf.trial());
    layers.putAll(shelf.staged());
    Value.Table tree = localTree;
    for (Map.Entry<Scope, ShelfState.Kept> layer : layers.entrySet()) {
      switch (letter(layer.getKey(), layer.getValue())) {
        case Letter.Opened.Good good -> tree = tree.under(good.letter().body());
        case Letter.Opened.Bad bad -> {
          return new Composed(Optional.empty(), bad.problems());
        }
      }
    }
    try {
      return new Composed(Optional.of(ConfigReader.read(localFile, tree)), List.of());
    } catch (ConfigException e) {
      return new Composed(Optional.empty(), e.problems().stream().map(Problem::toString).toList());
    }
  }

  private Letter.Opened letter(Scope scope, ShelfState.Kept kept) {
    return letters.computeIfAbsent(
        scope + kept.hash(), _ -> Letter.open(kept.document(), scope, terminal(), trust()));
  }

  private TerminalSettings terminal() {
    return local.config().terminal();
  }

  private TrustStore trust() {
    return local.config().trust();
  }

  private static String hash(String document) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
