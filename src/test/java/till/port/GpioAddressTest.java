package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GpioAddressTest {

  private static final GpioChip FIVE = chip("gpiochip4", "pinctrl-rp1", 54, "GPIO");
  private static final GpioChip POWER = chip("gpiochip0", "gpio-brcmstb@107d508500", 32, "AON_");
  private static final GpioChip FOUR = chip("gpiochip0", "pinctrl-bcm2711", 58, "GPIO");

  @Test
  void aNumberIsOneOfTheHeadersWhateverTheChipIsCalledToday() throws PortException {
    assertEquals(place("gpiochip4", 17), find("gpio:17", POWER, FIVE));
    assertEquals(place("gpiochip0", 17), find("gpio:17", FOUR));
    assertEquals(place("gpiochip0", 3), find("gpio:3", POWER));
  }

  @Test
  void aNameIsFoundOnWhicheverChipHasIt() throws PortException {
    assertEquals(place("gpiochip4", 17), find("gpio:GPIO17", POWER, FIVE));
    assertEquals(place("gpiochip0", 2), find("gpio:AON_2", POWER, FIVE));
  }

  @Test
  void aChipGoesByItsLabel() throws PortException {
    assertEquals(place("gpiochip4", 22), find("gpio:pinctrl-rp1/22", POWER, FIVE));
    assertEquals(place("gpiochip4", 22), find("gpio:pinctrl-rp1/GPIO22", POWER, FIVE));
    assertEquals(place("gpiochip0", 5), find("gpio:gpio-brcmstb@107d508500/5", POWER, FIVE));
  }

  @Test
  void whatIsNotThereOrNotClearIsRefusedWithWhatThereIs() {
    assertEquals(
        "cannot take gpio:54: there is no such line on pinctrl-rp1; see `till device list`",
        refusal("gpio:54", POWER, FIVE));
    assertEquals(
        "cannot take gpio:LAMP: there is no such line on gpio-brcmstb@107d508500, pinctrl-rp1;"
            + " see `till device list`",
        refusal("gpio:LAMP", POWER, FIVE));
    assertEquals(
        "cannot take gpio:pinctrl-bcm2711/17: no chip is labelled pinctrl-bcm2711; there is"
            + " gpio-brcmstb@107d508500, pinctrl-rp1",
        refusal("gpio:pinctrl-bcm2711/17", POWER, FIVE));
    assertEquals(
        "cannot take gpio:17: more than one chip is labelled pinctrl-...; there is pinctrl-rp1,"
            + " pinctrl-bcm2711",
        refusal("gpio:17", FIVE, FOUR));
    assertEquals(
        "cannot take gpio:GPIO17: more than one line is called so; name the chip: gpio:CHIP/GPIO17",
        refusal("gpio:GPIO17", FIVE, FOUR));
  }

  private static GpioChip chip(String name, String label, int lines, String prefix) {
    return new GpioChip(
        name, label, IntStream.range(0, lines).mapToObj(number -> prefix + number).toList());
  }

  private static GpioAddress.Place place(String chip, int number) {
    return new GpioAddress.Place(chip, number);
  }

  private static GpioAddress.Place find(String address, GpioChip... chips) throws PortException {
    return GpioAddress.parse(address).find(List.of(chips));
  }

  private static String refusal(String address, GpioChip... chips) {
    return assertThrows(PortException.class, () -> find(address, chips)).getMessage();
  }
}
