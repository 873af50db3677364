package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which line of which chip, and what is said when that goes wrong.
final class GpioLinesTest {

  private final MockBoard board = new MockBoard();

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void numbersNamesAndChipsAreTheSameLine() throws PortException {
    for (String address :
        List.of("gpio:17", "gpio:GPIO17", "gpio:pinctrl-rp1/17", "gpio:pinctrl-rp1/GPIO17")) {
      try (OutputLine line = board.output(LineSettings.of(address))) {
        line.set(true);
        assertTrue(board.isHigh(17), address);
      }
      assertFalse(board.isHigh(17), address);
    }
  }

  @Test
  void aWrongChipOrLineSaysWhatThereIs() {
    assertEquals(
        "cannot take gpio:pinctrl-bcm2711/17: no chip is labelled pinctrl-bcm2711; there is"
            + " pinctrl-rp1, gpio-brcmstb",
        refusal("gpio:pinctrl-bcm2711/17"));
    assertEquals(
        "cannot take gpio:99: there is no such line on pinctrl-rp1; see `till device list`",
        refusal("gpio:99"));
    assertEquals(
        "cannot take gpio:GPIO99: there is no such line on pinctrl-rp1, gpio-brcmstb; see `till"
            + " device list`",
        refusal("gpio:GPIO99"));
  }

  @Test
  void linesOfTwoChipsAtOnceAreRefused() throws PortException {
    try (var _ = board.output(LineSettings.of("gpio:17"))) {
      assertTrue(refusal("gpio:BT_ON").endsWith("all lines have to be on one chip"));
    }
  }

  @Test
  void aLibraryThatDoesNotOpenSaysSo() {
    board.breakDown();

    assertEquals(
        "cannot take gpio:17: the board's GPIO does not open: no libgpiod here",
        refusal("gpio:17"));
  }

  @Test
  void aLineThatIsRefusedCanBeTakenOnceItIsFree() throws PortException {
    board.lose(17, true);
    board.lose(27, true);
    assertTrue(refusal("gpio:17").endsWith("is the number right and the line free?"));
    assertThrows(PortException.class, () -> board.input(LineSettings.of("gpio:27"), _ -> {}));
    board.lose(17, false);
    board.lose(27, false);

    board.output(LineSettings.of("gpio:17")).close();
    board.input(LineSettings.of("gpio:27"), _ -> {}).close();
  }

  @Test
  void anOutputThatIsLostSaysSoAndCanBeClosedAndTakenAgain() throws PortException {
    OutputLine line = board.output(LineSettings.of("gpio:17"));
    board.lose(17, true);

    var lost = assertThrows(PortException.class, () -> line.set(true));
    assertEquals("cannot set gpio:17: line 17 is gone", lost.getMessage());

    line.close();
    board.lose(17, false);
    board.output(LineSettings.of("gpio:17")).close();
  }

  @Test
  void anInputThatIsLostSaysSoAndCanBeClosedAndTakenAgain() throws PortException {
    var told = new ArrayList<Boolean>();
    InputLine line = board.input(LineSettings.of("gpio:27"), told::add);
    board.drive(27, true);
    board.lose(27, true);

    var lost = assertThrows(PortException.class, line::isActive);
    assertEquals("cannot read gpio:27: line 27 is gone", lost.getMessage());

    line.close();
    board.lose(27, false);
    board.input(LineSettings.of("gpio:27"), told::add).close();
    assertEquals(List.of(true), told);
  }

  private String refusal(String address) {
    return assertThrows(PortException.class, () -> board.output(LineSettings.of(address)))
        .getMessage();
  }
}
