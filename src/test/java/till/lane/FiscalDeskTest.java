package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.journal.Documents;
import till.sale.CashRounding;
import till.sale.FiscalRecord;
import till.sale.Input;
import till.sale.Shop;
import till.sale.Till;
import till.sale.Transaction;

/// A fiscal provider that answers, does not, or says too much, and what becomes of the sale.
final class FiscalDeskTest {

  private static final Shop FISCAL =
      new Shop(
          Till.EUR,
          Till.SHOP.taxes(),
          Till.SHOP.languages(),
          "self",
          true,
          CashRounding.of(Till.EUR),
          Optional.of("tse"));

  @TempDir private Path folder;

  private final BlockingQueue<LaneEvent> heard = new LinkedBlockingQueue<>();

  /// A provider whose answer to a sale is handed in.
  private static final class Provider implements FiscalProvider {

    /// What it says.
    interface Answer {
      Map<String, String> to(Sale sale) throws IOException, InterruptedException;
    }

    private final Answer answer;
    private final List<String> begun = new ArrayList<>();

    Provider(Answer answer) {
      this.answer = answer;
    }

    @Override
    public String name() {
      return "tse";
    }

    @Override
    public synchronized void begin(String transactionId) {
      begun.add(transactionId);
    }

    @Override
    public Map<String, String> finish(Sale sale) throws IOException, InterruptedException {
      return answer.to(sale);
    }

    synchronized List<String> begun() {
      return List.copyOf(begun);
    }
  }

  private static FiscalProvider.Sale sale() {
    Till till = Till.open().sells("1", 199);
    return new FiscalProvider.Sale(
        "sale-1", till.sale().lines(), List.of(), till.workstation().totals().orElseThrow());
  }

  private FiscalRecord answer(Provider provider, Duration patience) throws InterruptedException {
    try (var desk = new FiscalDesk(provider, patience, heard::add)) {
      desk.finish(sale());
      var answer = (LaneEvent.Fiscalised) heard.poll(60, TimeUnit.SECONDS);
      assertTrue(answer != null, "no answer came");
      assertEquals("sale-1", answer.transactionId());
      return answer.record();
    }
  }

  @Test
  void whatTheProviderSaysIsHandedOn() throws Exception {
    var provider = new Provider(sale -> Map.of("total", sale.totals().total().toString()));
    assertEquals(
        new FiscalRecord("tse", false, Map.of("total", "1.99 EUR")),
        answer(provider, Duration.ofMinutes(1)));
  }

  @Test
  void aProviderThatIsDownIsAnOutage() throws Exception {
    var provider =
        new Provider(_ -> {
          throw new IOException("connection refused");
        });
    FiscalRecord record = answer(provider, Duration.ofMinutes(1));
    assertTrue(record.outage());
    assertTrue(record.facts().getOrDefault("reason", "").contains("connection refused"));
  }

  @Test
  void aProviderThatIsSilentIsAnOutage() throws Exception {
    var never = new CountDownLatch(1);
    var provider =
        new Provider(_ -> {
          never.await();
          return Map.of();
        });
    assertTrue(answer(provider, Duration.ofMillis(50)).outage());
  }

  @Test
  void aProviderThatSaysMoreThanADocumentHoldsIsAnOutage() throws Exception {
    var provider = new Provider(_ -> Map.of("signature", "x".repeat(10_000)));
    assertTrue(answer(provider, Duration.ofMinutes(1)).outage());
  }

  @Test
  void aSaleEndsWithItsWordInTheDocument() throws Exception {
    var provider = new Provider(_ -> Map.of("signature", "MEUCIQ"));
    assertEquals(
        Optional.of(new FiscalRecord("tse", false, Map.of("signature", "MEUCIQ"))),
        soldWith(provider));
    assertEquals(1, provider.begun().size());
  }

  @Test
  void aSaleEndsWithoutItMarkedAsAnOutage() throws Exception {
    var provider =
        new Provider(_ -> {
          throw new IOException("down");
        });
    assertTrue(soldWith(provider).orElseThrow().outage());
  }

  private Optional<FiscalRecord> soldWith(Provider provider) throws InterruptedException {
    var ended = new CountDownLatch(1);
    try (var counter = new Counter(folder, FISCAL);
        var desk = new FiscalDesk(provider, counter.lane::offer)) {
      counter.lane.listen(news -> {
        if (news.view().lastReceipt().isPresent()) {
          ended.countDown();
        }
      });
      counter.start(Peripherals.none().with(desk), List.of());
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCash(Optional.empty()));
      assertTrue(ended.await(60, TimeUnit.SECONDS), "the sale has not ended");
    }
    try (Documents documents = Documents.open(folder)) {
      return ((Transaction.Retail) documents.lastSale().orElseThrow().transaction().body())
          .fiscal();
    }
  }
}
