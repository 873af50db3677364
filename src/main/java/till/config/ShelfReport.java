package till.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the fleet is told of the shelf.
///
/// @param resting good documents that do not count in this run, and why
/// @param refusals the latest in each scope of what has no place on the shelf
record ShelfReport(
    TerminalSettings terminal,
    ShelfState state,
    Map<Scope, List<String>> resting,
    Map<Scope, Refusal> refusals) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What was not taken.
  record Refusal(String hash, OptionalLong revision, List<String> problems) {}

  private record News(OptionalLong revision, String status, List<String> reasons, String hash) {

    static News of(ShelfState.Kept kept, String status, List<String> reasons) {
      return new News(OptionalLong.of(kept.revision()), status, reasons, kept.hash());
    }

    static News of(ShelfState.Bad bad) {
      return new News(
          OptionalLong.of(bad.revision()),
          bad.rolledBack() ? "rolled-back" : "rejected",
          bad.reasons(),
          bad.hash());
    }
  }

  byte[] write() {
    ObjectNode report = JSON.createObjectNode();
    for (Scope scope : Scope.values()) {
      news(scope).ifPresent(news -> write(report.putObject(scope.of(terminal)), scope, news));
    }
    return JSON.writeValueAsBytes(report);
  }

  private void write(ObjectNode entry, Scope scope, News news) {
    news.revision().ifPresent(revision -> entry.put("revision", revision));
    entry.put("status", news.status());
    news.reasons().forEach(entry.putArray("reasons")::add);
    entry.put("hash", news.hash());
    state
        .inForce(scope, resting.keySet())
        .ifPresent(kept ->
            entry.putObject("inForce").put("revision", kept.revision()).put("hash", kept.hash()));
  }

  private Optional<News> news(Scope scope) {
    Refusal refusal = refusals.get(scope);
    if (refusal != null) {
      return Optional.of(
          new News(refusal.revision(), "rejected", refusal.problems(), refusal.hash()));
    }
    ShelfState.Kept waiting = state.staged().get(scope);
    if (waiting != null) {
      return Optional.of(
          waiting.unproven().isEmpty()
              ? News.of(waiting, "staged", List.of())
              : News.of(waiting, "unproven", List.of(waiting.unproven())));
    }
    Optional<ShelfState.Kept> newest = state.newest(scope);
    return newestBad(scope, newest).map(News::of).or(() -> newest.map(kept -> news(scope, kept)));
  }

  /// A bad one is news as long as nothing newer is there.
  private Optional<ShelfState.Bad> newestBad(Scope scope, Optional<ShelfState.Kept> newest) {
    return state.bad(scope).reversed().stream()
        .findFirst()
        .filter(bad -> newest.isEmpty() || bad.revision() > newest.get().revision());
  }

  private News news(Scope scope, ShelfState.Kept newest) {
    if (state.trial().containsKey(scope)) {
      return News.of(newest, "unproven", List.of("on probation"));
    }
    List<String> misfits = resting.getOrDefault(scope, List.of());
    return News.of(newest, misfits.isEmpty() ? "applied" : "rejected", misfits);
  }
}
