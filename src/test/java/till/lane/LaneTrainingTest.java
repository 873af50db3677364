package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Actor;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Reason;
import till.sale.Shop;
import till.sale.Till;
import till.sale.Training;

/// A lane leaves when training begins or ends, and the next one goes on in the other journal.
final class LaneTrainingTest {

  private static final Shop PRACTICE = Till.SHOP.with(Shop.Practice.UNDER_WAY);
  private static final Training TRAINING =
      new Training("t1", Till.NOON, new Actor("17", "pin"), Optional.empty());

  @TempDir Path folder;

  private static Command training(Input input) {
    Command command = Counter.command("training", new Request.Direct(input));
    return new Command(
        command.commandId(),
        command.digest(),
        Optional.of(new Actor("17", "pin")),
        Optional.empty(),
        Optional.empty(),
        command.request());
  }

  private static Lane.Exit run(Counter counter, List<Input> starts) {
    return counter.lane.run(Peripherals.none(), starts, List.of(), () -> {});
  }

  @Test
  void theLaneLeavesWithItsAnswerGivenAndSellsNothingThatCameBehind() {
    try (Counter counter = new Counter(folder)) {
      CompletableFuture<Reply> reply =
          counter.lane.submit(training(new Input.TrainingOn())).orElseThrow();
      counter.lane.offer(Counter.label(Counter.PEN));
      assertEquals(Lane.Exit.TRAINING, run(counter, List.of(Counter.boot())));

      var accepted = (Reply.Accepted) Counter.answer(reply);
      assertTrue(accepted.view().training());
      assertEquals(Optional.empty(), counter.lane.view().transaction());
      assertEquals("training-on", counter.control(counter.documentsOnDisk()));
    }
  }

  @Test
  void aLaneInTrainingSaysSoFromItsFirstViewAndLeavesWhenItEnds() throws Exception {
    Path exercises = Files.createDirectories(folder.resolve("training"));
    long lastSeen;
    try (Counter counter = new Counter(exercises, PRACTICE)) {
      assertTrue(counter.lane.view().training(), "before it has started");
      counter.start(List.of(new Input.BeginTraining(TRAINING)));
      LaneView view = counter.scans(Counter.PEN);
      assertTrue(view.training());
      assertEquals(LaneState.IN_TRANSACTION, view.state());
      assertEquals("training-on", counter.control(1));
      assertTrue(counter.lane.report().orElseThrow().training());
      assertEquals(Reason.LANE_BUSY, refused(counter.does("17", new Input.TrainingOff())));
      lastSeen = counter.does(new Input.CancelTransaction()).view().revision();
    }
    try (Counter counter = new Counter(exercises, PRACTICE)) {
      assertTrue(counter.lane.view().revision() > lastSeen, "after a restart");
      CompletableFuture<Reply> reply =
          counter.lane.submit(training(new Input.TrainingOff())).orElseThrow();
      List<Input> starts = List.of(Counter.boot(), new Input.BeginTraining(TRAINING));
      assertEquals(Lane.Exit.TRAINING, run(counter, starts));
      assertFalse(((Reply.Accepted) Counter.answer(reply)).view().training());
      assertEquals("training-off", counter.control(counter.documentsOnDisk()));
    }
  }

  private static Reason refused(Reply reply) {
    return ((Reply.Refused) reply).reason();
  }

  @Test
  void theShopsLaneHearsOfTheEndAsItStarts() {
    Training on;
    try (Counter counter = new Counter(folder)) {
      var _ = counter.lane.submit(training(new Input.TrainingOn())).orElseThrow();
      assertEquals(Lane.Exit.TRAINING, run(counter, List.of(Counter.boot())));
      on = counter.training().orElseThrow();
    }
    try (Counter counter = new Counter(folder)) {
      assertFalse(counter.lane.view().training(), "before it has started");
      var end = Optional.of(new Training.End(Till.NOON, new Actor("18", "pin")));
      counter.start(
          List.of(new Input.EndTraining(new Training(on.id(), on.since(), on.by(), end))));
      assertFalse(counter.scans(Counter.PEN).training());
    }
  }

  /// What happens to the till goes into the shop's journal while nothing is sold in it.
  @Test
  void theShopsJournalRemembersWhatHappensMeanwhile() {
    try (Counter counter = new Counter(folder)) {
      var _ = counter.lane.submit(training(new Input.TrainingOn())).orElseThrow();
      assertEquals(Lane.Exit.TRAINING, run(counter, List.of(Counter.boot())));
      long before = counter.documentsOnDisk();
      try (ShopJournal shop = counter.shopJournal()) {
        shop.remember("boot", Map.of("version", "1"));
        shop.remember("board-changed", Map.of("from", "a", "to", "b"));
        shop.write();
        shop.write();
        assertEquals(before + 2, counter.documentsOnDisk());
        shop.remember("sign-on-refused", Map.of());
      }
      assertEquals(before + 3, counter.documentsOnDisk(), "the last word is written as it closes");
      assertEquals("boot", counter.control(before + 1));
      assertTrue(counter.training().orElseThrow().isOn());
    }
  }
}
