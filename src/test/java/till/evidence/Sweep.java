package till.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import till.journal.Journal;
import till.journal.JournalException;
import till.journal.JournalReader;

/// A search of files for secrets: for those that are known, in every form, and for whatever looks
/// like the number of a payment card.
final class Sweep {

  /// Bytes of each form that the table is made of.
  private static final int HEAD_BYTES = 4;

  private static final int FILTER_BITS = 22;
  private static final int EXCERPT_BYTES = 30;

  /// The findings that are told in full.
  private static final int FINDINGS_MAX = 200;

  /// @param excerpt what stands around it; itself is masked
  record Finding(Path file, long offset, String what, String excerpt) {

    @Override
    public String toString() {
      return file + " at byte " + offset + ": " + what + " in \"" + excerpt + "\"";
    }
  }

  private record Needle(Evidence.Secret kind, Forms.Form form) {}

  private final Map<Integer, List<Needle>> needles = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);
  private final Set<String> goods;
  private final Set<String> keys;
  private final Map<Evidence.Secret, Integer> secrets = new EnumMap<>(Evidence.Secret.class);
  private final Map<String, Long> searched = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /// @param goods codes of goods, which may look like numbers of cards
  /// @param keys names of keys, which may look so too
  Sweep(Map<Evidence.Secret, Set<String>> known, Set<String> goods, Set<String> keys) {
    this.goods = goods;
    this.keys = keys;
    known.forEach((kind, values) -> {
      secrets.put(kind, values.size());
      values.forEach(value -> know(kind, value));
    });
  }

  private void know(Evidence.Secret kind, String secret) {
    if (goods.contains(secret)) {
      throw new IllegalArgumentException("a code of goods is also a secret: " + mask(secret));
    }
    for (Forms.Form form : Forms.of(secret)) {
      int head = head(form.bytes(), 0);
      needles.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(kind, form));
      filter.set(hash(head));
    }
  }

  /// Searches all files in a folder.
  ///
  /// @param kind by which what was searched is counted
  void search(String kind, Path folder) throws IOException {
    searched.merge(kind, 0L, Long::sum);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      searched.merge(kind, (long) bytes.length, Long::sum);
      search(file, bytes);
    }
  }

  private void search(Path file, byte[] bytes) {
    for (int at = 0; at + HEAD_BYTES <= bytes.length; at++) {
      int head = head(bytes, at);
      if (filter.get(hash(head))) {
        for (Needle needle : needles.getOrDefault(head, List.of())) {
          if (isAt(bytes, at, needle.form())) {
            find(file, bytes, at, needle.form().bytes().length, "a known " + needle.kind());
          }
        }
      }
    }
    new AccountNumbers(bytes, goods, keys)
        .find(at -> find(file, bytes, at, 0, "what may be the number of a card"));
  }

  private void find(Path file, byte[] bytes, int at, int length, String what) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(new Finding(file, at, what, excerpt(bytes, at, at + length)));
    }
  }

  private static boolean isAt(byte[] bytes, int at, Forms.Form form) {
    byte[] wanted = form.bytes();
    int end = at + wanted.length;
    if (end > bytes.length || !Arrays.equals(bytes, at, end, wanted, 0, wanted.length)) {
      return false;
    }
    return !form.alone() || standsAlone(bytes, at, end);
  }

  /// Not a part of a longer number or word, of a time or of a decimal number.
  private static boolean standsAlone(byte[] bytes, int from, int to) {
    int before = from == 0 ? ' ' : bytes[from - 1];
    int after = to == bytes.length ? ' ' : bytes[to];
    boolean fraction = (before == '.' || before == ',') && from > 1 && isWord(bytes[from - 2]);
    boolean whole = after == '.' && to + 1 < bytes.length && isWord(bytes[to + 1]);
    return !isWord(before) && !isWord(after) && !fraction && !whole;
  }

  private static boolean isWord(int c) {
    return Character.isLetterOrDigit(c) || "_+/=".indexOf(c) >= 0 || c < 0;
  }

  /// What stands around it; neither itself nor any digit is shown.
  private static String excerpt(byte[] bytes, int from, int to) {
    var text = new StringBuilder();
    int last = Math.min(bytes.length, Math.max(to, from) + EXCERPT_BYTES);
    for (int i = Math.max(0, from - EXCERPT_BYTES); i < last; i++) {
      boolean itself = i >= from && i < to;
      boolean shown = bytes[i] >= ' ' && bytes[i] < 0x7F;
      text.append(itself || Character.isDigit(bytes[i]) ? '#' : shown ? (char) bytes[i] : '.');
    }
    return text.toString();
  }

  static String mask(String secret) {
    return "#".repeat(secret.length());
  }

  private static int head(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  private static int hash(int head) {
    return (head * 0x9E3779B1) >>> (32 - FILTER_BITS);
  }

  List<Finding> findings() {
    return findings;
  }

  /// How many bytes of each kind there were.
  Map<String, Long> searched() {
    return searched;
  }

  /// How many secrets of each kind are known.
  Map<Evidence.Secret, Integer> secrets() {
    return secrets;
  }

  static Set<String> goods(Path evidence) throws IOException {
    Path file = evidence.resolve(Evidence.GOODS);
    return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
  }

  /// The names without a letter of the keys that journals were signed with.
  static Set<String> keys(Path journals) throws IOException {
    var keys = new TreeSet<String>();
    if (!Files.isDirectory(journals)) {
      return keys;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(journals)) {
      files = all.filter(file -> file.toString().endsWith(Journal.FILE)).toList();
    }
    for (Path file : files) {
      try (JournalReader journal = JournalReader.open(file)) {
        keys.addAll(journal.publicKeys().keySet());
      } catch (JournalException _) {
        // one that a test has damaged: its keys are looked at as all else
      }
    }
    keys.removeIf(key -> !key.matches("[0-9]{16}"));
    return keys;
  }

  /// The secrets that were used, as `Evidence` has noted them.
  static Map<Evidence.Secret, Set<String>> known(Path evidence) throws IOException {
    var known = new EnumMap<Evidence.Secret, Set<String>>(Evidence.Secret.class);
    Path file = evidence.resolve(Evidence.SECRETS);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] parts = line.split(" ", 2);
        known
            .computeIfAbsent(Evidence.Secret.valueOf(parts[0]), _ -> new TreeSet<>())
            .add(parts[1]);
      }
    }
    return known;
  }
}
