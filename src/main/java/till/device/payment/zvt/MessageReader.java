package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import till.device.payment.zvt.ZvtMessage.DataObject;
import till.device.payment.zvt.ZvtMessage.Field;
import till.device.payment.zvt.ZvtMessage.Receipt;

/// Reads one message for somebody who looks at it: first what stands at its place, such as a
/// password, then the fields that name themselves.
final class MessageReader {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final int PASSWORD_BYTES = 3;
  private static final int CURRENCY_BYTES = 2;

  /// Containers inside containers; what is deeper is shown as hex.
  private static final int DEPTH_MAX = 8;

  private final Apdu apdu;
  private final byte[] data;
  private final List<Field> fields = new ArrayList<>();
  private List<DataObject> container = List.of();
  private Optional<Receipt> receipt = Optional.empty();
  private Optional<String> error = Optional.empty();
  private String lineText = "";
  private int at;

  private MessageReader(Apdu apdu) {
    this.apdu = apdu;
    this.data = apdu.data();
  }

  static ZvtMessage read(Apdu apdu) {
    var reader = new MessageReader(apdu);
    reader.readPlaces();
    reader.readFields();
    reader.readReceipt();
    return new ZvtMessage(
        String.format("%04X", apdu.control()),
        CommandName.of(apdu),
        reader.data.length,
        reader.fields,
        reader.container,
        reader.receipt,
        reader.error);
  }

  private void readPlaces() {
    switch (apdu.control()) {
      case ZvtCommand.REGISTRATION -> {
        password();
        octet("configuration");
        if (left() >= CURRENCY_BYTES && next() != Fields.SERVICE && next() != Fields.TLV) {
          fields.add(new Field("currency", HEX.formatHex(take(CURRENCY_BYTES))));
        }
      }
      case ZvtCommand.STATUS_ENQUIRY -> {
        if (left() >= PASSWORD_BYTES) {
          password();
        }
      }
      case CommandName.TURNOVER_TOTALS,
          ZvtCommand.REPEAT_RECEIPT,
          ZvtCommand.REVERSAL,
          ZvtCommand.REFUND,
          ZvtCommand.END_OF_DAY,
          ZvtCommand.INITIALISATION ->
          password();
      case CommandName.READ_CARD -> octet("timeout");
      case ZvtCommand.INTERMEDIATE_STATUS -> {
        octet("status");
        if (left() == 1 || (left() > 1 && next() != Fields.TLV)) {
          octet("timeout, minutes");
        }
      }
      case ZvtCommand.COMPLETION -> version();
      case ZvtCommand.ABORT -> result();
      case ZvtCommand.PRINT_LINE -> line();
      default -> {
        if (apdu.dataClass() == ZvtCommand.NEGATIVE_CLASS) {
          fields.add(new Field("reason", String.format("%02X", apdu.instruction())));
        } else if (!CommandName.isKnown(apdu)) {
          passwordOfUnknown();
        }
      }
    }
  }

  private void password() {
    byte[] password = take(PASSWORD_BYTES);
    if (password.length > 0) {
      fields.add(new Field("password", Veil.hidden(password)));
    }
  }

  /// A command that is not known may begin with a password: it does unless its data are fields.
  private void passwordOfUnknown() {
    boolean fieldsOnly = Fields.read(data, 0).unread().length == 0;
    if (!fieldsOnly && left() >= PASSWORD_BYTES) {
      password();
    }
  }

  private void octet(String name) {
    if (left() > 0) {
      fields.add(new Field(name, HEX.formatHex(take(1))));
    }
  }

  private void result() {
    if (left() > 0) {
      int code = take(1)[0] & 0xFF;
      fields.add(new Field(Optional.empty(), "result", String.format("%02X", code), meaning(code)));
    }
  }

  private static Optional<String> meaning(int code) {
    return code == 0 ? Optional.empty() : Optional.of(ZvtText.result(code));
  }

  /// The completion of a status enquiry begins with the version, and the status behind it.
  private void version() {
    Optional<Fields.Extent> version = Fields.variable(data, 0, 3);
    if (version.isPresent()) {
      take(version.get().headerBytes());
      fields.add(new Field("version", Veil.text(take(version.get().length()))));
      octet("status");
    }
  }

  private void line() {
    octet("attribute");
    int end = at;
    while (end < data.length && data[end] != Fields.TLV) {
      end++;
    }
    lineText = Veil.text(take(end - at));
    fields.add(new Field("text", lineText));
  }

  private int left() {
    return data.length - at;
  }

  private int next() {
    return data[at] & 0xFF;
  }

  /// The next bytes, or those that are left.
  private byte[] take(int count) {
    int end = Math.min(at + count, data.length);
    byte[] taken = Arrays.copyOfRange(data, at, end);
    at = end;
    return taken;
  }

  private void readFields() {
    Fields read = Fields.read(data, at);
    for (int code : read.names()) {
      byte[] value = read.bytes(code).orElseThrow();
      if (code == Fields.TLV) {
        readContainer(value);
      } else {
        Optional<Bitmap> bitmap = Bitmap.of(code);
        fields.add(
            new Field(
                Optional.of(String.format("%02X", code)),
                bitmap.map(Bitmap::words).orElse(""),
                bitmap.map(each -> shown(each.kind(), value)).orElseGet(() -> Veil.hex(value)),
                code == Fields.RESULT ? meaning(value[0] & 0xFF) : Optional.empty()));
      }
    }
    readRest(read.unread());
  }

  private static String shown(Bitmap.Kind kind, byte[] value) {
    return switch (kind) {
      case HEX -> HEX.formatHex(value);
      case DIGITS -> Bcd.nibbles(value);
      case NUMBER -> Bcd.nibbles(value).replaceFirst("^0+(?=.)", "");
      case TEXT -> Veil.text(value);
      case ACCOUNT -> StatusInformation.masked(value);
      case SECRET -> Veil.hidden(value);
    };
  }

  private void readContainer(byte[] value) {
    container = objects(value, 0);
    if (!Tlv.isWhole(value)) {
      error = Optional.of("the container in field 06 is cut short");
    }
  }

  private static List<DataObject> objects(byte[] bytes, int depth) {
    return Tlv.read(bytes).stream().map(object -> object(object, depth)).toList();
  }

  private static DataObject object(Tlv.DataObject object, int depth) {
    Tag tag = Tag.of(object.tag());
    byte[] value = object.value();
    boolean holdsObjects =
        depth < DEPTH_MAX
            && tag.kind() == Tag.Kind.BYTES
            && Tlv.isConstructed(object.tag())
            && Tlv.isWhole(value);
    Optional<String> text =
        tag.kind() == Tag.Kind.TEXT ? Optional.of(Veil.text(value)) : Optional.empty();
    Optional<String> shown =
        holdsObjects || text.isPresent()
            ? Optional.empty()
            : Optional.of(tag.kind() == Tag.Kind.SECRET ? Veil.hidden(value) : Veil.hex(value));
    return new DataObject(
        tagHex(object.tag()),
        tag.words(),
        shown,
        text,
        holdsObjects ? objects(value, depth + 1) : List.of());
  }

  private static String tagHex(int tag) {
    return String.format(tag > 0xFFFF ? "%06X" : tag > 0xFF ? "%04X" : "%02X", tag);
  }

  /// A field that nobody knows, and all behind it; or one that is known and cut short.
  private void readRest(byte[] rest) {
    if (rest.length == 0) {
      return;
    }
    String code = String.format("%02X", rest[0]);
    byte[] value = Arrays.copyOfRange(rest, 1, rest.length);
    Optional<Bitmap> known = Bitmap.of(rest[0] & 0xFF);
    fields.add(
        new Field(
            Optional.of(code),
            known.map(Bitmap::words).orElse(""),
            known.filter(Bitmap::isPrivate).isPresent() ? Veil.hidden(value) : Veil.hex(value),
            Optional.empty()));
    if (known.isPresent()) {
      error = Optional.of("field " + code + " is cut short");
    }
  }

  private void readReceipt() {
    switch (apdu.control()) {
      case ZvtCommand.PRINT_LINE -> printed(lineText);
      case ZvtCommand.PRINT_BLOCK ->
          printed(
              container.stream()
                  .filter(object -> object.tag().equals(Tag.LINES))
                  .flatMap(lines -> lines.objects().stream())
                  .flatMap(line -> line.text().stream())
                  .map(String::stripTrailing)
                  .collect(Collectors.joining("\n")));
      default -> {}
    }
  }

  private void printed(String text) {
    receipt = Optional.of(new Receipt(receiptKind(), text));
  }

  private String receiptKind() {
    return container.stream()
        .filter(object -> object.tag().equals(Tag.RECEIPT_KIND))
        .flatMap(object -> object.value().stream())
        .findFirst()
        .map(kind ->
            switch (kind) {
              case "01" -> "merchant";
              case "02" -> "customer";
              case "03" -> "administration";
              default -> "unknown";
            })
        .orElse("unknown");
  }
}
