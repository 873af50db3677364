package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import till.device.payment.Reconciliation;
import till.device.payment.zvt.Conversation.Ending;
import till.device.payment.zvt.Conversation.Verdict;

/// An end of day (06 50) while it runs: keeps the totals that the terminal states (field 60).
final class EndOfDay implements Conversation.Witness {

  /// The kinds of card, in the order of field 60.
  private static final List<String> CARDS =
      List.of("girocard", "JCB", "Mastercard", "American Express", "VISA", "Diners", "other");

  /// First and last receipt, two bytes each.
  private static final int HEAD_BYTES = 4;

  /// A count of one byte and a sum of six.
  private static final int TOTAL_BYTES = 7;

  private final IntConsumer screen;
  private @Nullable StatusInformation told;

  /// @param screen is told the codes of what the terminal is busy with
  EndOfDay(IntConsumer screen) {
    this.screen = screen;
  }

  @Override
  public Verdict see(StatusInformation status) {
    if (told == null || status.totals().isPresent()) {
      told = status;
    }
    return Verdict.KEPT;
  }

  @Override
  public void progress(int code) {
    screen.accept(code);
  }

  Reconciliation ended(String serviceId, Ending ending, Optional<String> report) {
    return switch (ending) {
      case Ending.Completed _ -> done(serviceId, report);
      case Ending.Aborted aborted ->
          new Reconciliation.Refused(serviceId, ZvtText.result(aborted.code()));
      case Ending.Refused refused ->
          new Reconciliation.Refused(serviceId, ZvtText.result(refused.code()));
    };
  }

  private Reconciliation done(String serviceId, Optional<String> report) {
    StatusInformation status = told == null ? StatusInformation.read(new byte[0]) : told;
    if (status.isRefused()) {
      return new Reconciliation.Refused(serviceId, ZvtText.result(status.result().orElse(0)));
    }
    byte[] totals = status.totals().orElse(new byte[0]);
    boolean hasRange = totals.length >= HEAD_BYTES;
    return new Reconciliation.Done(
        serviceId,
        status.amountMinor().orElse(0),
        totals(totals),
        hasRange ? receipt(totals, 0) : "",
        hasRange ? receipt(totals, 2) : "",
        report);
  }

  private static String receipt(byte[] totals, int at) {
    return Bcd.nibbles(Arrays.copyOfRange(totals, at, at + 2));
  }

  /// Kinds that were not used are left out.
  private static List<Reconciliation.Total> totals(byte[] field) {
    var totals = new ArrayList<Reconciliation.Total>();
    for (int i = 0; i < CARDS.size(); i++) {
      int at = HEAD_BYTES + i * TOTAL_BYTES;
      if (at + TOTAL_BYTES > field.length) {
        break;
      }
      int count = field[at] & 0xFF;
      String sum = Bcd.nibbles(Arrays.copyOfRange(field, at + 1, at + TOTAL_BYTES));
      if (count > 0 && sum.chars().allMatch(Character::isDigit)) {
        totals.add(new Reconciliation.Total(CARDS.get(i), count, Long.parseLong(sum)));
      }
    }
    return totals;
  }
}
