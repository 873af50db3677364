package till.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the shelf holds, as it stands in its file. Immutable: each step makes the next one.
///
/// @param version of this form
/// @param taken the highest revision that was ever staged, by scope
/// @param good what has passed its probation
/// @param trial what is in force on probation
/// @param staged what waits
/// @param bad what was refused or rolled back, oldest first
record ShelfState(
    int version,
    Map<Scope, Long> taken,
    Map<Scope, Kept> good,
    Map<Scope, Kept> trial,
    Map<Scope, Kept> staged,
    Map<Scope, List<Bad>> bad) {

  static final int VERSION = 1;

  /// Bad revisions remembered in one scope; the oldest go.
  static final int BAD_MAX = 16;

  static final ShelfState EMPTY =
      new ShelfState(VERSION, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  ShelfState {
    taken = sorted(taken);
    good = sorted(good);
    trial = sorted(trial);
    staged = sorted(staged);
    bad = sorted(bad);
  }

  /// A document that was taken.
  ///
  /// @param document exactly as it was signed
  /// @param hash SHA-256 of it, hex
  /// @param starts how often the daemon has started on it without a verdict
  /// @param unproven why an earlier trial ended without a verdict; empty when none did
  record Kept(long revision, String document, String hash, int starts, String unproven) {

    Kept started() {
      return new Kept(revision, document, hash, starts + 1, unproven);
    }

    Kept setAside(String reason) {
      return new Kept(revision, document, hash, 0, reason);
    }
  }

  /// A revision that is not tried again.
  ///
  /// @param rolledBack it was in force and failed; else its content was refused
  record Bad(long revision, String hash, boolean rolledBack, List<String> reasons) {}

  ShelfState goodOnly() {
    return new ShelfState(version, taken, good, Map.of(), Map.of(), bad);
  }

  ShelfState withoutStaged() {
    return new ShelfState(version, taken, good, trial, Map.of(), bad);
  }

  ShelfState stage(Scope scope, Kept document) {
    return new ShelfState(
        version,
        with(taken, scope, document.revision()),
        good,
        trial,
        with(staged, scope, document),
        bad);
  }

  /// What waits goes on probation, beside what is there already.
  ShelfState adopt() {
    Map<Scope, Kept> tried = sorted(trial);
    staged.forEach((scope, document) -> tried.put(scope, document.started()));
    return new ShelfState(version, taken, good, tried, Map.of(), bad);
  }

  ShelfState started() {
    Map<Scope, Kept> tried = sorted(trial);
    tried.replaceAll((_, document) -> document.started());
    return new ShelfState(version, taken, good, tried, staged, bad);
  }

  ShelfState promote() {
    Map<Scope, Kept> proven = sorted(good);
    proven.putAll(trial);
    return new ShelfState(version, taken, proven, Map.of(), staged, bad);
  }

  /// What is on probation waits again, unless something newer does.
  ShelfState setAside(String reason) {
    Map<Scope, Kept> waiting = sorted(trial);
    waiting.replaceAll((_, document) -> document.setAside(reason));
    waiting.putAll(staged);
    return new ShelfState(version, taken, good, Map.of(), waiting, bad);
  }

  ShelfState rollBackTrial(List<String> reasons) {
    return new ShelfState(version, taken, good, Map.of(), staged, remembered(trial, true, reasons));
  }

  ShelfState rejectStaged(boolean rolledBack, List<String> reasons) {
    return new ShelfState(
        version, taken, good, trial, Map.of(), remembered(staged, rolledBack, reasons));
  }

  ShelfState reject(Scope scope, Bad revision) {
    return new ShelfState(
        version, taken, good, trial, staged, with(bad, scope, appended(scope, bad, revision)));
  }

  /// Whether a document is on the shelf, or was refused for what it says.
  boolean knows(Scope scope, String hash) {
    return Stream.of(good, trial, staged)
            .map(documents -> documents.get(scope))
            .anyMatch(kept -> kept != null && kept.hash().equals(hash))
        || bad(scope).stream().anyMatch(known -> known.hash().equals(hash));
  }

  /// What is known to be bad of this scope, newest last.
  List<Bad> bad(Scope scope) {
    return bad.getOrDefault(scope, List.of());
  }

  /// What is on probation, or else what is good.
  Optional<Kept> newest(Scope scope) {
    return Optional.ofNullable(trial.getOrDefault(scope, good.get(scope)));
  }

  /// The same, where good ones of these scopes do not count.
  Optional<Kept> inForce(Scope scope, Set<Scope> resting) {
    return newest(scope).filter(_ -> !resting.contains(scope) || trial.containsKey(scope));
  }

  private Map<Scope, List<Bad>> remembered(
      Map<Scope, Kept> documents, boolean rolledBack, List<String> reasons) {
    Map<Scope, List<Bad>> remembered = sorted(bad);
    documents.forEach((scope, document) ->
        remembered.put(
            scope,
            appended(
                scope,
                remembered,
                new Bad(document.revision(), document.hash(), rolledBack, reasons))));
    return remembered;
  }

  private static List<Bad> appended(Scope scope, Map<Scope, List<Bad>> bad, Bad next) {
    var all = new ArrayList<>(bad.getOrDefault(scope, List.of()));
    all.add(next);
    return List.copyOf(all.subList(Math.max(0, all.size() - BAD_MAX), all.size()));
  }

  private static <T> Map<Scope, T> with(Map<Scope, T> map, Scope scope, T value) {
    Map<Scope, T> changed = sorted(map);
    changed.put(scope, value);
    return changed;
  }

  private static <T> Map<Scope, T> sorted(Map<Scope, T> map) {
    Map<Scope, T> sorted = new EnumMap<>(Scope.class);
    sorted.putAll(map);
    return sorted;
  }
}
