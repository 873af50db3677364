package till.device.payment.zvt;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What ZVT's data fields ("bitmaps") hold, for one who looks at a message (PA00P015, summary of
/// utilised BMPs). How long they are is known to `Fields`.
enum Bitmap {
  TIMEOUT(Fields.TIMEOUT, Kind.HEX, "timeout"),
  STATUS_INFORMATIONS_MAX(0x02, Kind.HEX, "most status informations"),
  SERVICE(Fields.SERVICE, Kind.HEX, "service byte"),
  AMOUNT(Fields.AMOUNT, Kind.NUMBER, "amount"),
  PUMP(0x05, Kind.HEX, "pump"),
  TLV(Fields.TLV, Kind.HEX, "container"),
  TRACE(Fields.TRACE, Kind.DIGITS, "trace number"),
  TIME(0x0C, Kind.DIGITS, "time"),
  DATE(0x0D, Kind.DIGITS, "date (month, day)"),
  EXPIRY(0x0E, Kind.DIGITS, "expiry (year, month)"),
  CARD_SEQUENCE(0x17, Kind.DIGITS, "card sequence number"),
  STATUS(Fields.STATUS, Kind.HEX, "status, payment or card type"),
  ACCOUNT(Fields.ACCOUNT, Kind.ACCOUNT, "account number"),
  TRACK_2(0x23, Kind.SECRET, "track 2"),
  TRACK_3(0x24, Kind.SECRET, "track 3"),
  RESULT(Fields.RESULT, Kind.HEX, "result"),
  TERMINAL_ID(Fields.TERMINAL_ID, Kind.DIGITS, "terminal id"),
  CONTRACT(0x2A, Kind.TEXT, "contract number"),
  TRACK_1(0x2D, Kind.SECRET, "track 1"),
  CHIP_DATA(0x2E, Kind.SECRET, "chip data"),
  ORIGINAL_TRACE(Fields.ORIGINAL_TRACE, Kind.DIGITS, "trace number of the original"),
  CARD_CHECK(0x3A, Kind.SECRET, "card verification value"),
  AUTHORISATION(0x3B, Kind.TEXT, "authorisation attribute"),
  ADDITIONAL_TEXT(0x3C, Kind.TEXT, "additional text"),
  PASSWORD(0x3D, Kind.SECRET, "password"),
  CURRENCY(Fields.CURRENCY, Kind.DIGITS, "currency"),
  TOTALS(Fields.TOTALS, Kind.HEX, "totals"),
  IMAGE(0x70, Kind.HEX, "image"),
  IMAGE_BYTES(0x71, Kind.HEX, "size of the image"),
  IMAGE_TYPE(0x72, Kind.HEX, "type of the image"),
  IMAGE_ENCODING(0x73, Kind.HEX, "encoding of the image"),
  IMAGE_PARTS(0x74, Kind.HEX, "parts of the image"),
  IMAGE_PART(0x75, Kind.HEX, "part of the image"),
  RECEIPT(Fields.RECEIPT, Kind.DIGITS, "receipt number"),
  TURNOVER(0x88, Kind.DIGITS, "turnover number"),
  CARD_TYPE(0x8A, Kind.HEX, "card type"),
  CARD_NAME(Fields.CARD_NAME, Kind.TEXT, "card name"),
  CARD_TYPE_OPERATOR(0x8C, Kind.HEX, "card type of the operator"),
  GELDKARTE(0x9A, Kind.SECRET, "GeldKarte record"),
  RESULT_OPERATOR(0xA0, Kind.HEX, "result of the operator"),
  CHIP_ID(0xA7, Kind.SECRET, "chip id"),
  DATE_LONG(0xAA, Kind.DIGITS, "date (year, month, day)"),
  CHIP_INFO(0xAF, Kind.SECRET, "chip info"),
  AUTHORISATION_PARAMETER(0xBA, Kind.HEX, "authorisation parameter"),
  KEY_ALGORITHM(0xD0, Kind.HEX, "algorithm of the key"),
  PIN(0xD1, Kind.SECRET, "PIN data"),
  CARD_OUTPUT(0xD2, Kind.HEX, "card output"),
  KEY(0xD3, Kind.HEX, "key"),
  INPUT_MIN(0xE0, Kind.HEX, "shortest input"),
  SECOND_LINE_1(0xE1, Kind.TEXT, "line 1 of the second text"),
  SECOND_LINE_2(0xE2, Kind.TEXT, "line 2 of the second text"),
  SECOND_LINE_3(0xE3, Kind.TEXT, "line 3 of the second text"),
  SECOND_LINE_4(0xE4, Kind.TEXT, "line 4 of the second text"),
  SECOND_LINE_5(0xE5, Kind.TEXT, "line 5 of the second text"),
  SECOND_LINE_6(0xE6, Kind.TEXT, "line 6 of the second text"),
  SECOND_LINE_7(0xE7, Kind.TEXT, "line 7 of the second text"),
  SECOND_LINE_8(0xE8, Kind.TEXT, "line 8 of the second text"),
  INPUT_MAX(0xE9, Kind.HEX, "longest input"),
  ECHO(0xEA, Kind.HEX, "echo"),
  MAC(0xEB, Kind.SECRET, "MAC"),
  DISPLAY_SECONDS(0xF0, Kind.HEX, "seconds on the display"),
  LINE_1(0xF1, Kind.TEXT, "line 1"),
  LINE_2(0xF2, Kind.TEXT, "line 2"),
  LINE_3(0xF3, Kind.TEXT, "line 3"),
  LINE_4(0xF4, Kind.TEXT, "line 4"),
  LINE_5(0xF5, Kind.TEXT, "line 5"),
  LINE_6(0xF6, Kind.TEXT, "line 6"),
  LINE_7(0xF7, Kind.TEXT, "line 7"),
  LINE_8(0xF8, Kind.TEXT, "line 8"),
  BEEPS(0xF9, Kind.HEX, "beeps"),
  READER(0xFA, Kind.HEX, "card reader"),
  CONFIRM(0xFB, Kind.HEX, "confirmation"),
  DIALOG(0xFC, Kind.HEX, "dialog control"),
  DISPLAY(0xFD, Kind.HEX, "display");

  /// What a value is.
  enum Kind {
    HEX,
    /// Of digits, with the leading zeros that belong to it.
    DIGITS,
    /// Of digits, without.
    NUMBER,
    TEXT,
    ACCOUNT,
    SECRET
  }

  private static final Map<Integer, Bitmap> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(each -> each.code, Function.identity()));

  private final int code;
  private final Kind kind;
  private final String words;

  Bitmap(int code, Kind kind, String words) {
    this.code = code;
    this.kind = kind;
    this.words = words;
  }

  static Optional<Bitmap> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  Kind kind() {
    return kind;
  }

  /// Whether a part of it is not shown either.
  boolean isPrivate() {
    return kind == Kind.ACCOUNT || kind == Kind.SECRET;
  }

  String words() {
    return words;
  }
}
