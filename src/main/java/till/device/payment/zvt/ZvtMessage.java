package till.device.payment.zvt;

import java.util.List;
import java.util.Optional;

/// What a message says, for one who looks at it: account numbers are masked, and passwords, tracks
/// and what else identifies a card are left out.
///
/// @param control class and instruction, four hex digits; empty when there is no message
/// @param length of its data, in bytes
/// @param fields in the order of the message
/// @param container of field 06
/// @param receipt what it wants printed
/// @param error why it, or the rest of it, could not be read
public record ZvtMessage(
    String control,
    String name,
    int length,
    List<Field> fields,
    List<DataObject> container,
    Optional<Receipt> receipt,
    Optional<String> error) {

  public ZvtMessage {
    fields = List.copyOf(fields);
    container = List.copyOf(container);
  }

  /// One value of a message.
  ///
  /// @param bitmap two hex digits; empty where the place says what it is
  /// @param name empty when it is not known; then the value is all that stands from there on
  /// @param value digits, text, or hex
  /// @param meaning of a code, in words
  public record Field(
      Optional<String> bitmap, String name, String value, Optional<String> meaning) {

    Field(String name, String value) {
      this(Optional.empty(), name, value, Optional.empty());
    }
  }

  /// One object of a container.
  ///
  /// @param tag in hex
  /// @param name empty when it is not known
  /// @param value in hex; empty where it is a text or holds objects
  public record DataObject(
      String tag,
      String name,
      Optional<String> value,
      Optional<String> text,
      List<DataObject> objects) {

    public DataObject {
      objects = List.copyOf(objects);
    }
  }

  /// What a print command wants printed.
  ///
  /// @param kind `customer`, `merchant`, `administration`, or `unknown`
  public record Receipt(String kind, String text) {}

  /// For bytes that are no message.
  public static ZvtMessage unreadable(String error) {
    return new ZvtMessage("", "", 0, List.of(), List.of(), Optional.empty(), Optional.of(error));
  }
}
