package till;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.ConfigReader;
import till.config.LeastConfig;
import till.config.TerminalConfig;
import till.journal.Journal;
import till.journal.StoredVerdict;
import till.journal.Turn;
import till.port.BoardPorts;
import till.sale.Actor;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Reason;
import till.sale.Till;
import till.sale.Training;
import till.trust.DeviceKey;

/// Which journal a till is opened with, whenever the power went.
final class BooksTest {

  private static final Training FIRST = begun("t1");
  private static final Training SECOND = begun("t2");

  @TempDir Path folder;
  private final Board board =
      new Board(
          BoardPorts.open(),
          Optional.empty(),
          Map.of(),
          InstantSource.system(),
          () -> true,
          new SecureRandom(),
          "test",
          List::of);
  private TerminalConfig config;
  private DeviceKey key;
  private final Parts parts = new Parts();

  @BeforeEach
  void configure() throws IOException {
    Path file = folder.resolve("tilld.toml");
    Files.writeString(file, LeastConfig.TOML);
    config = ConfigReader.read(file);
    Files.createDirectories(config.stateDirectory());
    key = DeviceKey.open(config.stateDirectory());
  }

  @AfterEach
  void close() {
    parts.close();
    board.close();
  }

  private static Training begun(String id) {
    return new Training(id, Till.NOON, new Actor("17", "pin"), Optional.empty());
  }

  private Books open() {
    return Books.open(config, Till.SHOP, board, key, parts);
  }

  /// The journal that is in use learns this, and the power goes.
  private void learns(Training training, StoredVerdict... verdicts) {
    var own = new Parts();
    try {
      Books books = Books.open(config, Till.SHOP, board, key, own);
      Entry fact = new Entry.TrainingChanged(training);
      books
          .inUse()
          .append(new Turn(List.of(fact), List.of(verdicts), books.till().apply(fact).state()));
    } finally {
      own.close();
    }
  }

  @Test
  void aTillThatNobodyPractisesAtHasOneJournal() {
    Books books = open();
    assertFalse(books.isTraining());
    assertSame(books.ofShop(), books.inUse());
    assertEquals(List.of(), books.news());
    assertFalse(Files.exists(config.stateDirectory().resolve(Journal.TRAINING)));
  }

  @Test
  void aTrainingThatTheShopKnowsOfBeginsInAFolderOfItsOwn() {
    learns(FIRST);
    Books books = open();
    assertTrue(books.isTraining());
    assertTrue(books.aside().isPresent());
    assertEquals(config.stateDirectory().resolve(Journal.TRAINING), books.folder());
    assertEquals(List.of(new Input.BeginTraining(FIRST)), books.news());
    assertNotEquals(books.ofShop().head().epoch(), books.inUse().head().epoch());
    assertEquals(books.ofShop().documents(), books.inUse().documents());
  }

  @Test
  void aTrainingThatWasCutGoesOnAndOneThatIsOverIsFinishedInTheShop() {
    learns(FIRST);
    learns(FIRST);
    try (var cut = new Parts()) {
      assertTrue(Books.open(config, Till.SHOP, board, key, cut).isTraining());
    }
    var verdict = new StoredVerdict("c1", "digest", Optional.empty(), "");
    learns(over(FIRST), verdict);

    Books books = open();
    assertFalse(books.isTraining());
    assertEquals(List.of(new Input.EndTraining(over(FIRST))), books.news());
    assertEquals(Optional.of(verdict), books.inUse().anyVerdict("c1"));
  }

  @Test
  void theEndOfAnEarlierTrainingIsNotTakenForThatOfThisOne() {
    learns(FIRST);
    learns(FIRST);
    learns(over(FIRST));
    learns(over(FIRST)); // the shop
    learns(SECOND);
    Books books = open();
    assertTrue(books.isTraining());
    assertEquals(List.of(new Input.BeginTraining(SECOND)), books.news());
  }

  @Test
  void whatWasCommandedInTheShopIsKnownWhereSomebodyPractisesAndTheOtherWayRound() {
    var inShop = new StoredVerdict("c1", "digest", Optional.empty(), "");
    var inTraining = new StoredVerdict("c2", "digest", Optional.of(Reason.STALE), "");
    learns(FIRST, inShop);
    learns(FIRST, inTraining);
    try (var own = new Parts()) {
      Books books = Books.open(config, Till.SHOP, board, key, own);
      assertTrue(books.isTraining());
      assertEquals(Optional.of(inShop), books.inUse().anyVerdict("c1"));
    }
    learns(over(FIRST));
    learns(over(FIRST)); // the shop
    Books books = open();
    assertFalse(books.isTraining());
    assertEquals(List.of(), books.news());
    assertEquals(Optional.of(inTraining), books.inUse().anyVerdict("c2"));
  }

  @Test
  void anExerciseThatCannotBeReadKeepsNobodyFromSelling() throws IOException {
    learns(FIRST);
    learns(FIRST);
    learns(over(FIRST));
    learns(over(FIRST)); // the shop
    Path file = config.stateDirectory().resolve(Journal.TRAINING).resolve(Journal.FILE);
    Files.writeString(file, "this was a database once, and is none now");
    Books books = open();
    assertFalse(books.isTraining());
    assertEquals(Optional.empty(), books.inUse().anyVerdict("c1"));
  }

  private static Training over(Training training) {
    return new Training(
        training.id(),
        training.since(),
        training.by(),
        Optional.of(new Training.End(Till.NOON.plusSeconds(60), new Actor("18", "pin"))));
  }
}
