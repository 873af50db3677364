package till.sale;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of a shop, written a second time: what each input makes of a till, in plain words and
/// whole numbers. Nothing of what decides or adds up in earnest is used here.
///
/// Each rule changes the picture it is given and says whether the input is accepted; the picture of
/// a refused input is worth nothing.
///
/// @param coin the smallest coin, in minor units
/// @param rates by tax group
public record ShopModel(boolean cards, long coin, boolean fiscal, Map<String, Rate> rates) {

  /// A tax group's rate.
  ///
  /// @param hundredths of a percent
  public record Rate(long hundredths, boolean included) {}

  static final long AMOUNT_MAX = 999_999_999_999L;
  private static final int TENDERS_MAX = 8;
  private static final int JOBS_MAX = 64;

  public ShopModel {
    rates = Map.copyOf(rates);
  }

  // sums

  /// What one tax is computed on at once.
  record Levy(String group, long hundredths, boolean included) {}

  /// What is taxed, and the tax.
  record Share(long taxable, long tax) {}

  static Map<Levy, Share> taxes(List<Picture.Line> lines) {
    var sums = new HashMap<Levy, Long>();
    for (Picture.Line line : lines) {
      if (!line.voided()) {
        var levy = new Levy(line.group(), line.hundredths(), line.included());
        sums.merge(levy, line.amount(), Long::sum);
      }
    }
    var taxes = new HashMap<Levy, Share>();
    sums.forEach((levy, sum) -> {
      long whole = levy.included() ? 10_000 + levy.hundredths() : 10_000;
      long tax = share(sum, levy.hundredths(), whole);
      taxes.put(levy, new Share(levy.included() ? sum - tax : sum, tax));
    });
    return taxes;
  }

  /// The magnitude is rounded half up, then the sign is applied.
  private static long share(long sum, long part, long whole) {
    long magnitude = (2 * Math.abs(sum) * part + whole) / (2 * whole);
    return sum < 0 ? -magnitude : magnitude;
  }

  static long total(List<Picture.Line> lines, long rounding) {
    long total = rounding;
    for (Picture.Line line : lines) {
      total += line.voided() ? 0 : line.amount();
    }
    for (var tax : taxes(lines).entrySet()) {
      total += tax.getKey().included() ? 0 : tax.getValue().tax();
    }
    return total;
  }

  static long total(Picture.Bill bill) {
    return total(bill.lines, bill.rounding);
  }

  static long due(Picture.Bill bill) {
    return total(bill) - bill.tendered();
  }

  /// What changes hands when this is paid in cash.
  long inCash(long amount) {
    long magnitude = (2 * Math.abs(amount) + coin) / (2 * coin) * coin;
    return amount < 0 ? -magnitude : magnitude;
  }

  // goods

  boolean sells(Picture p, long price, String group, long quantity, String freshId) {
    if (p.bill.isEmpty() ? !p.lane.equals("READY") || !p.day : !mayEnter(p)) {
      return false;
    }
    if (quantity < 1 || quantity > 9_999 || price * quantity > AMOUNT_MAX) {
      return false;
    }
    if (p.bill.isEmpty()) {
      p.bill = Optional.of(new Picture.Bill(freshId));
      p.sequence++;
    }
    Rate rate = rates.get(group);
    if (rate == null) {
      return false;
    }
    p.sale()
        .lines
        .add(new Picture.Line(price * quantity, group, rate.hundredths(), rate.included(), false));
    return total(p.sale()) <= AMOUNT_MAX;
  }

  private static boolean mayEnter(Picture p) {
    return p.is("ENTERING") && !p.sale().isBlocked();
  }

  boolean voids(Picture p, int n) {
    if (!mayEnter(p) || n < 1 || n > p.sale().lines.size()) {
      return false;
    }
    Picture.Line line = p.sale().lines.get(n - 1);
    p.sale()
        .lines
        .set(
            n - 1,
            new Picture.Line(
                line.amount(), line.group(), line.hundredths(), line.included(), true));
    return !line.voided();
  }

  boolean takesTotal(Picture p) {
    if (!mayEnter(p)
        || p.sale().troubles.stream().anyMatch(Picture.Trouble::open)
        || due(p.sale()) <= 0) {
      return false;
    }
    p.sale().status = "TENDERING";
    return true;
  }

  // money

  private static boolean mayPay(Picture p) {
    return p.is("TENDERING") && !p.sale().isBlocked();
  }

  /// The last tender that a sale has room for pays all of the rest.
  private static boolean isRoom(Picture p, boolean ends) {
    return ends || p.sale().paid.size() + 1 < TENDERS_MAX;
  }

  /// @param exactly nothing was said of an amount
  boolean cash(Picture p, boolean exactly, long amount) {
    if (!mayPay(p)) {
      return false;
    }
    long due = due(p.sale());
    long rounded = inCash(due);
    long given = exactly ? rounded : amount;
    boolean possible =
        due > 0 ? given <= AMOUNT_MAX && (given > 0 || rounded == 0) : given == rounded;
    boolean ends = given >= rounded;
    if (!possible || !isRoom(p, ends)) {
      return false;
    }
    if (ends) {
      p.sale().rounding += rounded - due;
    }
    return takes(p, "CASH", ends ? rounded : given);
  }

  boolean voucher(Picture p, boolean exactly, long amount) {
    if (!mayPay(p)) {
      return false;
    }
    long due = due(p.sale());
    long value = exactly ? due : amount;
    return value > 0 && value <= due && isRoom(p, value == due) && takes(p, "VOUCHER", value);
  }

  private boolean takes(Picture p, String type, long amount) {
    if (amount != 0) {
      p.sale().paid.add(new Picture.Paid(type, amount, 0, false));
    }
    endsIfPaid(p);
    return true;
  }

  boolean card(Picture p, boolean exactly, long amount) {
    if (!mayPay(p) || !cards) {
      return false;
    }
    long due = due(p.sale());
    long asked = exactly ? Math.abs(due) : amount;
    if (asked <= 0 || asked > Math.abs(due) || !isRoom(p, asked == Math.abs(due))) {
      return false;
    }
    asks(p, due < 0 ? "REFUND" : "PAYMENT", asked, 0);
    return true;
  }

  private static void asks(Picture p, String kind, long amount, int reverses) {
    Picture.Bill bill = p.sale();
    bill.attempts++;
    bill.status = "PAYMENT_PENDING";
    bill.asked =
        Optional.of(
            new Picture.Asked(
                bill.id + "-" + bill.attempts, kind, amount, "SENT", reverses, Optional.empty()));
  }

  boolean aborts(Picture p) {
    return p.bill.flatMap(open -> open.asked).filter(a -> a.state().equals("SENT")).isPresent();
  }

  boolean reconciles(Picture p) {
    return cards && p.bill.flatMap(open -> open.asked).isEmpty();
  }

  private static boolean isAsked(Picture p, String attemptId) {
    return p.bill.flatMap(open -> open.asked).filter(a -> a.id().equals(attemptId)).isPresent();
  }

  boolean approved(Picture p, String attemptId, Picture.Booked booked) {
    if (!isAsked(p, attemptId)) {
      return false;
    }
    if (!p.sale().asked.orElseThrow().state().equals("APPROVED")) {
      becomes(p, "APPROVED", "PAYMENT_PENDING", Optional.of(booked));
    }
    return true;
  }

  boolean settled(Picture p, String attemptId, Picture.Booked booked) {
    if (!isAsked(p, attemptId)) {
      return false;
    }
    settles(p, booked);
    return true;
  }

  boolean declined(Picture p, String attemptId) {
    if (!isAsked(p, attemptId)) {
      return false;
    }
    fails(p);
    return true;
  }

  boolean unknown(Picture p, String attemptId) {
    if (!isAsked(p, attemptId)) {
      return false;
    }
    losesSight(p);
    return true;
  }

  boolean resolves(Picture p, boolean paid, boolean actor) {
    if (!actor || !p.is("PAYMENT_UNKNOWN")) {
      return false;
    }
    p.sequence++;
    Picture.Asked asked = p.sale().asked.orElseThrow();
    if (paid) {
      settles(p, asked.booked().orElse(new Picture.Booked(asked.amount(), false, false)));
    } else {
      fails(p);
    }
    return true;
  }

  private static void losesSight(Picture p) {
    becomes(p, "UNKNOWN", "PAYMENT_UNKNOWN", p.sale().asked.orElseThrow().booked());
  }

  private static void becomes(
      Picture p, String state, String status, Optional<Picture.Booked> booked) {
    Picture.Asked old = p.sale().asked.orElseThrow();
    p.sale().status = status;
    p.sale().asked =
        Optional.of(
            new Picture.Asked(old.id(), old.kind(), old.amount(), state, old.reverses(), booked));
  }

  private void settles(Picture p, Picture.Booked booked) {
    Picture.Asked asked = isDone(p);
    boolean comesIn = asked.kind().equals("PAYMENT");
    p.sale()
        .paid
        .add(
            new Picture.Paid(
                "CREDIT_DEBIT",
                comesIn ? booked.amount() : -booked.amount(),
                asked.reverses(),
                booked.numbered()));
    if (!p.sale().leaving.isEmpty()) {
      givesBack(p);
      return;
    }
    if (comesIn && booked.signed()) {
      raises(p, "SIGNATURE_CHECK");
    }
    endsIfPaid(p);
  }

  private static void fails(Picture p) {
    if (isDone(p).kind().equals("REVERSAL")) {
      notReversed(p);
    }
  }

  private static Picture.Asked isDone(Picture p) {
    Picture.Asked asked = p.sale().asked.orElseThrow();
    p.sale().asked = Optional.empty();
    p.sale().status = "TENDERING";
    return asked;
  }

  /// What is paid, and what nobody has to look at, ends by itself.
  private void endsIfPaid(Picture p) {
    if (p.is("TENDERING") && due(p.sale()) == 0 && !p.sale().isBlocked()) {
      if (fiscal) {
        p.sale().status = "FISCALISING";
      } else {
        completes(p);
      }
    }
  }

  boolean fiscalised(Picture p, String saleId) {
    if (!p.is("FISCALISING") || !p.sale().id.equals(saleId)) {
      return false;
    }
    completes(p);
    return true;
  }

  private static void completes(Picture p) {
    queues(p, p.sale().id + "-receipt");
    p.bill = Optional.empty();
  }

  boolean resumes(Picture p, boolean actor) {
    return mayPay(p) && leaves(p, "ENTERING", actor);
  }

  boolean cancels(Picture p, boolean actor) {
    return (p.is("ENTERING") || p.is("TENDERING")) && leaves(p, "VOIDED", actor);
  }

  private static boolean leaves(Picture p, String where, boolean actor) {
    Picture.Bill bill = p.sale();
    if (!actor
        && bill.standing().stream()
            .anyMatch(n -> !bill.paid.get(n - 1).type().equals("CREDIT_DEBIT"))) {
      return false;
    }
    bill.leaving = where;
    givesBack(p);
    return true;
  }

  /// The newest first; a card's money has to be asked for.
  private static void givesBack(Picture p) {
    Picture.Bill bill = p.sale();
    for (int n : bill.standing()) {
      Picture.Paid paid = bill.paid.get(n - 1);
      if (paid.type().equals("CREDIT_DEBIT")) {
        reverses(p, n);
        return;
      }
      bill.paid.add(new Picture.Paid(paid.type(), -paid.amount(), n, false));
    }
    if (bill.leaving.equals("VOIDED")) {
      p.bill = Optional.empty();
    } else {
      bill.leaving = "";
      bill.status = "ENTERING";
    }
  }

  private static void reverses(Picture p, int n) {
    Picture.Paid paid = p.sale().paid.get(n - 1);
    if (paid.numbered()) {
      asks(p, "REVERSAL", paid.amount(), n);
    } else {
      notReversed(p);
    }
  }

  private static void notReversed(Picture p) {
    p.sale().leaving = "";
    raises(p, "REVERSAL_FAILED");
  }

  // people

  private static void raises(Picture p, String code) {
    List<Picture.Trouble> troubles = p.sale().troubles;
    troubles.add(new Picture.Trouble("p" + (troubles.size() + 1), code, true));
  }

  boolean calls(Picture p) {
    if (p.bill.isEmpty()) {
      return false;
    }
    if (!p.sale().hasOpen("ASSISTANCE")) {
      raises(p, "ASSISTANCE");
    }
    return true;
  }

  /// Knows what follows of a call, a signature and money that did not go back.
  boolean clears(Picture p, String id, boolean approved, boolean actor) {
    if (!actor || p.bill.isEmpty()) {
      return false;
    }
    List<Picture.Trouble> troubles = p.sale().troubles;
    for (int i = 0; i < troubles.size(); i++) {
      Picture.Trouble trouble = troubles.get(i);
      if (trouble.id().equals(id) && trouble.open()) {
        troubles.set(i, new Picture.Trouble(id, trouble.code(), false));
        if (trouble.code().equals("SIGNATURE_CHECK") && !approved && p.sale().asked.isEmpty()) {
          p.sale().standing().stream()
              .filter(n -> p.sale().paid.get(n - 1).type().equals("CREDIT_DEBIT"))
              .findFirst()
              .ifPresent(n -> reverses(p, n));
        }
        endsIfPaid(p);
        return true;
      }
    }
    return false;
  }

  boolean signsOn(Picture p, String actor) {
    if (p.bill.isPresent() || !p.operator.isEmpty() || actor.isEmpty()) {
      return false;
    }
    p.operator = actor;
    p.sequence++;
    return true;
  }

  boolean signsOff(Picture p) {
    boolean possible = p.bill.isEmpty() && !p.operator.isEmpty();
    p.operator = "";
    p.sequence++;
    return possible;
  }

  // the lane and its day

  boolean opensDay(Picture p) {
    boolean possible = !p.day;
    p.day = true;
    p.sequence = 1;
    return possible;
  }

  boolean closesDay(Picture p, String freshId) {
    boolean possible = p.day && p.bill.isEmpty();
    p.day = false;
    p.lane = "CLOSED";
    p.sequence++;
    queues(p, freshId + "-receipt");
    return possible;
  }

  boolean turns(Picture p, String lane) {
    if (p.bill.isPresent() || (lane.equals("READY") && !p.day)) {
      return false;
    }
    p.sequence += p.lane.equals(lane) ? 0 : 1;
    p.lane = lane;
    return true;
  }

  /// @param content what should be in the drawer
  boolean movesCash(
      Picture p, String kind, long amount, boolean reason, boolean addsUp, long content) {
    boolean out = kind.equals("PICKUP") || kind.equals("PAY_OUT");
    boolean counted = kind.equals("COUNT");
    boolean possible =
        (counted ? amount >= 0 : amount > 0)
            && (out
                ? amount <= content
                : amount <= AMOUNT_MAX && (counted || content + amount <= AMOUNT_MAX));
    p.sequence++;
    return p.day && p.bill.isEmpty() && possible && addsUp && (reason || !kind.startsWith("PAY_"));
  }

  boolean opensDrawer(Picture p, boolean reason) {
    p.sequence++;
    return p.bill.isEmpty() && reason;
  }

  boolean remembers(Picture p) {
    p.sequence++;
    return true;
  }

  /// What was on its way is uncertain.
  boolean starts(Picture p) {
    p.sequence++;
    if (p.bill.isPresent() && p.sale().asked.isPresent()) {
      losesSight(p);
    }
    p.jobs.replaceAll(job -> isOnItsWay(job) ? new Picture.Job(job.id(), "DOUBTFUL") : job);
    return true;
  }

  // paper

  private static boolean isOnItsWay(Picture.Job job) {
    return job.state().equals("SENDING") || job.state().equals("SENT");
  }

  private static void queues(Picture p, String id) {
    if (p.jobs.size() >= JOBS_MAX) {
      p.jobs.stream()
          .filter(job -> !isOnItsWay(job))
          .findFirst()
          .ifPresent(oldest -> p.jobs.remove(oldest));
    }
    p.jobs.add(new Picture.Job(id, "QUEUED"));
  }

  boolean movesJob(Picture p, String id, String to) {
    for (int i = 0; i < p.jobs.size(); i++) {
      Picture.Job job = p.jobs.get(i);
      if (job.id().equals(id) && mayMove(job.state(), to)) {
        if (List.of("HELD", "SENDING", "SENT", "DOUBTFUL").contains(to)) {
          p.jobs.set(i, new Picture.Job(id, to));
        } else {
          p.jobs.remove(i);
        }
        return true;
      }
    }
    return false;
  }

  private static boolean mayMove(String from, String to) {
    boolean waits = from.equals("QUEUED") || from.equals("HELD");
    return switch (to) {
      case "HELD" -> from.equals("QUEUED") || from.equals("SENDING");
      case "SENDING", "EXPIRED" -> waits;
      case "SENT", "CONFIRMED", "UNCONFIRMED", "DOUBTFUL" -> !from.equals("DOUBTFUL");
      default -> false;
    };
  }

  boolean resolvesJob(Picture p, String id, boolean copy, String freshId) {
    boolean removed = p.jobs.remove(new Picture.Job(id, "DOUBTFUL"));
    p.sequence++;
    if (copy) {
      queues(p, freshId + "-copy");
    }
    return removed;
  }

  boolean copies(Picture p, String freshId) {
    p.sequence++;
    queues(p, freshId + "-copy");
    return true;
  }
}
