package till.sale;

import java.util.List;
import till.sale.Picture.Trouble;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// People call, decide, choose, come and go.
record PeopleMoves(ShopChance chance, ShopModel model) {

  private static final List<String> LANGUAGES = List.of("de");

  List<Move> all() {
    return List.of(
        new Move("somebody is called", 1, this::call),
        new Move("a recalled item", 1, this::recalled).bold(),
        new Move("somebody looks into the basket", 1, this::look),
        new Move("a problem is looked at", 24, this::clear),
        new Move("another language", 1, this::language),
        new Move("somebody is there", 1, this::extend).bold(),
        new Move("nobody is there", 1, this::timeOut),
        new Move("somebody signs on", 1, this::signOn),
        new Move("somebody signs off", 1, this::signOff));
  }

  private Step call(Picture now) {
    return Step.of(new Input.CallAssistance(), (p, _) -> model.people().calls(p, "ASSISTANCE"));
  }

  private Step recalled(Picture now) {
    return Step.of(new Input.ReportRecalled(), (p, _) -> model.people().calls(p, "NOT_FOR_SALE"));
  }

  private Step look(Picture now) {
    boolean somebody = chance.isSomebody();
    return Step.of(new Input.CheckBasket(), (p, _) -> model.people().looksInto(p, somebody));
  }

  private Step clear(Picture now) {
    List<Trouble> troubles = now.bill.map(open -> open.troubles).orElse(List.of());
    List<Trouble> open = troubles.stream().filter(Trouble::isOpen).toList();
    String id =
        troubles.isEmpty()
            ? "p9"
            : chance.any(open.isEmpty() || chance.sometimes(6) ? troubles : open).id();
    Problem.Decision decision = chance.any(List.of(Problem.Decision.values()));
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.ClearProblem(id, decision, "because"),
        (p, _) -> model.people().clears(p, id, decision.name(), somebody));
  }

  private Step language(Picture now) {
    String language = chance.sometimes(3) ? "tlh" : "de";
    return Step.of(
        new Input.ChooseLanguage(language),
        (p, _) -> model.people().speaks(p, language, LANGUAGES));
  }

  private Step extend(Picture now) {
    return Step.of(new Input.Extend(), (p, _) -> p.bill.isPresent());
  }

  private Step timeOut(Picture now) {
    return Step.of(new Input.TimeOut(), (p, _) -> model.people().timesOut(p));
  }

  private Step signOn(Picture now) {
    String actor = chance.actor().orElse("");
    return Step.of(new Input.SignOn(), (p, _) -> model.people().signsOn(p, actor));
  }

  private Step signOff(Picture now) {
    return Step.of(new Input.SignOff(), (p, _) -> model.people().signsOff(p));
  }
}
