package till.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.demo.CutView.Fact;
import till.paper.Paper;

/// The power-cut matrix to be played: one row at a time, each in a small shop of its own, whose
/// till is a process that is killed. Any thread.
final class PowerCuts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PowerCuts.class);

  /// For all of a row.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

  private final Path folder;
  private final Assortment assortment;
  private final URI broker;
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final News news;

  // guarded by this
  private final Map<CutRow, CutView> views = new EnumMap<>(CutRow.class);
  private final Map<CutRow, List<Paper>> papers = new EnumMap<>(CutRow.class);
  private @Nullable Thread player;
  private @Nullable Patience patience;
  private boolean closed;
  private int count;

  /// @param folder where the shops' files stand
  /// @param broker a running one
  PowerCuts(
      Path folder,
      Assortment assortment,
      URI broker,
      InstantSource clock,
      RandomGenerator chance,
      News news) {
    this.folder = folder;
    this.assortment = assortment;
    this.broker = broker;
    this.clock = clock;
    this.chance = chance;
    this.news = news;
    Arrays.stream(CutRow.values()).forEach(row -> views.put(row, CutView.idle(row)));
  }

  /// Begins to play a row.
  ///
  /// @return false while another one is being played
  synchronized boolean play(CutRow row) {
    if (closed || (player != null && player.isAlive())) {
      return false;
    }
    papers.put(row, List.of());
    views.put(row, new CutView(row.id(), "running", "opening", List.of(), 0, ""));
    // millis: a folder that stays has the shops of earlier demos
    String name = row.id() + "-" + clock.millis() + "-" + ++count;
    var own = new Patience(news, LIMIT);
    patience = own;
    player = Thread.ofPlatform().name("power-cut").start(() -> play(row, name, own));
    news.ring();
    return true;
  }

  private void play(CutRow row, String name, Patience waiting) {
    var own = new ShopFolder(folder.resolve(name));
    boolean good;
    try (CutShop shop = open(row, own, waiting)) {
      good = play(row, shop);
    } catch (IOException | RuntimeException e) {
      log.warn("the shop for the power cut {} cannot be opened", row.id(), e);
      update(
          row, _ -> new CutView(row.id(), "bad", "", List.of(), 0, String.valueOf(e.getMessage())));
      return;
    }
    if (good) {
      own.clear();
    }
  }

  /// Plays it.
  ///
  /// @return whether came what has to; else the shop's files are worth a look
  private boolean play(CutRow row, CutShop shop) {
    try {
      List<Fact> facts =
          new Moments(shop, step -> update(row, view -> withStep(view, step))).play(row);
      return finish(row, shop, facts, "");
    } catch (IOException | RuntimeException e) {
      log.warn("the power cut {} could not be played to its end", row.id(), e);
      return finish(row, shop, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private CutShop open(CutRow row, ShopFolder own, Patience waiting) throws IOException {
    Files.createDirectories(own.path());
    return new CutShop(
        own,
        String.valueOf(own.path().getFileName()),
        assortment,
        broker,
        Moments.laneSection(row),
        clock,
        chance,
        waiting);
  }

  private static CutView withStep(CutView view, String step) {
    return new CutView(view.row(), view.state(), step, view.facts(), view.papers(), "");
  }

  private boolean finish(CutRow row, CutShop shop, List<Fact> facts, String problem) {
    List<Paper> made = shop.papers();
    boolean good = problem.isEmpty() && facts.stream().allMatch(Fact::good);
    synchronized (this) {
      papers.put(row, made);
    }
    update(row, _ -> new CutView(row.id(), good ? "good" : "bad", "", facts, made.size(), problem));
    return good;
  }

  private void update(CutRow row, UnaryOperator<CutView> change) {
    synchronized (this) {
      views.computeIfPresent(row, (_, view) -> change.apply(view));
    }
    news.ring();
  }

  /// All rows, in the order of the matrix.
  synchronized List<CutView> views() {
    return List.copyOf(views.values());
  }

  /// A piece of paper that the printer made when the row was last played.
  ///
  /// @param number counts from 1
  synchronized Optional<Paper> paper(CutRow row, int number) {
    List<Paper> made = papers.getOrDefault(row, List.of());
    return number >= 1 && number <= made.size()
        ? Optional.of(made.get(number - 1))
        : Optional.empty();
  }

  @Override
  public void close() {
    Thread now;
    synchronized (this) {
      closed = true;
      now = player;
      if (patience != null) {
        patience.end();
      }
    }
    if (now == null) {
      return;
    }
    now.interrupt();
    try {
      if (!now.join(CLOSE_MAX)) {
        log.error("a power cut that is being played does not end; it is left alone");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
