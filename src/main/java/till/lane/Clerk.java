package till.lane;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentProgress;
import till.device.payment.Reconciliation;
import till.device.printer.PrintProgress;
import till.device.scale.Weighing;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.journal.Journal;
import till.journal.Space;
import till.journal.StoredVerdict;
import till.sale.EntryMethod;
import till.sale.Input;
import till.sale.Item;
import till.sale.Money;
import till.sale.Original;
import till.sale.Pack;
import till.sale.PrintJob;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.TillState;
import till.sale.Transaction;
import till.sale.Verdict;

/// Understands what lands in the mailbox: looks up what it names, judges each command once, and
/// puts it to the workstation in the sale's words. What comes of it is in the draft. The lane's
/// thread only.
final class Clerk {

  private static final Logger log = LoggerFactory.getLogger(Clerk.class);

  private final Journal journal;
  private final Goods goods;
  private final Receipts receipts;
  private final ScaleWatch scaleWatch;
  private final LastScans scans;
  private final HealthChecks checks;

  /// @param sale that is open as the lane starts
  Clerk(
      Journal journal,
      Goods goods,
      Receipts receipts,
      Optional<RetailTransaction> sale,
      LastScans scans,
      HealthChecks checks) {
    this.scaleWatch = new ScaleWatch(sale);
    this.scans = scans;
    this.checks = checks;
    this.journal = journal;
    this.goods = goods;
    this.receipts = receipts;
  }

  void take(LaneEvent event, Draft draft) {
    switch (event) {
      case LaneEvent.Scanned scanned ->
          draft.label(
              new Draft.Label(
                  scanned.scan().scanner(), scanned(scanned.scan(), draft), scanned.atNanos()));
      case LaneEvent.Commanded commanded ->
          commanded(commanded.command(), commanded.reply(), draft);
      case LaneEvent.PaymentMoved moved -> paymentMoved(moved.answer(), draft);
      case LaneEvent.PaymentProgressed moved -> paymentProgressed(moved.progress(), draft);
      case LaneEvent.TerminalReconciled closed -> reconciled(closed.reconciliation(), draft);
      case LaneEvent.TerminalDiagnosed looked -> checks.diagnosed(looked.diagnosis(), draft);
      case LaneEvent.Fiscalised answer ->
          draft.with(new Input.Fiscalised(answer.transactionId(), answer.record()));
      case LaneEvent.PrintMoved moved -> {
        if (!checks.printed(moved.progress(), draft)) {
          printMoved(moved.progress(), draft);
        }
      }
      case LaneEvent.DeviceChanged changed -> deviceChanged(changed.status(), draft);
      case LaneEvent.Weighed weighed -> scaleWatch.saw(weighed.weighing());
      case LaneEvent.DrawerMoved moved -> drawerMoved(moved.state(), draft);
      case LaneEvent.CardSeen seen -> log.debug("{} is of no use to this lane", seen.card());
      case LaneEvent.AssistanceCalled _ -> callAssistance(draft);
      case LaneEvent.CaseMoved moved -> caseMoved(moved.isOpen(), draft);
      case LaneEvent.Remember remember ->
          draft.with(new Input.RecordControl(remember.control(), remember.facts()));
      case LaneEvent.JournalContradicted contradicted -> {
        draft.become(draft.surroundings().contradicted(contradicted.isSo()));
        draft.changed();
      }
      case LaneEvent.EpochDisputed epoch -> draft.dispute(epoch);
      case LaneEvent.ReconfigureRequested _ -> draft.leave(Lane.Exit.RECONFIGURE);
      case LaneEvent.StopRequested _ -> draft.leave(Lane.Exit.STOPPED);
    }
  }

  // labels

  /// @return whether the label was taken
  private boolean scanned(ScanData label, Draft draft) {
    Verdict verdict = enter(label, BigDecimal.ONE, Request.Heft.unsaid(), draft);
    switch (verdict) {
      case Verdict.Accepted _ -> {
        draft.notice(Optional.empty());
        scans.add(label, "accepted");
        draft.happened(LaneNews.Kind.SCAN, Labels.facts(label, "accepted"));
      }
      case Verdict.Refused refused -> {
        draft.notice(
            refused.reason() == Reason.STORAGE_FULL
                ? Optional.empty() // which is a problem as long as it lasts
                : Optional.of(new Notice.No(refused)));
        scans.add(label, refused.reason().code());
        draft.happened(LaneNews.Kind.SCAN, Labels.facts(label, refused.reason().code()));
        draft.happened(
            LaneNews.Kind.PROBLEM,
            "code",
            refused.reason().code(),
            "detail",
            refused.detail(),
            "state",
            "not-taken");
      }
    }
    return verdict instanceof Verdict.Accepted;
  }

  private Verdict enter(ScanData label, BigDecimal quantity, Request.Heft heft, Draft draft) {
    return enter(
        goods.byLabel(label, day(draft)),
        quantity,
        heft,
        EntryMethod.SCANNED,
        Optional.of(Labels.kept(label)),
        draft);
  }

  private Verdict enterKeyed(Request.EnterItem enter, Draft draft) {
    return enter(
        goods.byNumber(enter.itemId(), day(draft)),
        enter.quantity(),
        enter.heft(),
        EntryMethod.KEYED,
        Optional.empty(),
        draft);
  }

  /// Of the open sale, or of the next.
  private static Optional<LocalDate> day(Draft draft) {
    TillState state = draft.workstation().state();
    return state.sale().map(RetailTransaction::businessDay).or(state::businessDay);
  }

  private Verdict enter(
      Goods.Answer answer,
      BigDecimal quantity,
      Request.Heft heft,
      EntryMethod method,
      Optional<Scan> scan,
      Draft draft) {
    return switch (answer) {
      case Goods.Answer.Found found -> {
        Pack pack =
            Pack.labelled(found.embedded())
                .weighed(heft.tare(), heft.keyed())
                .withDeposit(goods.deposit(found.item(), day(draft)));
        yield enter(
            new Input.EnterItem(found.item(), quantity, method, scan, goods.revision(), pack),
            draft);
      }
      case Goods.Answer.Coupon coupon ->
          quantity.compareTo(BigDecimal.ONE) == 0
              ? draft.decide(new Input.EnterCoupon(coupon.code(), coupon.amount()))
              : new Verdict.Refused(Reason.QUANTITY_INVALID, coupon.code());
      case Goods.Answer.Unknown unknown -> unknown.refused();
      case Goods.Answer.Damaged damaged -> damaged.refused();
      case Goods.Answer.Expired expired ->
          new Verdict.Refused(Reason.EXPIRED, expired.item().itemId() + " on " + expired.lastDay());
    };
  }

  private static Verdict enter(Input.EnterItem enter, Draft draft) {
    if (enter.needsScale() && !draft.surroundings().has(Surroundings.SCALE)) {
      return new Verdict.Refused(Reason.NO_SCALE, enter.item().itemId());
    }
    boolean isFirst = draft.workstation().state().sale().isEmpty();
    Verdict verdict = beginning(draft, () -> draft.decide(enter));
    if (!isFirst
        && verdict instanceof Verdict.Refused refused
        && refused.reason() == Reason.NOT_FOR_SALE) {
      draft.with(new Input.ReportRecalled());
    }
    return verdict;
  }

  // commands

  private void commanded(Command command, CompletableFuture<Reply> reply, Draft draft) {
    StoredVerdict verdict =
        draft
            .verdict(command.commandId())
            .or(() -> journal.anyVerdict(command.commandId()))
            .orElseGet(() -> {
              draft.actor(command.actor());
              StoredVerdict fresh = stored(command, judge(command, draft));
              draft.actor(Optional.empty());
              draft.verdict(fresh);
              return fresh;
            });
    draft.reply(view -> reply.complete(replyTo(command, verdict, view)));
  }

  private static Reply replyTo(Command command, StoredVerdict verdict, LaneView view) {
    if (!verdict.digest().equals(command.digest())) {
      return new Reply.IdReused(view);
    }
    return verdict
        .refusal()
        .<Reply>map(reason -> new Reply.Refused(reason, verdict.detail(), view))
        .orElseGet(() -> new Reply.Accepted(view));
  }

  private static StoredVerdict stored(Command command, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _ ->
          new StoredVerdict(command.commandId(), command.digest(), Optional.empty(), "");
      case Verdict.Refused refused ->
          new StoredVerdict(
              command.commandId(),
              command.digest(),
              Optional.of(refused.reason()),
              refused.detail());
    };
  }

  private Verdict judge(Command command, Draft draft) {
    if (isStale(command, draft)) {
      return new Verdict.Refused(Reason.STALE, "");
    }
    Verdict verdict =
        switch (command.request()) {
          case Request.EnterItem item -> enterKeyed(item, draft);
          case Request.EnterScan scan ->
              enter(
                  ScanDecoder.TOLERANT.decode("", scan.scan(), scan.symbology()),
                  scan.quantity(),
                  scan.heft(),
                  draft);
          case Request.ChangeQuantity change -> changeQuantity(change, draft);
          case Request.ReturnLines returns -> returnLines(returns, draft);
          case Request.ReturnItem returns -> returnItem(returns, draft);
          case Request.PostVoid undo -> postVoid(undo.transactionId(), draft);
          case Request.Retrieve retrieve ->
              draft.decide(
                  new Input.RetrieveTransaction(retrieve.transactionId(), goods.revision()));
          case Request.CopyReceipt copy -> copyReceipt(copy.number(), draft);
          case Request.ReconcilePayments _ ->
              draft.decide(new Input.ReconcilePayments(command.commandId()));
          case Request.CheckDevice check -> check(check.device(), command.commandId(), draft);
          case Request.Direct direct -> direct(direct.input(), draft);
        };
    if (verdict instanceof Verdict.Accepted) {
      draft.notice(Optional.empty());
    }
    return verdict;
  }

  private static boolean isStale(Command command, Draft draft) {
    Optional<RetailTransaction> sale = draft.workstation().state().sale();
    boolean otherSale =
        command.transactionId().isPresent()
            && !command.transactionId().equals(sale.map(RetailTransaction::transactionId));
    Optional<Money> total = draft.workstation().totals().map(SaleTotals::total);
    boolean otherTotal =
        command.expectedTotal().isPresent() && !command.expectedTotal().equals(total);
    return otherSale || otherTotal;
  }

  /// By the limit that the price book sets.
  private Verdict changeQuantity(Request.ChangeQuantity change, Draft draft) {
    OptionalInt limit =
        draft.workstation().state().sale().stream()
            .flatMap(sale -> sale.line(change.n()).stream())
            .flatMap(line -> goods.byId(line.itemId(), day(draft)).stream())
            .flatMapToInt(item -> item.quantityLimit().stream())
            .findFirst();
    return draft.decide(new Input.ChangeQuantity(change.n(), change.quantity(), limit));
  }

  private Verdict copyReceipt(long number, Draft draft) {
    if (!draft.surroundings().has(Surroundings.PRINTER)) {
      return new Verdict.Refused(Reason.PRINTER_AWAY, "");
    }
    return receipts
        .transactionId(number)
        .map(sale -> draft.decide(new Input.CopyReceipt(sale, number)))
        .orElseGet(() -> new Verdict.Refused(Reason.NO_SUCH_RECEIPT, Long.toString(number)));
  }

  private Verdict check(String name, String commandId, Draft draft) {
    DeviceStatus device = draft.surroundings().devices().get(name);
    return device == null
        ? new Verdict.Refused(Reason.NO_SUCH_DEVICE, name)
        : checks.ask(commandId, device, draft);
  }

  private Verdict returnLines(Request.ReturnLines returns, Draft draft) {
    Optional<Original> original =
        switch (returns.sale()) {
          case Request.Which.ById named -> receipts.original(named.transactionId());
          case Request.Which.ByNumber numbered -> receipts.original(numbered.number());
        };
    if (original.isEmpty()) {
      return new Verdict.Refused(Reason.ORIGINAL_NOT_HERE, "");
    }
    return beginning(
        draft,
        () ->
            draft.decide(
                new Input.ReturnLines(
                    asOf(draft, original.get()), returns.parts(), goods.revision())));
  }

  /// What this turn has made of it already is not on disk yet.
  private static Original asOf(Draft draft, Original original) {
    Original now = original;
    for (Transaction ended : draft.ended()) {
      now = now.after(ended);
    }
    return now;
  }

  private Verdict returnItem(Request.ReturnItem returns, Draft draft) {
    return switch (returns.what()) {
      case Request.What.ById named ->
          returnItem(
              returns,
              goods.byNumber(named.itemId(), day(draft)),
              EntryMethod.KEYED,
              Optional.empty(),
              draft);
      case Request.What.ByScan scanned -> {
        ScanData label = ScanDecoder.TOLERANT.decode("", scanned.scan(), scanned.symbology());
        yield returnItem(
            returns,
            goods.byLabel(label, day(draft)),
            EntryMethod.SCANNED,
            Optional.of(Labels.kept(label)),
            draft);
      }
    };
  }

  private Verdict returnItem(
      Request.ReturnItem returns,
      Goods.Answer answer,
      EntryMethod method,
      Optional<Scan> scan,
      Draft draft) {
    return switch (answer) {
      case Goods.Answer.Found found -> returnItem(returns, found.item(), method, scan, draft);
      case Goods.Answer.Expired expired -> returnItem(returns, expired.item(), method, scan, draft);
      case Goods.Answer.Coupon coupon -> new Verdict.Refused(Reason.UNKNOWN_ITEM, coupon.code());
      case Goods.Answer.Unknown unknown -> unknown.refused();
      case Goods.Answer.Damaged damaged -> damaged.refused();
    };
  }

  private Verdict returnItem(
      Request.ReturnItem returns, Item item, EntryMethod method, Optional<Scan> scan, Draft draft) {
    return beginning(
        draft,
        () ->
            draft.decide(
                new Input.ReturnItem(
                    item,
                    returns.quantity(),
                    returns.unitPrice(),
                    returns.deposit(),
                    method,
                    scan,
                    returns.reason(),
                    goods.revision())));
  }

  /// A card's money is asked back only while the terminal answers.
  private Verdict postVoid(String transactionId, Draft draft) {
    Optional<Original> original = receipts.original(transactionId);
    if (original.isEmpty()) {
      return new Verdict.Refused(Reason.ORIGINAL_NOT_HERE, "");
    }
    Optional<Verdict> away =
        original.get().isPaidByCard() ? cardHindrance(draft) : Optional.empty();
    return away.orElseGet(() ->
        beginning(draft, () -> draft.decide(new Input.PostVoid(asOf(draft, original.get())))));
  }

  /// Decides what may begin a sale: not without room for one.
  private static Verdict beginning(Draft draft, Supplier<Verdict> decision) {
    return draft.workstation().state().sale().isEmpty()
            && draft.surroundings().room() == Space.Room.CLOSED
        ? new Verdict.Refused(Reason.STORAGE_FULL, "")
        : decision.get();
  }

  /// Why the payment terminal cannot be asked for anything, if it cannot.
  private static Optional<Verdict> cardHindrance(Draft draft) {
    if (draft.workstation().shop().cards()
        && !draft.surroundings().isGood(Surroundings.PAYMENT_TERMINAL)) {
      return Optional.of(new Verdict.Refused(Reason.PAYMENT_TERMINAL_AWAY, ""));
    }
    return draft.surroundings().has(Surroundings.PRINTER)
            && !draft.surroundings().isGood(Surroundings.PRINTER)
        ? Optional.of(new Verdict.Refused(Reason.PRINTER_AWAY, ""))
        : Optional.empty();
  }

  /// A card is asked for only while the terminal answers and its receipt can be printed.
  private Verdict direct(Input input, Draft draft) {
    Input tender = input instanceof Input.TenderWithReceipt with ? with.tender() : input;
    if (tender instanceof Input.TenderCard) {
      Optional<Verdict> away = cardHindrance(draft);
      if (away.isPresent()) {
        return away.get();
      }
    }
    if (input instanceof Input.CallAssistance) {
      return callAssistance(draft);
    }
    if (input instanceof Input.ClearProblem clear) {
      return clearProblem(clear, draft);
    }
    if (input instanceof Input.ResolvePrintJob resolve && asksForTheImpossible(resolve, draft)) {
      return new Verdict.Refused(Reason.NO_SUCH_RECEIPT, resolve.jobId());
    }
    return draft.decide(input);
  }

  /// A copy of what is not on this device any more cannot be printed.
  private boolean asksForTheImpossible(Input.ResolvePrintJob resolve, Draft draft) {
    return resolve.decision() == PrintJob.Decision.COPY
        && draft.workstation().state().printJobs().stream()
            .filter(job -> job.jobId().equals(resolve.jobId()))
            .anyMatch(job -> !receipts.has(job.transactionId()));
  }

  // devices

  /// Sells what waits for the scale, once the scale has come to rest with something else on it than
  /// what was sold last; or says what hinders.
  ///
  /// @param weighing what is on it at this moment, at most two seconds old
  void weigh(Weighing weighing, Draft draft) {
    scaleWatch.saw(weighing);
    if (weighing instanceof Weighing.Stable stable && !scaleWatch.isSold(stable)) {
      switch (draft.decide(ScaleWatch.input(stable))) {
        case Verdict.Accepted _ -> {
          scaleWatch.sold(stable);
          draft.notice(Optional.empty());
        }
        case Verdict.Refused refused -> show(Optional.of(new Notice.No(refused)), draft);
      }
    } else {
      show(Notice.of(weighing), draft);
    }
  }

  /// What was said already is no news; an empty scale has only something to say of itself.
  private static void show(Optional<Notice> notice, Draft draft) {
    Optional<Notice> shown = draft.surroundings().notice();
    boolean isNews =
        notice.isPresent()
            ? !notice.equals(shown)
            : shown.filter(Notice.OnScale.class::isInstance).isPresent();
    if (isNews) {
      draft.notice(notice);
      draft.changed();
    }
  }

  private static void paymentMoved(PaymentAnswer answer, Draft draft) {
    draft.answer(answer);
    Currency currency = draft.workstation().shop().currency();
    Verdict verdict =
        draft.decide(
            new Input.PaymentAnswered(answer.attemptId(), Outcomes.of(answer.outcome(), currency)));
    if (verdict instanceof Verdict.Refused) {
      log.warn("an answer to payment {}, which is not open: not acknowledged", answer.attemptId());
      return;
    }
    draft.happened(
        LaneNews.Kind.PAYMENT,
        "attemptId",
        answer.attemptId(),
        "outcome",
        Outcomes.word(answer.outcome()));
  }

  /// For screens alone: nothing follows from it.
  private static void paymentProgressed(PaymentProgress progress, Draft draft) {
    String language = draft.workstation().languages().stream().findFirst().orElse("en");
    draft.happened(
        LaneNews.Kind.PAYMENT,
        "attemptId",
        progress.attemptId(),
        "outcome",
        "progress",
        "code",
        progress.code(),
        "text",
        progress.text(language));
  }

  private static void reconciled(Reconciliation reconciliation, Draft draft) {
    switch (reconciliation) {
      case Reconciliation.Done done -> {
        draft.with(
            new Input.RecordControl(
                "payment-reconciled",
                Map.of(
                    "serviceId",
                    done.serviceId(),
                    "amount",
                    Long.toString(done.amountMinor()),
                    "receipts",
                    done.firstReceipt() + "-" + done.lastReceipt(),
                    "totals",
                    done.totals().stream()
                        .map(
                            total -> total.card() + " " + total.count() + " " + total.amountMinor())
                        .collect(Collectors.joining("; ")),
                    "report",
                    done.report().orElse(""))));
        reconciled(done.serviceId(), "reconciled", "", draft);
      }
      case Reconciliation.Refused refused ->
          reconciled(refused.serviceId(), "refused", refused.reason(), draft);
      case Reconciliation.Unknown unknown ->
          reconciled(unknown.serviceId(), "unknown", unknown.reason(), draft);
    }
  }

  private static void reconciled(String serviceId, String outcome, String reason, Draft draft) {
    draft.happened(
        LaneNews.Kind.PAYMENT, "serviceId", serviceId, "outcome", outcome, "reason", reason);
  }

  private static void printMoved(PrintProgress progress, Draft draft) {
    String jobId = progress.jobId();
    switch (progress) {
      case PrintProgress.Sent _ -> move(jobId, PrintJob.State.SENT, Optional.empty(), draft);
      case PrintProgress.Confirmed _ ->
          move(jobId, PrintJob.State.CONFIRMED, Optional.empty(), draft);
      case PrintProgress.Unconfirmed _ ->
          move(jobId, PrintJob.State.UNCONFIRMED, Optional.empty(), draft);
      case PrintProgress.Doubtful doubtful ->
          move(jobId, PrintJob.State.DOUBTFUL, Optional.of(doubtful.reason()), draft);
      case PrintProgress.NotStarted not -> {
        draft.printerDeclined();
        move(jobId, PrintJob.State.HELD, Optional.of(not.reason()), draft);
      }
      // what is on disk stays: bytes may be on their way
      case PrintProgress.Held held ->
          draft.printed(jobId, PrintJob.State.HELD, Optional.of(held.reason()));
      case PrintProgress.GoesOn _ ->
          draft.workstation().state().printJobs().stream()
              .filter(job -> job.jobId().equals(jobId))
              .forEach(job -> draft.printed(jobId, job.state(), Optional.empty()));
    }
  }

  private static void move(String jobId, PrintJob.State to, Optional<String> reason, Draft draft) {
    if (draft.decide(new Input.MovePrintJob(jobId, to, reason)) instanceof Verdict.Refused) {
      log.warn("print job {} cannot become {}: it is over, or for a person to resolve", jobId, to);
    }
  }

  private static void deviceChanged(DeviceStatus status, Draft draft) {
    draft.become(draft.surroundings().with(status));
    draft.happened(
        LaneNews.Kind.DEVICE, "name", status.name(), "state", Draft.word(status.state()));
  }

  private void drawerMoved(DrawerState state, Draft draft) {
    checks.drawerMoved(state, draft);
    draft.become(draft.surroundings().with(state));
    draft.happened(LaneNews.Kind.DEVICE, "name", "drawer", "drawer", Draft.word(state));
  }

  /// With a sale the call is the sale's, and on its document; without one it is only known here.
  private static Verdict callAssistance(Draft draft) {
    if (draft.workstation().state().sale().isPresent()) {
      return draft.decide(new Input.CallAssistance());
    }
    helpCalled(true, draft);
    return new Verdict.Accepted(List.of(), List.of());
  }

  private static Verdict clearProblem(Input.ClearProblem clear, Draft draft) {
    if (!clear.problemId().equals(ProblemView.ASSISTANCE) || !draft.surroundings().isHelpCalled()) {
      return draft.decide(clear);
    }
    helpCalled(false, draft);
    return draft.decide(
        new Input.RecordControl("assistance-cleared", Map.of("reason", clear.reason())));
  }

  private static void helpCalled(boolean isSo, Draft draft) {
    if (isSo != draft.surroundings().isHelpCalled()) {
      draft.become(draft.surroundings().helpCalled(isSo));
      draft.changed();
    }
  }

  /// A case that is found shut is no news; one that is found open is, whenever that happened.
  private static void caseMoved(boolean isOpen, Draft draft) {
    if (isOpen != draft.surroundings().isCaseOpen()) {
      draft.become(draft.surroundings().caseOpen(isOpen));
      draft.with(new Input.RecordControl(isOpen ? "tamper-opened" : "tamper-closed", Map.of()));
    }
  }
}
