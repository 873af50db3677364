package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A till and its model, which hear the same inputs. After each, both have to be the same, and all
/// has to be true that is true of every till.
public final class ShopRun {

  private static final int REMEMBERED = 40;

  private final Shop shop;
  private final Random chance;
  private final ShopBooks books = new ShopBooks();
  private final ShopMoves moves;
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> last = new ArrayDeque<>();
  private Workstation workstation;
  private int ids;

  private ShopRun(Random chance, Shop shop, ShopModel model) {
    this.chance = chance;
    this.shop = shop;
    this.moves = new ShopMoves(chance, shop, model, books);
    this.workstation = new Workstation(shop, TillState.initial(shop.currency()));
  }

  /// A till of that shop, out of the box.
  ///
  /// @param coin the smallest one of its currency, in minor units
  /// @param rates the model's own table of the shop's taxes
  public static ShopRun of(Random chance, Shop shop, long coin, Map<String, ShopModel.Rate> rates) {
    return new ShopRun(
        chance, shop, new ShopModel(shop.cards(), coin, shop.fiscal().isPresent(), rates));
  }

  public TillState state() {
    return workstation.state();
  }

  /// The kinds of inputs that were accepted so far, and the states that a sale was in.
  public Set<String> seen() {
    return seen;
  }

  /// What happened last, for whoever looks for a fault.
  public String story() {
    return String.join("\n", last);
  }

  /// Goes on with what was read from the journal.
  public void goOn(TillState recovered) {
    workstation = new Workstation(shop, recovered);
  }

  /// The next input.
  ///
  /// @return the facts it led to; none when it was refused
  public List<Entry> step() {
    Picture predicted = Picture.of(state());
    String freshId = "id-" + ids++;
    ShopMoves.Step step = moves.next(state(), freshId);
    Moment moment =
        new Moment(
                Till.NOON.plusNanos(ids * 1_000_003L),
                chance.nextInt(9) == 0
                    ? Moment.ClockState.UNSYNCHRONISED
                    : Moment.ClockState.SYNCHRONISED,
                freshId)
            .by(moves.actor());
    Verdict verdict = workstation.decide(step.input(), moment);
    remember(step.input(), verdict);
    step.rule()
        .ifPresent(rule ->
            assertEquals(
                rule.test(predicted, freshId),
                verdict instanceof Verdict.Accepted,
                step.input() + " was " + verdict + " in " + Picture.of(state())));
    return switch (verdict) {
      case Verdict.Refused _ -> List.of();
      case Verdict.Accepted all -> {
        seen.add(step.input().getClass().getSimpleName());
        checkEffects(all);
        all.entries().forEach(this::apply);
        Picture seen = Picture.of(state());
        step.rule().ifPresent(_ -> assertEquals(predicted.toString(), seen.toString()));
        check(seen);
        books.compare(state());
        yield all.entries();
      }
    };
  }

  private void remember(Input input, Verdict verdict) {
    String outcome =
        switch (verdict) {
          case Verdict.Refused refused -> refused.reason().name();
          case Verdict.Accepted all ->
              all.entries().stream()
                  .map(entry -> entry.getClass().getSimpleName())
                  .toList()
                  .toString();
        };
    String what =
        input instanceof Input.EnterItem enter
            ? "EnterItem " + enter.quantity() + " of " + enter.item().unitPrice()
            : input.toString();
    last.add(what + " by " + moves.actor().map(Actor::operator).orElse("nobody") + ": " + outcome);
    if (last.size() > REMEMBERED) {
      last.remove();
    }
  }

  private void apply(Entry entry) {
    workstation = workstation.apply(entry);
    if (entry instanceof Entry.TransactionLogged logged) {
      books.take(logged.transaction());
    }
  }

  /// No terminal is asked for money while another request is open, and none that was not written
  /// down first.
  private void checkEffects(Verdict.Accepted all) {
    Optional<String> open =
        state().sale().flatMap(RetailTransaction::attempt).map(PaymentAttempt::attemptId);
    for (Entry entry : all.entries()) {
      switch (entry) {
        case Entry.PaymentStarted started -> {
          assertEquals(Optional.empty(), open, "two payments at once");
          open = Optional.of(started.attempt().attemptId());
          assertTrue(all.effects().contains(new Effect.RequestPayment(started.attempt())));
        }
        case Entry.PaymentApproved approved -> {
          assertEquals(open, Optional.of(approved.attemptId()));
          open = Optional.empty();
        }
        case Entry.PaymentFailed failed -> {
          assertEquals(open, Optional.of(failed.attemptId()));
          open = Optional.empty();
        }
        default -> {}
      }
    }
    long asked = all.effects().stream().filter(Effect.RequestPayment.class::isInstance).count();
    assertEquals(
        all.entries().stream().filter(Entry.PaymentStarted.class::isInstance).count(), asked);
  }

  private void check(Picture p) {
    assertTrue(p.jobs.size() <= Workstation.PRINT_JOBS_MAX, "receipts that wait: " + p.jobs.size());
    assertEquals(p.jobs.size(), p.jobs.stream().map(Picture.Job::id).distinct().count());
    assertEquals(
        p.bill.isPresent() ? LaneState.IN_TRANSACTION.name() : p.lane,
        workstation.laneState().name());
    p.bill.ifPresent(bill -> {
      assertTrue(p.day, "a sale outside a business day");
      assertEquals("READY", p.lane, "a sale on a lane that is not open");
      seen.add(bill.status);
      check(bill);
    });
  }

  private void check(Picture.Bill bill) {
    long total = ShopModel.total(bill);
    long due = ShopModel.due(bill);
    SaleTotals sums = workstation.totals().orElseThrow();
    assertEquals(total, sums.total().minor(), "the total");
    assertEquals(bill.tendered(), sums.tendered().minor(), "what was tendered");
    assertEquals(due, sums.due().minor(), "what is due");
    assertEquals(
        ShopBooks.text(ShopModel.taxes(bill.lines)), ShopBooks.text(sums.taxes()), "the taxes");
    assertEquals(
        bill.status.startsWith("PAYMENT_"), bill.asked.isPresent(), "an attempt in " + bill);
    bill.asked.ifPresent(asked -> {
      assertTrue(asked.amount() > 0, "an attempt for " + asked.amount());
      assertEquals(
          asked.state().equals("UNKNOWN"), bill.status.equals("PAYMENT_UNKNOWN"), bill.toString());
    });
    assertTrue(
        bill.leaving.isEmpty()
            || bill.asked.filter(asked -> asked.kind().equals("REVERSAL")).isPresent(),
        "it is left, and nothing is given back: " + bill);
    switch (bill.status) {
      case "ENTERING" -> assertEquals(0, bill.tendered(), "money in " + bill);
      case "TENDERING" ->
          assertTrue(due != 0 || bill.isBlocked(), "it is paid and does not end: " + bill);
      case "FISCALISING" -> assertEquals(0, due, "it ends, and is not paid: " + bill);
      default -> {}
    }
    for (int n = 1; n <= bill.paid.size(); n++) {
      Picture.Paid paid = bill.paid.get(n - 1);
      int undone = paid.reverses();
      assertTrue(paid.amount() != 0, "a tender of nothing");
      assertTrue(undone < n, "it undoes what came later: " + bill);
      if (undone > 0) {
        assertEquals(-paid.amount(), bill.paid.get(undone - 1).amount(), "undone: " + bill);
        assertEquals(1, bill.paid.stream().filter(other -> other.reverses() == undone).count());
      }
    }
  }
}
