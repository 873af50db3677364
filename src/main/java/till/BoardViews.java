package till;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import till.config.ConfigShelf;
import till.config.TerminalSettings;
import till.journal.Head;
import till.journal.Journal;
import till.kiosk.BoardView;
import till.uplink.Uplink;
import till.uplink.UplinkStatus;

/// What the kiosk's pages are shown of everything that is not the lane's: board, journal, uplink
/// and configuration as they are. Any thread.
///
/// @param journal the shop's
/// @param restarts starts of the daemon before this one
record BoardViews(
    TerminalSettings terminal,
    Board board,
    Journal journal,
    Optional<Uplink> uplink,
    ConfigShelf shelf,
    long restarts)
    implements Supplier<BoardView> {

  @Override
  public BoardView get() {
    UplinkStatus way =
        uplink.map(Uplink::status).orElseGet(() -> Uplink.notConfigured(board.clock()));
    Head head = journal.head();
    return new BoardView(
        terminal.org(),
        terminal.terminal(),
        board.version(),
        way.connected(),
        way.broker(),
        way.since(),
        way.reason(),
        head.epoch(),
        head.number(),
        way.acked(),
        shelf.revisions(),
        new String(shelf.reported(), StandardCharsets.UTF_8),
        board.clockSynchronised().getAsBoolean(),
        figures(uplink.map(Uplink::status)));
  }

  /// A clock that was set may make a document one of the future: its age is 0 then.
  private BoardView.Figures figures(Optional<UplinkStatus> way) {
    Instant now = board.clock().instant();
    return new BoardView.Figures(
        way.map(status -> status.backlogAt(journal.head())).orElse(journal.head().position()),
        way.flatMap(UplinkStatus::oldestUnacked)
            .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
            .orElse(0L),
        way.map(UplinkStatus::window).orElse(0),
        way.map(UplinkStatus::rejected).orElse(0L),
        way.map(UplinkStatus::problemTexts).orElse(Map.of()),
        way.flatMap(UplinkStatus::certificateExpiry)
            .filter(_ -> board.clockSynchronised().getAsBoolean())
            .map(end -> OptionalLong.of(Duration.between(now, end).toSeconds()))
            .orElse(OptionalLong.empty()),
        journal.space().free(),
        restarts);
  }
}
