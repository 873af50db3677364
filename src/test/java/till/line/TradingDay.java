package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.line.MarketGoods.APPLES;
import static till.line.MarketGoods.BEER;
import static till.line.MarketGoods.CHEESE;
import static till.line.MarketGoods.KNIFE;
import static till.line.MarketGoods.MEAT;
import static till.line.MarketGoods.PAINKILLER;
import static till.line.MarketGoods.PLUMS;
import static till.line.MarketGoods.RECALLED;
import static till.line.MarketGoods.REPAIR;
import static till.line.MarketGoods.ROLL;
import static till.line.MarketGoods.SPIRITS;
import static till.line.MarketGoods.TROUT;
import static till.line.MarketGoods.WATER;
import static till.line.MarketGoods.shelf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import till.line.Checkout.Waiting;
import till.line.DayBook.Sold;
import till.line.MarketGoods.Article;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.uplink.Eventually;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One day at a market's checkout, from the first coin in the drawer to the Z report, with
/// everything that customers bring, want, forget and change their minds about.
final class TradingDay {

  private static final int SALES = Integer.getInteger("tilld.sales", Torture.isLong() ? 120 : 40);

  private final Market market;
  private final DayBook book;
  private final Random chance;
  private final Checkout checkout;

  TradingDay(Market market, DayBook book, Random chance) {
    this.market = market;
    this.book = book;
    this.chance = chance;
    this.checkout = new Checkout(market, book);
  }

  private static ObjectNode body() {
    return Checkout.body();
  }

  void morning(LocalDate date) {
    book.newDay();
    checkout.attendantDoes("/v1/operator/sign-on", body());
    checkout.attendantDoes("/v1/business-day/open", body().put("businessDay", date.toString()));
    loan();
    assertEquals(
        "lane-not-ready",
        checkout.refused("/v1/transaction/lines", body().put("itemId", ROLL.itemId())));
    JsonNode lane = checkout.attendantDoes("/v1/lane/open", body());
    assertEquals(
        "READY " + date + " 17",
        "%s %s %s"
            .formatted(
                lane.path("state").asString(),
                lane.path("businessDay").asString(),
                lane.path("operator").asString()));
  }

  private void loan() {
    ObjectNode loan = body().put("amount", 20_000);
    var coins = loan.putArray("denominations");
    coins.addObject().put("value", 2_000).put("pieces", 6);
    coins.addObject().put("value", 500).put("pieces", 12);
    coins.addObject().put("value", 100).put("pieces", 20);
    checkout.attendantDoes("/v1/till/loan", loan);
    moved("loan", 20_000);
  }

  private void moved(String kind, long amount) {
    book.today().move(kind, amount);
    book.pulses++;
  }

  /// Everything that can happen does, in an order of chance, with ordinary customers in between.
  void customers() throws InterruptedException {
    anybody(3);
    List<Episode> episodes = new ArrayList<>(episodes());
    Collections.shuffle(episodes, chance);
    int noon = episodes.size() / 2;
    happen(episodes.subList(0, noon));
    thePowerIsCutAtNoon();
    happen(episodes.subList(noon, episodes.size()));
    anybody(SALES - book.salesToday);
    assertTrue(book.salesToday >= SALES, () -> book.salesToday + " sales");
  }

  /// What a customer or two do, and somebody serves.
  private interface Episode {

    void happen() throws InterruptedException;
  }

  private void happen(List<Episode> episodes) throws InterruptedException {
    for (Episode episode : episodes) {
      episode.happen();
      anybody(chance.nextInt(4) / 3);
    }
  }

  private List<Episode> episodes() {
    return List.of(
        this::somebodyBuysARollAndWantsNoReceipt,
        this::aFamilyFillsItsTrolley,
        this::fruitIsWeighed,
        this::labelsSayWhatTheirPackCostsOrWeighs,
        this::beerIsForThoseWhoAreOldEnough,
        this::spiritsAreNot,
        this::whatWasRecalledIsTakenAway,
        this::painkillersAreLimited,
        this::whatNobodyKnowsIsNotSold,
        this::theAttendantMakesPrices,
        this::helpIsCalledAndLinesGo,
        this::somebodyGoesAwayWithoutPaying,
        this::somebodyTakesTheirCashBackAndGoes,
        this::aVisitorReadsFrench,
        this::theDrawerIsUsedForMoreThanSales,
        this::aCardIsDeclined,
        this::aCardIsNotGoodForAllOfIt,
        this::aVoucherAndACardPayTogether,
        this::twoRappenAreNotWorthACoin,
        this::aGiftCostsNothing,
        this::aLostAnswerIsAskedFor,
        this::theTerminalLosesItsPlug,
        this::aSignatureIsCompared,
        this::aCardGetsItsMoneyBackBeforeTheSaleIsOver,
        this::goodsComeBackInParts,
        this::goodsComeBackToACard,
        this::goodsAreExchangedForTheSame,
        this::goodsComeBackWithoutAReceipt,
        this::whatTheAttendantDoesNotTakeBackStaysSold,
        this::salesAreUndone,
        this::goodsOfYesterdayComeBack,
        this::theLaneRests,
        this::aCopyIsWanted);
  }

  // goods

  private void somebodyBuysARollAndWantsNoReceipt() {
    checkout.lookUp(ROLL);
    checkout.wantsNoReceipt();
    checkout.total();
    checkout.cash(500);
    checkout.sold();
  }

  private void aFamilyFillsItsTrolley() {
    for (int line = 0; line < 30; line++) {
      anything();
    }
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void fruitIsWeighed() {
    checkout.weigh(APPLES, 1_235, 0);
    checkout.weigh(PLUMS, 480 + chance.nextInt(400), MarketGoods.TARE_GRAMS);
    checkout.keyWeight(APPLES, 333);
    checkout.total();
    checkout.cash(5_000);
    checkout.sold();
  }

  private void labelsSayWhatTheirPackCostsOrWeighs() {
    checkout.scanPriced(CHEESE, 743, MarketGoods.cheeseFor(743));
    checkout.scanWeighed(MEAT, 482, MarketGoods.meatOf(482));
    checkout.scanWeighed(TROUT, 317, MarketGoods.troutOf(317));
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void beerIsForThoseWhoAreOldEnough() {
    int beer = checkout.key(BEER, 6);
    checkout.scan(WATER);
    assertEquals("problem-open", checkout.totalRefused());
    checkout.clear("age-restricted", "approve");
    checkout.changeQuantity(beer, 8);
    checkout.total();
    checkout.cash(2_000);
    checkout.sold();
  }

  private void spiritsAreNot() {
    checkout.scan(SPIRITS);
    checkout.scan(shelf(7));
    checkout.clear("age-restricted", "refuse");
    checkout.basket().takeAll(SPIRITS);
    checkout.agree();
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void whatWasRecalledIsTakenAway() {
    checkout.scan(shelf(8));
    checkout.scanInVain(RECALLED.onTheWire(), "not-for-sale");
    assertEquals(
        "problem-open",
        checkout.refused("/v1/transaction/lines", body().put("itemId", ROLL.itemId())));
    checkout.clear("not-for-sale", "refuse");
    checkout.agree();
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void painkillersAreLimited() {
    checkout.key(PAINKILLER, 2);
    int third = checkout.key(PAINKILLER, 1);
    checkout.clear("quantity-limit", "refuse");
    checkout.basket().take(third);
    checkout.agree();
    checkout.total();
    checkout.cash();
    checkout.sold();
    checkout.key(PAINKILLER, 3);
    checkout.clear("quantity-limit", "approve");
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void whatNobodyKnowsIsNotSold() {
    checkout.scanInVain("]E0" + Labels.ean(999) + "\r\n", "unknown-item");
    assertEquals(
        "unknown-item",
        checkout.refused("/v1/transaction/lines", body().put("itemId", "dragonfruit")));
    checkout.scan(shelf(9));
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void theAttendantMakesPrices() {
    int dented = checkout.key(shelf(20), 3);
    int old = checkout.scan(shelf(21));
    int last = checkout.key(shelf(22), 2);
    checkout.key(REPAIR, 1);
    checkout.price(dented, 99);
    checkout.discountPercent(old, 15);
    checkout.discount(last, 7);
    checkout.discountAll(111);
    checkout.total();
    checkout.cash();
    checkout.sold();
    checkout.key(shelf(33), 1 + chance.nextInt(5));
    checkout.scan(shelf(34));
    checkout.discountAllPercent(10);
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void helpIsCalledAndLinesGo() {
    int first = checkout.scan(shelf(40));
    checkout.scan(shelf(41));
    int water = checkout.scan(WATER);
    int dear = checkout.scan(KNIFE);
    checkout.callForHelp();
    assertEquals("problem-open", checkout.totalRefused());
    checkout.clear("assistance", "approve");
    checkout.voidLine(first);
    checkout.voidLine(water);
    checkout.voidLine(dear);
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void somebodyGoesAwayWithoutPaying() {
    checkout.scan(shelf(50));
    checkout.scan(shelf(51));
    checkout.total();
    checkout.cancel();
  }

  private void somebodyTakesTheirCashBackAndGoes() {
    checkout.key(shelf(52), 5);
    checkout.total();
    checkout.cash(100);
    checkout.cancelWithCash();
  }

  private void aVisitorReadsFrench() {
    checkout.scan(shelf(60));
    checkout.speak("fr");
    checkout.scan(shelf(61));
    checkout.total();
    checkout.card();
    Sold sold = checkout.sold();
    String paper = market.text("/v1/receipts/" + sold.number() + ".txt");
    assertTrue(paper.contains("Ticket " + sold.number()), paper);
  }

  // money

  private void theDrawerIsUsedForMoreThanSales() {
    checkout.attendantDoes("/v1/drawer/open", body().put("reason", "a fifty for five tens"));
    book.today().noSale();
    book.pulses++;
    checkout.attendantDoes(
        "/v1/till/pay-in", body().put("amount", 1_250).put("reason", "found on the floor"));
    moved("pay-in", 1_250);
    checkout.attendantDoes("/v1/till/pay-out", body().put("amount", 845).put("reason", "flowers"));
    moved("pay-out", 845);
    assertEquals(
        "not-enough-cash",
        checkout.refused(
            "/v1/till/pickup", Checkout.byAttendant(body().put("amount", 10_000_000))));
  }

  private void aCardIsDeclined() throws InterruptedException {
    checkout.scan(shelf(70));
    checkout.total();
    market.terminal.approveAutomatically(false);
    checkout.askForCard(checkout.basket().due());
    market.awaitCardWanted();
    assertTrue(market.terminal.decline());
    checkout.awaitPayable();
    checkout.askForCard(checkout.basket().due());
    market.awaitCardWanted();
    checkout.abortCard();
    market.terminal.approveAutomatically(true);
    checkout.cash();
    checkout.sold();
  }

  private void aCardIsNotGoodForAllOfIt() {
    checkout.key(shelf(71), 3);
    checkout.total();
    market.terminal.script(Fault.PARTIAL);
    long due = checkout.basket().due();
    checkout.askForCard(due);
    checkout.approved(due / 2);
    checkout.cash(10_000);
    checkout.sold();
  }

  private void aVoucherAndACardPayTogether() {
    checkout.key(shelf(72), 4);
    checkout.total();
    checkout.voucher(100);
    checkout.cash(50);
    checkout.card();
    checkout.sold();
  }

  private void twoRappenAreNotWorthACoin() {
    checkout.scan(shelf(78));
    checkout.total();
    checkout.voucher(checkout.basket().due() - 2);
    checkout.cash(0);
    checkout.sold();
  }

  private void aGiftCostsNothing() {
    checkout.discountPercent(checkout.key(shelf(79), 2), 100);
    checkout.totalOfNothing();
    checkout.sold();
  }

  private void aLostAnswerIsAskedFor() {
    checkout.scan(shelf(73));
    checkout.total();
    market.terminal.script(Fault.DROP_AFTER_BOOKING);
    checkout.card();
    checkout.sold();
  }

  /// Once when it has booked, once before it hears of it; nobody but a person can know.
  private void theTerminalLosesItsPlug() {
    for (boolean booked : new boolean[] {true, false}) {
      checkout.scan(shelf(74));
      checkout.total();
      market.pullPlugAtNextPayment(booked);
      long due = checkout.basket().due();
      checkout.askForCard(due);
      checkout.resolve(booked, due);
      if (!booked) {
        checkout.awaitPayable();
        checkout.cash();
      }
      checkout.sold();
      market.plugIn();
    }
  }

  private void aSignatureIsCompared() {
    for (String decision : List.of("approve", "refuse")) {
      checkout.key(shelf(75), 2);
      checkout.total();
      market.terminal.script(Fault.SIGNATURE);
      long due = checkout.basket().due();
      checkout.card();
      checkout.clear("signature-check", decision);
      if (decision.equals("refuse")) {
        checkout.approved(-due);
        checkout.cash();
      }
      checkout.sold();
    }
  }

  private void aCardGetsItsMoneyBackBeforeTheSaleIsOver() {
    checkout.key(shelf(76), 2);
    checkout.total();
    long part = checkout.basket().due() / 3;
    checkout.askForCard(part);
    checkout.approved(part);
    checkout.resumeEntry();
    checkout.scan(shelf(77));
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  // the power

  /// One sale waits, one is open; both are there when the lights are on again.
  private void thePowerIsCutAtNoon() throws InterruptedException {
    checkout.scan(shelf(80));
    checkout.key(BEER, 2);
    Waiting milkIsFetched = checkout.suspend();
    checkout.scan(shelf(81));
    checkout.scan(shelf(82));
    checkout.voidLine(1);
    market.awaitPaper(book.sheets(book.days().size() - 1));
    market.cutPower();
    checkout.agree();
    assertTrue(checkout.lane().path("restored").asBoolean());
    Waiting hasNoMoney = checkout.suspend();
    checkout.retrieve(milkIsFetched);
    checkout.clear("age-restricted", "approve");
    checkout.scan(shelf(83));
    checkout.total();
    checkout.card();
    checkout.sold();
    checkout.retrieve(hasNoMoney);
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  // what comes back

  private void goodsComeBackInParts() {
    int crate = checkout.key(WATER, 7);
    int sweets = checkout.key(shelf(90), 3);
    checkout.key(shelf(99), 2);
    checkout.discount(sweets, 20);
    checkout.total();
    checkout.cash();
    Sold sold = checkout.sold();

    checkout.bringBack(sold, sweets, 1);
    checkout.bringBack(sold, crate, 4);
    checkout.clear("return-check", "approve");
    checkout.total();
    checkout.cash();
    checkout.sold();

    checkout.bringBack(sold, sweets, 2);
    checkout.scan(shelf(91));
    assertEquals(
        "already-returned",
        checkout.refused("/v1/returns", checkout.against(sold, Map.of(sweets, 1L))));
    assertEquals(
        "already-returned",
        checkout.refused("/v1/returns", checkout.against(sold, Map.of(crate, 4L))));
    checkout.clear("return-check", "approve");
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void goodsComeBackToACard() {
    int repair = checkout.key(REPAIR, 3);
    checkout.scan(shelf(11));
    checkout.total();
    checkout.card();
    Sold sold = checkout.sold();
    checkout.bringBack(sold, repair, 2);
    checkout.clear("return-check", "approve");
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void goodsAreExchangedForTheSame() {
    int pan = checkout.scan(shelf(85));
    checkout.total();
    checkout.card();
    Sold sold = checkout.sold();
    checkout.bringBack(sold, pan, 1);
    checkout.scan(shelf(85));
    checkout.clear("return-check", "approve");
    checkout.totalOfNothing();
    checkout.sold();
  }

  private void goodsComeBackWithoutAReceipt() {
    assertEquals(
        "attendant-needed",
        checkout.refused("/v1/returns", body().put("itemId", shelf(92).itemId())));
    checkout.takeBlind(shelf(92), 2, 60);
    checkout.takeBottles(9);
    checkout.scan(KNIFE);
    checkout.total();
    checkout.card();
    checkout.sold();
  }

  private void whatTheAttendantDoesNotTakeBackStaysSold() {
    int toy = checkout.key(shelf(93), 2);
    checkout.total();
    checkout.cash();
    Sold sold = checkout.sold();
    checkout.bringBack(sold, toy, 2);
    checkout.clear("return-check", "refuse");
    checkout.basket().take(1);
    checkout.agree();
    checkout.cancel();
    checkout.bringBack(sold, toy, 2);
    checkout.clear("return-check", "approve");
    checkout.total();
    checkout.cash();
    checkout.sold();
  }

  private void salesAreUndone() {
    checkout.key(shelf(94), 3);
    checkout.key(REPAIR, 1);
    checkout.total();
    checkout.cash();
    Sold inCash = checkout.sold();
    checkout.postVoid(inCash);
    checkout.scan(shelf(95));
    checkout.discountAllPercent(5);
    checkout.total();
    checkout.voucher(30);
    checkout.card();
    Sold byCard = checkout.sold();
    checkout.postVoid(byCard);
    assertEquals(
        "already-post-voided",
        checkout.refused(
            "/v1/transactions/" + byCard.transactionId() + "/post-void",
            Checkout.byAttendant(body())));
    assertEquals(
        "already-post-voided",
        checkout.refused("/v1/returns", checkout.against(inCash, Map.of(1, 1L))));
  }

  /// On the first day there is nothing of the day before.
  private void goodsOfYesterdayComeBack() {
    book.kept.ifPresent(sold -> {
      assertEquals(
          "not-of-today",
          checkout.refused(
              "/v1/transactions/" + sold.transactionId() + "/post-void",
              Checkout.byAttendant(body())));
      checkout.bringBack(sold, 1, 2);
      checkout.clear("return-check", "approve");
      checkout.total();
      checkout.cash();
      checkout.sold();
    });
    checkout.key(shelf(97), 3);
    checkout.total();
    checkout.card();
    book.kept = Optional.of(checkout.sold());
  }

  private void theLaneRests() {
    checkout.attendantDoes("/v1/lane/pause", body());
    assertEquals(
        "lane-not-ready",
        checkout.refused("/v1/transaction/lines", body().put("itemId", ROLL.itemId())));
    checkout.attendantDoes("/v1/lane/resume", body());
  }

  private void aCopyIsWanted() {
    checkout.scan(shelf(96));
    checkout.total();
    checkout.cash();
    Sold sold = checkout.sold();
    checkout.attendantDoes("/v1/receipts/" + sold.number() + "/copy", body());
    book.copied(sold);
  }

  // and everybody else

  private void anybody(int customers) {
    for (int i = 0; i < customers; i++) {
      for (int lines = 1 + chance.nextInt(8); lines > 0; lines--) {
        anything();
      }
      if (checkout.basket().rows().size() > 3 && chance.nextInt(4) == 0) {
        checkout.voidLine(1);
      }
      if (chance.nextInt(5) == 0) {
        checkout.speak(chance.nextBoolean() ? "en" : "fr");
      }
      if (chance.nextInt(5) == 0) {
        checkout.wantsNoReceipt();
      }
      checkout.total();
      pay();
      checkout.sold();
    }
  }

  private void anything() {
    Article article = shelf(1 + chance.nextInt(MarketGoods.SHELF));
    switch (chance.nextInt(10)) {
      case 0 -> checkout.key(article, 2 + chance.nextInt(9));
      case 1 -> checkout.key(WATER, 1 + chance.nextInt(6));
      case 2 -> checkout.lookUp(ROLL);
      case 3 -> {
        int rappen = 200 + chance.nextInt(2_000);
        checkout.scanPriced(CHEESE, rappen, MarketGoods.cheeseFor(rappen));
      }
      case 4 -> {
        int grams = 100 + chance.nextInt(1_500);
        checkout.scanWeighed(MEAT, grams, MarketGoods.meatOf(grams));
      }
      case 5 -> checkout.key(REPAIR, 1);
      case 6 -> checkout.discountPercent(checkout.key(article, 2), 1 + chance.nextInt(50));
      default -> checkout.scan(article);
    }
  }

  private void pay() {
    long due = checkout.basket().due();
    switch (chance.nextInt(6)) {
      case 0 -> checkout.cash();
      case 1 -> checkout.cash(due - due % 1_000 + 1_000);
      case 2 -> {
        checkout.voucher(Math.min(due, 500));
        if (due > 500) {
          checkout.cash();
        }
      }
      case 3 -> {
        checkout.cash((due / 10 + 1) * 5);
        if (checkout.basket().due() != 0) {
          checkout.card();
        }
      }
      default -> checkout.card();
    }
  }

  // the end of the day

  void evening() throws InterruptedException {
    checkout.attendantDoes("/v1/till/pickup", body().put("amount", 10_000));
    moved("pickup", 10_000);
    reconcileCards();
    somebodyDoesNotComeBack();
    count();
    assertEquals(
        DaySums.figures(book.today().json()),
        DaySums.figures(market.technician.get("/v1/reports/x")));
    checkout.attendantDoes("/v1/lane/close", body());
    checkout.attendantDoes("/v1/business-day/close", body());
    book.today().count("voided");
    checkout.attendantDoes("/v1/operator/sign-off", body());
    market.awaitPaper(book.sheets(book.days().size()));
  }

  /// What waits in the evening is given up with the day.
  private void somebodyDoesNotComeBack() {
    checkout.scan(shelf(86));
    checkout.suspend();
  }

  private void reconcileCards() throws InterruptedException {
    market.awaitDevice("payment");
    market.technician.post("/v1/payment/reconcile", body());
    Eventually.isSo(
        () -> DayJudge.reconciled(market.floor.documents()).size() == book.days().size(),
        () -> "the terminal's day is not closed");
  }

  /// A franc and five rappen are missing.
  private void count() {
    long content = book.today().content() - 105;
    ObjectNode count = body().put("amount", content);
    var coins = count.putArray("denominations");
    coins.addObject().put("value", 1_000).put("pieces", content / 1_000);
    coins.addObject().put("value", 5).put("pieces", content % 1_000 / 5);
    checkout.attendantDoes("/v1/till/count", count);
    book.today().countDrawer(content);
    book.pulses++;
  }
}
