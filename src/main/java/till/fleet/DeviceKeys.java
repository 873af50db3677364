package till.fleet;

import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import till.fleet.Reading.KeyName;
import till.trust.DeviceKey;
import till.trust.Signatures;
import till.uplink.StateMessage;
import till.uplink.Topics;

/// The terminals' public keys: pinned by enrolment, else at first use.
record DeviceKeys(Sql sql) {

  /// Keys a terminal may announce; more are not remembered.
  private static final int KEYS_MAX = 16;

  /// Those of these keys that are believed.
  Map<KeyName, byte[]> pinned(Collection<KeyName> names) throws SQLException {
    List<KeyName> list = List.copyOf(Set.copyOf(names));
    var keys = new HashMap<KeyName, byte[]>();
    sql.lookup(
        "org, terminal, key_id",
        list.stream()
            .map(name ->
                new Object[] {name.terminal().org(), name.terminal().terminal(), name.keyId()})
            .toList(),
        """
        SELECT k.n, d.public_key FROM k JOIN device_key d
          ON d.org = k.org AND d.terminal = k.terminal AND d.key_id = k.key_id
        WHERE d.pinned != 'announced'\
        """,
        (n, row) -> keys.put(list.get(n), row.getBytes(2)));
    return keys;
  }

  /// The first key that a terminal announces is believed; another one waits for enrolment.
  ///
  /// @param announced by terminal
  void note(Map<Topics, StateMessage.Key> announced, String at, Consumer<Intake.News> news)
      throws SQLException {
    Map<Topics, Set<String>> known = known(List.copyOf(announced.keySet()));
    for (Map.Entry<Topics, StateMessage.Key> entry : announced.entrySet()) {
      Set<String> own = known.getOrDefault(entry.getKey(), Set.of());
      Optional<byte[]> publicKey = publicKey(entry.getValue());
      if (publicKey.isPresent() && !own.contains(entry.getValue().kid()) && own.size() < KEYS_MAX) {
        add(
            new KeyName(entry.getKey(), entry.getValue().kid()),
            publicKey.get(),
            own.isEmpty(),
            at,
            news);
      }
    }
  }

  private Map<Topics, Set<String>> known(List<Topics> terminals) throws SQLException {
    var known = new HashMap<Topics, Set<String>>();
    sql.lookup(
        "org, terminal",
        terminals.stream().map(from -> new Object[] {from.org(), from.terminal()}).toList(),
        """
        SELECT k.n, d.key_id FROM k JOIN device_key d
          ON d.org = k.org AND d.terminal = k.terminal\
        """,
        (n, row) ->
            known.computeIfAbsent(terminals.get(n), _ -> new HashSet<>()).add(row.getString(2)));
    return known;
  }

  /// Only one that is what its name says.
  private static Optional<byte[]> publicKey(StateMessage.Key announced) {
    try {
      byte[] publicKey = Base64.getDecoder().decode(announced.publicKey());
      return Optional.of(publicKey).filter(key -> DeviceKey.keyId(key).equals(announced.kid()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void add(
      KeyName name, byte[] publicKey, boolean isFirst, String at, Consumer<Intake.News> news)
      throws SQLException {
    sql.update(
        """
        INSERT INTO device_key (org, terminal, key_id, public_key, pinned, pinned_at)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        name.terminal().org(),
        name.terminal().terminal(),
        name.keyId(),
        publicKey,
        isFirst ? "first-use" : "announced",
        at);
    if (isFirst) {
      news.accept(
          new Intake.News(
              false,
              "pinned the key %s of %s at first use".formatted(name.keyId(), name.terminal())));
      judgeWaiting(name, publicKey);
    } else {
      news.accept(
          new Intake.News(
              true,
              "%s announces the key %s, which is not the pinned one"
                  .formatted(name.terminal(), name.keyId())));
    }
  }

  /// Documents that came before their key.
  private void judgeWaiting(KeyName name, byte[] publicKey) throws SQLException {
    sql.each(
        """
        SELECT id, document, signature FROM document
        WHERE org = ? AND terminal = ? AND key_id = ? AND verified = 'unknown-key'\
        """,
        row ->
            sql.update(
                "UPDATE document SET verified = ? WHERE id = ?",
                Signatures.verify(publicKey, row.getBytes(2), row.getBytes(3)) ? "good" : "bad",
                row.getLong(1)),
        name.terminal().org(),
        name.terminal().terminal(),
        name.keyId());
  }
}
