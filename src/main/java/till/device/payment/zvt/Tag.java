package till.device.payment.zvt;

import java.util.Arrays;

/// What data objects in field 06 hold, for one who looks at a message: those that a shop meets.
enum Tag {
  TEXT_LINE(0x07, Kind.TEXT, "text line"),
  LINES_TO_FEED(0x09, Kind.BYTES, "lines to feed"),
  COMMAND(0x0A, Kind.BYTES, "command"),
  LINE_WIDTH(0x12, Kind.BYTES, "line width"),
  CHARACTER_SET(0x14, Kind.BYTES, "character set"),
  DISPLAY_TEXTS(0x24, Kind.BYTES, "display texts"),
  PRINT_TEXTS(0x25, Kind.BYTES, "print texts"),
  COMMANDS(0x26, Kind.BYTES, "commands"),
  RECEIPT_DATA(0x2F, Kind.BYTES, "receipt data"),
  APPLICATION_ID(0x43, Kind.BYTES, "application id"),
  APPLICATION_NAME(0x44, Kind.TEXT, "application name"),
  PRINT_CUSTOMER(0x46, Kind.TEXT, "card data for the customer's receipt"),
  PRINT_MERCHANT(0x47, Kind.TEXT, "card data for the merchant's receipt"),
  CARD_UID(0x4C, Kind.BYTES, "UID of the card"),
  TRACK_1(0x56, Kind.SECRET, "track 1"),
  TRACK_2(0x57, Kind.SECRET, "track 2"),
  ACCOUNT(0x5A, Kind.SECRET, "account number"),
  APPLICATION(0x60, Kind.BYTES, "application"),
  KIND_OF_RECEIPT(0x1F07, Kind.BYTES, "kind of receipt"),
  VERIFICATION(0x1F10, Kind.BYTES, "verification of the cardholder"),
  CARD_TECHNOLOGY(0x1F12, Kind.BYTES, "technology of the card"),
  CARD_IDENTIFICATION(0x1F14, Kind.SECRET, "identification of the card"),
  ERROR_CODE(0x1F16, Kind.BYTES, "extended error code"),
  ERROR_TEXT(0x1F17, Kind.TEXT, "extended error text"),
  RECEIPT_LAST(0x1F1F, Kind.BYTES, "receipt number received last"),
  TERMINAL_ID(0x1F44, Kind.BYTES, "terminal id"),
  MESSAGE_ID(0x1F73, Kind.BYTES, "message sequence number"),
  TRACK_1_DISCRETIONARY(0x9F1F, Kind.SECRET, "track 1, discretionary data"),
  TRACK_2_DISCRETIONARY(0x9F20, Kind.SECRET, "track 2, discretionary data"),
  TRACK_2_CONTACTLESS(0x9F6B, Kind.SECRET, "track 2"),
  /// Of one maker; not in the specification.
  PASSWORD(0xFF40, Kind.SECRET, "password"),
  UNKNOWN(-1, Kind.BYTES, "");

  /// As `ZvtMessage` names them.
  static final String LINES = "25";

  static final String RECEIPT_KIND = "1F07";

  /// What a value is.
  enum Kind {
    BYTES,
    TEXT,
    SECRET
  }

  private final int code;
  private final Kind kind;
  private final String words;

  Tag(int code, Kind kind, String words) {
    this.code = code;
    this.kind = kind;
    this.words = words;
  }

  static Tag of(int code) {
    return Arrays.stream(values()).filter(tag -> tag.code == code).findFirst().orElse(UNKNOWN);
  }

  Kind kind() {
    return kind;
  }

  String words() {
    return words;
  }
}
