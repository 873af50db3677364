package till.sale;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// Days and lanes open and close, cash is moved, and the daemon starts again.
record LaneMoves(ShopChance chance, ShopBooks books) {

  List<Move> all() {
    return List.of(
        new Move("a day opens", 3, this::openDay),
        new Move("a day closes", 1, this::closeDay),
        new Move("the lane opens", 4, this::openLane),
        new Move("the lane pauses", 1, this::pauseLane),
        new Move("the lane goes on", 1, this::resumeLane),
        new Move("the lane closes", 1, this::closeLane),
        new Move("cash in the drawer", 4, this::moveCash),
        new Move("the drawer opens", 1, this::openDrawer),
        new Move("a restart", 1, this::start),
        new Move("something to remember", 1, this::remember));
  }

  /// Also once more on the date of the day that was closed last.
  private Step openDay(Picture now) {
    LocalDate day =
        books.sales.all().reversed().stream()
            .flatMap(sold -> sold.day().stream())
            .findFirst()
            .filter(_ -> chance.sometimes(3))
            .orElseGet(() -> Till.DAY.plusDays(chance.below(30)));
    return Step.of(new Input.OpenBusinessDay(day), (p, _) -> ShopLane.opensDay(p, day));
  }

  private Step closeDay(Picture now) {
    return Step.of(new Input.CloseBusinessDay(), ShopLane::closesDay);
  }

  private Step openLane(Picture now) {
    return Step.of(new Input.OpenLane(), (p, _) -> ShopLane.turns(p, "READY"));
  }

  private Step pauseLane(Picture now) {
    return Step.of(new Input.PauseLane(), (p, _) -> ShopLane.turns(p, "PAUSED"));
  }

  private Step resumeLane(Picture now) {
    return Step.of(new Input.ResumeLane(), (p, _) -> ShopLane.goesOn(p));
  }

  private Step closeLane(Picture now) {
    return Step.of(new Input.CloseLane(), (p, _) -> ShopLane.turns(p, "CLOSED"));
  }

  private Step moveCash(Picture now) {
    CashKind kind = chance.any(List.of(CashKind.values()));
    long content = books.content();
    long amount =
        switch (chance.below(8)) {
          case 0 -> chance.any(List.of(0L, -1L, ShopModel.AMOUNT_MAX + 1));
          case 1 -> content;
          default -> chance.between(1, 20_000);
        };
    String reason = chance.sometimes(4) ? " " : "because";
    boolean addsUp = !chance.sometimes(8);
    List<Denomination> pieces =
        addsUp
            ? amount > 0 && amount <= ShopModel.AMOUNT_MAX && chance.sometimes(2)
                ? List.of(new Denomination(chance.money(amount), 1))
                : List.of()
            : List.of(new Denomination(chance.money(amount + 1), 1));
    return Step.of(
        new Input.MoveCash(kind, chance.money(amount), reason, pieces),
        (p, _) -> ShopLane.movesCash(p, kind.name(), amount, !reason.isBlank(), addsUp, content));
  }

  private Step openDrawer(Picture now) {
    String reason = chance.sometimes(3) ? "" : "change";
    return Step.of(
        new Input.OpenDrawer(reason), (p, _) -> ShopLane.opensDrawer(p, !reason.isEmpty()));
  }

  private Step start(Picture now) {
    return Step.always(new Input.Start("boot", Map.of()), (p, _) -> ShopLane.starts(p));
  }

  private Step remember(Picture now) {
    return Step.always(
        new Input.RecordControl("config-adopted", Map.of("revision", "7")),
        (p, _) -> ShopLane.remembers(p));
  }
}
