package till.simulator;

import till.simulator.SimulatedPaymentTerminal.Kind;

/// What the register has asked for.
record ZvtPayment(Kind kind, long amountMinor, String currency) {

  static final ZvtPayment NONE = new ZvtPayment(Kind.PAYMENT, 0, "");

  static ZvtPayment read(Kind kind, ZvtFields fields) {
    return new ZvtPayment(kind, fields.amount(), fields.currency());
  }

  @Override
  public String toString() {
    return amount(currency, amountMinor);
  }

  static String amount(String currency, long minor) {
    return String.format("%s %d.%02d", currency, minor / 100, minor % 100);
  }
}
