package till.fleet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import till.uplink.StateMessage;
import till.uplink.Topics;

/// What terminals say of themselves, on its way into the ledger. What they claim is bounded: only
/// they themselves can suffer from it, and not for ever.
final class StateNotes {

  /// The year 2100 in seconds. A `conn` beyond it, or below 0, is nobody's: it is taken as 0, so
  /// that it shuts nobody out, itself included.
  private static final long CONN_MAX = 4_102_444_800L;

  private final Sql sql;
  private final String receivedAt;
  private final Consumer<Intake.News> news;
  private final Map<Topics, Note> notes = new LinkedHashMap<>();
  private final Map<Chapter, StateMessage.Standing> heads = new LinkedHashMap<>();
  private final Map<Topics, StateMessage.Key> keys = new LinkedHashMap<>();

  /// The sum of what one terminal said in this batch.
  private record Note(boolean online, long conn, Optional<Delivery.State> birth) {

    Note then(StateMessage message, Delivery.State state) {
      return new Note(
          message.online(),
          bounded(message.conn()),
          message.standing().isPresent() ? Optional.of(state) : birth);
    }
  }

  StateNotes(Sql sql, String receivedAt, Consumer<Intake.News> news) {
    this.sql = sql;
    this.receivedAt = receivedAt;
    this.news = news;
  }

  /// Notes a batch. A death that is older than the last birth is no news.
  ///
  /// @return those that were news
  List<Delivery.State> take(List<Delivery.State> states, Watermarks watermarks)
      throws SQLException {
    Map<Topics, Long> conns = conns(states.stream().map(Delivery.State::from).distinct().toList());
    var newest = new ArrayList<Delivery.State>();
    for (Delivery.State state : states) {
      long conn = bounded(state.message().conn());
      long known = conns.getOrDefault(state.from(), Long.MIN_VALUE);
      if (conn >= known || state.message().conn() != conn) {
        take(state, conn > known, watermarks);
        newest.add(state);
        conns.put(state.from(), conn);
      }
    }
    write();
    new DeviceKeys(sql).note(keys, receivedAt, news);
    return newest;
  }

  private static long bounded(long conn) {
    return conn < 0 || conn > CONN_MAX ? 0 : conn;
  }

  private void take(Delivery.State state, boolean isNewConnection, Watermarks watermarks) {
    Note before = notes.getOrDefault(state.from(), new Note(false, 0, Optional.empty()));
    notes.put(state.from(), before.then(state.message(), state));
    if (state.message().standing().isEmpty()) {
      return;
    }
    StateMessage.Standing standing = state.message().standing().get();
    standing.key().ifPresent(key -> keys.put(state.from(), key));
    if (!Envelope.EPOCH.matcher(standing.epoch()).matches()) {
      return;
    }
    var chapter = new Chapter(state.from(), standing.epoch());
    if (standing.head() > 0 && Envelope.HASH.matcher(standing.headHash()).matches()) {
      heads.merge(chapter, standing, (old, now) -> now.head() > old.head() ? now : old);
    }
    if (standing.first() <= Math.max(0, standing.head()) + 1) {
      watermarks.begin(chapter, standing.first());
    } else if (isNewConnection) {
      news.accept(
          new Intake.News(
              true,
              "%s says that its documents begin at %d and end at %d: not believed"
                  .formatted(state.from(), standing.first(), standing.head())));
    }
  }

  private Map<Topics, Long> conns(List<Topics> terminals) throws SQLException {
    var conns = new HashMap<Topics, Long>();
    sql.lookup(
        "org, terminal",
        terminals.stream().map(from -> new Object[] {from.org(), from.terminal()}).toList(),
        "SELECT k.n, s.conn FROM k JOIN state s ON s.org = k.org AND s.terminal = k.terminal",
        (n, row) -> conns.put(terminals.get(n), row.getLong(2)));
    return conns;
  }

  private void write() throws SQLException {
    var births = new ArrayList<@Nullable Object[]>();
    var others = new ArrayList<@Nullable Object[]>();
    notes.forEach((from, note) -> {
      int online = note.online() ? 1 : 0;
      if (note.birth().isPresent()) {
        births.add(row(from, note.conn(), online, note.birth().get()));
      } else {
        others.add(new Object[] {from.org(), from.terminal(), note.conn(), online, receivedAt});
      }
    });
    sql.batch(
        """
        INSERT INTO state (org, terminal, conn, online, received_at, at, version, epoch, head, acked, lane,
          body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (org, terminal) DO UPDATE SET conn = excluded.conn, online = excluded.online,
          received_at = excluded.received_at, at = excluded.at, version = excluded.version,
          epoch = excluded.epoch, head = excluded.head, acked = excluded.acked, lane = excluded.lane,
          body = excluded.body\
        """,
        births);
    sql.batch(
        """
        INSERT INTO state (org, terminal, conn, online, received_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (org, terminal) DO UPDATE SET conn = excluded.conn, online = excluded.online,
          received_at = excluded.received_at\
        """,
        others);
    sql.batch(
        """
        INSERT INTO anchor (org, terminal, epoch, number, sha256, seen_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (org, terminal, epoch) DO UPDATE SET number = excluded.number,
          sha256 = excluded.sha256, seen_at = excluded.seen_at WHERE excluded.number > anchor.number\
        """,
        heads.entrySet().stream()
            .map(head ->
                new @Nullable Object[] {
                  head.getKey().terminal().org(),
                  head.getKey().terminal().terminal(),
                  head.getKey().epoch(),
                  head.getValue().head(),
                  head.getValue().headHash(),
                  receivedAt
                })
            .toList());
  }

  private @Nullable Object[] row(Topics from, long conn, int online, Delivery.State birth) {
    StateMessage.Standing standing = birth.message().standing().orElseThrow();
    return new @Nullable Object[] {
      from.org(),
      from.terminal(),
      conn,
      online,
      receivedAt,
      Envelope.fileable(standing.at()),
      Envelope.fileable(standing.version()),
      Envelope.fileable(standing.epoch()),
      standing.head(),
      standing.acked(),
      Envelope.fileable(standing.view().lane()),
      Envelope.fileable(birth.body())
    };
  }
}
