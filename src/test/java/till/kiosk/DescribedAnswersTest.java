package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.MAPPER;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.Outcome;
import tools.jackson.databind.node.ObjectNode;

/// Each operation of the served description is answered with 200 as it says: every answer that the
/// shop of these tests gives is held against it (`ShopCounter.send`).
final class DescribedAnswersTest {

  @TempDir Path folder;

  private static ObjectNode by17() {
    ObjectNode command = command();
    command.putObject("operator").put("id", "17").put("pin", "4711");
    return command;
  }

  private static ObjectNode amount(long minor) {
    return command().put("amount", minor).put("reason", "test");
  }

  private static ObjectNode tender(ShopCounter shop, String type) {
    return shop.about()
        .put("type", type)
        .put("expectedTotal", shop.view().path("transaction").path("total").asLong());
  }

  /// @return the number of its receipt
  private static long paidInCash(ShopCounter shop) {
    shop.does("/v1/transaction/total", shop.about());
    return shop.does("/v1/transaction/tender", tender(shop, "Cash"))
        .path("lastReceipt")
        .path("number")
        .asLong();
  }

  private static void technician(ShopCounter shop, String path) {
    HttpResponse<byte[]> answer = shop.post(path, Role.TECHNICIAN, command());
    assertEquals(200, answer.statusCode(), ShopCounter.text(answer));
  }

  @Test
  void everyOperationAnswersAsItIsDescribed() {
    Set<String> answered = new TreeSet<>();
    try (ShopCounter shop = ShopCounter.open(folder.resolve("day"))) {
      aDay(shop);
      answered.addAll(shop.answered);
    }
    try (ShopCounter shop = ShopCounter.cutOffWhilePrinting(folder.resolve("doubt"))) {
      String job = shop.view().path("problems").path(0).path("id").asString();
      shop.does("/v1/print-jobs/" + job + "/resolve", command().put("decision", "abandon"));
      answered.addAll(shop.answered);
    }
    try (ShopCounter shop = ShopCounter.open(folder.resolve("shop"))) {
      shop.does("/v1/training/on", by17());
      answered.addAll(shop.answered);
    }
    try (ShopCounter shop = ShopCounter.practising(folder.resolve("training"))) {
      shop.does("/v1/training/off", by17());
      answered.addAll(shop.answered);
    }
    Set<String> described = new TreeSet<>();
    Described.DOCUMENT
        .path("paths")
        .propertyStream()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(verb -> described.add(verb + " " + path.getKey())));
    described.remove("get /v1/events"); // which never ends
    assertEquals(described, answered);
  }

  private static void aDay(ShopCounter shop) {
    shop.does("/v1/operator/sign-on", by17());
    shop.does("/v1/till/loan", amount(10_000));
    shop.does("/v1/drawer/open", command().put("reason", "change"));
    shop.scanned(PEN);
    shop.scanned(PEN);
    shop.does("/v1/transaction/lines/1/quantity", shop.about().put("quantity", "3"));
    shop.does(
        "/v1/transaction/lines/1/adjust",
        shop.about().put("type", "percent").put("value", "10").put("reason", "dented"));
    shop.does(
        "/v1/transaction/adjust",
        shop.about().put("type", "amount").put("value", 20).put("reason", "regular"));
    shop.does("/v1/transaction/lines/2/void", shop.about());
    shop.does("/v1/transaction/language", shop.about().put("language", "en"));
    shop.does("/v1/transaction/extend", shop.about());
    shop.does("/v1/assistance", command());
    shop.does(
        "/v1/problems/" + shop.view().path("problems").path(0).path("id").asString() + "/clear",
        command().put("decision", "approve").put("reason", "helped"));
    shop.does("/v1/transaction/suspend", shop.about());
    shop.does("/v1/transaction/retrieve", command());
    shop.does("/v1/transaction/total", shop.about());
    shop.does("/v1/transaction/resume", shop.about());
    long sold = paidInCash(shop);
    String receipt = "/v1/receipts/" + sold;
    for (String form : new String[] {"", ".json", ".txt", ".png"}) {
      assertEquals(200, shop.get(receipt + form).statusCode(), form);
    }
    shop.does(receipt + "/copy", command());

    ObjectNode part = command().put("receiptNumber", sold);
    part.putArray("lines").addObject().put("n", 1).put("quantity", "1");
    shop.does("/v1/returns", part);
    shop.does("/v1/transaction/cancel", shop.about());
    shop.scanned(PEN);
    String last = shop.view().path("transaction").path("transactionId").asString();
    paidInCash(shop);
    shop.does("/v1/transactions/" + last + "/post-void", command().put("reason", "wrong customer"));
    byCard(shop);
    inspected(shop);

    shop.does("/v1/lane/pause", command());
    shop.does("/v1/lane/resume", command());
    shop.does("/v1/till/pay-in", amount(500));
    shop.does("/v1/till/pay-out", amount(300));
    shop.does("/v1/till/pickup", amount(1_000));
    shop.does("/v1/till/count", amount(9_000));
    for (String report : new String[] {"x", "x.txt"}) {
      assertEquals(200, shop.get("/v1/reports/" + report).statusCode());
    }
    assertEquals(200, shop.post("/v1/reports/x", by17()).statusCode());
    shop.does("/v1/operator/sign-off", command());
    shop.does("/v1/lane/close", command());
    shop.does("/v1/business-day/close", command());
    for (String form : new String[] {"", ".json", ".txt", ".png"}) {
      assertEquals(200, shop.get("/v1/reports/z/1" + form).statusCode(), form);
    }
    shop.does("/v1/business-day/open", command().put("businessDay", "2026-11-25"));
    shop.does("/v1/lane/open", command());
  }

  private static void byCard(ShopCounter shop) {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    shop.does("/v1/transaction/tender", tender(shop, "CreditDebit"));
    var asked = shop.terminal.asked();
    shop.does("/v1/transaction/tender/abort", shop.about());
    shop.terminal.answers(asked, new Outcome.Unknown("no answer"));
    ShopCounter.await(() ->
        shop.view().path("transaction").path("status").asString("").equals("PAYMENT_UNKNOWN"));
    shop.does(
        "/v1/transaction/tender/resolve",
        shop.about().put("outcome", "declined").put("reason", "its display says so"));
    shop.does("/v1/transaction/tender", tender(shop, "Cash"));
    technician(shop, "/v1/payment/reconcile");
  }

  private static void inspected(ShopCounter shop) {
    shop.scan("4711");
    shop.log = List.of(new LogLine(1, Optional.of(ShopCounter.NOW), "INFO x"));
    technician(shop, "/v1/devices/counter/check");
    ShopCounter.await(
        () -> json(shop.get("/v1/devices")).path("devices").path(0).path("check").has("outcome"));
    for (String path :
        new String[] {
          "/v1/lane",
          "/v1/items?q=pen",
          "/v1/uplink",
          "/v1/board",
          "/v1/log",
          "/v1/openapi.json",
          "/metrics",
          "/healthz",
          "/readyz",
          "/pair"
        }) {
      assertEquals(200, shop.get(path).statusCode(), path);
    }
  }

  @Test
  void whatIsNotAsDescribedIsFound() {
    var schema =
        MAPPER.readTree(
            """
            {"allOf":[
              {"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}},
              {"type":"object","properties":{"b":{"type":["string","null"]},
                "c":{"type":"array","items":{"enum":["x","y"]}},
                "d":{"anyOf":[{"type":"null"},{"$ref":"#/components/schemas/Ready"}]}}}]}
            """);
    for (String good :
        new String[] {
          "{'a':1}",
          "{'a':1,'b':null,'c':['x'],'d':null}",
          "{'a':1,'d':{'status':'ready','state':'READY'}}"
        }) {
      var faults = new ArrayList<String>();
      Described.hold(MAPPER.readTree(good.replace('\'', '"')), schema, "", faults);
      assertEquals(0, faults.size(), good + faults);
    }
    for (String bad :
        new String[] {
          "[]",
          "{}",
          "{'a':'1'}",
          "{'a':1,'b':2}",
          "{'a':1,'c':['z']}",
          "{'a':1,'e':1}",
          "{'a':1,'d':{'status':'maybe','state':'READY'}}",
          "{'a':1,'d':{'status':'ready','state':'READY','more':1}}"
        }) {
      var faults = new ArrayList<String>();
      Described.hold(MAPPER.readTree(bad.replace('\'', '"')), schema, "", faults);
      assertFalse(faults.isEmpty(), bad);
    }
    assertTrue(Described.operation("GET", "/v1/receipts/7.png").isPresent());
  }
}
