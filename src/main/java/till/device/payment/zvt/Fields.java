package till.device.payment.zvt;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The data fields ("bitmaps", BMP) of a message: a byte that names the field, then its value,
/// whose length is given by the name (PA00P015, summary of utilised BMPs).
///
/// A field that is not known cannot be skipped, because its length is not known either: what
/// follows it is not read, but kept as it is. The same for a message that is cut short. What was
/// read until then counts. Never shows a value: that may be a card number.
final class Fields {

  static final int TIMEOUT = 0x01;
  static final int SERVICE = 0x03;
  static final int AMOUNT = 0x04;
  static final int TLV = 0x06;
  static final int TRACE = 0x0B;
  static final int STATUS = 0x19;
  static final int ACCOUNT = 0x22;
  static final int RESULT = 0x27;
  static final int TERMINAL_ID = 0x29;
  static final int ORIGINAL_TRACE = 0x37;
  static final int CURRENCY = 0x49;
  static final int TOTALS = 0x60;
  static final int RECEIPT = 0x87;
  static final int CARD_NAME = 0x8B;

  /// Lengths that a field states itself: two or three bytes, F and a decimal digit each; or BER.
  private static final int LL = -2;

  private static final int LLL = -3;
  private static final int BER = -1;
  private static final int UNKNOWN = 0;

  private static final int[] LENGTHS = lengths();

  /// How long a value is, and how many bytes say so.
  record Extent(int length, int headerBytes) {}

  private final Map<Integer, byte[]> values;
  private final byte[] unread;

  private Fields(Map<Integer, byte[]> values, byte[] unread) {
    this.values = values;
    this.unread = unread;
  }

  /// Reads fields from a position of the data on. The first of a name counts.
  static Fields read(byte[] data, int from) {
    Map<Integer, byte[]> values = new LinkedHashMap<>();
    int at = from;
    while (at < data.length) {
      int name = data[at] & 0xFF;
      Optional<Extent> extent = extent(LENGTHS[name], data, at + 1);
      int start = at + 1 + extent.map(Extent::headerBytes).orElse(0);
      int end = start + extent.map(Extent::length).orElse(0);
      if (extent.isEmpty() || end > data.length) {
        break;
      }
      values.putIfAbsent(name, Arrays.copyOfRange(data, start, end));
      at = end;
    }
    return new Fields(values, Arrays.copyOfRange(data, Math.min(at, data.length), data.length));
  }

  private static Optional<Extent> extent(int kind, byte[] data, int at) {
    return switch (kind) {
      case UNKNOWN -> Optional.empty();
      case BER -> Tlv.extent(data, at);
      case LL -> variable(data, at, 2);
      case LLL -> variable(data, at, 3);
      default -> Optional.of(new Extent(kind, 0));
    };
  }

  /// What an LLVAR or LLLVAR field states of its length: as many bytes as digits.
  static Optional<Extent> variable(byte[] data, int at, int digits) {
    if (at + digits > data.length) {
      return Optional.empty();
    }
    int length = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = data[i] & 0x0F;
      if ((data[i] & 0xF0) != 0xF0 || digit > 9) {
        return Optional.empty();
      }
      length = 10 * length + digit;
    }
    return Optional.of(new Extent(length, digits));
  }

  /// The names of what was read, in order.
  Set<Integer> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  Optional<byte[]> bytes(int name) {
    return Optional.ofNullable(values.get(name));
  }

  /// What stands behind the last field that could be read.
  byte[] unread() {
    return unread.clone();
  }

  /// A field of one byte.
  Optional<Integer> octet(int name) {
    return bytes(name).filter(value -> value.length == 1).map(value -> value[0] & 0xFF);
  }

  /// The digits of a number, with its leading zeros; empty when it is absent or no number.
  String digits(int name) {
    return bytes(name)
        .map(Bcd::nibbles)
        .filter(nibbles -> nibbles.chars().allMatch(Character::isDigit))
        .orElse("");
  }

  OptionalLong number(int name) {
    String digits = digits(name);
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields
        && Arrays.equals(unread, fields.unread)
        && values.keySet().equals(fields.values.keySet())
        && values.keySet().stream()
            .allMatch(name -> Arrays.equals(values.get(name), fields.values.get(name)));
  }

  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  /// `7 fields, 3 bytes unread`.
  @Override
  public String toString() {
    return values.size() + " fields, " + unread.length + " bytes unread";
  }

  private static int[] lengths() {
    int[] lengths = new int[256];
    set(lengths, 1, 0x01, 0x02, 0x03, 0x05, 0x19, 0x27, 0x72, 0x73, 0x74, 0x75, 0x8A, 0x8C);
    set(lengths, 1, 0xA0, 0xD0, 0xD2, 0xD3, 0xE0, 0xE9, 0xEA, 0xF0, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD);
    set(lengths, 2, 0x0D, 0x0E, 0x17, 0x3A, 0x49, 0x87);
    set(lengths, 3, 0x0B, 0x0C, 0x37, 0x3D, 0x88, 0xAA);
    set(lengths, 4, 0x29, 0x70, 0x71);
    set(lengths, 5, 0xBA);
    set(lengths, 6, 0x04);
    set(lengths, 8, 0x3B, 0xEB);
    set(lengths, 15, 0x2A);
    set(lengths, LL, 0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1);
    set(lengths, LL, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8);
    set(lengths, LL, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8);
    set(lengths, LLL, 0x24, 0x2E, 0x3C, 0x60, 0x9A, 0xAF);
    set(lengths, BER, 0x06);
    return lengths;
  }

  private static void set(int[] lengths, int length, int... names) {
    for (int name : names) {
      lengths[name] = length;
    }
  }
}
