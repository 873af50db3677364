package till.line;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a business day comes to, in whole rappen: added up from what people did, or from documents.
final class DaySums {

  /// What a Z report says.
  static final List<String> FIGURES =
      List.of(
          "transactions",
          "noSales",
          "sales",
          "returns",
          "discounts",
          "rounding",
          "taxes",
          "tenders",
          "cash");

  /// The pay-out and what else has one amount, by the journal's word for it.
  private static final Set<String> CASH = Set.of("loan", "pickup", "pay-in", "pay-out");

  private final Map<String, Integer> transactions = new TreeMap<>();
  private final Map<String, Basket.Levied> taxes = new TreeMap<>();
  private final Map<String, Integer> tenderCounts = new TreeMap<>();
  private final Map<String, Long> tenders = new TreeMap<>();
  private final Map<String, Long> moved = new TreeMap<>();
  private final long opening;
  private int noSales;
  private long sales;
  private long returns;
  private long discounts;
  private long rounding;
  private boolean counted;
  private long difference;

  /// @param opening what is in the drawer in the morning
  DaySums(long opening) {
    this.opening = opening;
  }

  // what people do

  void completed(Basket basket) {
    count("completed");
    add(basket);
  }

  void postVoided(Basket basket) {
    count("post-voided");
    add(basket);
  }

  /// A transaction that counts in nothing.
  ///
  /// @param status `voided` or `suspended`
  void count(String status) {
    transactions.merge(status, 1, Integer::sum);
  }

  private void add(Basket basket) {
    sales += basket.total() + basket.returns();
    returns += basket.returns();
    discounts += basket.discounts();
    rounding += basket.rounding();
    basket.taxes().forEach(this::tax);
    basket.payments().forEach(payment -> tender(payment.type(), payment.amount()));
  }

  private void tax(String group, Basket.Levied tax) {
    taxes.merge(
        group,
        tax,
        (one, other) ->
            new Basket.Levied(one.taxable() + other.taxable(), one.tax() + other.tax()));
  }

  private void tender(String type, long amount) {
    tenderCounts.merge(type, 1, Integer::sum);
    tenders.merge(type, amount, Long::sum);
  }

  /// Cash beside selling.
  ///
  /// @param kind one of `loan`, `pickup`, `pay-in`, `pay-out`
  void move(String kind, long amount) {
    if (!CASH.contains(kind)) {
      throw new IllegalArgumentException(kind);
    }
    moved.merge(kind, amount, Long::sum);
  }

  void noSale() {
    noSales++;
  }

  void countDrawer(long amount) {
    counted = true;
    difference = amount - expected();
  }

  // what documents say

  /// Adds up the documents of a day: all but the one that closes it.
  static DaySums of(long opening, List<JsonNode> documents) {
    var sums = new DaySums(opening);
    for (JsonNode document : documents) {
      switch (document.path("type").asString()) {
        case "RetailTransaction" -> sums.retail(document);
        case "TenderControlTransaction" -> sums.cash(document);
        default -> sums.noSales += document.path("control").asString().equals("no-sale") ? 1 : 0;
      }
    }
    return sums;
  }

  private void retail(JsonNode document) {
    String status = document.path("status").asString();
    count(status);
    if (!status.equals("completed") && !status.equals("post-voided")) {
      return;
    }
    long back = 0;
    for (JsonNode line : document.path("lines")) {
      boolean isReturn = Set.of("Return", "DepositRefund").contains(line.path("kind").asString());
      if (!line.path("voided").asBoolean()) {
        back -= isReturn ? line.path("extendedAmount").asLong() : 0;
        for (JsonNode adjustment : line.path("adjustments")) {
          boolean isDiscount = !adjustment.path("code").asString().equals("price-override");
          discounts += isDiscount ? adjustment.path("amount").asLong() : 0;
        }
      }
    }
    sales += document.path("total").asLong() + back;
    returns += back;
    rounding += document.path("rounding").asLong();
    for (JsonNode tax : document.path("taxes")) {
      tax(
          tax.path("group").asString(),
          new Basket.Levied(tax.path("taxable").asLong(), tax.path("amount").asLong()));
    }
    for (JsonNode tender : document.path("tenders")) {
      tender(tender.path("type").asString(), tender.path("amount").asLong());
    }
  }

  private void cash(JsonNode document) {
    long amount = document.path("amount").asLong();
    if (document.path("control").asString().equals("count")) {
      countDrawer(amount);
    } else {
      move(document.path("control").asString(), amount);
    }
  }

  // what it comes to

  long sales() {
    return sales;
  }

  long returns() {
    return returns;
  }

  long taken(String type) {
    return tenders.getOrDefault(type, 0L);
  }

  int completed() {
    return transactions.getOrDefault("completed", 0);
  }

  private long moved(String kind) {
    return moved.getOrDefault(kind, 0L);
  }

  long expected() {
    return opening
        + moved("loan")
        - moved("pickup")
        + moved("pay-in")
        - moved("pay-out")
        + taken("Cash");
  }

  /// What is in the drawer, as far as anybody knows.
  long content() {
    return expected() + difference;
  }

  /// The figures as a Z report has them.
  ObjectNode json() {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.putObject("transactions")
        .put("completed", completed())
        .put("voided", transactions.getOrDefault("voided", 0))
        .put("suspended", transactions.getOrDefault("suspended", 0))
        .put("postVoided", transactions.getOrDefault("post-voided", 0));
    node.put("noSales", noSales);
    node.put("sales", sales);
    node.put("returns", returns);
    node.put("discounts", discounts);
    node.put("rounding", rounding);
    ArrayNode all = node.putArray("taxes");
    taxes.forEach((group, sums) -> {
      Basket.Rate rate = Basket.rate(group);
      all.addObject()
          .put("group", group)
          .put("percent", rate.percent())
          .put("included", rate.included())
          .put("taxable", sums.taxable())
          .put("amount", sums.tax());
    });
    ArrayNode types = node.putArray("tenders");
    tenders.forEach((type, amount) ->
        types
            .addObject()
            .put("type", type)
            .put("count", tenderCounts.getOrDefault(type, 0))
            .put("amount", amount));
    cash(node.putObject("cash"));
    return node;
  }

  private void cash(ObjectNode node) {
    node.put("opening", opening);
    node.put("loans", moved("loan"));
    node.put("pickups", moved("pickup"));
    node.put("payIns", moved("pay-in"));
    node.put("payOuts", moved("pay-out"));
    node.put("tenders", taken("Cash"));
    node.put("expected", expected());
    node.put("counted", counted ? Long.valueOf(content()) : null);
    node.put("difference", counted ? Long.valueOf(difference) : null);
  }

  /// Those figures of a report that these sums are about, in words.
  static List<String> figures(JsonNode report) {
    return FIGURES.stream().map(name -> name + " " + report.path(name)).toList();
  }
}
