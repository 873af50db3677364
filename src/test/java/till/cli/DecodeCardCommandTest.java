package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DecodeCardCommandTest {

  private static final String PAYMENT =
      "{\"kind\":\"payment\",\"account\":\"411111######1111\",\"expiry\":\"2912\","
          + "\"serviceCode\":\"201\",\"tracks\":[1,2],\"error\":null}";

  @Test
  void aSwipeIsALineOfJsonWithItsNumberMasked() {
    String swipe = "%B4111111111111111^DOE/JANE^2912201000?;4111111111111111=2912201000?";
    assertEquals(List.of(PAYMENT, PAYMENT), decode(swipe + "\r\n" + swipe));
  }

  @Test
  void onlyNumbersOfTheShopAreShown() {
    String swipe = ";6364001234567890?\n";
    assertTrue(decode(swipe).getFirst().contains("\"account\":\"636400######7890\""));
    assertEquals(
        List.of(
            "{\"kind\":\"loyalty\",\"account\":\"6364001234567890\",\"expiry\":null,"
                + "\"serviceCode\":null,\"tracks\":[2],\"error\":null}"),
        decode(swipe, "--loyalty-prefix", "636400"));
    String refused =
        new Prompt().run("decode", "card", "--loyalty-prefix", "4").fails(ExitCode.USAGE);
    assertTrue(refused.contains("at least 6"), refused);
  }

  @Test
  void whatIsNoCardSaysWhyAndTheNextLineIsRead() {
    List<String> said = decode("4111111111111111\n;E?\n;1?4\n;99123?\n", "--loyalty-prefix", "99");
    String nothing =
        "{\"kind\":null,\"account\":null,\"expiry\":null,\"serviceCode\":null,\"tracks\":[],"
            + "\"error\":\"";
    assertEquals(nothing + "it begins with no track\"}", said.get(0));
    assertEquals(nothing + "no track could be read: swipe it again\"}", said.get(1));
    assertEquals(nothing + "there is something between the tracks\"}", said.get(2));
    assertTrue(said.get(3).contains("\"account\":\"99123\""), said.get(3));
    assertFalse(String.join("", said).contains("41111"), said::toString);
    assertTrue(decode(";1?4\n", "--lrc").getFirst().contains("check character of track 2"));
    assertTrue(decode(";1?5\n", "--lrc").getFirst().contains("\"tracks\":[2]"));
  }

  private static List<String> decode(String input, String... options) {
    Object[] command = Stream.concat(Stream.of("decode", "card"), Stream.of(options)).toArray();
    return new Prompt()
        .input(input.getBytes(StandardCharsets.UTF_8))
        .run(command)
        .succeeds()
        .out()
        .lines()
        .toList();
  }
}
