package till.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PinHashTest {

  private static final String NORMAL =
      "$argon2id$v=19$m=12288,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$1m1CtVRGYk1XfO9GlVBDGSw4/LxwjDwDOb5IbsiJows";

  private final Random chance = new Random(7);

  /// Made with the reference implementation in C (libargon2 of Debian).
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "4711 " + NORMAL,
        "080515 $argon2id$v=19$m=4096,t=1,p=2$c2FsdHNhbHQ$pjmCLH0HGcU1b8iJmo9TyQ",
        "4711 $argon2id$v=19$m=4096,t=1,p=1$dGVzdHMgb25seQ$u4WJB/W7Uc+A3WwUAIwykA",
        "2580 $argon2id$v=19$m=4096,t=1,p=1$dGVzdHMgb25seSwgdG9v$fagmWO+/fxFmJjwlO+ckMA"
      })
  void whatOthersHashedIsVerified(String pin, String hash) {
    PinHash read = PinHash.parse(hash);
    assertTrue(read.verify(pin));
    assertFalse(read.verify("9" + pin.substring(1)));
    assertFalse(read.verify(pin + "0"));
    assertFalse(read.verify(""));
    assertEquals(hash, read.text());
  }

  @Test
  void aPinIsHashedWithASaltOfItsOwnAndTheWorkThatTheBoardCanDo() {
    PinHash made = PinHash.make("190283", chance);
    PinHash again = PinHash.make("190283", chance);
    assertTrue(made.text().startsWith("$argon2id$v=19$m=12288,t=3,p=1$"), made.text());
    assertNotEquals(made.text(), again.text());
    assertTrue(PinHash.parse(made.text()).verify("190283"));
    assertFalse(made.verify("190284"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "1234567890123", "12a4", "12 4", " 1234", "１２３４", "-123"})
  void whatIsNoPinIsRefusedAndNotRepeated(String text) {
    assertFalse(PinHash.isPin(text));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PinHash.make(text, chance));
    assertEquals("a PIN is 4 to 12 digits", refused.getMessage());
  }

  @Test
  void digitsThatRepeatOrCountAreGuessable() {
    for (String pin : List.of("0000", "1234", "4321", "999999", "7890", "3210987654")) {
      assertTrue(PinHash.isGuessable(pin), pin);
    }
    for (String pin : List.of("4711", "0815", "2468", "1122", "1235", "0001")) {
      assertFalse(PinHash.isGuessable(pin), pin);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "m=12288;m=4194304;has m from 4096 to 32768, not 4194304",
        "m=12288;m=999999999;has m from",
        "m=12288;m=8;has m from",
        "t=3;t=13;has t from 1 to 12, not 13",
        "t=3;t=0;has t from",
        "p=1;p=5;has p from 1 to 4",
        "argon2id;argon2i;is $argon2id$v=19$",
        "v=19;v=16;is $argon2id$v=19$",
        "m=12288;m=99999999999;is $argon2id$v=19$",
        "c29tZXNhbHRzb21lc2FsdA;c2Fs;salt of a PIN's hash has 8 to 48 bytes, not 3",
        "c29tZXNhbHRzb21lc2FsdA;c;salt of a PIN's hash is not base64",
        "1m1CtVRGYk1XfO9GlVBDGSw4/LxwjDwDOb5IbsiJows;1m1C;hash of a PIN's hash has 16 to 64 bytes"
      })
  void aHashThatTheBoardCannotOrShouldNotCheckIsRefused(String part, String other, String why) {
    String text = NORMAL.replace(part, other);
    assertNotEquals(NORMAL, text);
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> PinHash.parse(text)).getMessage());
    assertTrue(message.contains(why), message);
  }

  @Test
  void nothingOfAHashIsInALog() {
    assertEquals(
        "PinHash[Work[memoryKib=4096, passes=1, lanes=1]]", TestPins.HASH_OF_4711.toString());
  }
}
