package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.trust.PinHash;

final class PinCommandTest {

  private final Prompt prompt = new Prompt();

  private Prompt.Result pin(String input) {
    return prompt.input(input.getBytes(StandardCharsets.UTF_8)).run("pin");
  }

  @Test
  void twoLinesOfAPipeBecomeAHash() {
    for (String input : new String[] {"4711\n4711\n", "4711\r\n4711\r\n", "4711\n4711"}) {
      String out = pin(input).succeeds().out();
      assertEquals(1, out.lines().count());
      assertTrue(PinHash.parse(out.strip()).verify("4711"), out);
    }
  }

  @Test
  void onATerminalItIsAskedForAndNotShown() {
    String out = prompt.types("190283", "190283").run("pin").succeeds().out();
    assertTrue(PinHash.parse(out.strip()).verify("190283"));
    assertTrue(prompt.types("190283").run("pin").fails(64).contains("read twice"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'4711\n4712\n';two different PINs",
        "'4711\n';there was no more to read",
        "'';there was no more to read",
        "'471\n471\n';a PIN is 4 to 12 digits",
        "'47a1\n47a1\n';a PIN is 4 to 12 digits",
        "'3333\n3333\n';among the first that anybody would try",
        "'4567\n4567\n';among the first that anybody would try"
      })
  void whatIsNotAPinTwiceIsRefusedInOneLine(String input, String why) {
    Prompt.Result result = pin(input);
    assertTrue(result.fails(64).contains(why), result.err());
    assertEquals("", result.out());
    if (input.length() > 4) {
      assertFalse(result.err().contains(input.substring(0, 3)), result.err());
    }
  }
}
