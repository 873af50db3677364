package till.sale;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A till for tests: decides, applies, and remembers what came of it.
public final class Till {

  public static final Currency EUR = Currency.getInstance("EUR");
  public static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  public static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

  public static final Shop SHOP =
      new Shop(
          EUR,
          new TaxTable(
              List.of(
                  new TaxRate("A", new BigDecimal("19"), true, LocalDate.of(2021, 1, 1)),
                  new TaxRate("B", new BigDecimal("7"), true, LocalDate.of(2021, 1, 1)))),
          List.of("de", "en"),
          "self",
          true);

  public final List<Entry> facts = new ArrayList<>();
  public final List<Effect> effects = new ArrayList<>();
  private int ids;
  private Optional<Actor> actor = Optional.empty();
  private Workstation workstation;

  public Till(Shop shop) {
    workstation = new Workstation(shop, TillState.initial(shop.currency()));
  }

  /// A till after a restart.
  public static Till goingOn(TillState state) {
    var till = new Till(SHOP);
    till.workstation = new Workstation(SHOP, state);
    return till;
  }

  /// A till with an open lane.
  public static Till open() {
    return open(SHOP);
  }

  /// A till of that shop with an open lane.
  public static Till open(Shop shop) {
    var till = new Till(shop);
    till.does(new Input.OpenBusinessDay(DAY));
    till.does(new Input.OpenLane());
    till.facts.clear();
    return till;
  }

  /// From now on somebody of the shop asks.
  public Till by(String operator) {
    actor = Optional.of(new Actor(operator, "pin"));
    return this;
  }

  /// Somebody of the shop asks for this one thing.
  public Till does(String operator, Input input) {
    return taken(input, hears(operator, input));
  }

  public Verdict hears(String operator, Input input) {
    Optional<Actor> before = actor;
    by(operator);
    Verdict verdict = hears(input);
    actor = before;
    return verdict;
  }

  public Workstation workstation() {
    return workstation;
  }

  public RetailTransaction sale() {
    return workstation.state().sale().orElseThrow();
  }

  public Verdict hears(Input input) {
    Moment moment = new Moment(NOON, Moment.ClockState.SYNCHRONISED, "id-" + ids++);
    return hears(input, moment.by(actor));
  }

  private Verdict hears(Input input, Moment moment) {
    Verdict verdict = workstation.decide(input, moment);
    if (verdict instanceof Verdict.Accepted accepted) {
      for (Entry entry : accepted.entries()) {
        workstation = workstation.apply(entry);
      }
      facts.addAll(accepted.entries());
      effects.addAll(accepted.effects());
    }
    return verdict;
  }

  /// Hears an input that has to be accepted.
  public Till does(Input input) {
    return taken(input, hears(input));
  }

  /// The same at a moment and with an identifier that are handed in.
  public Till does(Input input, Moment moment) {
    return taken(input, hears(input, moment));
  }

  /// Hears an input that is accepted, or refused for that reason.
  public Till does(Input input, Reason otherwise) {
    Verdict verdict = hears(input);
    return verdict instanceof Verdict.Refused refused && refused.reason() == otherwise
        ? this
        : taken(input, verdict);
  }

  /// A fact that no input led to.
  Till knows(Entry fact) {
    facts.add(fact);
    workstation = workstation.apply(fact);
    return this;
  }

  private Till taken(Input input, Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      throw new AssertionError(input + " was refused: " + refused);
    }
    return this;
  }

  public Till sells(String itemId, long price) {
    return does(enter(item(itemId, price, "A")));
  }

  /// Asks for a card and gets as far as the terminal's word.
  public Till paysByCard(PaymentOutcome outcome) {
    does(new Input.TenderCard(Optional.empty()));
    return answers(outcome);
  }

  /// What the terminal says of the payment that is open.
  public Till answers(PaymentOutcome outcome) {
    return does(new Input.PaymentAnswered(sale().attempt().orElseThrow().attemptId(), outcome));
  }

  /// The payment that is open is final.
  public Till answersSettled(Authorization authorization) {
    return answers(settled(authorization));
  }

  /// The document the last fact of its kind would become.
  public Transaction lastTransaction() {
    return documents().getLast();
  }

  /// All that have ended, in that order.
  public List<Transaction> documents() {
    return facts.stream()
        .filter(Entry.TransactionLogged.class::isInstance)
        .map(entry -> ((Entry.TransactionLogged) entry).transaction())
        .toList();
  }

  /// The last transaction that ended, with what has become of it among all that this till did.
  public Original original() {
    return original(lastTransaction());
  }

  public Original original(Transaction transaction) {
    Original original = new Original(transaction, List.of(), false, false);
    List<Transaction> all = documents();
    for (Transaction later : all.subList(all.indexOf(transaction) + 1, all.size())) {
      original = original.after(later);
    }
    return original;
  }

  /// Some of a line comes back.
  public Input.ReturnLines back(Transaction sale, int n, String quantity) {
    return new Input.ReturnLines(
        original(sale), List.of(new Input.ReturnLines.Part(n, new BigDecimal(quantity))), 7);
  }

  public static Item item(String itemId, long price, String taxGroup) {
    return item(itemId, new Money(price, EUR), taxGroup);
  }

  public static Item item(String itemId, Money price, String taxGroup) {
    Map<String, String> names = Map.of("de", "Artikel " + itemId, "en", "Item " + itemId);
    return ItemMaker.of(itemId, names, price, taxGroup).item();
  }

  public static Input.EnterItem enter(Item item) {
    return enter(item, BigDecimal.ONE);
  }

  public static Input.EnterItem enter(Item item, BigDecimal quantity) {
    return new Input.EnterItem(
        item, quantity, EntryMethod.SCANNED, Optional.of(new Scan("EAN13", item.itemId())), 7);
  }

  /// The payment that is open, if one is, is final.
  public PaymentOutcome.Settled settled() {
    return settled(authorization());
  }

  public PaymentOutcome.Settled settled(Authorization authorization) {
    return new PaymentOutcome.Settled(booking(authorization));
  }

  /// What the terminal books, when it books all that it was asked for.
  public PaymentOutcome.Booking booking(Authorization authorization) {
    return new PaymentOutcome.Booking(
        workstation
            .state()
            .sale()
            .flatMap(RetailTransaction::attempt)
            .map(PaymentAttempt::amount)
            .orElse(Money.zero(workstation.shop().currency())),
        authorization);
  }

  public static Authorization authorization() {
    return new Authorization(
        "52500041",
        "000042",
        "0007",
        "############1234",
        "girocard",
        "pin",
        Optional.of("K-U-N-D-E-N-B-E-L-E-G"),
        Optional.empty());
  }
}
