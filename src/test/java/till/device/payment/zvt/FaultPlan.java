package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import till.device.payment.PaymentSettings.Receipts;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.ZvtSettings.Generation;

/// What is asked of a terminal in one run, of what kind it is, and what goes wrong meanwhile.
///
/// @param fault of the terminal itself, at the money command
/// @param mishaps on the wire, by the index of a message since the money command
record FaultPlan(
    Asked asked,
    Wire wire,
    Generation generation,
    Receipts receipts,
    boolean numbered,
    Customer customer,
    Store store,
    Fault fault,
    List<Mishap> mishaps) {

  enum Asked {
    PAYMENT,
    REFUND,
    REVERSAL
  }

  enum Wire {
    TCP,
    /// By an adapter: when the other end leaves, the line is lost.
    SERIAL,
    /// By bare wires, on which nobody sees that.
    LOOSE
  }

  enum Customer {
    GOOD,
    SIGNS,
    PARTLY,
    DECLINED,
    CANCELS
  }

  /// When an approval is on disk.
  enum Store {
    AT_ONCE,
    /// The terminal has to be asked for patience meanwhile.
    LATE,
    NEVER,
    /// At once, and said twice.
    TWICE
  }

  enum What {
    CUT,
    DROP,
    /// Within all limits.
    DELAY,
    /// Beyond all of them.
    DELAY_LONG,
    DUPLICATE,
    CORRUPT,
    /// The terminal's power goes, and comes back.
    POWER_OFF,
    /// The register's program is gone with all it had in memory, and is started again.
    KILL
  }

  record Mishap(long index, What what) {

    @Override
    public String toString() {
      return what + "@" + index;
    }
  }

  private static final int MISHAPS_MAX = 4;

  /// Where the last message of the longest conversation with its recovery is about.
  private static final int INDEX_MAX = 60;

  /// Faults of a terminal that leave a run short.
  private static final List<Fault> FAULTS =
      List.of(
          Fault.BUSY,
          Fault.SILENT,
          Fault.SILENT_AFTER_BOOKING,
          Fault.DROP_BEFORE_BOOKING,
          Fault.DROP_AFTER_BOOKING,
          Fault.DROP_AFTER_APPROVAL,
          Fault.DROP_BEFORE_COMPLETION,
          Fault.LOST_COMPLETION,
          Fault.LEAVE_ALONE);

  /// A good card and nothing wrong.
  static FaultPlan of(
      Asked asked, Wire wire, Generation generation, Receipts receipts, boolean numbered) {
    return new FaultPlan(
        asked,
        wire,
        generation,
        receipts,
        numbered,
        Customer.GOOD,
        Store.AT_ONCE,
        Fault.NONE,
        List.of());
  }

  FaultPlan with(List<Mishap> other) {
    return new FaultPlan(
        asked, wire, generation, receipts, numbered, customer, store, fault, other);
  }

  FaultPlan with(Fault other) {
    return new FaultPlan(
        asked, wire, generation, receipts, numbered, customer, store, other, mishaps);
  }

  /// The same for the same seed.
  static FaultPlan random(long seed) {
    var chance = new Random(seed);
    var mishaps = new ArrayList<Mishap>();
    int count = chance.nextInt(MISHAPS_MAX + 1);
    for (int i = 0; i < count; i++) {
      mishaps.add(new Mishap(chance.nextInt(INDEX_MAX), one(chance, What.values())));
    }
    return new FaultPlan(
        one(chance, Asked.values()),
        one(chance, Wire.values()),
        one(chance, Generation.values()),
        one(chance, Receipts.values()),
        chance.nextBoolean(),
        chance.nextInt(3) == 0 ? one(chance, Customer.values()) : Customer.GOOD,
        chance.nextInt(3) == 0 ? one(chance, Store.values()) : Store.AT_ONCE,
        chance.nextInt(4) == 0 ? FAULTS.get(chance.nextInt(FAULTS.size())) : Fault.NONE,
        List.copyOf(mishaps));
  }

  private static <T> T one(Random chance, T[] of) {
    return of[chance.nextInt(of.length)];
  }
}
