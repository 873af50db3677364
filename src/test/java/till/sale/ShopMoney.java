package till.sale;

import java.util.List;
import java.util.Optional;
import till.sale.Picture.Asked;
import till.sale.Picture.Bill;
import till.sale.Picture.Booked;
import till.sale.Picture.Paid;

/// The model's rules for money: it is taken, asked for, and given back.
record ShopMoney(ShopModel shop) {

  private static final int TENDERS_MAX = 8;

  /// No more goods. Where what comes back is worth what is bought, that is the end.
  boolean takesTotal(Picture p) {
    boolean possible =
        ShopModel.mayEnter(p)
            && p.sale().onScale.isEmpty()
            && ShopPeople.nobodyHasToLook(p.sale())
            && !p.sale().lines.stream().allMatch(Picture.Line::voided);
    if (possible) {
      p.sale().status = "TENDERING";
      choosesBasket(p);
      endsIfPaid(p);
    }
    return possible;
  }

  /// Somebody looks into some baskets of customers who serve themselves, and into none twice.
  private void choosesBasket(Picture p) {
    boolean wasLookedInto =
        p.sale().troubles.stream().anyMatch(trouble -> trouble.code().equals("BASKET_CHECK"));
    if (p.operator.isEmpty() && !wasLookedInto && shop.isChosen().test(p.sale().id)) {
      ShopModel.raises(p.sale(), "BASKET_CHECK", 0);
    }
  }

  /// The last tender that a sale has room for pays all of the rest.
  private static boolean isRoom(Picture p, boolean ends) {
    return ends || p.sale().paid.size() + 1 < TENDERS_MAX;
  }

  /// What is owed to the customer is paid out at once.
  ///
  /// @param amount nothing was said of it, where it is absent
  boolean cash(Picture p, Optional<Long> amount) {
    if (!ShopModel.mayPay(p)) {
      return false;
    }
    long due = ShopSums.due(p.sale());
    long rounded = shop.inCash(due);
    long given = amount.orElse(rounded);
    boolean possible =
        due > 0 ? given <= ShopModel.AMOUNT_MAX && (given > 0 || rounded == 0) : given == rounded;
    boolean ends = given >= rounded;
    if (!possible || !shop.hasCoins(given) || !isRoom(p, ends)) {
      return false;
    }
    if (ends) {
      p.sale().rounding += rounded - due;
    }
    return takes(p, "CASH", ends ? rounded : given);
  }

  /// The choice holds for the sale, if the tender is taken.
  boolean cash(Picture p, Optional<Long> amount, String receipt) {
    p.bill.ifPresent(open -> open.receipt = receipt);
    return cash(p, amount);
  }

  boolean voucher(Picture p, Optional<Long> amount) {
    if (!ShopModel.mayPay(p)) {
      return false;
    }
    long due = ShopSums.due(p.sale());
    long value = amount.orElse(due);
    return value > 0 && value <= due && isRoom(p, value == due) && takes(p, "VOUCHER", value);
  }

  private boolean takes(Picture p, String type, long amount) {
    if (amount != 0) {
      p.sale().paid.add(new Paid(type, amount, 0, false));
    }
    endsIfPaid(p);
    return true;
  }

  boolean card(Picture p, Optional<Long> amount) {
    if (!ShopModel.mayPay(p) || !shop.cards()) {
      return false;
    }
    long due = ShopSums.due(p.sale());
    long asked = amount.orElse(Math.abs(due));
    if (asked <= 0 || asked > Math.abs(due) || !isRoom(p, asked == Math.abs(due))) {
      return false;
    }
    asks(p, due < 0 ? "REFUND" : "PAYMENT", asked, 0);
    return true;
  }

  private static void asks(Picture p, String kind, long amount, int reverses) {
    Bill bill = p.sale();
    bill.attempts++;
    bill.status = "PAYMENT_PENDING";
    bill.asked =
        Optional.of(
            new Asked(
                bill.id + "-" + bill.attempts, kind, amount, "SENT", reverses, Optional.empty()));
  }

  boolean aborts(Picture p) {
    return p.bill.flatMap(open -> open.asked).filter(a -> a.state().equals("SENT")).isPresent();
  }

  boolean reconciles(Picture p) {
    return shop.cards() && p.bill.flatMap(open -> open.asked).isEmpty();
  }

  private static boolean isAsked(Picture p, String attemptId) {
    return p.bill.flatMap(open -> open.asked).filter(a -> a.id().equals(attemptId)).isPresent();
  }

  boolean approved(Picture p, String attemptId, Booked booked) {
    boolean asked = isAsked(p, attemptId);
    if (asked && !p.sale().asked.orElseThrow().state().equals("APPROVED")) {
      becomes(p, "APPROVED", "PAYMENT_PENDING", Optional.of(booked));
    }
    return asked;
  }

  boolean settled(Picture p, String attemptId, Booked booked) {
    boolean asked = isAsked(p, attemptId);
    if (asked) {
      settles(p, booked);
    }
    return asked;
  }

  boolean declined(Picture p, String attemptId) {
    boolean asked = isAsked(p, attemptId);
    if (asked) {
      fails(p);
    }
    return asked;
  }

  boolean unknown(Picture p, String attemptId) {
    boolean asked = isAsked(p, attemptId);
    if (asked) {
      losesSight(p);
    }
    return asked;
  }

  boolean resolves(Picture p, boolean paid, boolean actor) {
    if (!actor || !p.is("PAYMENT_UNKNOWN")) {
      return false;
    }
    p.sequence++;
    Asked asked = p.sale().asked.orElseThrow();
    if (paid) {
      settles(p, asked.booked().orElse(new Booked(asked.amount(), false, false)));
    } else {
      fails(p);
    }
    return true;
  }

  static void losesSight(Picture p) {
    becomes(p, "UNKNOWN", "PAYMENT_UNKNOWN", p.sale().asked.orElseThrow().booked());
  }

  private static void becomes(Picture p, String state, String status, Optional<Booked> booked) {
    Asked old = p.sale().asked.orElseThrow();
    p.sale().status = status;
    p.sale().asked =
        Optional.of(new Asked(old.id(), old.kind(), old.amount(), state, old.reverses(), booked));
  }

  private void settles(Picture p, Booked booked) {
    Asked asked = isDone(p);
    boolean comesIn = asked.kind().equals("PAYMENT");
    long amount = comesIn ? booked.amount() : -booked.amount();
    Bill bill = p.sale();
    bill.paid.add(new Paid("CREDIT_DEBIT", amount, asked.reverses(), booked.numbered()));
    if (!bill.leaving.isEmpty()) {
      givesBack(p);
    } else if (bill.undo.isPresent()) {
      shop.returns().goesOn(p);
    } else {
      if (comesIn && booked.signed()) {
        ShopModel.raises(bill, "SIGNATURE_CHECK", 0);
      }
      endsIfPaid(p);
    }
  }

  private static void fails(Picture p) {
    if (isDone(p).kind().equals("REVERSAL")) {
      notReversed(p);
    }
  }

  private static Asked isDone(Picture p) {
    Asked asked = p.sale().asked.orElseThrow();
    p.sale().asked = Optional.empty();
    p.sale().status = "TENDERING";
    return asked;
  }

  /// What is paid, and what nobody has to look at, ends by itself.
  void endsIfPaid(Picture p) {
    if (p.is("TENDERING") && ShopSums.due(p.sale()) == 0 && !p.sale().isBlocked()) {
      if (shop.fiscal()) {
        p.sale().status = "FISCALISING";
      } else {
        completes(p);
      }
    }
  }

  boolean fiscalised(Picture p, String saleId) {
    boolean waits = p.is("FISCALISING") && p.sale().id.equals(saleId);
    if (waits) {
      completes(p);
    }
    return waits;
  }

  private static void completes(Picture p) {
    ShopPaper.queues(p, p.sale().id + "-receipt");
    p.bill = Optional.empty();
  }

  boolean resumes(Picture p, boolean actor) {
    if (p.bill.filter(open -> open.onScale.isPresent()).isPresent()) {
      p.sale().onScale = Optional.empty();
      return true;
    }
    return ShopModel.mayPay(p) && p.sale().undo.isEmpty() && leaves(p, "ENTERING", actor);
  }

  boolean cancels(Picture p, boolean actor) {
    return (p.is("ENTERING") || p.is("TENDERING")) && leaves(p, "VOIDED", actor);
  }

  /// What went to a card stays there; what lies in the drawer is given back by a person.
  private static boolean leaves(Picture p, String where, boolean actor) {
    Bill bill = p.sale();
    List<Paid> standing = bill.standing().stream().map(n -> bill.paid.get(n - 1)).toList();
    boolean isFinal =
        bill.undo.isPresent()
            ? !bill.paid.isEmpty()
            : standing.stream().anyMatch(paid -> paid.isCard() && paid.amount() < 0);
    if (isFinal
        || (!actor && bill.isHeld())
        || (!actor && !standing.stream().allMatch(Paid::isCard))) {
      return false;
    }
    bill.leaving = where;
    givesBack(p);
    return true;
  }

  /// The newest first.
  private static void givesBack(Picture p) {
    Bill bill = p.sale();
    for (int n : bill.standing()) {
      if (!givesBack(p, n, bill.paid.get(n - 1))) {
        return;
      }
    }
    if (bill.leaving.equals("VOIDED")) {
      p.bill = Optional.empty();
    } else {
      bill.leaving = "";
      bill.status = "ENTERING";
    }
  }

  /// A card's money has to be asked for.
  ///
  /// @param n the tender's place
  /// @return whether it is done
  static boolean givesBack(Picture p, int n, Paid paid) {
    if (paid.isCard()) {
      reverses(p, n, paid);
    } else {
      p.sale().paid.add(new Paid(paid.type(), -paid.amount(), n, false));
    }
    return !paid.isCard();
  }

  /// What the terminal has no number for, it cannot undo.
  static void reverses(Picture p, int n, Paid paid) {
    if (paid.numbered()) {
      asks(p, "REVERSAL", paid.amount(), n);
    } else {
      notReversed(p);
    }
  }

  private static void notReversed(Picture p) {
    p.sale().leaving = "";
    ShopModel.raises(p.sale(), "REVERSAL_FAILED", 0);
  }
}
