package till.fleet;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.fleet.Envelope.Signed;
import till.fleet.Reading.KeyName;
import till.fleet.Reading.Verdict;
import till.uplink.Ack;
import till.uplink.Topics;

/// One batch on its way into the ledger, inside one transaction that the ledger commits. However
/// many documents there are, the number of queries is the same.
final class Intake {

  private final Sql sql;
  private final Watermarks watermarks;
  private final String receivedAt;
  private final List<News> news = new ArrayList<>();
  private int documents;
  private int rejected;
  private int conflicts;

  /// Worth a line in the log, once the batch is committed.
  record News(boolean isAlarm, String text) {}

  /// An ack for a terminal, to be published once the batch is committed.
  ///
  /// @param gap numbers that are missing before others that are there
  record Owed(Topics terminal, Ack ack, Optional<Ack.Range> gap) {}

  /// What the batch came to.
  ///
  /// @param newest the states that were news: no death older than the last birth among them
  /// @param documents how many are new
  /// @param rejected how many were rejected, and not before
  /// @param conflicts how many differ from what is there, and did not before
  record Result(
      List<Owed> owed,
      List<Delivery.State> newest,
      List<News> news,
      int documents,
      int rejected,
      int conflicts) {}

  Intake(Sql sql, Instant at) {
    this.sql = sql;
    receivedAt = at.truncatedTo(ChronoUnit.MILLIS).toString();
    watermarks = new Watermarks(sql, receivedAt);
  }

  /// Takes it. The states come first: there may be a key in them.
  Result take(List<Delivery.State> states, List<Reading> readings) throws SQLException {
    List<Delivery.State> newest =
        states.isEmpty()
            ? List.of()
            : new StateNotes(sql, receivedAt, news::add).take(states, watermarks);
    if (!readings.isEmpty()) {
      file(judged(readings));
    }
    return new Result(watermarks.settle(), newest, news, documents, rejected, conflicts);
  }

  /// Numbers of an epoch below this one that are not there will never come.
  List<Owed> giveUp(Chapter chapter, long number) throws SQLException {
    watermarks.begin(chapter, number);
    return watermarks.settle();
  }

  /// Says once more how far these are.
  List<Owed> remind(List<Chapter> chapters) throws SQLException {
    chapters.forEach(watermarks::touch);
    return watermarks.settle();
  }

  /// A key that was unknown when the documents were read may be known by now. Who makes it known
  /// later looks for them.
  private List<Reading> judged(List<Reading> readings) throws SQLException {
    List<KeyName> unknown =
        readings.stream()
            .filter(reading -> reading.verdict() == Verdict.UNKNOWN_KEY)
            .flatMap(reading -> reading.keyName().stream())
            .toList();
    Map<KeyName, byte[]> keys = new DeviceKeys(sql).pinned(unknown);
    return keys.isEmpty()
        ? readings
        : readings.stream()
            .map(reading ->
                reading.verdict() == Verdict.UNKNOWN_KEY ? reading.judged(keys) : reading)
            .toList();
  }

  private void file(List<Reading> readings) throws SQLException {
    Map<Chapter.Place, String> known = known(readings);
    var rows = new ArrayList<@Nullable Object[]>();
    for (Reading reading : readings) {
      switch (reading.envelope()) {
        case Envelope.Legible legible -> {
          Chapter.Place place = place(reading.message(), legible.epoch(), legible.number());
          String first = known.putIfAbsent(place, reading.hash());
          if (first == null) {
            rows.add(row(reading, legible));
          } else if (!first.equals(reading.hash())) {
            keepConflict(reading, legible);
          }
          watermarks.document(
              place, Objects.requireNonNullElse(first, reading.hash()), first == null);
        }
        case Envelope.Illegible illegible -> {
          reject(reading, illegible);
          illegible
              .slot()
              .ifPresent(slot -> {
                Chapter.Place place = place(reading.message(), slot.epoch(), slot.number());
                String first = known.get(place);
                if (first == null) {
                  watermarks.rejected(place, reading.hash());
                } else {
                  watermarks.document(place, first, false);
                }
              });
        }
      }
    }
    sql.batch(
        """
        INSERT INTO document (org, terminal, epoch, number, type, status, business_day, transaction_id,
          total, currency, at, received_at, sha256, key_id, signature, verified, document)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        rows);
    documents += rows.size();
  }

  private static Chapter.Place place(Delivery.Document message, String epoch, long number) {
    return new Chapter(message.from(), epoch).at(number);
  }

  /// The hashes of the documents that the ledger has where these belong.
  private Map<Chapter.Place, String> known(List<Reading> readings) throws SQLException {
    var places = new LinkedHashSet<Chapter.Place>();
    for (Reading reading : readings) {
      switch (reading.envelope()) {
        case Envelope.Legible legible ->
            places.add(place(reading.message(), legible.epoch(), legible.number()));
        case Envelope.Illegible illegible ->
            illegible
                .slot()
                .ifPresent(
                    slot -> places.add(place(reading.message(), slot.epoch(), slot.number())));
      }
    }
    List<Chapter.Place> list = List.copyOf(places);
    var known = new HashMap<Chapter.Place, String>();
    sql.lookup(
        "org, terminal, epoch, number",
        list.stream().map(Chapter.Place::key).toList(),
        """
        SELECT k.n, d.sha256 FROM k JOIN document d
          ON d.org = k.org AND d.terminal = k.terminal AND d.epoch = k.epoch AND d.number = k.number\
        """,
        (n, row) -> known.put(list.get(n), row.getString(2)));
    return known;
  }

  private @Nullable Object[] row(Reading reading, Envelope.Legible legible) {
    Topics from = reading.message().from();
    if (reading.verdict() == Verdict.BAD) {
      alarm(
          "document %s/%d of %s has a wrong signature"
              .formatted(legible.epoch(), legible.number(), from));
    }
    return new @Nullable Object[] {
      from.org(),
      from.terminal(),
      legible.epoch(),
      legible.number(),
      legible.type(),
      legible.status().orElse(null),
      legible.businessDay().orElse(null),
      legible.transactionId().orElse(null),
      legible.total().isPresent() ? legible.total().getAsLong() : null,
      legible.currency().orElse(null),
      legible.at(),
      receivedAt,
      reading.hash(),
      legible.signature().map(Signed::keyId).orElse(null),
      signatureOf(legible),
      reading.verdict().word(),
      reading.message().payload()
    };
  }

  private static byte @Nullable [] signatureOf(Envelope.Legible legible) {
    return legible.signature().map(Signed::signature).orElse(null);
  }

  private void keepConflict(Reading reading, Envelope.Legible legible) throws SQLException {
    Topics from = reading.message().from();
    int kept =
        sql.update(
            """
            INSERT INTO conflict (org, terminal, epoch, number, received_at, sha256, key_id, signature,
              document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """,
            from.org(),
            from.terminal(),
            legible.epoch(),
            legible.number(),
            receivedAt,
            reading.hash(),
            legible.signature().map(Signed::keyId).orElse(null),
            signatureOf(legible),
            reading.message().payload());
    if (kept > 0) {
      conflicts++;
      alarm(
          "%s sent another document %s/%d than before: the first is kept, this one is in conflict"
              .formatted(from, legible.epoch(), legible.number()));
    }
  }

  private void reject(Reading reading, Envelope.Illegible illegible) throws SQLException {
    Topics from = reading.message().from();
    int kept =
        sql.update(
            """
            INSERT INTO rejected (org, terminal, epoch, number, code, received_at, sha256, document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """,
            from.org(),
            from.terminal(),
            illegible.slot().map(Envelope.Slot::epoch).orElse(null),
            illegible.slot().map(Envelope.Slot::number).orElse(null),
            illegible.code(),
            receivedAt,
            reading.hash(),
            reading.message().payload());
    if (kept > 0) {
      rejected++;
      alarm(
          "what %s sent as document %s is rejected (%s); its bytes are kept"
              .formatted(
                  from,
                  illegible
                      .slot()
                      .map(slot -> slot.epoch() + "/" + slot.number())
                      .orElse("of no number"),
                  illegible.code()));
    }
  }

  private void alarm(String text) {
    news.add(new News(true, text));
  }
}
