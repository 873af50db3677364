package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// An attendant's act at the customer's screen, and what stays behind of it: nothing.
final class OperatorActsTest {

  private static final String PAUSE = "/v1/lane/pause";

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

  private static ObjectNode by(ObjectNode command, String id) {
    command.putObject("operator").put("id", id);
    return command;
  }

  private static ObjectNode by(ObjectNode command, String id, String pin) {
    command.putObject("operator").put("id", id).put("pin", pin);
    return command;
  }

  private String outcome(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + json(answer).path("code").asString("accepted");
  }

  private String posted(String path, ObjectNode body) {
    return outcome(shop.post(path, body));
  }

  private boolean anyFileHas(String words) {
    byte[] wanted = words.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(file -> latin(file).contains(new String(wanted, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String latin(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPinIsGoodForOneRequest() {
    HttpResponse<byte[]> answer = shop.post(PAUSE, by(command(), "17", "4711"));
    assertEquals("200 accepted", outcome(answer), text(answer));
    assertEquals("PAUSED", json(answer).path("lane").path("state").asString());
    assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
    assertEquals("403 forbidden", posted("/v1/lane/open", command()));
    assertEquals("200 accepted", posted("/v1/lane/open", by(command(), "17", "4711")));
  }

  @Test
  void whoeverMayMoreMayThisToo() {
    assertEquals("200 accepted", posted(PAUSE, by(command(), "t1", "2580")));
  }

  @Test
  void everyActOfAnAttendantCanBeDoneSo() {
    for (String path :
        new String[] {
          PAUSE,
          "/v1/lane/open",
          "/v1/lane/close",
          "/v1/business-day/open",
          "/v1/receipts/7/copy",
          "/v1/print-jobs/17/resolve"
        }) {
      ObjectNode command = command().put("decision", "abandon");
      assertEquals("403 forbidden", posted(path, command.deepCopy()), path);
      HttpResponse<byte[]> answer = shop.post(path, by(command, "17", "4711"));
      assertTrue(answer.statusCode() == 200 || answer.statusCode() == 409, path + text(answer));
    }
  }

  @Test
  void aWrongPinAndAStrangerHearTheSame() {
    HttpResponse<byte[]> wrong = shop.post(PAUSE, by(command(), "17", "4712"));
    HttpResponse<byte[]> stranger = shop.post(PAUSE, by(command(), "18", "4711"));
    assertEquals("403 sign-on-refused", outcome(wrong));
    assertEquals(text(wrong), text(stranger));
    assertTrue(text(wrong).contains("2 tries left"), text(wrong));
    assertEquals("READY", shop.view().path("state").asString());
  }

  @Test
  void afterTheThirdOneNobodyIsListenedToForAWhile() {
    posted(PAUSE, by(command(), "17", "4712"));
    posted(PAUSE, by(command(), "17", "4712"));
    HttpResponse<byte[]> third = shop.post(PAUSE, by(command(), "17", "4712"));
    assertEquals("429 sign-on-paused", outcome(third));
    int seconds = Integer.parseInt(third.headers().firstValue("Retry-After").orElse("0"));
    assertTrue(seconds > 0 && seconds <= 30, text(third));
    assertEquals("429 sign-on-paused", posted(PAUSE, by(command(), "17", "4711")));
    assertEquals("READY", shop.view().path("state").asString());
  }

  @Test
  void whatIsNoPinIsABadRequestAndNoTry() {
    for (String pin : new String[] {"471", "47112345678901", "abcd", ""}) {
      assertEquals("400 bad-request", posted(PAUSE, by(command(), "17", pin)), pin);
    }
    assertEquals("400 bad-request", posted(PAUSE, by(command(), "17")), "none");
    assertEquals("400 bad-request", posted(PAUSE, command().put("operator", "17")));
    ObjectNode number = command();
    number.putObject("operator").put("id", "17").put("pin", 4711);
    HttpResponse<byte[]> answer = shop.post(PAUSE, number);
    assertEquals("400 bad-request", outcome(answer));
    assertFalse(text(answer).contains("4711"), text(answer));
    assertTrue(text(shop.post(PAUSE, by(command(), "17", "4712"))).contains("2 tries left"));
  }

  @Test
  void anAttendantsTokenNeedsNoPinAndSaysWhoItIs() {
    assertEquals("200 accepted", outcome(shop.post(PAUSE, Role.ATTENDANT, by(command(), "17"))));
    assertEquals(
        "403 sign-on-refused", outcome(shop.post(PAUSE, Role.ATTENDANT, by(command(), "18"))));
    assertEquals(
        "403 sign-on-refused",
        outcome(shop.post(PAUSE, Role.ATTENDANT, by(command(), "17", "4712"))),
        "a PIN that is there is checked");
  }

  @Test
  void aCommandIsTheSameWithAndWithoutItsPin() {
    ObjectNode command = command();
    assertEquals("200 accepted", posted(PAUSE, by(command.deepCopy(), "17", "4711")));
    assertEquals("200 accepted", posted(PAUSE, by(command.deepCopy(), "17", "4711")), "a repeat");
    assertEquals(
        "200 accepted",
        outcome(shop.post(PAUSE, Role.ATTENDANT, by(command.deepCopy(), "17"))),
        "what is kept of it knows no PIN");
    assertEquals(
        "422 command-id-reused",
        posted(PAUSE, by(command.deepCopy(), "t1", "2580")),
        "by somebody else it is another");
  }

  @Test
  void aPinThatWasWrongLeavesTheCommandsIdFree() {
    ObjectNode command = command();
    assertEquals("403 sign-on-refused", posted(PAUSE, by(command.deepCopy(), "17", "4712")));
    assertEquals("200 accepted", posted(PAUSE, by(command, "17", "4711")));
  }

  @Test
  void aFailureIsJournaledAndNoPinIsKeptAnywhere() {
    String pin = "907315642088";
    posted(PAUSE, by(command(), "17", pin));
    posted(PAUSE, by(command(), "907315642089", pin));
    ShopCounter.await(() -> anyFileHas("\"control\":\"sign-on-failed\""));
    posted(PAUSE, by(command(), "17", "4711"));
    assertFalse(anyFileHas(pin));
    assertFalse(anyFileHas("907315642089"), "a stranger's id may be a PIN in the wrong field");
  }

  @Test
  void theDaysFiguresAreShownToWhoeverSaysWhoTheyAre() {
    assertEquals("403 forbidden", posted("/v1/reports/x", command()));
    assertEquals("403 sign-on-refused", posted("/v1/reports/x", by(command(), "17", "0000")));
    HttpResponse<byte[]> x = shop.post("/v1/reports/x", by(command(), "17", "4711"));
    assertEquals(json(shop.get("/v1/reports/x")).path("sales"), json(x).path("sales"));
    assertEquals("200 accepted", outcome(x));
  }
}
