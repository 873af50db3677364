package till.fleet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import till.uplink.Ack;

/// How far each terminal's epochs are in the ledger without a gap, and the acks that say so. What
/// is rejected is in the ledger too. Inside the intake's transaction.
///
/// Numbers below the first that a terminal still has will never come: they do not hold up what is
/// behind them, and `gap` remembers them.
final class Watermarks {

  private static final String IS_EPOCH = " WHERE org = ? AND terminal = ? AND epoch = ?";

  private final Sql sql;
  private final String at;
  private final Map<Chapter, Course> courses = new LinkedHashMap<>();

  // to be written
  private final List<@Nullable Object[]> moved = new ArrayList<>();
  private final List<@Nullable Object[]> gaps = new ArrayList<>();
  private final List<@Nullable Object[]> released = new ArrayList<>();

  Watermarks(Sql sql, String at) {
    this.sql = sql;
    this.at = at;
  }

  /// An epoch in this batch.
  private static final class Course {

    /// Documents and rejected ones of this batch that the ledger has, and their hashes.
    final TreeMap<Long, String> stored = new TreeMap<>();

    /// The documents that the ledger did not have before.
    final TreeSet<Long> fresh = new TreeSet<>();

    long claimedFirst;
    Watermark before = Watermark.NONE;

    /// What is stored next behind the watermark.
    Optional<Long> next = Optional.empty();

    boolean hasRejected;
  }

  /// How far a terminal's epoch is complete.
  ///
  /// @param first numbers below it do not have to be there
  private record Watermark(long through, String hash, long first) {

    static final Watermark NONE = new Watermark(0, "", 1);

    Watermark at(long number, String hashOfIt) {
      return new Watermark(number, hashOfIt, first);
    }
  }

  private record Stored(long number, String hash) {}

  private Course course(Chapter chapter) {
    return courses.computeIfAbsent(chapter, _ -> new Course());
  }

  /// A document is in the ledger.
  ///
  /// @param isFresh whether since now
  void document(Chapter.Place place, String hash, boolean isFresh) {
    Course course = course(place.chapter());
    course.stored.put(place.number(), hash);
    if (isFresh) {
      course.fresh.add(place.number());
    }
  }

  /// Something that stands for a document is among the rejected.
  void rejected(Chapter.Place place, String hash) {
    course(place.chapter()).stored.putIfAbsent(place.number(), hash);
  }

  /// A terminal says that its documents begin here.
  void begin(Chapter chapter, long first) {
    Course course = course(chapter);
    course.claimedFirst = Math.max(course.claimedFirst, first);
  }

  /// Somebody wants to know.
  void touch(Chapter chapter) {
    course(chapter);
  }

  /// Moves the watermarks over everything that continues them.
  ///
  /// @return what the terminals are to hear; nothing of those where there is nothing to vouch for
  List<Intake.Owed> settle() throws SQLException {
    List<Chapter> chapters = List.copyOf(courses.keySet());
    lookUpWatermarks(chapters);
    var now = new ArrayList<Watermark>();
    for (Chapter chapter : chapters) {
      now.add(overThisBatch(course(chapter)));
    }
    lookUpWhatFollows(chapters, now);
    var owed = new ArrayList<Intake.Owed>();
    for (int i = 0; i < chapters.size(); i++) {
      Chapter chapter = chapters.get(i);
      Course course = course(chapter);
      Watermark end = overWhatWaited(chapter, course, now.get(i));
      note(chapter, course, end);
      if (end.through() > 0) {
        owed.add(
            new Intake.Owed(
                chapter.terminal(),
                ack(chapter, course, end),
                course.next.map(
                    next -> new Ack.Range(Math.max(end.through() + 1, end.first()), next - 1))));
      }
    }
    write();
    return owed;
  }

  private void lookUpWatermarks(List<Chapter> chapters) throws SQLException {
    sql.lookup(
        "org, terminal, epoch",
        chapters.stream().map(Chapter::key).toList(),
        """
        SELECT k.n, w.through, w.sha256, w.first FROM k JOIN watermark w
          ON w.org = k.org AND w.terminal = k.terminal AND w.epoch = k.epoch\
        """,
        (n, row) ->
            course(chapters.get(n)).before =
                new Watermark(row.getLong(2), row.getString(3), row.getLong(4)));
  }

  private static Watermark overThisBatch(Course course) {
    Watermark now =
        new Watermark(
            course.before.through(),
            course.before.hash(),
            Math.max(course.before.first(), course.claimedFirst));
    String late = course.stored.get(now.through());
    if (late != null && course.fresh.contains(now.through())) {
      // poison stood in for it: that must not stay what the acks vouch for
      now = now.at(now.through(), late);
    }
    for (String hash = course.stored.get(now.through() + 1);
        hash != null;
        hash = course.stored.get(now.through() + 1)) {
      now = now.at(now.through() + 1, hash);
    }
    return now;
  }

  private void lookUpWhatFollows(List<Chapter> chapters, List<Watermark> now) throws SQLException {
    var keys = new ArrayList<Object[]>();
    for (int i = 0; i < chapters.size(); i++) {
      keys.add(chapters.get(i).at(now.get(i).through()).key());
    }
    String isChapter = " x WHERE x.org = k.org AND x.terminal = k.terminal AND x.epoch = k.epoch";
    sql.lookup(
        "org, terminal, epoch, through",
        keys,
        "SELECT k.n, (SELECT min(x.number) FROM document"
            + isChapter
            + " AND x.number > k.through), (SELECT min(x.number) FROM rejected"
            + isChapter
            + " AND x.number > k.through), (SELECT max(x.number) FROM rejected"
            + isChapter
            + " AND x.number <= k.through) FROM k",
        (n, row) -> {
          Course course = course(chapters.get(n));
          course.next = lower(row.getLong(2), row.getLong(3));
          course.hasRejected = row.getLong(4) > 0;
        });
  }

  private static Optional<Long> lower(long document, long rejected) {
    if (document == 0 || rejected == 0) {
      return Optional.of(Math.max(document, rejected)).filter(number -> number > 0);
    }
    return Optional.of(Math.min(document, rejected));
  }

  /// What came before what it follows.
  private Watermark overWhatWaited(Chapter chapter, Course course, Watermark from)
      throws SQLException {
    Watermark now = from;
    while (course.next.isPresent()
        && (course.next.get() == now.through() + 1 || course.next.get() <= now.first())) {
      if (course.next.get() > now.through() + 1) {
        gaps.add(
            new @Nullable Object[] {
              chapter.terminal().org(),
              chapter.terminal().terminal(),
              chapter.epoch(),
              now.through() + 1,
              course.next.get() - 1,
              at
            });
      }
      Stored end = endOfRow(chapter, course.next.get());
      now = now.at(end.number(), end.hash());
      course.next = lower(next("document", chapter, now), next("rejected", chapter, now));
      course.hasRejected = true; // perhaps
    }
    return now;
  }

  /// The last of the unbroken row of stored ones that begins here.
  private Stored endOfRow(Chapter chapter, long from) throws SQLException {
    Optional<Stored> document = endOfRow("document", chapter, from);
    Optional<Stored> rejected = endOfRow("rejected", chapter, from);
    if (document.isEmpty() || rejected.isEmpty()) {
      return document.or(() -> rejected).orElseThrow();
    }
    return document.get().number() <= rejected.get().number() ? document.get() : rejected.get();
  }

  private Optional<Stored> endOfRow(String table, Chapter chapter, long from) throws SQLException {
    String isNext =
        " y WHERE y.org = x.org AND y.terminal = x.terminal AND y.epoch = x.epoch"
            + " AND y.number = x.number + 1)";
    return sql.first(
        "SELECT number, sha256 FROM "
            + table
            + " x"
            + IS_EPOCH
            + " AND number >= ? AND NOT EXISTS (SELECT 1 FROM document"
            + isNext
            + " AND NOT EXISTS (SELECT 1 FROM rejected"
            + isNext
            + " ORDER BY number LIMIT 1",
        row -> new Stored(row.getLong(1), row.getString(2)),
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        from);
  }

  private long next(String table, Chapter chapter, Watermark watermark) throws SQLException {
    return sql.first(
            "SELECT min(number) FROM " + table + IS_EPOCH + " AND number > ?",
            row -> row.getLong(1),
            chapter.terminal().org(),
            chapter.terminal().terminal(),
            chapter.epoch(),
            watermark.through())
        .orElse(0L);
  }

  private void note(Chapter chapter, Course course, Watermark end) {
    for (long late : course.fresh.headSet(course.before.through(), true)) {
      released.add(range(chapter, late - 1, late));
    }
    if (end.through() > course.before.through()) {
      released.add(range(chapter, course.before.through(), end.through()));
    }
    if (!end.equals(course.before)) {
      moved.add(
          new @Nullable Object[] {
            chapter.terminal().org(),
            chapter.terminal().terminal(),
            chapter.epoch(),
            end.through(),
            end.hash(),
            end.first()
          });
    }
  }

  private static @Nullable Object[] range(Chapter chapter, long after, long through) {
    return new @Nullable Object[] {
      chapter.terminal().org(), chapter.terminal().terminal(), chapter.epoch(), after, through
    };
  }

  private void write() throws SQLException {
    sql.batch(
        """
        INSERT INTO watermark (org, terminal, epoch, through, sha256, first) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (org, terminal, epoch) DO UPDATE SET through = excluded.through,
          sha256 = excluded.sha256, first = excluded.first\
        """,
        moved);
    sql.batch(
        """
        INSERT INTO gap (org, terminal, epoch, from_number, to_number, seen_at)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        gaps);
    sql.batch(
        "INSERT INTO released (document_id) SELECT id FROM document"
            + IS_EPOCH
            + " AND number > ? AND number <= ? ORDER BY number",
        released);
  }

  private Ack ack(Chapter chapter, Course course, Watermark watermark) throws SQLException {
    return new Ack(
        chapter.epoch(),
        watermark.through(),
        watermark.hash(),
        course.hasRejected ? rejections(chapter, watermark) : List.of(),
        Optional.empty(),
        OptionalInt.empty());
  }

  private List<Ack.Rejection> rejections(Chapter chapter, Watermark watermark) throws SQLException {
    return sql.list(
        "SELECT number, code FROM rejected"
            + IS_EPOCH
            + " AND number <= ? ORDER BY number DESC LIMIT "
            + Ack.REJECTIONS_MAX,
        row -> new Ack.Rejection(row.getLong(1), row.getString(2)),
        chapter.terminal().org(),
        chapter.terminal().terminal(),
        chapter.epoch(),
        watermark.through());
  }
}
