package till.lane;

import java.util.List;
import java.util.Optional;
import till.device.DeviceStatus;
import till.device.scanner.label.ScanDecoder;
import till.journal.Journal;
import till.journal.StoredVerdict;
import till.sale.Input;
import till.sale.Item;
import till.sale.Money;
import till.sale.PrintJob;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;
import till.sale.Verdict;

/// What screens and the fleet want: each command is judged once, and a repeated one gets the first
/// verdict. The lane's thread only.
final class Commands {

  private final Journal journal;
  private final Goods goods;
  private final ItemEntry items;
  private final Returns returns;
  private final Receipts receipts;
  private final HealthChecks checks;

  /// @param journal knows the verdicts that are on disk
  Commands(Journal journal, Goods goods, ItemEntry items, Receipts receipts, HealthChecks checks) {
    this.journal = journal;
    this.goods = goods;
    this.items = items;
    this.returns = new Returns(receipts, goods);
    this.receipts = receipts;
    this.checks = checks;
  }

  /// Answers with the first verdict on what has this id, once that is on disk.
  void take(LaneEvent.Commanded commanded, Draft draft) {
    Command command = commanded.command();
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
    draft.reply(view -> commanded.reply().complete(replyTo(command, verdict, view)));
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
          case Request.EnterItem item -> items.keyed(item, draft);
          case Request.EnterScan scan ->
              items.scanned(
                  ScanDecoder.TOLERANT.decode("", scan.scan(), scan.symbology()),
                  scan.quantity(),
                  scan.heft(),
                  draft);
          case Request.ChangeQuantity change -> items.changeQuantity(change, draft);
          case Request.ReturnLines wanted -> returns.lines(wanted, draft);
          case Request.ReturnItem wanted -> returns.item(wanted, draft);
          case Request.PostVoid undo -> returns.postVoid(undo.transactionId(), draft);
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

  /// A card is asked for only while the terminal answers and its receipt can be printed.
  private Verdict direct(Input input, Draft draft) {
    Input tender = input instanceof Input.TenderWithReceipt with ? with.tender() : input;
    if (tender instanceof Input.TenderCard) {
      Optional<Verdict> away = draft.cardHindrance();
      if (away.isPresent()) {
        return away.get();
      }
    }
    if (input instanceof Input.CallAssistance) {
      return Assistance.call(draft);
    }
    if (input instanceof Input.ChooseLanguage choose) {
      List<Item> named = goods.of(draft.workstation().state().sale(), draft.sellingDay());
      return draft.decide(new Input.ChooseLanguage(choose.language(), named));
    }
    if (input instanceof Input.ClearProblem clear) {
      return Assistance.clear(clear, draft);
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
}
