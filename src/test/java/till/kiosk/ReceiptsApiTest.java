package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.lane.Receipts.SlipFor;
import till.paper.EscPosReader;
import tools.jackson.databind.JsonNode;

/// What the card terminal gave to be printed, as a front end asks for it.
final class ReceiptsApiTest {

  private static final String FOR_CUSTOMER = "** Kundenbeleg **\nBezahlung EUR 1,99\nGenehmigt";
  private static final String FOR_MERCHANT = "** Händlerbeleg **\nBezahlung EUR 1,99\nVU 4711";

  @TempDir Path folder;
  private ShopCounter shop;

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private String paidByCard(Optional<String> customer, Optional<String> merchant) {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    shop.does(
        "/v1/transaction/tender",
        shop.about().put("type", "CreditDebit").put("expectedTotal", 199));
    shop.terminal.approves(shop.terminal.asked(), customer, merchant);
    ShopCounter.await(() -> shop.lane.view().lastReceipt().isPresent());
    return "/v1/receipts/" + shop.lane.view().lastReceipt().orElseThrow().number();
  }

  @Test
  void aPartIsTheTerminalsOwnReceiptInEachForm() {
    String receipt = paidByCard(Optional.of(FOR_CUSTOMER), Optional.of(FOR_MERCHANT));
    JsonNode both = json(shop.get(receipt + ".json?part=customer,merchant"));
    assertEquals(
        "[{\"part\":\"customer\",\"tender\":1,\"text\":\"** Kundenbeleg **\\nBezahlung EUR 1,99\\n"
            + "Genehmigt\"},{\"part\":\"merchant\",\"tender\":1,\"text\":\"** Händlerbeleg **\\n"
            + "Bezahlung EUR 1,99\\nVU 4711\"}]",
        both.path("parts").toString());
    assertEquals(receipt, "/v1/receipts/" + both.path("number").asLong());
    assertArrayEquals(
        shop.get(receipt + ".json?part=merchant").body(),
        shop.get(receipt + "?part=merchant").body());

    String merchant = text(shop.get(receipt + ".txt?part=merchant"));
    assertTrue(merchant.contains("VU 4711") && !merchant.contains("Kundenbeleg"), merchant);
    String customer = text(shop.get(receipt + ".txt?part=customer"));
    assertTrue(customer.contains("Genehmigt") && !customer.contains("VU 4711"), customer);
    String number = receipt.substring(receipt.lastIndexOf('/') + 1);
    assertTrue(customer.lines().findFirst().orElse("").endsWith(" " + number), customer);

    HttpResponse<byte[]> picture = shop.get(receipt + ".png?part=customer,merchant");
    assertEquals("image/png", picture.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void textPaperAndPictureOfAPartAreOneLayout() {
    String receipt = paidByCard(Optional.of(FOR_CUSTOMER), Optional.of(FOR_MERCHANT));
    long number = Long.parseLong(receipt.substring(receipt.lastIndexOf('/') + 1));
    byte[] job =
        shop.lane
            .receipts()
            .slips(number, Set.of(SlipFor.CUSTOMER, SlipFor.MERCHANT))
            .orElseThrow()
            .job();
    var paper = EscPosReader.decode(job, shop.lane.receipts().columns());
    String text = text(shop.get(receipt + ".txt?part=customer,merchant"));
    assertEquals(words(text), words(paper.text()));
    assertArrayEquals(paper.png(), shop.get(receipt + ".png?part=merchant,customer").body());
  }

  /// A cut is drawn by the paper alone.
  private static List<String> words(String text) {
    return text.lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty() && !line.contains(">8"))
        .toList();
  }

  @Test
  void whereTheTerminalGaveNoneThereIsNone() {
    String receipt = paidByCard(Optional.of(FOR_CUSTOMER), Optional.empty());
    assertEquals(200, shop.get(receipt + ".txt?part=customer").statusCode());
    for (String form : List.of("", ".json", ".txt", ".png")) {
      assertEquals(404, shop.get(receipt + form + "?part=merchant").statusCode(), form);
    }
    assertEquals(404, shop.get("/v1/receipts/1.txt?part=customer").statusCode());
  }

  @Test
  void aPartThatIsNoneIsABadRequest() {
    String receipt = paidByCard(Optional.of(FOR_CUSTOMER), Optional.of(FOR_MERCHANT));
    for (String part : List.of("", "customer,", "Customer", "both", "customer%20,merchant")) {
      HttpResponse<byte[]> answer = shop.get(receipt + ".txt?part=" + part);
      assertEquals(400, answer.statusCode(), part);
      assertEquals("bad-request", json(answer).path("code").asString(), part);
    }
    assertFalse(text(shop.get(receipt + ".txt")).contains("VU 4711"));
  }
}
