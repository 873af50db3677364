package till.device.payment.zvt;

/// What messages are called, for one who looks at them (PA00P015 chapter 2).
final class CommandName {

  static final int TURNOVER_TOTALS = 0x0610;
  static final int READ_CARD = 0x06C0;

  private static final String UNKNOWN = "unknown";

  private CommandName() {}

  static boolean isKnown(Apdu apdu) {
    return !of(apdu).equals(UNKNOWN);
  }

  static String of(Apdu apdu) {
    return switch (apdu.control()) {
      case 0x040C -> "file transfer";
      case ZvtCommand.STATUS_INFORMATION -> "status information";
      case ZvtCommand.INTERMEDIATE_STATUS -> "intermediate status";
      case ZvtCommand.STATUS_ENQUIRY -> "status enquiry";
      case ZvtCommand.REGISTRATION -> "registration";
      case ZvtCommand.AUTHORISATION -> "authorisation";
      case ZvtCommand.LOG_OFF -> "log-off";
      case ZvtCommand.COMPLETION -> "completion";
      case TURNOVER_TOTALS -> "turnover totals";
      case 0x0618 -> "reset terminal";
      case 0x061A -> "print system configuration";
      case ZvtCommand.ABORT -> "abort";
      case ZvtCommand.REPEAT_RECEIPT -> "repeat receipt";
      case 0x0622 -> "reservation";
      case 0x0623 -> "partial reversal";
      case 0x0625 -> "reversal of a reservation";
      case ZvtCommand.REVERSAL -> "reversal";
      case ZvtCommand.REFUND -> "refund";
      case ZvtCommand.END_OF_DAY -> "end of day";
      case ZvtCommand.DIAGNOSIS -> "diagnosis";
      case ZvtCommand.INITIALISATION -> "initialisation";
      case ZvtCommand.ABORT_BY_REGISTER -> "abort by the register";
      case READ_CARD -> "read card";
      case ZvtCommand.PRINT_LINE -> "print line";
      case ZvtCommand.PRINT_BLOCK -> "print text block";
      case 0x06E0 -> "display text";
      case ZvtCommand.POSITIVE -> "positive acknowledgement";
      default ->
          apdu.dataClass() == ZvtCommand.NEGATIVE_CLASS ? "negative acknowledgement" : UNKNOWN;
    };
  }
}
