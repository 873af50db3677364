package till.fleet;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import till.fleet.Envelope.Signed;
import till.journal.Chain;
import till.trust.DeviceKey;
import till.trust.Signatures;
import till.uplink.Ack;
import till.uplink.StateMessage;
import till.uplink.Topics;

/// One batch on its way into the ledger, inside one transaction that the ledger commits.
final class Intake {

  /// Keys a terminal may announce; more are not remembered.
  private static final int KEYS_MAX = 16;

  private static final String IS_TERMINAL = " WHERE org = ? AND terminal = ?";

  private final Sql sql;
  private final Watermarks watermarks;
  private final String receivedAt;
  private final Set<Watermarks.Chapter> touched = new LinkedHashSet<>();
  private final List<News> news = new ArrayList<>();

  /// Worth a line in the log, once the batch is committed.
  record News(boolean isAlarm, String text) {}

  /// An ack for a terminal, to be published once the batch is committed.
  record Owed(Topics terminal, Ack ack) {}

  Intake(Sql sql, Instant at) {
    this.sql = sql;
    watermarks = new Watermarks(sql);
    receivedAt = at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  List<News> news() {
    return news;
  }

  void take(Delivery delivery) throws SQLException {
    switch (delivery) {
      case Delivery.Document document -> take(document);
      case Delivery.State state -> take(state);
    }
  }

  /// Numbers of an epoch below this one that are not there will never come.
  void giveUp(Watermarks.Chapter chapter, long number) throws SQLException {
    if (watermarks.begin(chapter, number)) {
      touched.add(chapter);
    }
  }

  /// Moves the watermarks of all epochs that something came for, and says what their terminals are
  /// to hear.
  List<Owed> settle() throws SQLException {
    var owed = new ArrayList<Owed>();
    for (Watermarks.Chapter chapter : touched) {
      watermarks.advance(chapter).ifPresent(ack -> owed.add(new Owed(chapter.terminal(), ack)));
    }
    return owed;
  }

  private void take(Delivery.Document message) throws SQLException {
    switch (Envelope.read(message)) {
      case Envelope.Legible legible -> file(message, legible);
      case Envelope.Illegible illegible -> reject(message, illegible);
    }
  }

  private void file(Delivery.Document message, Envelope.Legible legible) throws SQLException {
    Topics from = message.from();
    var chapter = new Watermarks.Chapter(from, legible.epoch());
    String hash = Chain.hash(message.payload());
    Optional<String> known =
        sql.first(
            "SELECT sha256 FROM document" + IS_TERMINAL + " AND epoch = ? AND number = ?",
            row -> row.getString(1),
            from.org(),
            from.terminal(),
            legible.epoch(),
            legible.number());
    if (known.isEmpty()) {
      insert(message, legible, hash);
      watermarks.correct(chapter, legible.number(), hash);
    } else if (!known.get().equals(hash)) {
      keepConflict(message, legible, hash);
    }
    touched.add(chapter);
  }

  private void insert(Delivery.Document message, Envelope.Legible legible, String hash)
      throws SQLException {
    Topics from = message.from();
    sql.update(
        """
        INSERT INTO document (org, terminal, epoch, number, type, status, business_day, transaction_id,
          total, currency, at, received_at, sha256, key_id, signature, verified, document)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
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
        hash,
        legible.signature().map(Signed::keyId).orElse(null),
        signatureOf(legible),
        verdict(from, legible, message.payload()),
        message.payload());
  }

  private static byte @Nullable [] signatureOf(Envelope.Legible legible) {
    return legible.signature().map(Signed::signature).orElse(null);
  }

  private String verdict(Topics from, Envelope.Legible legible, byte[] payload)
      throws SQLException {
    if (legible.signature().isEmpty()) {
      return "unsigned";
    }
    Signed signed = legible.signature().get();
    Optional<byte[]> publicKey =
        sql.first(
            "SELECT public_key FROM device_key"
                + IS_TERMINAL
                + " AND key_id = ? AND pinned != 'announced'",
            row -> row.getBytes(1),
            from.org(),
            from.terminal(),
            signed.keyId());
    if (publicKey.isEmpty()) {
      return "unknown-key";
    }
    if (Signatures.verify(publicKey.get(), payload, signed.signature())) {
      return "good";
    }
    alarm(
        "document %s/%d of %s has a wrong signature"
            .formatted(legible.epoch(), legible.number(), from));
    return "bad";
  }

  private void keepConflict(Delivery.Document message, Envelope.Legible legible, String hash)
      throws SQLException {
    Topics from = message.from();
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
            hash,
            legible.signature().map(Signed::keyId).orElse(null),
            signatureOf(legible),
            message.payload());
    if (kept > 0) {
      alarm(
          "%s sent another document %s/%d than before: the first is kept, this one is in conflict"
              .formatted(from, legible.epoch(), legible.number()));
    }
  }

  private void reject(Delivery.Document message, Envelope.Illegible illegible) throws SQLException {
    Topics from = message.from();
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
            Chain.hash(message.payload()),
            message.payload());
    illegible.slot().ifPresent(slot -> touched.add(new Watermarks.Chapter(from, slot.epoch())));
    if (kept > 0) {
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

  private void take(Delivery.State state) throws SQLException {
    Topics from = state.from();
    StateMessage message = state.message();
    Optional<Long> known =
        sql.first(
            "SELECT conn FROM state" + IS_TERMINAL,
            row -> row.getLong(1),
            from.org(),
            from.terminal());
    if (known.isPresent() && known.get() > message.conn()) {
      return;
    }
    if (message.standing().isEmpty()) {
      sql.update(
          """
          INSERT INTO state (org, terminal, conn, online, received_at) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET conn = excluded.conn, online = excluded.online,
            received_at = excluded.received_at\
          """,
          from.org(),
          from.terminal(),
          message.conn(),
          message.online() ? 1 : 0,
          receivedAt);
      return;
    }
    note(state, message.standing().get());
  }

  private void note(Delivery.State state, StateMessage.Standing standing) throws SQLException {
    Topics from = state.from();
    sql.update(
        """
        INSERT OR REPLACE INTO state (org, terminal, conn, online, at, version, epoch, head, acked, lane,
          received_at, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        from.org(),
        from.terminal(),
        state.message().conn(),
        state.message().online() ? 1 : 0,
        standing.at(),
        standing.version(),
        standing.epoch(),
        standing.head(),
        standing.acked(),
        standing.view().lane(),
        receivedAt,
        state.body());
    if (standing.head() > 0) {
      sql.update(
          """
          INSERT INTO anchor (org, terminal, epoch, number, sha256, seen_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET number = excluded.number, sha256 = excluded.sha256,
            seen_at = excluded.seen_at WHERE excluded.number > anchor.number\
          """,
          from.org(),
          from.terminal(),
          standing.epoch(),
          standing.head(),
          standing.headHash(),
          receivedAt);
    }
    var chapter = new Watermarks.Chapter(from, standing.epoch());
    if (watermarks.begin(chapter, standing.first())) {
      touched.add(chapter);
    }
    if (standing.key().isPresent()) {
      noteKey(from, standing.key().get());
    }
  }

  /// The first key that a terminal announces is believed; another one waits for enrolment.
  private void noteKey(Topics from, StateMessage.Key announced) throws SQLException {
    byte[] publicKey;
    try {
      publicKey = Base64.getDecoder().decode(announced.publicKey());
    } catch (IllegalArgumentException e) {
      return;
    }
    if (!DeviceKey.keyId(publicKey).equals(announced.kid())) {
      return;
    }
    long known =
        sql.first(
                "SELECT count(*) FROM device_key" + IS_TERMINAL,
                row -> row.getLong(1),
                from.org(),
                from.terminal())
            .orElse(0L);
    if (known >= KEYS_MAX) {
      return;
    }
    int added =
        sql.update(
            """
            INSERT INTO device_key (org, terminal, key_id, public_key, pinned, pinned_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """,
            from.org(),
            from.terminal(),
            announced.kid(),
            publicKey,
            known == 0 ? "first-use" : "announced",
            receivedAt);
    if (added > 0 && known == 0) {
      news.add(
          new News(false, "pinned the key %s of %s at first use".formatted(announced.kid(), from)));
      judgeWaiting(from, announced.kid(), publicKey);
    } else if (added > 0) {
      alarm(
          "%s announces the key %s, which is not the pinned one".formatted(from, announced.kid()));
    }
  }

  /// Documents that came before their key.
  private void judgeWaiting(Topics from, String keyId, byte[] publicKey) throws SQLException {
    sql.each(
        "SELECT id, document, signature FROM document"
            + IS_TERMINAL
            + " AND key_id = ? AND verified = 'unknown-key'",
        row -> {
          boolean good = Signatures.verify(publicKey, row.getBytes(2), row.getBytes(3));
          sql.update(
              "UPDATE document SET verified = ? WHERE id = ?",
              good ? "good" : "bad",
              row.getLong(1));
        },
        from.org(),
        from.terminal(),
        keyId);
  }

  private void alarm(String text) {
    news.add(new News(true, text));
  }
}
