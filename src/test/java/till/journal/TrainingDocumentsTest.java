package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Actor;
import till.sale.Input;
import till.sale.Reason;
import till.sale.Shop;
import till.sale.Till;
import till.sale.Training;
import till.sale.Transaction;
import till.trust.DeviceKey;

/// What training leaves in the shop's journal, and what in its own.
final class TrainingDocumentsTest {

  private static final Head BEFORE =
      new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32));

  @TempDir Path folder;

  private final PosLog posLog = new PosLog();

  /// The shop's, by the names of their golden files.
  private static Map<String, Transaction> ofTheShop() {
    var documents = new LinkedHashMap<String, Transaction>();
    Till till = Till.open().by("17").does(new Input.TrainingOn());
    documents.put("training-on", till.lastTransaction());
    Training on = training(till);
    var end = new Training.End(Till.NOON.plusSeconds(1_800), new Actor("18", "pin"));
    till.does(new Input.EndTraining(new Training(on.id(), on.since(), on.by(), Optional.of(end))));
    documents.put("training-off", till.lastTransaction());
    return documents;
  }

  private static Training training(Till till) {
    return till.workstation().state().training().orElseThrow();
  }

  private static Till practising() {
    Till shop = Till.open().by("17").does(new Input.TrainingOn());
    return new Till(Till.SHOP.with(Shop.Practice.UNDER_WAY))
        .does(new Input.BeginTraining(training(shop)))
        .does(new Input.OpenBusinessDay(Till.DAY))
        .does(new Input.OpenLane());
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  @Test
  void theShopsJournalSaysWhenTrainingBeganAndEndedAndWhoDidIt() {
    ofTheShop()
        .forEach((name, transaction) -> {
          byte[] golden = Golden.bytes(name + "-1.json");
          byte[] written =
              posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), transaction);
          assertEquals(text(golden), text(written) + "\n", name);
          Document read = posLog.read(golden);
          assertEquals(transaction, read.transaction(), name);
          assertFalse(read.training(), "it is the shop's own document");
        });
  }

  @Test
  void everyDocumentOfTheTrainingIsMarked() {
    Transaction sale = JournalOnDisk.sale(practising(), 199).lastTransaction();
    byte[] golden = Golden.bytes("training-sale-1.json");
    byte[] written =
        posLog.write(JournalOnDisk.IDENTITY.forTraining(), BEFORE, Optional.empty(), sale);
    assertEquals(text(golden), text(written) + "\n");
    assertTrue(text(golden).contains("\"training\":true"));
    assertTrue(posLog.read(golden).training());
    assertEquals(sale, posLog.read(golden).transaction());
  }

  @Test
  void trainingHasAFolderAnEpochAndTotalsOfItsOwnAndItsChainVerifies() throws Exception {
    DeviceKey key = DeviceKey.open(folder);
    Path exercises = folder.resolve(Journal.TRAINING);
    var chance = new Random(1);
    try (Journal shop = Journal.open(folder, JournalOnDisk.IDENTITY, key, Till.NOON, chance);
        Journal training =
            Journal.open(exercises, JournalOnDisk.IDENTITY.forTraining(), key, Till.NOON, chance)) {
      JournalOnDisk.append(shop, JournalOnDisk.sale(Till.open(), 1_000));
      Till till = JournalOnDisk.sale(practising(), 199);
      assertEquals(199, till.lastTransaction().grandTotals().sales().minor());
      JournalOnDisk.append(training, till);
      assertNotEquals(shop.head().epoch(), training.head().epoch());
      shop.beside(training::verdict, training.documents());
      assertEquals(shop.head().position() + training.head().position(), shop.documents());
    }
    assertTrue(Files.exists(exercises.resolve(Journal.FILE)));
    for (Path each : List.of(folder, exercises)) {
      assertEquals(List.of(), JournalVerifier.verify(each.resolve(Journal.FILE)).findings());
    }
  }

  @Test
  void aCommandIsKnownInEitherJournalAndADamagedOneKnowsNone() throws Exception {
    DeviceKey key = DeviceKey.open(folder);
    Path exercises = folder.resolve(Journal.TRAINING);
    var refused = new StoredVerdict("c1", "digest", Optional.of(Reason.NO_TRANSACTION), "why");
    try (Journal training =
        Journal.open(
            exercises, JournalOnDisk.IDENTITY.forTraining(), key, Till.NOON, new Random(1))) {
      Till till = practising();
      training.append(
          new Turn(List.copyOf(till.facts), List.of(refused), till.workstation().state()));
    }
    try (Journal shop =
        Journal.open(folder, JournalOnDisk.IDENTITY, key, Till.NOON, new Random(2))) {
      try (Verdicts verdicts = Verdicts.open(exercises).orElseThrow()) {
        assertEquals(3, verdicts.documents());
        shop.beside(verdicts::find, verdicts.documents());
        assertEquals(Optional.of(refused), shop.anyVerdict("c1"));
        assertEquals(Optional.empty(), shop.anyVerdict("c2"));
        assertEquals(Optional.empty(), shop.verdict("c1"), "it is not its own");
      }
    }
    Files.writeString(exercises.resolve(Journal.FILE), "this was a database once, and is none now");
    assertTrue(Verdicts.open(exercises).isEmpty());
    assertTrue(Verdicts.open(folder.resolve("nowhere")).isEmpty());
  }
}
