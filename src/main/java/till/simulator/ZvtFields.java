package till.simulator;

import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The fields of a command's data block, and the data objects in its container, those inside others
/// too. What cannot be read ends it; what came before counts.
///
/// @param fields values by their names, 0x04 for the amount
/// @param objects values by their tags, 0x1F1F
record ZvtFields(Map<Integer, byte[]> fields, Map<Integer, byte[]> objects) {

  static final int SERVICE = 0x03;
  static final int AMOUNT = 0x04;
  static final int STATUS_INFORMATIONS_MAX = 0x02;
  static final int RECEIPT = 0x87;
  static final int TAG_COMMANDS = 0x0A;
  static final int TAG_RECEIPT_MIRROR = 0x1F1F;
  static final int TAG_MESSAGE_NUMBER = 0x1F73;

  private static final int CURRENCY = 0x49;
  private static final int CONTAINER = 0x06;

  /// The bit of a tag's first byte that says that there are objects inside.
  private static final int CONSTRUCTED = 0x20;

  /// Values of always as many bytes (PA00P015, table of fields).
  private static final Map<Integer, Integer> FIXED =
      Map.ofEntries(
          Map.entry(0x01, 1),
          Map.entry(0x02, 1),
          Map.entry(0x03, 1),
          Map.entry(0x04, 6),
          Map.entry(0x05, 1),
          Map.entry(0x0B, 3),
          Map.entry(0x0C, 3),
          Map.entry(0x0D, 2),
          Map.entry(0x0E, 2),
          Map.entry(0x17, 2),
          Map.entry(0x19, 1),
          Map.entry(0x27, 1),
          Map.entry(0x29, 4),
          Map.entry(0x2A, 15),
          Map.entry(0x37, 3),
          Map.entry(0x3A, 2),
          Map.entry(0x3B, 8),
          Map.entry(0x49, 2),
          Map.entry(0x87, 2),
          Map.entry(0x88, 3),
          Map.entry(0x8A, 1),
          Map.entry(0x8C, 1),
          Map.entry(0xA0, 1),
          Map.entry(0xAA, 3));

  /// How many bytes of digits give the length.
  private static final Map<Integer, Integer> VARIABLE =
      Map.of(0x22, 2, 0x23, 2, 0x24, 3, 0x2D, 2, 0x3C, 3, 0x60, 3, 0x8B, 2);

  /// @param at where the fields begin
  static ZvtFields read(byte[] data, int at) {
    var reading = new ZvtFields(new HashMap<>(), new HashMap<>());
    int next = at;
    while (next >= 0 && next < data.length) {
      next = reading.readField(data, next);
    }
    return reading;
  }

  /// @return where the next one begins, -1 when there is none
  private int readField(byte[] data, int at) {
    int name = data[at] & 0xFF;
    int start = at + 1;
    int length = -1;
    if (name == CONTAINER) {
      int[] extent = berLength(data, start);
      start = extent[0];
      length = extent[1];
    } else if (FIXED.containsKey(name)) {
      length = FIXED.get(name);
    } else if (VARIABLE.containsKey(name)) {
      int digits = VARIABLE.get(name);
      length = start + digits > data.length ? -1 : decimal(data, start, digits);
      start += digits;
    }
    if (length < 0 || start + length > data.length) {
      return -1;
    }
    byte[] value = Arrays.copyOfRange(data, start, start + length);
    if (name == CONTAINER) {
      readObjects(value);
    } else {
      fields.putIfAbsent(name, value);
    }
    return start + length;
  }

  private static int decimal(byte[] data, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      value = 10 * value + (data[i] & 0x0F);
    }
    return value;
  }

  private void readObjects(byte[] data) {
    int at = 0;
    while (at < data.length) {
      int first = data[at] & 0xFF;
      int tag = first;
      at++;
      if ((first & 0x1F) == 0x1F && at < data.length) {
        tag = tag << 8 | (data[at++] & 0xFF);
      }
      int[] extent = berLength(data, at);
      if (extent[1] < 0 || extent[0] + extent[1] > data.length) {
        return;
      }
      byte[] value = Arrays.copyOfRange(data, extent[0], extent[0] + extent[1]);
      objects.putIfAbsent(tag, value);
      if ((first & CONSTRUCTED) != 0) {
        readObjects(value);
      }
      at = extent[0] + extent[1];
    }
  }

  /// Where the value starts, and how long it is; -1 when that is cut short.
  private static int[] berLength(byte[] data, int at) {
    if (at >= data.length) {
      return new int[] {at, -1};
    }
    int first = data[at] & 0xFF;
    if (first < 0x80) {
      return new int[] {at + 1, first};
    }
    int more = first & 0x7F;
    if (more > 2 || at + more >= data.length) {
      return new int[] {at, -1};
    }
    int length = 0;
    for (int i = at + 1; i <= at + more; i++) {
      length = length << 8 | (data[i] & 0xFF);
    }
    return new int[] {at + 1 + more, length};
  }

  Optional<Integer> octet(int name) {
    return Optional.ofNullable(fields.get(name)).map(value -> value[0] & 0xFF);
  }

  /// The digits of a field; empty when it is not there or has others.
  Optional<String> digits(int name) {
    return Optional.ofNullable(fields.get(name))
        .map(HexFormat.of()::formatHex)
        .filter(hex -> hex.chars().allMatch(c -> c <= '9'));
  }

  Optional<byte[]> object(int tag) {
    return Optional.ofNullable(objects.get(tag));
  }

  /// In minor units; 0 when the block has none.
  long amount() {
    return digits(AMOUNT).map(Long::parseLong).orElse(0L);
  }

  /// ISO 4217, alphabetic; the euro where none is said or it is not known.
  String currency() {
    return digits(CURRENCY)
        .map(Integer::parseInt)
        .flatMap(number ->
            Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getNumericCode() == number)
                .findFirst())
        .map(Currency::getCurrencyCode)
        .orElse("EUR");
  }
}
