package till.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import till.sale.Picture.Line;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;
import till.sale.ShopReturns.Part;
import till.sale.ShopSales.Sold;

/// What was sold comes back, is undone whole, or waits.
///
/// @param originals what the journal knows of a sale
record ReturnMoves(
    ShopChance chance, ShopModel model, ShopBooks books, Function<String, Original> originals) {

  private static final int RECENT = 6;
  private static final int REVISIONS = 9;

  List<Move> all() {
    return List.of(
        new Move("goods come back", 24, this::comesBack).bold(),
        new Move("goods come back that nobody knows", 2, this::isBroughtBack),
        new Move("a sale is undone", 24, this::undo).bold(),
        new Move("a sale waits", 1, this::suspend),
        new Move("a sale goes on", 6, this::retrieve).bold());
  }

  private Step comesBack(Picture now) {
    Optional<Sold> any = anySale();
    if (any.isEmpty()) {
      return isBroughtBack(now);
    }
    Sold sold = any.get();
    List<Part> parts = parts(sold);
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.ReturnLines(
            original(sold),
            parts.stream()
                .map(part ->
                    new Input.ReturnLines.Part(part.n(), GoodsMoves.quantity(part.quantity())))
                .toList(),
            chance.below(REVISIONS)),
        (p, id) -> model.returns().comesBack(p, sold, parts, somebody, id));
  }

  /// One of which something came back before, one that took something back, or any other.
  private Optional<Sold> anySale() {
    return any(
        switch (chance.below(8)) {
          case 0 -> _ -> true;
          case 1, 2 -> Sold::isTouched;
          case 3, 4 -> Sold::takesBack;
          default -> Sold::isSale;
        });
  }

  private Optional<Sold> any(Predicate<Sold> wanted) {
    List<Sold> some = books.sales.all().stream().filter(wanted).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(chance.recent(some, RECENT));
  }

  /// What the journal knows of it, which is what the books know.
  private Original original(Sold sold) {
    Original original = originals.apply(sold.id());
    books.sales.compare(original);
    return original;
  }

  /// All that is left, or a few parts, also of the same line.
  private List<Part> parts(Sold sold) {
    var parts = new ArrayList<Part>();
    int many = chance.below(4);
    for (int i = 0; i < many; i++) {
      int n = 1 + chance.below(sold.lines().size() + 1);
      boolean isThere = n <= sold.lines().size();
      if (isThere || chance.sometimes(6)) {
        parts.add(new Part(n, isThere ? quantity(sold, n) : Picture.UNIT));
      }
    }
    return parts;
  }

  private long quantity(Sold sold, int n) {
    Line line = sold.lines().get(n - 1);
    long left = line.quantity() - sold.back(n).quantity();
    if (chance.sometimes(12)) {
      return chance.any(List.of(0L, -Picture.UNIT, Picture.UNIT / 2, left + Picture.UNIT));
    }
    return line.weighed() && chance.sometimes(2)
        ? chance.between(1, Math.max(2, left))
        : line.weighed() ? left : Picture.UNIT * chance.between(1, left / Picture.UNIT + 2);
  }

  private Step isBroughtBack(Picture now) {
    boolean isWeighed = chance.sometimes(4);
    ItemMaker maker = ItemMaker.like(new GoodsMoves(chance, model).item(chance.between(1, 5_000)));
    Item item = isWeighed ? maker.weighed("0.010").item() : maker.item();
    long quantity =
        isWeighed || chance.sometimes(12)
            ? chance.between(-1, 3_000)
            : Picture.UNIT * chance.between(1, 6);
    Optional<Long> price =
        chance.sometimes(3)
            ? Optional.of(chance.sometimes(8) ? -1L : chance.between(0, 5_000))
            : Optional.empty();
    boolean isDeposit = chance.sometimes(3);
    boolean somebody = chance.isSomebody();
    Picture.Good good = Portrait.good(item, Optional.empty());
    return Step.of(
        new Input.ReturnItem(
            item,
            GoodsMoves.quantity(quantity),
            price.map(chance::money),
            isDeposit,
            EntryMethod.KEYED,
            Optional.empty(),
            "no receipt",
            chance.below(REVISIONS)),
        (p, id) ->
            model.returns().isBroughtBack(p, good, quantity, price, isDeposit, somebody, id));
  }

  /// Once more the one that is being undone, or one of today, also where some of it came back.
  private Step undo(Picture now) {
    Optional<Sold> open =
        now.bill.flatMap(bill -> bill.undo).flatMap(undo -> books.sales.find(undo.sale()));
    boolean touched = chance.sometimes(3);
    Predicate<Sold> ofToday =
        sold ->
            sold.isSale()
                && sold.day().equals(now.day)
                && !sold.isUndone()
                && sold.isTouched() == touched;
    Optional<Sold> any =
        open.or(() -> any(ofToday)).filter(_ -> !chance.sometimes(6)).or(this::anySale);
    if (any.isEmpty()) {
      return isBroughtBack(now);
    }
    Sold sold = any.get();
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.PostVoid(original(sold)),
        (p, id) -> model.returns().undoes(p, sold, somebody, id));
  }

  private Step suspend(Picture now) {
    boolean somebody = chance.isSomebody();
    return Step.of(new Input.SuspendTransaction(), (p, _) -> model.people().suspends(p, somebody));
  }

  /// Also one that has gone on, or that was of another day.
  private Step retrieve(Picture now) {
    List<String> known =
        chance.sometimes(6) || now.waiting.isEmpty()
            ? books.sales.all().stream().map(Sold::id).toList()
            : now.waiting.stream().map(bill -> bill.id).toList();
    Optional<String> id =
        known.isEmpty() || chance.sometimes(3)
            ? Optional.empty()
            : Optional.of(chance.recent(known, RECENT));
    return Step.of(
        new Input.RetrieveTransaction(id, chance.below(REVISIONS)),
        (p, fresh) -> model.people().retrieves(p, id, fresh));
  }
}
