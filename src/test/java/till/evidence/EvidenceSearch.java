package till.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// After all tests: nothing that the daemon has let out while they ran holds the number of a
/// payment card or a password. The build runs it by itself, when the others are over.
final class EvidenceSearch {

  private static final String REPORTS = "reports";

  /// A label with a wrong check digit, which happens to have the right one of a card.
  private static final String MISREAD = "4006381333932";

  @Test
  void noAccountNumberAndNoPasswordIsInLogsJournalsMessagesAndAnswers() throws Exception {
    long start = System.nanoTime();
    var goods = new HashSet<>(Sweep.goods(Evidence.FOLDER));
    goods.add(MISREAD);
    Set<String> keys = Sweep.keys(Evidence.Kind.JOURNALS.in(Evidence.FOLDER));
    var sweep = new Sweep(Sweep.known(Evidence.FOLDER), goods, keys);
    for (Evidence.Kind kind : Evidence.Kind.values()) {
      sweep.search(kind.name(), kind.in(Evidence.FOLDER));
    }
    sweep.search(REPORTS, Path.of("target", "surefire-reports"));

    System.out.println(
        "searched, in bytes: "
            + sweep.searched()
            + "; for known secrets: "
            + sweep.secrets()
            + "; in "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms");
    assertEquals(
        List.of(),
        sweep.findings(),
        () -> sweep.findings().stream().map(Object::toString).collect(Collectors.joining("\n")));
    if (wasWhole()) {
      sweep.searched().forEach((kind, bytes) -> assertTrue(bytes > 0, () -> kind + " are empty"));
      for (Evidence.Secret kind : Evidence.Secret.values()) {
        assertTrue(sweep.secrets().getOrDefault(kind, 0) > 0, () -> "no " + kind + " was used");
      }
    }
  }

  /// Whether all tests have run, and not those alone that somebody has asked for.
  private static boolean wasWhole() {
    String only = System.getProperty("test", "");
    return only.isEmpty() || only.contains(EvidenceSearch.class.getSimpleName());
  }
}
