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
import java.util.function.Function;

/// A till and its model, which hear the same inputs. After each, both have to be the same, and all
/// has to be true that is true of every till.
public final class ShopRun {

  private static final int REMEMBERED = 40;

  /// Lines and problems that no document has to have room for.
  private static final int LONG = 60;

  private final Shop shop;
  private final Random chance;
  private final Function<String, Original> originals;
  private final ShopBooks books = new ShopBooks();
  private final ShopMoves moves;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Deque<String> last = new ArrayDeque<>();
  private Workstation workstation;
  private int ids;

  private ShopRun(Random chance, Shop shop, ShopModel model, Function<String, Original> originals) {
    this.chance = chance;
    this.shop = shop;
    this.originals = originals;
    this.moves = new ShopMoves(chance, shop, model, books, originals);
    this.workstation = new Workstation(shop, TillState.initial(shop.currency()));
  }

  /// A till of that shop, out of the box.
  ///
  /// @param coin the smallest one of its currency, in minor units
  /// @param rates the model's own table of the shop's taxes
  /// @param originals what the journal knows of a transaction
  public static ShopRun of(
      Random chance,
      Shop shop,
      long coin,
      Map<String, List<ShopModel.Rate>> rates,
      Function<String, Original> originals) {
    return new ShopRun(
        chance,
        shop,
        new ShopModel(
            shop.cards(),
            coin,
            shop.fiscal().isPresent(),
            rates,
            sale -> BasketChecks.isChosen(sale, shop.checkEvery())),
        originals);
  }

  public TillState state() {
    return workstation.state();
  }

  /// The kinds of inputs that were accepted so far, and the states that a sale was in.
  public Set<String> seen() {
    return seen;
  }

  /// The kinds of inputs that were refused so far, or that no till refuses.
  public Set<String> refused() {
    return refused;
  }

  /// What happened last, for whoever looks for a fault.
  public String story() {
    return String.join("\n", last);
  }

  /// Goes on with what was read from the journal.
  public void goOn(TillState recovered) {
    workstation = new Workstation(shop, recovered);
    books.sales.touched().forEach(sold -> books.sales.compare(originals.apply(sold.id())));
  }

  /// The next input.
  ///
  /// @return the facts it led to; none when it was refused
  public List<Entry> step() {
    Picture predicted = Portrait.of(state());
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
    String kind = step.input().getClass().getSimpleName();
    boolean possible = moves.isPossible(step, predicted, freshId);
    if (step.always()) {
      assertTrue(possible, kind);
      refused.add(kind);
    }
    return switch (verdict) {
      case Verdict.Refused no -> {
        assertTrue(!possible || isTooLong(no), this::where);
        refused.add(kind);
        yield List.of();
      }
      case Verdict.Accepted all -> {
        assertTrue(possible, this::where);
        seen.add(kind);
        checkEffects(all);
        all.entries().forEach(this::apply);
        Picture now = Portrait.of(state());
        assertEquals(predicted.toString(), now.toString(), last.getLast());
        check(now);
        books.compare(state());
        yield all.entries();
      }
    };
  }

  private String where() {
    return last.getLast() + " in " + Portrait.of(state());
  }

  /// How many bytes a document has room for is not the model's affair. But only what is long is
  /// refused for that.
  private boolean isTooLong(Verdict.Refused no) {
    return switch (no.reason()) {
      case TOO_MANY_LINES, TOO_MANY_TENDERS ->
          state().sale().stream()
              .anyMatch(sale -> sale.lines().size() + sale.problems().size() > LONG);
      case TOO_MANY_SUSPENDED ->
          state().suspended().stream().mapToInt(each -> each.sale().lines().size()).sum() > LONG;
      default -> false;
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
        switch (input) {
          case Input.EnterItem enter ->
              "EnterItem " + enter.quantity() + " of " + enter.item().unitPrice();
          case Input.ReturnLines back ->
              "ReturnLines " + back.parts() + " of " + back.original().transactionId();
          case Input.PostVoid undo -> "PostVoid " + undo.original().transactionId();
          default -> input.toString();
        };
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
      assertTrue(p.day.isPresent(), "a sale outside a business day");
      assertEquals("READY", p.lane, "a sale on a lane that is not open");
      seen.add(bill.status);
      check(bill);
    });
  }

  private void check(Picture.Bill bill) {
    long total = ShopSums.total(bill);
    long due = ShopSums.due(bill);
    SaleTotals sums = workstation.totals().orElseThrow();
    assertEquals(total, sums.total().minor(), "the total");
    assertEquals(bill.tendered(), sums.tendered().minor(), "what was tendered");
    assertEquals(due, sums.due().minor(), "what is due");
    assertEquals(
        ShopBooks.text(ShopSums.taxes(bill.lines)), ShopBooks.text(sums.taxes()), "the taxes");
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
      if (undone > 0) {
        assertTrue(bill.undo.isPresent() || undone < n, "it undoes what came later: " + bill);
        assertEquals(-paid.amount(), taken(bill, undone).amount(), "undone: " + bill);
        assertEquals(1, bill.paid.stream().filter(other -> other.reverses() == undone).count());
      }
    }
  }

  /// A tender that is undone: of the sale, or of the one that it undoes.
  private static Picture.Paid taken(Picture.Bill bill, int n) {
    return bill.undo
        .map(undo ->
            undo.owed().stream().filter(owed -> owed.n() == n).findFirst().orElseThrow().paid())
        .orElseGet(() -> bill.paid.get(n - 1));
  }
}
