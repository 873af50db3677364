package till.lane;

import java.math.BigDecimal;
import java.util.Optional;
import till.device.scanner.label.ScanData;
import till.sale.Input;
import till.sale.Reason;
import till.sale.Verdict;

/// Understands what lands in the mailbox and puts it to the workstation in the sale's words. What
/// comes of it is in the draft. The lane's thread only.
final class Clerk {

  private final ItemEntry items;
  private final Commands commands;
  private final DeviceDesk devices;
  private final LastScans scans;

  Clerk(ItemEntry items, Commands commands, DeviceDesk devices, LastScans scans) {
    this.items = items;
    this.commands = commands;
    this.devices = devices;
    this.scans = scans;
  }

  void take(LaneEvent event, Draft draft) {
    switch (event) {
      case LaneEvent.Scanned scanned ->
          draft.label(
              new Draft.Label(
                  scanned.scan().scanner(), scanned(scanned.scan(), draft), scanned.atNanos()));
      case LaneEvent.Commanded commanded -> commands.take(commanded, draft);
      case LaneEvent.OfDevice said -> devices.take(said, draft);
      case LaneEvent.Fiscalised answer ->
          draft.with(new Input.Fiscalised(answer.transactionId(), answer.record()));
      case LaneEvent.AssistanceCalled _ -> Assistance.call(draft);
      case LaneEvent.Remember remember ->
          draft.with(new Input.RecordControl(remember.control(), remember.facts()));
      case LaneEvent.JournalContradicted contradicted -> {
        draft.become(draft.surroundings().contradicted(contradicted.isSo()));
        draft.changed();
      }
      case LaneEvent.OfLane _ -> {} // the lane heeds it itself
    }
  }

  /// @return whether the label was taken
  private boolean scanned(ScanData label, Draft draft) {
    Verdict verdict = items.scanned(label, BigDecimal.ONE, Request.Heft.unsaid(), draft);
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
}
