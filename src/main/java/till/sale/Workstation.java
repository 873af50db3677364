package till.sale;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The till: its shop's rules over its state.
///
/// `decide` says what an input leads to and changes nothing. `apply` adds a fact to the state and
/// refuses nothing; recovery after a power cut is `apply` over the facts on disk. Immutable.
public record Workstation(Shop shop, TillState state) {

  /// Most tenders of one sale; the last of them has to pay the rest.
  static final int TENDERS_MAX = 8;

  /// Most sales that wait for their customers, and the bytes of all their documents: they stand in
  /// each snapshot.
  public static final int SUSPENDED_MAX = 20;

  static final int SUSPENDED_BYTES_MAX = 384 * 1024;

  /// Most receipts that wait for a printer or for a person; the oldest goes when one more comes.
  static final int PRINT_JOBS_MAX = 64;

  /// Most changes of what one line costs.
  public static final int ADJUSTMENTS_MAX = 8;

  /// Longest reason for a change, in characters.
  public static final int REASON_CHARACTERS_MAX = Problem.Clearing.REASON_CHARACTERS_MAX;

  /// Most whole units in one line.
  public static final int QUANTITY_MAX = 9_999;

  /// Largest sum of one line or one sale, in minor units: the twelve digits that payment terminals
  /// take, and far from where 64 bits overflow.
  public static final long AMOUNT_MINOR_MAX = 999_999_999_999L;

  /// The lane's state as others see it.
  public LaneState laneState() {
    return state.laneState();
  }

  /// The sums of the open sale.
  public Optional<SaleTotals> totals() {
    return state.sale().map(this::totals);
  }

  /// What is due of such a sale if it is paid in cash.
  public Money cashDue(SaleTotals totals) {
    return shop.cashRounding().round(totals.due());
  }

  /// The sums of a sale, open or suspended.
  public SaleTotals totals(RetailTransaction sale) {
    return sale.totals(shop.taxes(), shop.currency());
  }

  /// What is read at the lane, best first: the customer's choice, then the shop's languages.
  public List<String> languages() {
    return Stream.concat(
            state.sale().flatMap(RetailTransaction::language).stream(), shop.languages().stream())
        .distinct()
        .toList();
  }

  /// The next state. Refuses nothing: a fact is a fact.
  ///
  /// @throws IllegalStateException when the fact cannot belong to this state: a fault of ours
  public Workstation apply(Entry entry) {
    return new Workstation(shop, state.with(entry));
  }

  /// The state after all of these facts, in order.
  ///
  /// @throws IllegalStateException as the other one
  public Workstation apply(List<Entry> entries) {
    Workstation next = this;
    for (Entry entry : entries) {
      next = next.apply(entry);
    }
    return next;
  }

  /// Whether what is done at this till belongs into its other journal from now on.
  public boolean isElsewhere() {
    return shop.isTraining() != state.isTraining();
  }

  /// What an input leads to. Changes nothing.
  public Verdict decide(Input input, Moment moment) {
    return isElsewhere() && !concernsBothJournals(input)
        ? Plan.refused(shop.isTraining() ? Reason.NOT_TRAINING : Reason.ALREADY_TRAINING)
        : decide(input, new Plan(shop, state, moment));
  }

  private static boolean concernsBothJournals(Input input) {
    return input instanceof Input.Start
        || input instanceof Input.RecordControl
        || input instanceof Input.BeginTraining
        || input instanceof Input.EndTraining;
  }

  private static Verdict decide(Input input, Plan plan) {
    return switch (input) {
      case Input.EnterItem enter -> new Selling(plan).enter(enter);
      case Input.EnterCoupon coupon -> new Redeeming(plan).enter(coupon);
      case Input.Weighed weighed -> new Weighing(plan).weighed(weighed);
      case Input.ReportRecalled _ -> new Intervening(plan).reportRecalled();
      case Input.ChangeQuantity change -> new Correcting(plan).changeQuantity(change);
      case Input.VoidLine line -> new Correcting(plan).voidLine(line);
      case Input.AdjustLine adjust -> new Adjusting(plan).line(adjust);
      case Input.AdjustTransaction adjust -> new Adjusting(plan).transaction(adjust);
      case Input.ReturnLines lines -> new Returning(plan).against(lines);
      case Input.ReturnItem item -> new Returning(plan).blind(item);
      case Input.PostVoid undo -> new PostVoiding(plan).undo(undo.original());
      case Input.SuspendTransaction _ -> new Suspending(plan).suspend();
      case Input.RetrieveTransaction retrieve -> new Suspending(plan).retrieve(retrieve);
      case Input.TakeTotal _ -> new Selling(plan).takeTotal();
      case Input.ResumeEntry _ when new Weighing(plan).isWaiting() -> new Weighing(plan).stop();
      case Input.ResumeEntry _ -> new Tendering(plan).resumeEntry();
      case Input.CancelTransaction _ -> new Tendering(plan).cancel();
      case Input.TenderCash cash -> new Tendering(plan).cash(cash);
      case Input.TenderCard card -> new Tendering(plan).card(card);
      case Input.TenderVoucher voucher -> new Tendering(plan).voucher(voucher);
      case Input.TenderWithReceipt with -> {
        new SelfService(plan).chooseReceipt(with.choice());
        yield decide(with.tender(), plan);
      }
      case Input.ChooseLanguage choose -> new SelfService(plan).choose(choose);
      case Input.Extend _ -> new SelfService(plan).extend();
      case Input.TimeOut _ -> new SelfService(plan).timeOut();
      case Input.AbortPayment _ -> new Tendering(plan).abort();
      case Input.ResolvePayment resolve -> new Tendering(plan).resolve(resolve);
      case Input.ReconcilePayments asked -> new Tendering(plan).reconcile(asked.serviceId());
      case Input.Fiscalised answer -> new Tendering(plan).fiscalised(answer);
      case Input.CallAssistance _ -> new Intervening(plan).callAssistance();
      case Input.CheckBasket _ -> new BasketChecks(plan).ask();
      case Input.ClearProblem clear -> new Intervening(plan).clear(clear);
      case Input.PaymentAnswered answer -> new Tendering(plan).answered(answer);
      case Input.OpenBusinessDay open -> new Attending(plan).openBusinessDay(open.day());
      case Input.CloseBusinessDay _ -> new DayEnd(plan).close();
      case Input.SignOn _ -> new Attending(plan).signOn();
      case Input.SignOff _ -> new Attending(plan).signOff();
      case Input.MoveCash move -> new Cashing(plan).move(move);
      case Input.OpenDrawer open -> new Cashing(plan).openDrawer(open.reason());
      case Input.OpenLane _ -> new Attending(plan).changeLane(LaneState.READY, "lane-open");
      case Input.PauseLane _ -> new Attending(plan).changeLane(LaneState.PAUSED, "lane-pause");
      case Input.ResumeLane _ -> new Attending(plan).resumeLane();
      case Input.CloseLane _ -> new Attending(plan).changeLane(LaneState.CLOSED, "lane-close");
      case Input.TrainingOn _ -> new Practising(plan).on();
      case Input.TrainingOff _ -> new Practising(plan).off();
      case Input.BeginTraining begin -> new Practising(plan).begin(begin.training());
      case Input.EndTraining end -> new Practising(plan).end(end.training());
      case Input.MovePrintJob move -> new Printing(plan).move(move);
      case Input.ResolvePrintJob resolve -> new Printing(plan).resolve(resolve);
      case Input.CopyReceipt copy -> new Printing(plan).copy(copy);
      case Input.Start start -> new Attending(plan).start(start);
      case Input.RecordControl control -> new Attending(plan).record(control);
    };
  }
}
