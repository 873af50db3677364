package till;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.config.ConfigShelf;
import till.config.Offer;
import till.config.Scope;
import till.config.TerminalSettings;
import till.lane.LaneEvent;
import till.uplink.Inbound;
import till.uplink.Topics;

/// What the fleet sends, taken to the room it is for. Called on the uplink's thread; takes note and
/// returns.
final class Letters implements Consumer<Inbound> {

  private static final Logger log = LoggerFactory.getLogger(Letters.class);

  private final Map<String, Scope> configurations;
  private final ConfigShelf shelf;
  private final Board board;
  private final Consumer<LaneEvent> lane;
  private final AtomicBoolean news = new AtomicBoolean();

  /// @param lane hears of what concerns it
  Letters(TerminalSettings terminal, ConfigShelf shelf, Board board, Consumer<LaneEvent> lane) {
    var topics = new Topics(terminal.org(), terminal.terminal());
    this.configurations =
        Map.of(
            topics.config(), Scope.TERMINAL,
            Topics.storeConfig(terminal.org(), terminal.store()), Scope.STORE,
            Topics.fleetConfig(terminal.org()), Scope.FLEET);
    this.shelf = shelf;
    this.board = board;
    this.lane = lane;
  }

  @Override
  public void accept(Inbound letter) {
    Optional.ofNullable(configurations.get(letter.topic()))
        .ifPresentOrElse(
            scope -> configuration(scope, letter.payload()),
            () -> log.warn("a letter on {}, which this version cannot act on yet", letter.topic()));
  }

  private void configuration(Scope scope, byte[] document) {
    Offer offer =
        shelf.offer(
            scope, document, board.clock().instant(), board.clockSynchronised().getAsBoolean());
    switch (offer) {
      case Offer.Staged _ -> lane.accept(new LaneEvent.ReconfigureRequested());
      case Offer.Rejected rejected when rejected.revision().isPresent() ->
          lane.accept(
              new LaneEvent.Remember(
                  "config-refused",
                  Map.of(
                      "scope",
                      scope.name().toLowerCase(Locale.ROOT),
                      "reasons",
                      String.join("; ", rejected.problems()))));
      // anybody can send what is not genuine: it is reported, and no reason to grow the journal
      case Offer.Rejected _ -> {}
      case Offer.AlreadyCurrent _ -> {}
    }
    news.set(true);
  }

  /// Whether something came since the last time this was asked.
  boolean takeNews() {
    return news.getAndSet(false);
  }
}
