package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import till.sale.Picture.Asked;
import till.sale.Picture.Booked;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// Money comes and goes, and the terminal says what it likes.
final class MoneyMoves {

  private final ShopChance chance;
  private final ShopModel model;
  private String lastAttempt = "none-1";

  MoneyMoves(ShopChance chance, ShopModel model) {
    this.chance = chance;
    this.model = model;
  }

  List<Move> all() {
    return List.of(
        new Move("no more goods", 24, this::total),
        new Move("back to the goods", 2, this::resume),
        new Move("the sale is given up", 1, this::cancel),
        new Move("cash", 14, this::cash),
        new Move("cash, and a receipt or none", 3, this::cashWithReceipt),
        new Move("a voucher", 4, this::voucher),
        new Move("a card", 20, this::card),
        new Move("no card after all", 2, this::abort),
        new Move("the terminal answers", 40, this::answer),
        new Move("somebody knows what the terminal does not say", 8, this::resolve),
        new Move("the terminal closes its day", 1, this::reconcile).bold(),
        new Move("the fiscal provider answers", 20, this::fiscal));
  }

  private Step total(Picture now) {
    return Step.of(new Input.TakeTotal(), (p, _) -> model.money().takesTotal(p));
  }

  private Step resume(Picture now) {
    boolean somebody = chance.isSomebody();
    return Step.of(new Input.ResumeEntry(), (p, _) -> model.money().resumes(p, somebody));
  }

  private Step cancel(Picture now) {
    boolean somebody = chance.isSomebody();
    return Step.of(new Input.CancelTransaction(), (p, _) -> model.money().cancels(p, somebody));
  }

  /// Nothing said, or what is due, a part of it, more than it, or nonsense.
  private Optional<Long> amount(Picture now) {
    long due = now.bill.map(ShopSums::due).orElse(100L);
    return switch (chance.below(8)) {
      case 0 -> Optional.of(due);
      case 1, 2 -> Optional.of(Math.abs(due) / 2 + 1);
      case 3 -> Optional.of(due + chance.below(500));
      case 4 -> Optional.of(chance.any(List.of(0L, -1L, -due, Long.MAX_VALUE / 4)));
      default -> Optional.empty();
    };
  }

  /// The same, mostly with coins that there are.
  private Optional<Long> coins(Picture now) {
    return amount(now).map(minor -> chance.sometimes(3) ? minor : model.inCash(minor));
  }

  private Step cash(Picture now) {
    Optional<Long> amount = coins(now);
    return Step.of(
        new Input.TenderCash(amount.map(chance::money)), (p, _) -> model.money().cash(p, amount));
  }

  private Step cashWithReceipt(Picture now) {
    Optional<Long> amount = coins(now);
    ReceiptChoice choice = chance.any(List.of(ReceiptChoice.values()));
    return Step.of(
        new Input.TenderWithReceipt(new Input.TenderCash(amount.map(chance::money)), choice),
        (p, _) -> model.money().cash(p, amount, choice.name()));
  }

  private Step voucher(Picture now) {
    Optional<Long> amount = amount(now);
    return Step.of(
        new Input.TenderVoucher(amount.map(chance::money)),
        (p, _) -> model.money().voucher(p, amount));
  }

  private Step card(Picture now) {
    Optional<Long> amount = amount(now);
    return Step.of(
        new Input.TenderCard(amount.map(chance::money)), (p, _) -> model.money().card(p, amount));
  }

  private Step abort(Picture now) {
    return Step.of(new Input.AbortPayment(), (p, _) -> model.money().aborts(p));
  }

  /// Mostly of the attempt that is open, else a late one, or one that nobody asked for.
  private Step answer(Picture now) {
    Optional<Asked> asked = now.bill.flatMap(open -> open.asked);
    String id =
        chance.sometimes(12) ? chance.any(List.of(lastAttempt, "somebody-else-1")) : attempt(asked);
    PaymentOutcome.Booking booking =
        new PaymentOutcome.Booking(chance.money(booked(asked)), authorization());
    Booked booked = Portrait.booked(booking);
    ShopMoney money = model.money();
    return switch (chance.below(8)) {
      case 0 ->
          answered(id, new PaymentOutcome.Declined("declined"), (p, _) -> money.declined(p, id));
      case 1 ->
          answered(id, new PaymentOutcome.Unknown("no answer"), (p, _) -> money.unknown(p, id));
      case 2, 3 ->
          answered(
              id, new PaymentOutcome.Approved(booking), (p, _) -> money.approved(p, id, booked));
      default ->
          answered(id, new PaymentOutcome.Settled(booking), (p, _) -> money.settled(p, id, booked));
    };
  }

  private String attempt(Optional<Asked> asked) {
    lastAttempt = asked.map(Asked::id).orElse(lastAttempt);
    return lastAttempt;
  }

  private static Step answered(
      String id, PaymentOutcome outcome, BiPredicate<Picture, String> rule) {
    return Step.of(new Input.PaymentAnswered(id, outcome), rule);
  }

  /// A terminal may approve a part of a payment; what goes back, goes back whole.
  private long booked(Optional<Asked> asked) {
    return asked
        .map(open ->
            open.kind().equals("PAYMENT") && chance.sometimes(5)
                ? chance.between(1, open.amount() + 1)
                : open.amount())
        .orElse(1L);
  }

  private Authorization authorization() {
    return new Authorization(
        "52500041",
        "000042",
        chance.sometimes(10) ? "" : "0007",
        "############1234",
        "girocard",
        chance.sometimes(4) ? "signature" : "pin",
        chance.sometimes(2) ? Optional.of("K-U-N-D-E-N-B-E-L-E-G \u00e4") : Optional.empty(),
        Optional.empty());
  }

  private Step resolve(Picture now) {
    boolean paid = chance.sometimes(2);
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.ResolvePayment(paid, "seen"),
        (p, _) -> model.money().resolves(p, paid, somebody));
  }

  private Step reconcile(Picture now) {
    return Step.of(new Input.ReconcilePayments("s1"), (p, _) -> model.money().reconciles(p));
  }

  private Step fiscal(Picture now) {
    String id = chance.sometimes(10) ? "another" : now.bill.map(open -> open.id).orElse("none");
    var record = new FiscalRecord("tse", chance.sometimes(2), Map.of("signature", "abc"));
    return Step.of(new Input.Fiscalised(id, record), (p, _) -> model.money().fiscalised(p, id));
  }
}
