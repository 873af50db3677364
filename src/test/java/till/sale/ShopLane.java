package till.sale;

import java.time.LocalDate;
import java.util.Optional;

/// The model's rules for the lane, its day and its drawer.
final class ShopLane {

  private ShopLane() {}

  static boolean opensDay(Picture p, LocalDate day) {
    boolean possible = p.day.isEmpty();
    p.day = Optional.of(day);
    p.sequence = 1;
    return possible;
  }

  /// What waits for a customer waits no longer, and each says so for itself.
  static boolean closesDay(Picture p, String freshId) {
    boolean possible = p.day.isPresent() && p.bill.isEmpty();
    p.sequence += p.waiting.size() + 1;
    p.waiting.clear();
    p.day = Optional.empty();
    p.lane = "CLOSED";
    ShopPaper.queues(p, freshId + "-receipt");
    return possible;
  }

  static boolean turns(Picture p, String lane) {
    if (p.bill.isPresent() || (lane.equals("READY") && p.day.isEmpty())) {
      return false;
    }
    p.sequence += p.lane.equals(lane) ? 0 : 1;
    p.lane = lane;
    return true;
  }

  /// A lane that is closed is opened, and does not go on.
  static boolean goesOn(Picture p) {
    return !p.lane.equals("CLOSED") && turns(p, "READY");
  }

  /// @param content what should be in the drawer
  static boolean movesCash(
      Picture p, String kind, long amount, boolean reason, boolean addsUp, long content) {
    boolean out = kind.equals("PICKUP") || kind.equals("PAY_OUT");
    boolean counted = kind.equals("COUNT");
    boolean possible =
        (counted ? amount >= 0 : amount > 0)
            && (out
                ? amount <= content
                : amount <= ShopModel.AMOUNT_MAX
                    && (counted || content + amount <= ShopModel.AMOUNT_MAX));
    p.sequence++;
    return p.day.isPresent()
        && p.bill.isEmpty()
        && possible
        && addsUp
        && (reason || !kind.startsWith("PAY_"));
  }

  static boolean opensDrawer(Picture p, boolean reason) {
    p.sequence++;
    return p.bill.isEmpty() && reason;
  }

  static boolean remembers(Picture p) {
    p.sequence++;
    return true;
  }

  /// What was on its way is uncertain.
  static boolean starts(Picture p) {
    p.sequence++;
    if (p.bill.isPresent() && p.sale().asked.isPresent()) {
      ShopMoney.losesSight(p);
    }
    ShopPaper.doubts(p);
    return true;
  }
}
