package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;
import till.sale.CashRounding;
import till.sale.Entry;
import till.sale.Input;
import till.sale.Original;
import till.sale.SaleStatus;
import till.sale.Shop;
import till.sale.ShopModel;
import till.sale.ShopRun;
import till.sale.TaxRate;
import till.sale.TaxTable;
import till.sale.Till;
import till.sale.TillState;
import till.sale.Transaction;
import till.sale.Workstation;
import till.trust.DeviceKey;

/// Anything that can happen in a shop, in any order, on a real journal: against a model of the
/// shop, against a bookkeeper, and read again from what is on disk at any moment.
///
/// `-Dtilld.long=true` for 100,000 inputs, `-Dtilld.seed=N` for the same ones again.
final class ShopModelTest {

  private static final int INPUTS = Boolean.getBoolean("tilld.long") ? 100_000 : 3_000;
  private static final int INPUTS_OF_A_SHOP = Boolean.getBoolean("tilld.long") ? 5_000 : 750;

  /// A short run may miss what seldom happens: then it is a longer one.
  private static final int SHOPS_MAX = 40;

  /// On average: a lane that is busy takes so many at once.
  private static final int INPUTS_OF_A_TURN = 8;

  private static final int MINUTES_MAX = 30;
  private static final LocalDate LONG_AGO = LocalDate.of(2021, 1, 1);

  /// Goods are sold before and after.
  private static final LocalDate LATER = Till.DAY.plusDays(15);

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// Prices with and without their tax, with and without small coins, a fiscal provider and cards;
  /// in earnest, or to practise; where somebody looks into baskets, or not.
  private record Kind(
      String currency,
      long coin,
      boolean included,
      boolean fiscal,
      boolean cards,
      Shop.Practice practice,
      int checkEvery) {

    Shop shop() {
      Currency money = Currency.getInstance(currency);
      var shop =
          new Shop(
              money,
              new TaxTable(
                  List.of(
                      new TaxRate("A", new BigDecimal("19"), included, LONG_AGO),
                      new TaxRate("A", new BigDecimal("16"), included, LATER),
                      new TaxRate("B", new BigDecimal("8.10"), true, LONG_AGO),
                      new TaxRate("Z", new BigDecimal("0"), included, LONG_AGO))),
              List.of("de"),
              "self",
              cards,
              CashRounding.of(money),
              Optional.of("tse").filter(_ -> fiscal));
      return shop.with(practice).checkingBaskets(checkEvery);
    }

    Map<String, List<ShopModel.Rate>> rates() {
      return Map.of(
          "A",
              List.of(
                  new ShopModel.Rate(LONG_AGO, 1_900, included),
                  new ShopModel.Rate(LATER, 1_600, included)),
          "B", List.of(new ShopModel.Rate(LONG_AGO, 810, true)),
          "Z", List.of(new ShopModel.Rate(LONG_AGO, 0, included)));
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("EUR", 1, true, false, true, Shop.Practice.ALLOWED, 0),
          new Kind("CHF", 5, false, false, true, Shop.Practice.UNDER_WAY, 5),
          new Kind("DKK", 50, false, true, true, Shop.Practice.ALLOWED, 2),
          new Kind("JPY", 1, true, false, false, Shop.Practice.ALLOWED, 0));

  private final EntryCodec codec = new EntryCodec();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  @TempDir Path folder;

  @Test
  @Timeout(MINUTES_MAX * 60)
  void whateverHappensTheMoneyAddsUpAndTheDiskKnowsIt() throws IOException {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("-Dtilld.seed=" + seed);
    int shops = INPUTS / INPUTS_OF_A_SHOP;
    for (int shop = 0; shop < shops || (shop < SHOPS_MAX && !unseen().isEmpty()); shop++) {
      new Life(new Random(seed + shop), KINDS.get(shop % KINDS.size()), shop).live();
    }
    assertEquals(Set.of(), unseen(), "no move of ShopMoves has come to it");
  }

  /// The states of a sale, and the kinds of inputs, accepted and refused, that nothing has come to.
  private Set<String> unseen() {
    var names = new TreeSet<String>();
    for (Class<?> kind : Input.class.getPermittedSubclasses()) {
      names.add(kind.getSimpleName());
    }
    Set<String> unrefused = new TreeSet<>(names);
    for (SaleStatus status : SaleStatus.values()) {
      names.add(status.name());
    }
    names.removeAll(seen);
    unrefused.removeAll(refused);
    unrefused.forEach(name -> names.add(name + " refused"));
    return names;
  }

  /// One shop from its first day on.
  private final class Life {
    private final Random chance;
    private final ShopRun run;
    private final Kind kind;
    private final Path directory;
    private final List<Entry> pending = new ArrayList<>();
    private final List<Entry> all = new ArrayList<>();
    private Journal journal;
    private Documents documents;
    private Workstation replayed;
    private String durable;
    private int appends;

    Life(Random chance, Kind kind, int shop) throws IOException {
      this.chance = chance;
      this.kind = kind;
      this.directory = Files.createDirectory(folder.resolve("shop-" + shop));
      this.journal = open(directory);
      this.documents = Documents.open(directory);
      this.run = ShopRun.of(chance, kind.shop(), kind.coin(), kind.rates(), this::original);
      this.replayed = new Workstation(kind.shop(), run.state());
      this.durable = codec.write(run.state());
    }

    void live() throws IOException {
      try {
        for (int i = 0; i < INPUTS_OF_A_SHOP; i++) {
          step();
        }
        append();
        checkFromTheBeginning();
        checkDocuments();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("after\n" + run.story() + "\n" + e.getMessage(), e);
      } finally {
        documents.close();
        journal.close();
      }
      seen.addAll(run.seen());
      refused.addAll(run.refused());
    }

    /// A transaction with what has become of it: on disk, and in the turn that is not there yet.
    private Original original(String transactionId) {
      Optional<Original> found = documents.original(transactionId);
      for (Entry fact : pending) {
        if (fact instanceof Entry.TransactionLogged logged) {
          Transaction ended = logged.transaction();
          found =
              ended.transactionId().equals(transactionId)
                  ? Optional.of(new Original(ended, List.of(), false, false))
                  : found.map(original -> original.after(ended));
        }
      }
      return found.orElseThrow();
    }

    private void step() throws IOException {
      List<Entry> facts = run.step();
      for (Entry fact : facts) {
        replayed = replayed.apply(codec.readEntry(codec.write(fact)));
      }
      assertEquals(codec.write(run.state()), codec.write(replayed.state()), "read again");
      pending.addAll(facts);
      all.addAll(facts);
      if (chance.nextInt(INPUTS_OF_A_TURN) == 0 && !pending.isEmpty()) {
        append();
        if (chance.nextInt(30) == 0) {
          restart();
        }
      } else if (chance.nextInt(300) == 0) {
        cutThePower();
      }
    }

    /// What waited is one turn.
    private void append() {
      journal.append(new Turn(pending, List.of(), run.state()));
      pending.clear();
      durable = codec.write(run.state());
      appends++;
    }

    /// What became of each sale is known again, also where only the documents tell.
    private void restart() {
      documents.close();
      journal.close();
      if (chance.nextInt(3) == 0) {
        forgetLinks();
      }
      journal = open(directory);
      documents = Documents.open(directory);
      TillState recovered = recover(journal);
      assertEquals(durable, codec.write(recovered), "after a restart");
      run.goOn(recovered);
    }

    private void forgetLinks() {
      try (Connection connection =
              Sqlite.writer(directory.resolve(Journal.FILE), SynchronousMode.FULL);
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("DROP TABLE link");
      } catch (SQLException e) {
        throw new AssertionError("cannot forget", e);
      }
    }

    /// What the disk has at this moment is what a power cut would leave: the last turn, whole.
    private void cutThePower() throws IOException {
      Path left = Files.createDirectory(directory.resolveSibling("left"));
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
      try (Journal found = open(left)) {
        assertEquals(durable, codec.write(recover(found)), "after a power cut");
      }
      delete(left);
    }

    private TillState recover(Journal from) {
      Journal.Recovered recovered = from.recover();
      Workstation found = new Workstation(kind.shop(), recovered.snapshot());
      for (Entry entry : recovered.entries()) {
        found = found.apply(entry);
      }
      return found.state();
    }

    private void checkFromTheBeginning() {
      Workstation again =
          new Workstation(kind.shop(), TillState.initial(Currency.getInstance(kind.currency())));
      for (Entry entry : all) {
        again = again.apply(entry);
      }
      assertEquals(durable, codec.write(again.state()), "replayed from the first fact");
    }

    private void checkDocuments() {
      var check = new TotalsCheck();
      check.begin();
      long last = journal.head().number();
      for (long number = 1; number <= last; number++) {
        Document document = documents.byNumber(number).orElseThrow();
        assertTrue(document.bytes().length <= PosLog.DOCUMENT_BYTES_MAX);
        assertEquals(List.of(), check.add(document), "document " + number);
      }
      assertEquals(List.of(), JournalVerifier.verify(directory.resolve(Journal.FILE)).findings());
      System.out.printf("%s: %d documents in %d turns%n", kind, last, appends);
    }

    private Journal open(Path where) {
      return Journal.open(
          where,
          new JournalIdentity(
              "acme", "0042-03", "0042", "03", Currency.getInstance(kind.currency()), BERLIN),
          DeviceKey.open(where),
          Instant.EPOCH,
          new Random(1));
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
