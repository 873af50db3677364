package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Training begins in the shop's journal and ends in its own, and each hears of the other's word.
final class PractisingTest {

  private static Till practising() {
    return new Till(Till.SHOP.with(Shop.Practice.UNDER_WAY))
        .does(new Input.BeginTraining(begun()))
        .does(new Input.OpenBusinessDay(Till.DAY))
        .does(new Input.OpenLane());
  }

  private static Training begun() {
    return training(Till.open().by("17").does(new Input.TrainingOn()));
  }

  private static Training training(Till till) {
    return till.workstation().state().training().orElseThrow();
  }

  private static void refuses(Till till, Input input, Reason reason) {
    Verdict verdict = till.hears(input);
    assertTrue(
        verdict instanceof Verdict.Refused refused && refused.reason() == reason,
        input + " " + verdict);
  }

  private static Transaction.Control control(Till till) {
    return (Transaction.Control) till.lastTransaction().body();
  }

  @Test
  void itBeginsInTheShopsJournalAndNothingIsSoldThereAnyMore() {
    Till till = Till.open().by("17");
    assertFalse(till.workstation().isElsewhere());
    till.does(new Input.TrainingOn());

    assertEquals("training-on", control(till).control());
    assertEquals("17", till.lastTransaction().operator());
    assertEquals(till.lastTransaction().transactionId(), training(till).id());
    assertTrue(till.workstation().isElsewhere());
    refuses(till, Till.enter(Till.item("1", 199, "A")), Reason.ALREADY_TRAINING);
    refuses(till, new Input.TrainingOn(), Reason.ALREADY_TRAINING);
    refuses(till, new Input.OpenDrawer("change"), Reason.ALREADY_TRAINING);
    till.does(new Input.RecordControl("tamper-opened", Map.of()));
    till.does(new Input.Start("boot", Map.of()));
    assertTrue(training(till).isOn());
  }

  @Test
  void itIsSomebodysOfTheShopAndWaitsForCustomerAndReceipt() {
    Till till = Till.open();
    refuses(till, new Input.TrainingOn(), Reason.ATTENDANT_NEEDED);
    refuses(till, new Input.TrainingOff(), Reason.NOT_TRAINING);
    till.by("17").sells("1", 199);
    refuses(till, new Input.TrainingOn(), Reason.LANE_BUSY);
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    refuses(till, new Input.TrainingOn(), Reason.PRINTING);
    String job = till.workstation().state().printJobs().getFirst().jobId();
    till.does(new Input.MovePrintJob(job, PrintJob.State.SENDING, Optional.empty()));
    refuses(till, new Input.TrainingOn(), Reason.PRINTING);
    till.does(new Input.MovePrintJob(job, PrintJob.State.DOUBTFUL, Optional.of("no answer")));
    till.does(new Input.TrainingOn());
    assertEquals(1, till.workstation().state().printJobs().size(), "it is still to be resolved");
  }

  @Test
  void itCanBeForbidden() {
    Till till = Till.open(Till.SHOP.with(Shop.Practice.FORBIDDEN)).by("17");
    refuses(till, new Input.TrainingOn(), Reason.TRAINING_FORBIDDEN);
  }

  @Test
  void aPausedLaneTrainsAndIsPausedAfterwards() {
    Till till = Till.open().by("17").does(new Input.PauseLane()).does(new Input.TrainingOn());
    Training over = training(practising().by("18").does(new Input.TrainingOff()));
    assertEquals(begun().id(), over.id());
    till.does(new Input.EndTraining(withId(over, training(till).id())));
    assertEquals(LaneState.PAUSED, till.workstation().laneState());
  }

  private static Training withId(Training training, String id) {
    return new Training(id, training.since(), training.by(), training.end());
  }

  @Test
  void itEndsInItsOwnJournalWithNothingLeftToPrint() {
    Till till = practising().by("18").sells("1", 199);
    refuses(till, new Input.TrainingOff(), Reason.LANE_BUSY);
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    refuses(till, new Input.TrainingOff(), Reason.PRINTING);
    String job = till.workstation().state().printJobs().getFirst().jobId();
    till.does(new Input.MovePrintJob(job, PrintJob.State.HELD, Optional.of("no paper")));
    till.does(new Input.TrainingOff());

    assertEquals("training-off", control(till).control());
    assertEquals("18", till.lastTransaction().operator());
    assertEquals(List.of(), till.workstation().state().printJobs());
    assertTrue(till.workstation().isElsewhere());
    refuses(till, Till.enter(Till.item("1", 199, "A")), Reason.NOT_TRAINING);
    refuses(till, new Input.TrainingOff(), Reason.NOT_TRAINING);
  }

  @Test
  void theShopHearsOfTheEndOnceAndSellsOnWhereItWas() {
    Till till = Till.open().by("17").sells("1", 199).does(new Input.SuspendTransaction());
    GrandTotals totals = till.lastTransaction().grandTotals();
    till.does(new Input.TrainingOn());
    Training on = training(till);
    var over =
        new Training(
            on.id(),
            on.since(),
            on.by(),
            Optional.of(new Training.End(Till.NOON.plusSeconds(60), new Actor("18", "pin"))));
    till.does(new Input.Start("boot", Map.of())).does(new Input.EndTraining(over));
    assertEquals("training-off", control(till).control());
    assertEquals("18", till.lastTransaction().operator());
    assertEquals(
        Map.of(
            "training", on.id(),
            "since", Till.NOON.toString(),
            "until", Till.NOON.plusSeconds(60).toString()),
        control(till).facts());
    int documents = till.documents().size();
    till.does(new Input.EndTraining(over));
    assertEquals(documents, till.documents().size(), "it is no news the second time");
    assertEquals(totals, till.lastTransaction().grandTotals());
    assertEquals(1, till.workstation().state().suspended().size());
    till.sells("2", 250);
  }

  @Test
  void anEndThatIsAnotherTrainingsIsNone() {
    Till till = Till.open().by("17").does(new Input.TrainingOn());
    Training other =
        withId(training(practising().by("18").does(new Input.TrainingOff())), "another");
    till.does(new Input.EndTraining(other));
    assertTrue(training(till).isOn());
  }

  @Test
  void aBeginningThatIsKnownIsNoNewsAndAnotherOneIs() {
    Till till = practising();
    int documents = till.documents().size();
    assertEquals("17", till.documents().getFirst().operator());
    till.does(new Input.BeginTraining(training(till)));
    assertEquals(documents, till.documents().size());
    till.does(new Input.BeginTraining(withId(training(till), "another")));
    assertEquals(documents + 1, till.documents().size());
    assertEquals("another", training(till).id());
  }

  @Test
  void whatATrainingThatNeverEndedHasLeftOpenIsTakenUpByTheNext() {
    Till till = practising().sells("1", 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty()));
    till.effects.clear();
    till.does(new Input.BeginTraining(withId(training(till), "another")));
    assertEquals(PaymentAttempt.State.UNKNOWN, till.sale().attempt().orElseThrow().state());
    assertTrue(till.effects.getFirst() instanceof Effect.QueryPayment, till.effects.toString());
  }
}
