package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The data objects inside field 06: BER tags and lengths (PA00P015, TLV container).
///
/// A malformed object ends the list; what came before it counts.
final class Tlv {

  /// Longest tag ZVT uses, in bytes.
  private static final int TAG_BYTES_MAX = 3;

  private static final int CONSTRUCTED = 0x20;

  private Tlv() {}

  /// @param tag the tag's bytes as one number: 0x07, 0x1F07
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record DataObject(int tag, byte[] value) {}

  /// The objects of a container, in order.
  static List<DataObject> read(byte[] container) {
    List<DataObject> objects = new ArrayList<>();
    read(container, objects);
    return objects;
  }

  /// Whether nothing stands in a container but objects.
  static boolean isWhole(byte[] container) {
    return read(container, new ArrayList<>()) == container.length;
  }

  /// @return how many bytes were read
  private static int read(byte[] container, List<DataObject> objects) {
    int at = 0;
    while (at < container.length) {
      int tagBytes = tagBytes(container, at);
      if (tagBytes == 0) {
        break;
      }
      Optional<Fields.Extent> extent = extent(container, at + tagBytes);
      int start = at + tagBytes + extent.map(Fields.Extent::headerBytes).orElse(0);
      int end = start + extent.map(Fields.Extent::length).orElse(0);
      if (extent.isEmpty() || end > container.length) {
        break;
      }
      objects.add(
          new DataObject(tag(container, at, tagBytes), Arrays.copyOfRange(container, start, end)));
      at = end;
    }
    return at;
  }

  /// The first object that is reached by these tags, each inside the one before.
  static Optional<byte[]> find(byte[] container, int... path) {
    Optional<byte[]> found = Optional.of(container);
    for (int tag : path) {
      found =
          found.flatMap(inside ->
              read(inside).stream()
                  .filter(object -> object.tag() == tag)
                  .findFirst()
                  .map(DataObject::value));
    }
    return found;
  }

  /// The length that stands at a position: one byte, or `81 xx`, or `82 hh ll`.
  static Optional<Fields.Extent> extent(byte[] bytes, int at) {
    if (at >= bytes.length) {
      return Optional.empty();
    }
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return Optional.of(new Fields.Extent(first, 1));
    }
    int more = first & 0x7F;
    if (more < 1 || more > 2 || at + more >= bytes.length) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = 1; i <= more; i++) {
      value = (value << 8) | (bytes[at + i] & 0xFF);
    }
    return Optional.of(new Fields.Extent(value, 1 + more));
  }

  /// How many bytes the tag has: more than one when the low five bits of the first are set. 0 when
  /// it is cut short.
  static int tagBytes(byte[] bytes, int at) {
    if ((bytes[at] & 0x1F) != 0x1F) {
      return 1;
    }
    for (int i = 1; i < TAG_BYTES_MAX && at + i < bytes.length; i++) {
      if ((bytes[at + i] & 0x80) == 0) {
        return i + 1;
      }
    }
    return 0;
  }

  /// Whether the tag says that its value is made of objects.
  static boolean isConstructed(int tag) {
    int first = tag > 0xFFFF ? tag >> 16 : tag > 0xFF ? tag >> 8 : tag;
    return (first & CONSTRUCTED) != 0;
  }

  private static int tag(byte[] bytes, int at, int count) {
    int tag = 0;
    for (int i = at; i < at + count; i++) {
      tag = (tag << 8) | (bytes[i] & 0xFF);
    }
    return tag;
  }
}
