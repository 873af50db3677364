package till.sale;

import java.util.List;
import java.util.Optional;
import till.sale.Picture.Bill;
import till.sale.Picture.Line;
import till.sale.Picture.Trouble;

/// The model's rules for people: they are called, look, decide, wait, and go away.
record ShopPeople(ShopModel shop) {

  private static final int WAITING_MAX = 20;

  // problems

  /// The age that a problem is about; 0 for all others.
  private static int age(Bill bill, Trouble trouble) {
    return trouble.code().equals("AGE_RESTRICTED") ? bill.lines.get(trouble.line() - 1).age() : 0;
  }

  static boolean isTooYoung(Bill bill, int age) {
    return bill.troubles.stream()
        .anyMatch(trouble ->
            trouble.word().equals("REFUSED")
                && age(bill, trouble) > 0
                && age(bill, trouble) <= age);
  }

  /// Whoever is old enough for one thing is old enough for what is for younger people.
  static boolean isSeenTo(Bill bill, int age) {
    return bill.troubles.stream()
        .anyMatch(trouble ->
            trouble.isOpen()
                ? age(bill, trouble) == age
                : trouble.word().equals("APPROVED") && age(bill, trouble) >= age);
  }

  /// Whether it still matters: the goods that an age is asked for, or that a coupon has made
  /// cheaper, may have gone.
  private static boolean isOpen(Bill bill, Trouble trouble) {
    int age = age(bill, trouble);
    return trouble.isOpen()
        && (age == 0 || bill.lines.stream().anyMatch(line -> !line.voided() && line.age() == age))
        && (trouble.coupon().isEmpty()
            || bill.lines.stream().anyMatch(line -> line.isCutBy(trouble.coupon())));
  }

  static boolean nobodyHasToLook(Bill bill) {
    return bill.troubles.stream().noneMatch(trouble -> isOpen(bill, trouble));
  }

  static void decides(Bill bill, int place, String word) {
    Trouble old = bill.troubles.get(place - 1);
    bill.troubles.set(place - 1, new Trouble(old.id(), old.code(), old.line(), word, old.coupon()));
  }

  /// Twice is once.
  boolean calls(Picture p, String code) {
    p.bill.filter(open -> !open.hasOpen(code)).ifPresent(open -> ShopModel.raises(open, code, 0));
    return p.bill.isPresent();
  }

  /// Somebody of the shop looks into the basket, as long as goods come in. Twice is once.
  boolean looksInto(Picture p, boolean actor) {
    return actor && p.is("ENTERING") && calls(p, "BASKET_CHECK");
  }

  boolean clears(Picture p, String id, String word, boolean actor) {
    if (!actor || p.bill.isEmpty()) {
      return false;
    }
    Bill bill = p.sale();
    for (int place = 1; place <= bill.troubles.size(); place++) {
      Trouble trouble = bill.troubles.get(place - 1);
      if (trouble.id().equals(id) && trouble.isOpen()) {
        decides(bill, place, word);
        decidesOtherAges(bill, age(bill, trouble), word);
        if (word.equals("REFUSED")) {
          if (trouble.code().equals("BASKET_CHECK")) {
            return suspends(p, true);
          }
          refuses(p, trouble);
        }
        shop.money().endsIfPaid(p);
        return true;
      }
    }
    return false;
  }

  private static void decidesOtherAges(Bill bill, int age, String word) {
    for (int place = 1; place <= bill.troubles.size() && age > 0; place++) {
      Trouble other = bill.troubles.get(place - 1);
      int years = age(bill, other);
      boolean follows = word.equals("APPROVED") ? years <= age : years >= age;
      if (isOpen(bill, other) && years > 0 && follows) {
        decides(bill, place, word);
      }
    }
  }

  private void refuses(Picture p, Trouble trouble) {
    Bill bill = p.sale();
    switch (trouble.code()) {
      case "AGE_RESTRICTED" -> {
        for (int n = 1; n <= bill.lines.size(); n++) {
          Line line = bill.lines.get(n - 1);
          if (line.age() >= age(bill, trouble) && line.age() > 0) {
            ShopModel.takesBack(bill, n);
          }
        }
      }
      case "QUANTITY_LIMIT" -> ShopModel.takesBack(bill, trouble.line());
      case "RETURN_CHECK" -> ShopReturns.refuses(bill, trouble.line());
      case "COUPON_CHECK" -> {
        for (int n = 1; n <= bill.lines.size(); n++) {
          Line line = bill.lines.get(n - 1);
          if (line.isCutBy(trouble.coupon())) {
            bill.change(n, line.without(trouble.coupon()));
          }
        }
      }
      case "IDLE" -> shop.money().cancels(p, true);
      case "SIGNATURE_CHECK" -> callsBackLastCard(p);
      default -> {}
    }
  }

  /// Unless money goes back already.
  private static void callsBackLastCard(Picture p) {
    Bill bill = p.sale();
    if (bill.asked.isEmpty()) {
      bill.standing().stream()
          .filter(n -> bill.paid.get(n - 1).isCard())
          .findFirst()
          .ifPresent(n -> ShopMoney.reverses(p, n, bill.paid.get(n - 1)));
    }
  }

  // customers

  boolean speaks(Picture p, String language, List<String> languages) {
    p.bill.ifPresent(open -> open.language = language);
    return p.bill.isPresent() && languages.contains(language);
  }

  /// A sale that nobody touches is given up, or, where money was taken, somebody has to come.
  boolean timesOut(Picture p) {
    boolean waits =
        (p.is("ENTERING") || p.is("TENDERING")) && !p.sale().isBlocked() && p.sale().undo.isEmpty();
    if (waits) {
      ShopModel.raises(p.sale(), "IDLE", 0);
      if (p.sale().standing().isEmpty()) {
        p.bill = Optional.empty();
      }
    }
    return waits;
  }

  boolean suspends(Picture p, boolean actor) {
    boolean possible =
        (p.is("ENTERING") || p.is("TENDERING"))
            && (actor || !p.sale().isHeld())
            && p.sale().undo.isEmpty()
            && p.sale().standing().isEmpty()
            && p.waiting.size() < WAITING_MAX;
    if (possible) {
      p.waiting.add(p.sale());
      p.bill = Optional.empty();
    }
    return possible;
  }

  /// @param id absent where there is only one
  boolean retrieves(Picture p, Optional<String> id, String freshId) {
    List<Bill> found =
        p.waiting.stream().filter(bill -> id.isEmpty() || bill.id.equals(id.get())).toList();
    if (p.bill.isPresent() || !ShopModel.mayStart(p) || found.size() != 1) {
      return false;
    }
    Bill waited = found.getFirst();
    p.waiting.remove(waited);
    ShopModel.begins(p, freshId);
    Bill bill = p.sale();
    bill.lines.addAll(waited.lines);
    bill.troubles.addAll(waited.troubles);
    waited.links.stream().filter(link -> link.startsWith("RETURN ")).forEach(bill.links::add);
    bill.links.add("RETRIEVE " + waited.id);
    bill.language = waited.language;
    bill.receipt = waited.receipt;
    return true;
  }

  // those who serve

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
}
