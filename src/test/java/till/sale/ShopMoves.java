package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/// What can happen in a shop, made up by chance: mostly what fits, now and then what does not.
///
/// A move makes an input out of the till as it is, and hands along the model's rule for it. One for
/// which the model has no rule is still held against all that is true of every till.
public final class ShopMoves {

  /// One input.
  ///
  /// @param rule what the model makes of it, given the picture and a fresh identifier
  record Step(Input input, Optional<BiPredicate<Picture, String>> rule) {}

  /// @param weight how often it is tried, among all
  private record Move(String name, int weight, BiFunction<ShopMoves, Picture, Step> step) {}

  /// A new kind of input needs one more line here.
  private static final List<Move> ALL =
      List.of(
          new Move("an item", 40, ShopMoves::item),
          new Move("an item that is not like the others", 2, ShopMoves::oddItem),
          new Move("a line is voided", 5, ShopMoves::voidLine),
          new Move("no more goods", 14, ShopMoves::total),
          new Move("back to the goods", 3, ShopMoves::resume),
          new Move("the sale is given up", 2, ShopMoves::cancel),
          new Move("cash", 9, ShopMoves::cash),
          new Move("a voucher", 4, ShopMoves::voucher),
          new Move("a card", 12, ShopMoves::card),
          new Move("no card after all", 2, ShopMoves::abort),
          new Move("the terminal answers", 25, ShopMoves::answer),
          new Move("somebody knows what the terminal does not say", 8, ShopMoves::resolve),
          new Move("the terminal closes its day", 1, ShopMoves::reconcile),
          new Move("the fiscal provider answers", 8, ShopMoves::fiscal),
          new Move("somebody is called", 2, ShopMoves::call),
          new Move("a problem is looked at", 10, ShopMoves::clear),
          new Move("a receipt moves on", 25, ShopMoves::print),
          new Move("a doubtful receipt", 3, ShopMoves::doubt),
          new Move("a copy", 1, ShopMoves::copy),
          new Move("a day opens", 3, ShopMoves::openDay),
          new Move("a day closes", 1, ShopMoves::closeDay),
          new Move("somebody signs on", 1, ShopMoves::signOn),
          new Move("somebody signs off", 1, ShopMoves::signOff),
          new Move("the lane opens", 4, ShopMoves::openLane),
          new Move("the lane pauses", 1, ShopMoves::pauseLane),
          new Move("the lane closes", 1, ShopMoves::closeLane),
          new Move("cash in the drawer", 7, ShopMoves::moveCash),
          new Move("the drawer opens", 1, ShopMoves::openDrawer),
          new Move("a restart", 2, ShopMoves::start),
          new Move("something to remember", 1, ShopMoves::remember),
          new Move("something is weighed", 4, ShopMoves::weighed),
          new Move("a recalled item", 1, (_, _) -> learnt(new Input.ReportRecalled())),
          new Move("more or less of a line", 4, ShopMoves::changeQuantity),
          new Move("a line costs less", 3, ShopMoves::adjustLine),
          new Move("a sale costs less", 2, ShopMoves::adjustAll),
          new Move("cash, and a receipt or none", 3, ShopMoves::tenderWithReceipt),
          new Move("another language", 1, (_, _) -> learnt(new Input.ChooseLanguage("de"))),
          new Move("somebody is there", 1, (_, _) -> learnt(new Input.Extend())),
          new Move("nobody is there", 1, (_, _) -> learnt(new Input.TimeOut())),
          new Move("the lane goes on", 1, (_, _) -> learnt(new Input.ResumeLane())));

  private static final int WEIGHTS = ALL.stream().mapToInt(Move::weight).sum();
  private static final int LINES_MAX = 120;
  private static final int TRIES_MAX = 20;

  private final Random chance;
  private final Shop shop;
  private final ShopModel model;
  private final ShopBooks books;
  private Optional<String> actor = Optional.empty();
  private String lastAttempt = "none-1";

  ShopMoves(Random chance, Shop shop, ShopModel model, ShopBooks books) {
    this.chance = chance;
    this.shop = shop;
    this.model = model;
    this.books = books;
  }

  /// Who asks for the step that was made last.
  Optional<Actor> actor() {
    return actor.map(operator -> new Actor(operator, "pin"));
  }

  /// The next step. What the model would refuse is mostly left out: a shop that refuses all the
  /// time comes to nothing.
  Step next(TillState state, String freshId) {
    boolean waits = state.sale().flatMap(RetailTransaction::unweighed).isPresent();
    for (int i = 0; i < TRIES_MAX; i++) {
      Step step = made(Picture.of(state));
      if (waits) { // the model has no scale
        return new Step(step.input(), Optional.empty());
      }
      if (sometimes(12)
          || step.rule().isEmpty()
          || step.rule().get().test(Picture.of(state), freshId)) {
        return step;
      }
    }
    return made(Picture.of(state));
  }

  private Step made(Picture now) {
    actor = sometimes(2) ? Optional.of("op-" + chance.nextInt(3)) : Optional.empty();
    int place = chance.nextInt(WEIGHTS);
    for (Move move : ALL) {
      place -= move.weight();
      if (place < 0) {
        return move.step().apply(this, now);
      }
    }
    throw new IllegalStateException();
  }

  private boolean sometimes(int oneIn) {
    return chance.nextInt(oneIn) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(chance.nextInt(all.size()));
  }

  private Money money(long minor) {
    return new Money(minor, shop.currency());
  }

  private static Step known(Input input, BiPredicate<Picture, String> rule) {
    return new Step(input, Optional.of(rule));
  }

  // goods

  private Step item(Picture now) {
    if (now.bill.filter(open -> open.lines.size() > LINES_MAX).isPresent()) {
      return total(now);
    }
    String group =
        sometimes(50) ? "no such group" : any(model.rates().keySet().stream().sorted().toList());
    long price = sometimes(40) ? ShopModel.AMOUNT_MAX / 3 : chance.nextLong(1, 5_000);
    long quantity = sometimes(3) ? chance.nextLong(-1, 20) : sometimes(60) ? 10_000 : 1;
    Item item = Till.item("i" + chance.nextInt(50), money(price), group);
    if (sometimes(40)) {
      return known(Till.enter(item, new BigDecimal("0.5")), (_, _) -> false);
    }
    return known(
        Till.enter(item, BigDecimal.valueOf(quantity)),
        (p, id) -> model.sells(p, price, group, quantity, id));
  }

  private Step oddItem(Picture now) {
    ItemMaker maker = ItemMaker.like(Till.item("odd", money(chance.nextLong(1, 900)), "A"));
    ItemMaker odd =
        switch (chance.nextInt(4)) {
          case 0 -> maker.ageClass(18);
          case 1 -> maker.recalled();
          case 2 -> maker.weighed("0.010");
          default -> maker.quantityLimit(2);
        };
    return new Step(Till.enter(odd.item()), Optional.empty());
  }

  private Step voidLine(Picture now) {
    int n = chance.nextInt(now.bill.map(open -> open.lines.size()).orElse(1) + 2);
    return known(new Input.VoidLine(n), (p, _) -> model.voids(p, n));
  }

  /// The model has no ages: it does not know which goods still need a look.
  private Step total(Picture now) {
    return now.bill.filter(open -> open.hasOpen("AGE_RESTRICTED")).isPresent()
        ? new Step(new Input.TakeTotal(), Optional.empty())
        : known(new Input.TakeTotal(), (p, _) -> model.takesTotal(p));
  }

  // money

  /// Nothing said, or what is due, a part of it, more than it, or nonsense.
  private Optional<Long> amount(Picture now) {
    long due = now.bill.map(ShopModel::due).orElse(100L);
    return switch (chance.nextInt(8)) {
      case 0 -> Optional.of(due);
      case 1, 2 -> Optional.of(due / 2 + 1);
      case 3 -> Optional.of(due + chance.nextInt(500));
      case 4 -> Optional.of(any(List.of(0L, -1L, -due, Long.MAX_VALUE / 4)));
      default -> Optional.empty();
    };
  }

  private Step cash(Picture now) {
    Optional<Long> amount = amount(now);
    return known(
        new Input.TenderCash(amount.map(this::money)),
        (p, _) -> model.cash(p, amount.isEmpty(), amount.orElse(0L)));
  }

  private Step voucher(Picture now) {
    Optional<Long> amount = amount(now);
    return known(
        new Input.TenderVoucher(amount.map(this::money)),
        (p, _) -> model.voucher(p, amount.isEmpty(), amount.orElse(0L)));
  }

  private Step card(Picture now) {
    Optional<Long> amount = amount(now);
    return known(
        new Input.TenderCard(amount.map(this::money)),
        (p, _) -> model.card(p, amount.isEmpty(), amount.orElse(0L)));
  }

  private Step abort(Picture now) {
    return known(new Input.AbortPayment(), (p, _) -> model.aborts(p));
  }

  /// Mostly of the attempt that is open, else a late one, or one that nobody asked for.
  private Step answer(Picture now) {
    Optional<Picture.Asked> asked = now.bill.flatMap(open -> open.asked);
    String id = sometimes(12) ? any(List.of(lastAttempt, "somebody-else-1")) : attempt(asked);
    PaymentOutcome.Booking booking =
        new PaymentOutcome.Booking(money(booked(asked)), authorization());
    Picture.Booked booked = Picture.booked(booking);
    return switch (chance.nextInt(8)) {
      case 0 ->
          answered(id, new PaymentOutcome.Declined("declined"), (p, _) -> model.declined(p, id));
      case 1 ->
          answered(id, new PaymentOutcome.Unknown("no answer"), (p, _) -> model.unknown(p, id));
      case 2, 3 ->
          answered(
              id, new PaymentOutcome.Approved(booking), (p, _) -> model.approved(p, id, booked));
      default ->
          answered(id, new PaymentOutcome.Settled(booking), (p, _) -> model.settled(p, id, booked));
    };
  }

  private String attempt(Optional<Picture.Asked> asked) {
    lastAttempt = asked.map(Picture.Asked::id).orElse(lastAttempt);
    return lastAttempt;
  }

  private static Step answered(
      String id, PaymentOutcome outcome, BiPredicate<Picture, String> rule) {
    return known(new Input.PaymentAnswered(id, outcome), rule);
  }

  /// A terminal may approve a part of a payment; what goes back, goes back whole.
  private long booked(Optional<Picture.Asked> asked) {
    return asked
        .map(open ->
            open.kind().equals("PAYMENT") && sometimes(5)
                ? chance.nextLong(1, open.amount() + 1)
                : open.amount())
        .orElse(1L);
  }

  private Authorization authorization() {
    return new Authorization(
        "52500041",
        "000042",
        sometimes(10) ? "" : "0007",
        "############1234",
        "girocard",
        sometimes(4) ? "signature" : "pin",
        sometimes(2) ? Optional.of("K-U-N-D-E-N-B-E-L-E-G \u00e4") : Optional.empty(),
        Optional.empty());
  }

  private Step resolve(Picture now) {
    boolean paid = sometimes(2);
    return known(
        new Input.ResolvePayment(paid, "seen"), (p, _) -> model.resolves(p, paid, isSomebody()));
  }

  private boolean isSomebody() {
    return actor.isPresent();
  }

  private Step reconcile(Picture now) {
    return known(new Input.ReconcilePayments("s1"), (p, _) -> model.reconciles(p));
  }

  private Step fiscal(Picture now) {
    String id = sometimes(10) ? "another" : now.bill.map(open -> open.id).orElse("none");
    var record = new FiscalRecord("tse", sometimes(2), Map.of("signature", "abc"));
    return known(new Input.Fiscalised(id, record), (p, _) -> model.fiscalised(p, id));
  }

  private Step resume(Picture now) {
    return known(new Input.ResumeEntry(), (p, _) -> model.resumes(p, isSomebody()));
  }

  private Step cancel(Picture now) {
    return known(new Input.CancelTransaction(), (p, _) -> model.cancels(p, isSomebody()));
  }

  // people

  private Step call(Picture now) {
    return known(new Input.CallAssistance(), (p, _) -> model.calls(p));
  }

  private Step clear(Picture now) {
    List<Picture.Trouble> troubles = now.bill.map(open -> open.troubles).orElse(List.of());
    Picture.Trouble trouble =
        troubles.isEmpty()
            ? new Picture.Trouble("p9", "ASSISTANCE", true)
            : sometimes(4) ? any(troubles) : troubles.getLast();
    boolean approved = sometimes(2);
    var input =
        new Input.ClearProblem(
            trouble.id(),
            approved ? Problem.Decision.APPROVED : Problem.Decision.REFUSED,
            "because");
    return List.of("ASSISTANCE", "SIGNATURE_CHECK", "REVERSAL_FAILED").contains(trouble.code())
        ? known(input, (p, _) -> model.clears(p, trouble.id(), approved, isSomebody()))
        : new Step(input, Optional.empty());
  }

  private Step signOn(Picture now) {
    return known(new Input.SignOn(), (p, _) -> model.signsOn(p, actor.orElse("")));
  }

  private Step signOff(Picture now) {
    return known(new Input.SignOff(), (p, _) -> model.signsOff(p));
  }

  // the lane and its day

  private Step openDay(Picture now) {
    return known(
        new Input.OpenBusinessDay(Till.DAY.plusDays(chance.nextInt(30))),
        (p, _) -> model.opensDay(p));
  }

  private Step closeDay(Picture now) {
    return known(new Input.CloseBusinessDay(), model::closesDay);
  }

  private Step openLane(Picture now) {
    return known(new Input.OpenLane(), (p, _) -> model.turns(p, "READY"));
  }

  private Step pauseLane(Picture now) {
    return known(new Input.PauseLane(), (p, _) -> model.turns(p, "PAUSED"));
  }

  private Step closeLane(Picture now) {
    return known(new Input.CloseLane(), (p, _) -> model.turns(p, "CLOSED"));
  }

  private Step moveCash(Picture now) {
    CashKind kind = any(List.of(CashKind.values()));
    long content = books.content();
    long amount =
        switch (chance.nextInt(8)) {
          case 0 -> any(List.of(0L, -1L, ShopModel.AMOUNT_MAX + 1));
          case 1 -> content;
          default -> chance.nextLong(1, 20_000);
        };
    String reason = sometimes(4) ? " " : "because";
    boolean addsUp = !sometimes(8);
    List<Denomination> pieces =
        addsUp
            ? amount > 0 && amount <= ShopModel.AMOUNT_MAX && sometimes(2)
                ? List.of(new Denomination(money(amount), 1))
                : List.of()
            : List.of(new Denomination(money(amount + 1), 1));
    return known(
        new Input.MoveCash(kind, money(amount), reason, pieces),
        (p, _) -> model.movesCash(p, kind.name(), amount, !reason.isBlank(), addsUp, content));
  }

  private Step openDrawer(Picture now) {
    String reason = sometimes(3) ? "" : "change";
    return known(new Input.OpenDrawer(reason), (p, _) -> model.opensDrawer(p, !reason.isEmpty()));
  }

  private Step start(Picture now) {
    return known(new Input.Start("boot", Map.of()), (p, _) -> model.starts(p));
  }

  private Step remember(Picture now) {
    return known(
        new Input.RecordControl("config-adopted", Map.of("revision", "7")),
        (p, _) -> model.remembers(p));
  }

  // paper

  private String job(Picture now) {
    return now.jobs.isEmpty() || sometimes(20) ? "no such job" : any(now.jobs).id();
  }

  private Step print(Picture now) {
    String id = job(now);
    PrintJob.State to = any(List.of(PrintJob.State.values()));
    return known(
        new Input.MovePrintJob(id, to, sometimes(2) ? Optional.of("why") : Optional.empty()),
        (p, _) -> model.movesJob(p, id, to.name()));
  }

  private Step doubt(Picture now) {
    String id =
        now.jobs.stream()
            .filter(job -> job.state().equals("DOUBTFUL"))
            .map(Picture.Job::id)
            .findFirst()
            .orElseGet(() -> job(now));
    PrintJob.Decision decision = any(List.of(PrintJob.Decision.values()));
    return known(
        new Input.ResolvePrintJob(id, decision),
        (p, fresh) -> model.resolvesJob(p, id, decision == PrintJob.Decision.COPY, fresh));
  }

  private Step copy(Picture now) {
    return known(new Input.CopyReceipt("t-" + chance.nextInt(100), 1), model::copies);
  }

  private static Step learnt(Input input) {
    return new Step(input, Optional.empty());
  }

  private Step weighed(Picture now) {
    return learnt(
        new Input.Weighed(BigDecimal.valueOf(chance.nextInt(-5, 3_000), 3), sometimes(2)));
  }

  private int line(Picture now) {
    return chance.nextInt(now.bill.map(open -> open.lines.size()).orElse(1) + 2);
  }

  private Step changeQuantity(Picture now) {
    return learnt(
        new Input.ChangeQuantity(
            line(now),
            BigDecimal.valueOf(chance.nextInt(-1, 12)),
            sometimes(3) ? java.util.OptionalInt.of(5) : java.util.OptionalInt.empty()));
  }

  private Change change() {
    return switch (chance.nextInt(3)) {
      case 0 -> new Change.Price(money(chance.nextLong(-5, 4_000)));
      case 1 -> new Change.Amount(money(chance.nextLong(-5, 2_000)));
      default -> new Change.Percent(BigDecimal.valueOf(chance.nextInt(-5, 1_200), 1));
    };
  }

  private Step adjustLine(Picture now) {
    return learnt(new Input.AdjustLine(line(now), change(), sometimes(5) ? "" : "damaged"));
  }

  private Step adjustAll(Picture now) {
    return learnt(new Input.AdjustTransaction(change(), sometimes(5) ? "" : "staff"));
  }

  private Step tenderWithReceipt(Picture now) {
    return learnt(
        new Input.TenderWithReceipt(
            new Input.TenderCash(Optional.empty()), any(List.of(ReceiptChoice.values()))));
  }
}
