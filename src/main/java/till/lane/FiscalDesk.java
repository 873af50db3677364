package till.lane;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.sale.FiscalRecord;

/// Asks the fiscal provider, and waits for it so that the lane does not have to. One question after
/// the other; a provider that does not answer in time is an outage, and the sale ends all the same.
public final class FiscalDesk implements AutoCloseable {

  /// As long as a customer may stand there for it.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(FiscalDesk.class);

  private final FiscalProvider provider;
  private final Duration patience;
  private final Consumer<LaneEvent> answers;
  private final ExecutorService provided = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("fiscal").factory());

  /// @param answers the lane's mailbox
  public FiscalDesk(FiscalProvider provider, Consumer<LaneEvent> answers) {
    this(provider, PATIENCE, answers);
  }

  FiscalDesk(FiscalProvider provider, Duration patience, Consumer<LaneEvent> answers) {
    this.provider = provider;
    this.patience = patience;
    this.answers = answers;
  }

  /// Returns at once.
  void begin(String transactionId) {
    asking.execute(() ->
        ask(
            "the start of " + transactionId,
            () -> {
              provider.begin(transactionId);
              return Map.of();
            }));
  }

  /// Returns at once; the answer comes into the mailbox.
  void finish(FiscalProvider.Sale sale) {
    asking.execute(() ->
        answers.accept(
            new LaneEvent.Fiscalised(
                sale.transactionId(), ask(sale.transactionId(), () -> provider.finish(sale)))));
  }

  private interface Question {
    Map<String, String> ask() throws Exception;
  }

  private FiscalRecord ask(String what, Question question) {
    Future<Map<String, String>> answer = provided.submit(question::ask);
    try {
      Map<String, String> facts = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new FiscalRecord(provider.name(), false, facts);
    } catch (TimeoutException e) {
      return outage(what, "no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return outage(what, String.valueOf(e.getCause()));
    } catch (IllegalArgumentException e) {
      return outage(what, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outage(what, "the daemon ends");
    } finally {
      answer.cancel(true);
    }
  }

  private FiscalRecord outage(String what, String reason) {
    log.warn("fiscal provider {} has no word on {}: {}", provider.name(), what, reason);
    return new FiscalRecord(provider.name(), true, Map.of("reason", cut(reason)));
  }

  private static String cut(String reason) {
    return reason.substring(0, Math.min(reason.length(), FiscalRecord.FACT_CHARACTERS_MAX));
  }

  /// Gives up what is being asked; the next start asks again.
  @Override
  public void close() {
    asking.shutdownNow();
    provided.shutdownNow();
  }
}
