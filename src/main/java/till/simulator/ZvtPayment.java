package till.simulator;

import java.util.Currency;
import java.util.HexFormat;

/// A payment that the register has asked for.
record ZvtPayment(long amountMinor, String currency) {

  /// From the data of 06 01: the amount, and the currency unless it is the euro.
  static ZvtPayment read(byte[] data) {
    long amount = 0;
    String currency = "EUR";
    int at = 0;
    while (at < data.length) {
      int name = data[at++];
      if (name == 0x04 && at + 6 <= data.length) {
        amount = digits(data, at, 6);
        at += 6;
      } else if (name == 0x49 && at + 2 <= data.length) {
        currency = currency((int) digits(data, at, 2));
        at += 2;
      } else {
        break;
      }
    }
    return new ZvtPayment(amount, currency);
  }

  private static long digits(byte[] data, int at, int bytes) {
    return Long.parseLong(HexFormat.of().formatHex(data, at, at + bytes));
  }

  private static String currency(int number) {
    return Currency.getAvailableCurrencies().stream()
        .filter(currency -> currency.getNumericCode() == number)
        .findFirst()
        .map(Currency::getCurrencyCode)
        .orElse("EUR");
  }

  @Override
  public String toString() {
    return String.format("%s %d.%02d", currency, amountMinor / 100, amountMinor % 100);
  }
}
