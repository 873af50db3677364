package till.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import till.uplink.Ack;
import till.uplink.StateMessage;
import till.uplink.StateView;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// What a collector asks of terminals and shows of itself, without a broker.
final class CollectorPartsTest {

  private static final Chapter CHAPTER = new Chapter(TestJournal.TOPICS, "e");
  private static final long PATIENCE = Gaps.PATIENCE.toNanos();
  private static final long PAUSE = Gaps.PAUSE.toNanos();

  private static Optional<Ack.Range> range(long from, long to) {
    return Optional.of(new Ack.Range(from, to));
  }

  @Test
  void aGapIsAskedForWhenItStaysAndThenWithPausesThatGrowToAnHour() {
    var gaps = new Gaps();
    assertEquals(Optional.empty(), gaps.note(CHAPTER, range(2, 3), 0));
    assertEquals(Optional.empty(), gaps.note(CHAPTER, range(2, 3), PATIENCE - 1));
    assertEquals(List.of(), gaps.due(PATIENCE - 1));
    assertEquals(List.of(CHAPTER), gaps.due(PATIENCE));
    assertEquals(range(2, 3), gaps.note(CHAPTER, range(2, 3), PATIENCE));
    long now = PATIENCE;
    for (int pauses : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360}) {
      now += pauses * PAUSE;
      assertEquals(Optional.empty(), gaps.note(CHAPTER, range(2, 3), now - 1));
      assertEquals(range(2, 3), gaps.note(CHAPTER, range(2, 3), now));
    }
  }

  @Test
  void aGapThatMovesIsAnotherAndOneThatIsFilledIsNone() {
    var gaps = new Gaps();
    assertEquals(Optional.empty(), gaps.note(CHAPTER, range(2, 9), 0));
    assertEquals(Optional.empty(), gaps.note(CHAPTER, range(5, 9), PATIENCE));
    assertEquals(range(5, 9), gaps.note(CHAPTER, range(5, 9), 2 * PATIENCE));
    assertEquals(Optional.empty(), gaps.note(CHAPTER, Optional.empty(), 3 * PATIENCE));
    assertEquals(List.of(), gaps.due(Long.MAX_VALUE / 2));
  }

  @Test
  void nobodyIsAskedForTheWholeWorldAtOnce() {
    var gaps = new Gaps();
    gaps.note(CHAPTER, range(2, 1L << 60), 0);
    assertEquals(range(2, 1 + Gaps.NUMBERS_MAX), gaps.note(CHAPTER, range(2, 1L << 60), PATIENCE));
  }

  private static StateMessage state(boolean online, long head, long acked) {
    return new StateMessage(
        online,
        1,
        Optional.of(
            new StateMessage.Standing(
                "",
                "",
                "e",
                1,
                head,
                "",
                acked,
                new StateMessage.Backlog(head - acked, Optional.empty()),
                new StateView("", List.of(), Map.of()),
                Optional.empty())));
  }

  @Test
  void theBudgetIsSharedByThoseWithABacklogAndFreedByThoseWithout() {
    var shares = new DrainShares(OptionalInt.of(1_000));
    var one = new Topics("acme", "one");
    var two = new Topics("acme", "two");
    assertEquals(OptionalInt.empty(), shares.share(one, "e", 1));
    shares.saw(one, state(true, 5_000, 0));
    assertEquals(OptionalInt.of(1_000), shares.share(one, "e", 100));
    shares.saw(two, state(true, 5_000, 1_000));
    assertEquals(OptionalInt.of(500), shares.share(one, "e", 200));
    assertEquals(OptionalInt.empty(), shares.share(two, "e", 4_800), "what is left is everyday");
    assertEquals(OptionalInt.of(1_000), shares.share(one, "e", 300));
    shares.saw(one, state(false, 5_000, 0));
    assertEquals(OptionalInt.empty(), shares.share(one, "e", 400));
    shares.saw(one, state(true, DrainShares.BACKLOG, 0));
    assertEquals(OptionalInt.empty(), shares.share(one, "e", 1));
  }

  @Test
  void withoutABudgetNobodyIsAskedForAnything() {
    var shares = new DrainShares(OptionalInt.empty());
    shares.saw(TestJournal.TOPICS, state(true, 5_000, 0));
    assertEquals(OptionalInt.empty(), shares.share(TestJournal.TOPICS, "e", 1));
  }

  @Test
  void whatCannotBeReadIsToldOncePerTerminalAndReasonUntilSomethingCan() {
    var unreadable = new UnreadableStates();
    var one = new Topics("acme", "one");
    var two = new Topics("acme", "two");
    assertTrue(unreadable.isNews(one, "not JSON"));
    assertFalse(unreadable.isNews(one, "not JSON"));
    assertTrue(unreadable.isNews(one, "no number in conn"));
    assertFalse(unreadable.isNews(one, "not JSON"), "however they alternate");
    assertTrue(unreadable.isNews(two, "not JSON"));
    unreadable.end(one);
    assertTrue(unreadable.isNews(one, "not JSON"));
    assertFalse(unreadable.isNews(two, "not JSON"), "that was another terminal");
  }

  @Test
  void garbageThatIsNewEachTimeFillsNeitherLogNorMemory() {
    var unreadable = new UnreadableStates();
    var rogue = new Topics("acme", "rogue");
    assertEquals(
        UnreadableStates.REASONS_MAX,
        IntStream.range(0, 1_000).filter(n -> unreadable.isNews(rogue, "at byte " + n)).count());
    assertEquals(
        UnreadableStates.TERMINALS_MAX - 1,
        IntStream.range(0, 2 * UnreadableStates.TERMINALS_MAX)
            .filter(n -> unreadable.isNews(new Topics("acme", "t" + n), "not JSON"))
            .count());
  }

  @Test
  void itsMetricsAreServedAsPrometheusReadsThem() throws Exception {
    var tally = new Tally();
    tally.count(new Intake.Result(List.of(), List.of(), List.of(), 7, 2, 1));
    tally.took(0.02);
    tally.took(20);
    tally.saw("0042-03", Instant.ofEpochSecond(1_796_000_000));
    try (MetricsServer server =
            MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tally);
        HttpClient client = HttpClient.newHttpClient()) {
      URI place = URI.create("http://127.0.0.1:" + server.port());
      List<String> lines = get(client, place.resolve("/metrics"), 200).lines().toList();
      for (String line :
          List.of(
              "# TYPE tilld_collector_documents_total counter",
              "tilld_collector_documents_total 7",
              "tilld_collector_rejected_total 2",
              "tilld_collector_conflicts_total 1",
              "tilld_collector_terminal_last_seen_seconds{terminal=\"0042-03\"} 1796000000",
              "# TYPE tilld_collector_batch_seconds histogram",
              "tilld_collector_batch_seconds_bucket{le=\"0.01\"} 0",
              "tilld_collector_batch_seconds_bucket{le=\"0.025\"} 1",
              "tilld_collector_batch_seconds_bucket{le=\"10.0\"} 1",
              "tilld_collector_batch_seconds_bucket{le=\"+Inf\"} 2",
              "tilld_collector_batch_seconds_sum 20.020000",
              "tilld_collector_batch_seconds_count 2")) {
        assertTrue(lines.contains(line), () -> line + " is not in " + lines);
      }
      get(client, place.resolve("/"), 404);
    }
  }

  private static String get(HttpClient client, URI url, int status) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(status, answer.statusCode());
    return answer.body();
  }
}
