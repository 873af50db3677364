package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import till.line.DayBook.Sold;
import till.line.MarketGoods.Article;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The checkout as its people use it: what they do goes over the API or a device's wire, and into a
/// basket with pencil and paper beside it. After each step both have to show the same.
///
/// Customers use the kiosk's token. What an attendant does at the customer's screen carries their
/// id and PIN.
final class Checkout {

  private static final String CARD = "CreditDebit";

  private final Market market;
  private final KioskClient kiosk;
  private final DayBook book;
  private Basket basket = new Basket();
  private String transactionId = "";
  private String receipt = "";

  Checkout(Market market, DayBook book) {
    this.market = market;
    this.kiosk = market.customer;
    this.book = book;
  }

  // who asks, and what comes of it

  static ObjectNode body() {
    return KioskClient.body();
  }

  private ObjectNode sale() {
    return body().put("transactionId", transactionId);
  }

  /// The same, as the attendant's act.
  static ObjectNode byAttendant(ObjectNode body) {
    body.putObject("operator").put("id", Market.ATTENDANT).put("pin", Market.PIN);
    return body;
  }

  /// Something that is about no sale.
  JsonNode attendantDoes(String path, ObjectNode body) {
    return kiosk.post(path, byAttendant(body));
  }

  String refused(String path, ObjectNode body) {
    return kiosk.refused(path, body);
  }

  JsonNode lane() {
    return kiosk.get("/v1/lane");
  }

  /// The open sale shows what the basket does.
  private void agree(JsonNode lane) {
    JsonNode sale = lane.path("transaction");
    transactionId = sale.path("transactionId").asString("");
    List<String> shown = new ArrayList<>();
    for (JsonNode line : sale.path("lines")) {
      shown.add(line.path("extendedAmount") + (line.path("voided").asBoolean() ? " voided" : ""));
    }
    List<String> wanted = new ArrayList<>();
    for (Basket.Row row : basket.rows()) {
      wanted.add(row.amount() + (row.isGone() ? " voided" : ""));
    }
    assertEquals(wanted, shown, lane::toString);
    assertEquals(basket.total(), sale.path("total").asLong(), lane::toString);
    assertEquals(basket.due(), sale.path("due").asLong(), lane::toString);
  }

  private JsonNode awaitLines(int lines) {
    return kiosk.await(
        lines + " lines", lane -> lane.path("transaction").path("lines").size() >= lines);
  }

  Basket basket() {
    return basket;
  }

  // goods

  private ObjectNode beginning(ObjectNode body) {
    return transactionId.isEmpty() ? body : body.put("transactionId", transactionId);
  }

  /// Over the scanner's wire.
  int scan(Article article) {
    market.floor.send(article.onTheWire());
    int n = basket.sell(article, 1);
    agree(awaitLines(basket.rows().size()));
    return n;
  }

  /// A label that says what this pack weighs.
  ///
  /// @param label as the scanner sends it
  void scanWeighed(Article article, long grams, String label) {
    market.floor.send(label);
    basket.sell(article, grams);
    agree(awaitLines(basket.rows().size()));
  }

  /// A label that says what this pack costs.
  ///
  /// @param label as the scanner sends it
  void scanPriced(Article article, long amount, String label) {
    market.floor.send(label);
    basket.sellFor(article, amount);
    agree(awaitLines(basket.rows().size()));
  }

  /// A label of goods that cannot be sold.
  ///
  /// @param code of the problem that it is then
  void scanInVain(String label, String code) {
    market.floor.send(label);
    kiosk.await(code, lane -> hasProblem(lane, code));
  }

  int key(Article article, long pieces) {
    JsonNode lane =
        kiosk.post(
            "/v1/transaction/lines",
            beginning(body().put("itemId", article.itemId()).put("quantity", pieces)));
    int n = basket.sell(article, pieces);
    agree(lane);
    return n;
  }

  /// Found by its name.
  int lookUp(Article article) {
    assertFound(article);
    return key(article, 1);
  }

  private void assertFound(Article article) {
    String name = article.name().split(" ", 2)[0].toLowerCase(Locale.GERMAN);
    JsonNode found = kiosk.get("/v1/items?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    assertTrue(
        found
            .path("items")
            .valueStream()
            .anyMatch(item ->
                item.path("itemId").asString().equals(article.itemId())
                    && item.path("unitPrice").asLong() == article.price()),
        found::toString);
  }

  /// Found by its name, and put on the scale.
  void weigh(Article article, long grossGrams, long tareGrams) {
    assertFound(article);
    JsonNode lane =
        kiosk.post("/v1/transaction/lines", beginning(body().put("itemId", article.itemId())));
    assertEquals("weigh", lane.path("prompt").asString(), lane::toString);
    market.putOnScale(grossGrams);
    basket.sell(article, grossGrams - tareGrams);
    agree(awaitLines(basket.rows().size()));
    market.putOnScale(0);
  }

  /// The attendant says what it weighs.
  void keyWeight(Article article, long grams) {
    JsonNode lane =
        attendantDoes(
            "/v1/transaction/lines",
            beginning(
                body()
                    .put("itemId", article.itemId())
                    .put("weight", BigDecimal.valueOf(grams, 3).toPlainString())));
    basket.sell(article, grams);
    agree(lane);
  }

  /// What is worth more than the limit is not for the customer alone to take back.
  void voidLine(int n) {
    kiosk.post("/v1/transaction/lines/" + n + "/void", sale());
    if (basket.worth(n) > Market.VOID_LIMIT) {
      clear("void-limit", "approve");
    }
    basket.take(n);
    agree();
  }

  void changeQuantity(int n, long pieces) {
    JsonNode lane =
        kiosk.post("/v1/transaction/lines/" + n + "/quantity", sale().put("quantity", pieces));
    basket.change(n, pieces);
    agree(lane);
  }

  void price(int n, long each) {
    adjust("lines/" + n + "/", "price", each);
    basket.price(n, each);
    agree();
  }

  void discount(int n, long off) {
    adjust("lines/" + n + "/", "amount", off);
    basket.discount(n, off);
    agree();
  }

  void discountPercent(int n, long percent) {
    adjust("lines/" + n + "/", "percent", percent);
    basket.discountPercent(n, percent);
    agree();
  }

  void discountAll(long off) {
    adjust("", "amount", off);
    basket.discountAll(off);
    agree();
  }

  void discountAllPercent(long percent) {
    adjust("", "percent", percent);
    basket.discountAllPercent(percent);
    agree();
  }

  private void adjust(String what, String type, long value) {
    attendantDoes(
        "/v1/transaction/" + what + "adjust",
        sale().put("type", type).put("value", value).put("reason", "damaged"));
  }

  // problems

  private static boolean hasProblem(JsonNode lane, String code) {
    return lane.path("problems")
        .valueStream()
        .anyMatch(problem -> problem.path("code").asString().equals(code));
  }

  /// The attendant looks at it.
  ///
  /// @param decision approve or refuse
  void clear(String code, String decision) {
    JsonNode lane = kiosk.await(code, seen -> hasProblem(seen, code));
    String id =
        lane.path("problems")
            .valueStream()
            .filter(problem -> problem.path("code").asString().equals(code))
            .filter(problem -> !problem.path("level").asString().equals("notice"))
            .map(problem -> problem.path("id").asString())
            .findFirst()
            .orElseThrow();
    attendantDoes(
        "/v1/problems/" + id + "/clear", body().put("decision", decision).put("reason", "seen"));
  }

  /// The basket shows what the screen does.
  void agree() {
    agree(lane());
  }

  void callForHelp() {
    kiosk.post("/v1/assistance", body());
    assertEquals("wait-attendant", lane().path("prompt").asString());
  }

  void speak(String language) {
    kiosk.post("/v1/transaction/language", sale().put("language", language));
  }

  // the end

  void total() {
    agree(kiosk.post("/v1/transaction/total", sale()));
  }

  /// Nothing is to be paid, and nothing given back: that is the end.
  void totalOfNothing() {
    kiosk.post("/v1/transaction/total", sale());
  }

  String totalRefused() {
    return refused("/v1/transaction/total", sale());
  }

  private ObjectNode tender(String type) {
    return sale().put("type", type).put("expectedTotal", basket.total());
  }

  void cash() {
    cash(basket.dueInCash());
  }

  /// @param given so much, or more
  void cash(long given) {
    JsonNode lane =
        kiosk.post("/v1/transaction/tender", withReceipt(tender("Cash").put("amount", given)));
    basket.payCash(given);
    if (basket.due() != 0) {
      agree(lane);
    }
  }

  void voucher(long amount) {
    JsonNode lane =
        kiosk.post("/v1/transaction/tender", withReceipt(tender("Voucher").put("amount", amount)));
    basket.pay("Voucher", amount);
    if (basket.due() != 0) {
      agree(lane);
    }
  }

  /// What the customer says of a receipt, with every tender from now on.
  void wantsNoReceipt() {
    receipt = "none";
  }

  private ObjectNode withReceipt(ObjectNode tender) {
    return receipt.isEmpty() ? tender : tender.put("receipt", receipt);
  }

  /// Begins a payment by card.
  void askForCard(long amount) {
    market.awaitDevice("payment");
    market.awaitDevice("printer");
    kiosk.post("/v1/transaction/tender", withReceipt(tender(CARD).put("amount", Math.abs(amount))));
  }

  /// The card was good for so much; less than nothing goes back to it.
  void approved(long amount) {
    book.cards.add(amount);
    basket.pay(CARD, amount);
    if (basket.due() != 0) {
      agree(awaitPayable());
    }
  }

  /// Pays what is due.
  void card() {
    long due = basket.due();
    askForCard(due);
    approved(due);
  }

  /// The customer does not want to pay by card after all; the terminal says what comes of it.
  void abortCard() {
    kiosk.post("/v1/transaction/tender/abort", sale());
    agree(awaitPayable());
  }

  /// Waits until it can be paid, or paid on.
  JsonNode awaitPayable() {
    return kiosk.await(
        "a sale that can be paid",
        lane ->
            lane.path("prompt").asString().equals("pay")
                && lane.path("transaction").path("payment").isNull());
  }

  JsonNode awaitStatus(String status) {
    return kiosk.await(
        status, lane -> lane.path("transaction").path("status").asString("").equals(status));
  }

  /// Somebody has looked at the terminal that does not answer.
  void resolve(boolean paid, long amount) {
    awaitStatus("PAYMENT_UNKNOWN");
    attendantDoes(
        "/v1/transaction/tender/resolve",
        sale().put("outcome", paid ? "approved" : "declined").put("reason", "its own receipt"));
    if (paid) {
      approved(amount);
    }
  }

  /// What was taken by card goes back, and goods come in again.
  void resumeEntry() {
    kiosk.post("/v1/transaction/resume", sale());
    for (Basket.Payment payment : List.copyOf(basket.payments()).reversed()) {
      book.cards.add(-payment.amount());
      basket.pay(CARD, -payment.amount());
    }
    agree(awaitStatus("ENTERING"));
  }

  /// It is paid: the document is there.
  Sold sold() {
    Sold sold = ended();
    book.completed(sold, !receipt.equals("none"));
    startAnew();
    return sold;
  }

  private Sold ended() {
    assertEquals(0, basket.due());
    JsonNode lane =
        kiosk.await(
            "the end of the sale",
            seen ->
                seen.path("transaction").isNull()
                    && seen.at("/lastReceipt/transactionId").asString("").equals(transactionId));
    return new Sold(transactionId, lane.at("/lastReceipt/number").asLong(), basket);
  }

  private void startAnew() {
    basket = new Basket();
    transactionId = "";
    receipt = "";
  }

  /// The customer goes.
  void cancel() {
    kiosk.post("/v1/transaction/cancel", sale());
    gone("voided");
  }

  /// The customer has paid a part in cash, and goes with it.
  void cancelWithCash() {
    attendantDoes("/v1/transaction/cancel", sale());
    book.pulses++;
    gone("voided");
  }

  private void gone(String status) {
    kiosk.await("no sale", lane -> lane.path("transaction").isNull());
    book.today().count(status);
    startAnew();
  }

  // it waits

  /// What is waiting.
  record Waiting(String transactionId, Basket basket) {}

  Waiting suspend() {
    kiosk.post("/v1/transaction/suspend", sale());
    var waiting = new Waiting(transactionId, basket);
    gone("suspended");
    return waiting;
  }

  void retrieve(Waiting waiting) {
    JsonNode lane =
        kiosk.post(
            "/v1/transaction/retrieve", body().put("transactionId", waiting.transactionId()));
    basket = waiting.basket().retrieved();
    agree(lane);
  }

  // goods come back

  /// @param parts how many of each line
  ObjectNode against(Sold sold, Map<Integer, Long> parts) {
    ObjectNode body = body().put("transactionId", sold.transactionId());
    var lines = body.putArray("lines");
    parts.forEach((n, pieces) -> lines.addObject().put("n", n).put("quantity", pieces));
    return body;
  }

  /// The customer brings it; the attendant has not looked yet.
  void bringBack(Sold sold, int n, long pieces) {
    JsonNode lane = kiosk.post("/v1/returns", against(sold, Map.of(n, pieces)));
    basket.bringBack(sold.basket(), n, pieces);
    agree(lane);
  }

  /// Goods that nobody knows the sale of, at what the attendant says.
  void takeBlind(Article article, long pieces, long each) {
    ObjectNode goods = body().put("itemId", article.itemId()).put("quantity", pieces);
    JsonNode lane =
        attendantDoes("/v1/returns", goods.put("unitPrice", each).put("reason", "no receipt"));
    basket.takeBlind(Basket.Kind.RETURN, article, pieces, each);
    agree(lane);
  }

  /// Bottles that were bought anywhere.
  void takeBottles(long bottles) {
    Article bottle = MarketGoods.BOTTLE;
    ObjectNode empties = body().put("itemId", bottle.itemId()).put("quantity", bottles);
    JsonNode lane = attendantDoes("/v1/returns", empties.put("kind", "DepositRefund"));
    basket.takeBlind(Basket.Kind.DEPOSIT_REFUND, bottle, bottles, bottle.price());
    agree(lane);
  }

  /// A sale of today is undone whole.
  Sold postVoid(Sold sold) {
    long before = lane().at("/lastReceipt/number").asLong();
    attendantDoes("/v1/transactions/" + sold.transactionId() + "/post-void", body());
    basket = sold.basket().undone();
    for (Basket.Payment payment : basket.payments()) {
      if (payment.type().equals(CARD)) {
        book.cards.add(payment.amount());
      }
    }
    JsonNode lane =
        kiosk.await(
            "the end of the undoing",
            seen ->
                seen.path("transaction").isNull()
                    && seen.at("/lastReceipt/number").asLong() > before);
    var undoing =
        new Sold(
            lane.at("/lastReceipt/transactionId").asString(),
            lane.at("/lastReceipt/number").asLong(),
            basket);
    book.postVoided(undoing);
    startAnew();
    return undoing;
  }
}
