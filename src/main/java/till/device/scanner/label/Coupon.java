package till.device.scanner.label;

import java.util.Optional;

/// The inside of a North American coupon: AI 8110 (NACC guideline) and AI 8112 (positive offer
/// file). Fields follow one another; most begin with a digit that says how long they are.
final class Coupon {

  /// Added to the length digit of a company prefix and of a serial number.
  private static final int OFFSET = 6;

  private static final String NO_PREFIX = "9";

  /// The first field that is not what it must be, by its name.
  private static final class BadFieldException extends Exception {

    private static final long serialVersionUID = 1;

    BadFieldException(String field) {
      super(field, null, false, false);
    }
  }

  private final String text;
  private int at;

  private Coupon(String text) {
    this.text = text;
  }

  /// What is wrong with the value of an AI 8110.
  static Optional<String> faultOfCode(String text) {
    return fault(new Coupon(text), Coupon::code);
  }

  /// What is wrong with the value of an AI 8112.
  static Optional<String> faultOfOffer(String text) {
    return fault(new Coupon(text), Coupon::offer);
  }

  private interface Reading {
    void read(Coupon coupon) throws BadFieldException;
  }

  private static Optional<String> fault(Coupon coupon, Reading reading) {
    try {
      if (!Ascii.isDigits(coupon.text)) {
        throw new BadFieldException("character");
      }
      reading.read(coupon);
      return Optional.empty();
    } catch (BadFieldException e) {
      return Optional.of("is a coupon without a proper " + e.getMessage());
    }
  }

  private void code() throws BadFieldException {
    counted("company prefix", "0123456", OFFSET);
    take("offer code", 6);
    counted("save value", "12345", 0);
    purchase("1st purchase");
    String expires = "";
    if (comes('1')) {
      one("additional purchase rule", "0123");
      purchase("2nd purchase");
      prefix("2nd purchase company prefix");
    }
    if (comes('2')) {
      purchase("3rd purchase");
      prefix("3rd purchase company prefix");
    }
    if (comes('3')) {
      expires = date("expiration date");
    }
    if (comes('4')) {
      String starts = date("start date");
      if (!expires.isEmpty() && expires.compareTo(starts) < 0) {
        throw new BadFieldException("start date: it is after the expiration");
      }
    }
    if (comes('5')) {
      counted("serial number", "0123456789", OFFSET);
    }
    if (comes('6')) {
      counted("retailer company prefix", "1234567", OFFSET);
    }
    if (comes('9')) {
      one("save value code", "01256");
      one("item that the save value applies to", "012");
      one("store coupon flag", "0123456789");
      one("multiply flag", "01");
    }
    end();
  }

  private void offer() throws BadFieldException {
    one("format code", "01");
    counted("funder", "0123456", OFFSET);
    take("offer code", 6);
    counted("serial number", "0123456789", OFFSET);
    end();
  }

  private void purchase(String field) throws BadFieldException {
    counted(field + " requirement", "12345", 0);
    one(field + " requirement code", "012349");
    take(field + " family code", 3);
  }

  private void prefix(String field) throws BadFieldException {
    if (!one(field, "0123456" + NO_PREFIX).equals(NO_PREFIX)) {
      take(field, text.charAt(at - 1) - '0' + OFFSET);
    }
  }

  private String date(String field) throws BadFieldException {
    String date = take(field, 6);
    if (!ValueRules.isDate(date)) {
      throw new BadFieldException(field);
    }
    return date;
  }

  private boolean comes(char field) {
    boolean comes = at < text.length() && text.charAt(at) == field;
    if (comes) {
      at++;
    }
    return comes;
  }

  private void counted(String field, String lengths, int offset) throws BadFieldException {
    take(field, one(field, lengths).charAt(0) - '0' + offset);
  }

  private String one(String field, String allowed) throws BadFieldException {
    String digit = take(field, 1);
    if (!allowed.contains(digit)) {
      throw new BadFieldException(field);
    }
    return digit;
  }

  private String take(String field, int length) throws BadFieldException {
    if (text.length() - at < length) {
      throw new BadFieldException(field);
    }
    at += length;
    return text.substring(at - length, at);
  }

  private void end() throws BadFieldException {
    if (at < text.length()) {
      throw new BadFieldException("end");
    }
  }
}
