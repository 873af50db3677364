package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ZvtCommandsTest {

  private static final String AUTHORISATION = "06010a04000000001000490978";
  private static final String AUTHORISATION_JSON =
      "{\"control\":\"0601\",\"name\":\"authorisation\",\"length\":10,\"fields\":["
          + "{\"bitmap\":\"04\",\"name\":\"amount\",\"value\":\"1000\"},"
          + "{\"bitmap\":\"49\",\"name\":\"currency\",\"value\":\"0978\"}],"
          + "\"tlv\":[],\"receipt\":null,\"error\":null}";

  @Test
  void aMessageIsALineOfJson() {
    assertEquals(List.of(AUTHORISATION_JSON), run("decode", "zvt", AUTHORISATION));
    assertEquals(
        List.of(AUTHORISATION_JSON, AUTHORISATION_JSON),
        run("decode", "zvt", AUTHORISATION, "06 01 0A 04 00 00 00 00 10 00 49 09 78"));
    assertEquals(
        List.of(AUTHORISATION_JSON, AUTHORISATION_JSON),
        lines(AUTHORISATION + "\r\n\n" + AUTHORISATION, "decode", "zvt"));
  }

  @Test
  void containersAreATreeAndReceiptsAreText() {
    JsonNode block =
        decoded(
            "06d3"
                + "1a"
                + "0618"
                + "1f070102"
                + "2512"
                + "0703413132"
                + "0700"
                + "0709"
                + "34373131202d2d2042");
    assertEquals("print text block", block.get("name").asString());
    assertEquals("customer", block.get("receipt").get("kind").asString());
    assertEquals("A12\n\n4711 -- B", block.get("receipt").get("text").asString());
    assertEquals("1F07", block.get("tlv").get(0).get("tag").asString());
    assertEquals("A12", block.get("tlv").get(1).get("tlv").get(0).get("text").asString());
    JsonNode line = decoded("06d1" + "04" + "40" + "414243");
    assertEquals("ABC", line.get("receipt").get("text").asString());
    assertEquals("unknown", line.get("receipt").get("kind").asString());
  }

  @Test
  void whatIsNotKnownIsHex() {
    JsonNode message = decoded("040f06" + "2700" + "f9" + "01" + "1122");
    JsonNode unknown = message.get("fields").get(2);
    assertEquals("11", unknown.get("bitmap").asString());
    assertEquals("unknown", unknown.get("name").asString());
    assertEquals("22", unknown.get("value").asString());
    assertTrue(message.get("error").isNull());
    assertEquals("unknown", decoded("0fa1020001").get("name").asString());
  }

  @Test
  void codesComeWithWords() {
    JsonNode abort = decoded("061e016c").get("fields").get(0);
    assertEquals("6C", abort.get("value").asString());
    assertTrue(abort.get("meaning").asString().startsWith("cancelled"), abort.toString());
    assertEquals("83", decoded("848300").get("fields").get(0).get("value").asString());
  }

  @Test
  void secretsAreNotShown() {
    for (String message :
        List.of(
            "060006" + "135790" + "ba0978",
            "065003" + "135790",
            "062005" + "135790" + "0303",
            "050103" + "135790",
            "063106" + "135790" + "190040",
            // a command that nobody knows
            "081408" + "135790" + "06031f0100",
            "08130a" + "0608" + "ff4003135790" + "0700")) {
      String said = run("decode", "zvt", message).getFirst();
      assertTrue(said.contains("hidden (3 bytes)"), said);
      assertFalse(said.contains("135790"), said);
    }
    for (String message :
        List.of(
            // BMP 22, 23, TLV 5A and 57, an unknown field, a text, a receipt
            "040f0d" + "2700" + "22f0f8" + "4111111111111111",
            "040f10" + "2700" + "23f1f1" + "4111111111111111d29122",
            "040f0e" + "2700" + "060a" + "5a08" + "4111111111111111",
            "040f10" + "2700" + "060c" + "570a" + "4111111111111111d291",
            "040f0b" + "2700" + "11" + "4111111111111111",
            "040f0d" + "2700" + "11" + "f0f8" + "4111111111111111",
            "040f16" + "2700" + "3cf0f1f6" + "34313131313131313131313131313131",
            "06d115" + "40" + "34313131203131313120313131312031313131" + "20")) {
      String said = run("decode", "zvt", message).getFirst();
      assertTrue(said.contains("\"error\":null"), said);
      assertFalse(said.contains("4111111111111111"), said);
      assertFalse(said.contains("4111 1111 1111 1111"), said);
      assertFalse(said.contains("34313131313131"), said);
    }
    // as bytes it is a text, UUUUUUDD
    String letters = run("decode", "zvt", "040f0b" + "2700" + "11" + "5555555555554444").getFirst();
    assertTrue(letters.contains("hidden (8 bytes)"), letters);
    assertEquals(
        "############1111",
        decoded("040f0d" + "2700" + "22f0f8" + "4111111111111111")
            .get("fields")
            .get(1)
            .get("value")
            .asString());
  }

  @Test
  void whatIsCutShortOrNoHexSaysSo() {
    assertEquals(
        "a message has at least 3 bytes: class, instruction and length",
        decoded("0601").get("error").asString());
    assertEquals(
        "the length byte does not fit the 4 bytes", decoded("06010200").get("error").asString());
    assertEquals(
        "it is not hex: two digits for each byte", decoded("06010x").get("error").asString());
    assertEquals("field 04 is cut short", decoded("0601020400").get("error").asString());
    assertEquals(
        "the container in field 06 is cut short",
        decoded("04ff0500" + "01" + "06012f").get("error").asString());
  }

  @Test
  void framesAreMadeAndTakenApart() {
    String apdu = "06010a04000000011010490978";
    String frame = "100206010a0400000001101010104909781003b24b";
    assertEquals(List.of(frame), run("encode", "zvt-serial", apdu));
    assertEquals(
        List.of("{\"apdu\":\"" + apdu + "\"}", "{\"apdu\":\"800000\"}"),
        run("decode", "zvt-serial", frame, "10028000001003F51F"));
    assertEquals(
        List.of("10028000001003f51f", "10028000001003f51f"),
        lines("800000\n80 00 00\n", "encode", "zvt-serial"));
  }

  @Test
  void whatIsNoFrameSaysWhy() {
    assertEquals(
        List.of(
            "{\"error\":\"the frame is broken: its check bytes do not fit\"}",
            "{\"error\":\"the frame is cut short\"}",
            "{\"error\":\"it does not begin with 10 02\"}",
            "{\"error\":\"there is more behind the frame\"}",
            "{\"error\":\"06 is an acknowledgement, and no frame\"}",
            "{\"error\":\"it is not hex: two digits for each byte\"}"),
        lines(
            "10028000001003f520\n10028000001003f5\n8000001003f51f\n10028000001003f51f06\n06\n1",
            "decode",
            "zvt-serial"));
  }

  @Test
  void whatIsNoMessageHasNoFrame() {
    String refused = new Prompt().run("encode", "zvt-serial", "0601").fails(ExitCode.USAGE);
    assertTrue(refused.startsWith("till: cannot make a frame: a message has at least 3"), refused);
    new Prompt().run("encode", "zvt-serial", "xyz").fails(ExitCode.USAGE);
  }

  private static JsonNode decoded(String message) {
    return JsonMapper.shared().readTree(run("decode", "zvt", message).getFirst());
  }

  private static List<String> run(String... command) {
    return new Prompt().run((Object[]) command).succeeds().out().lines().toList();
  }

  private static List<String> lines(String input, String... command) {
    return new Prompt()
        .input(input.getBytes(StandardCharsets.UTF_8))
        .run(Stream.of(command).toArray())
        .succeeds()
        .out()
        .lines()
        .toList();
  }
}
