package till.fleet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import till.uplink.Ack;
import till.uplink.Topics;

/// How far each terminal's epochs are in the ledger without a gap, and the acks that say so. What
/// is rejected is in the ledger too. Inside the intake's transaction.
record Watermarks(Sql sql) {

  private static final String IS_EPOCH = " WHERE org = ? AND terminal = ? AND epoch = ?";

  /// One epoch of one terminal.
  record Chapter(Topics terminal, String epoch) {}

  /// How far a terminal's epoch is complete.
  ///
  /// @param first numbers below it do not have to be there
  private record Watermark(long through, String hash, long first) {}

  private record Stored(long number, String hash) {}

  /// Moves it over everything that continues it.
  ///
  /// @return what the terminal is to hear; nothing while there is nothing to vouch for
  Optional<Ack> advance(Chapter chapter) throws SQLException {
    Watermark before = watermark(chapter);
    Watermark now = before;
    for (Optional<Stored> next = next(chapter, now);
        next.isPresent() && continues(now, next.get());
        next = next(chapter, now)) {
      now = new Watermark(next.get().number(), next.get().hash(), now.first());
    }
    if (!now.equals(before)) {
      put(chapter, now);
    }
    return now.through() > 0 ? Optional.of(ack(chapter, now)) : Optional.empty();
  }

  /// Numbers before the first that a terminal still has will never come: they must not hold up the
  /// rest.
  ///
  /// @return whether that is news
  boolean begin(Chapter chapter, long first) throws SQLException {
    Watermark watermark = watermark(chapter);
    if (first <= watermark.first()) {
      return false;
    }
    put(chapter, new Watermark(watermark.through(), watermark.hash(), first));
    return true;
  }

  /// Poison that stood in for a document that did come in the end must not stay what the acks vouch
  /// for.
  void correct(Chapter chapter, long number, String hash) throws SQLException {
    sql.update(
        "UPDATE watermark SET sha256 = ?" + IS_EPOCH + " AND through = ?",
        hash,
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        number);
  }

  private Watermark watermark(Chapter chapter) throws SQLException {
    return sql.first(
            "SELECT through, sha256, first FROM watermark" + IS_EPOCH,
            row -> new Watermark(row.getLong(1), row.getString(2), row.getLong(3)),
            chapter.terminal().org(),
            chapter.terminal().terminal(),
            chapter.epoch())
        .orElse(new Watermark(0, "", 1));
  }

  private void put(Chapter chapter, Watermark watermark) throws SQLException {
    sql.update(
        """
        INSERT OR REPLACE INTO watermark (org, terminal, epoch, through, sha256, first)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        watermark.through(),
        watermark.hash(),
        watermark.first());
  }

  private static boolean continues(Watermark watermark, Stored next) {
    return next.number() == watermark.through() + 1 || next.number() <= watermark.first();
  }

  private Optional<Stored> next(Chapter chapter, Watermark watermark) throws SQLException {
    Optional<Stored> document = next("document", chapter, watermark);
    Optional<Stored> rejected = next("rejected", chapter, watermark);
    if (document.isEmpty() || rejected.isEmpty()) {
      return document.or(() -> rejected);
    }
    return document.get().number() <= rejected.get().number() ? document : rejected;
  }

  private Optional<Stored> next(String table, Chapter chapter, Watermark watermark)
      throws SQLException {
    return sql.first(
        "SELECT number, sha256 FROM "
            + table
            + IS_EPOCH
            + " AND number > ? ORDER BY number LIMIT 1",
        row -> new Stored(row.getLong(1), row.getString(2)),
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        watermark.through());
  }

  private Ack ack(Chapter chapter, Watermark watermark) throws SQLException {
    var rejections = new ArrayList<Ack.Rejection>();
    sql.each(
        "SELECT number, code FROM rejected"
            + IS_EPOCH
            + " AND number <= ? ORDER BY number DESC LIMIT "
            + Ack.REJECTIONS_MAX,
        row -> rejections.add(new Ack.Rejection(row.getLong(1), row.getString(2))),
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        watermark.through());
    return new Ack(
        chapter.epoch(),
        watermark.through(),
        watermark.hash(),
        rejections,
        Optional.empty(),
        OptionalInt.empty());
  }
}
