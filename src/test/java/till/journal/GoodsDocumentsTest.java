package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.sale.Goods;
import till.sale.Input;
import till.sale.Money;
import till.sale.Till;

/// One document for each kind of goods, and for what can be done to them.
final class GoodsDocumentsTest {

  private static final Head BEFORE =
      new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32));

  /// What was sold.
  enum Sold {
    /// By the scale in a bag, and as somebody has keyed it.
    WEIGHED,
    /// Two of 16 years, seen to at once, and one of 18 that was refused.
    AGE_APPROVED,
    /// A new price, a discount on a line, and one on all.
    DISCOUNTED,
    /// Bottles, and one of them taken back.
    DEPOSIT,
    /// Two coupons, of which one was refused, and a basket that somebody has looked into.
    COUPON;

    String file() {
      return "sale-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-1.json";
    }

    Till till() {
      Till till = Till.open();
      switch (this) {
        case WEIGHED -> {
          till.does(Till.enter(Goods.APPLES)).does(Goods.weighing("0.250"));
          till.does("17", Goods.keyed(Goods.CHEESE, "0.510"));
        }
        case AGE_APPROVED -> {
          till.does(Goods.scanned(Goods.BEER, 6)).does(Goods.scanned(Goods.BEER));
          till.does("17", Goods.approves(till.sale().openProblems().getFirst()));
          till.does(Goods.scanned(Goods.BRANDY));
          till.does("17", Goods.refuses(till.sale().openProblems().getFirst()));
        }
        case DISCOUNTED -> {
          till.sells("pen", 199).sells("book", 1_000).does(Goods.scanned(Goods.JUICE, 2));
          till.does("17", Goods.cuts(2, Goods.price(900)));
          till.does("17", Goods.cuts(2, Goods.percent("10")));
          till.does("17", Goods.cuts(Goods.amount(100)));
        }
        case DEPOSIT -> {
          till.does(Goods.scanned(Goods.JUICE, 6)).does(Goods.scanned(Goods.JUICE));
          till.does(new Input.VoidLine(3));
        }
        case COUPON -> {
          till.sells("pen", 199).does(Goods.scanned(Goods.JUICE, 2));
          till.does(new Input.EnterCoupon("9900000001230", new Money(100, Till.EUR)));
          till.does(new Input.EnterCoupon("9900000001247", new Money(50, Till.EUR)));
          till.does("17", Goods.approves(till.sale().openProblems().getFirst()));
          till.does("17", Goods.refuses(till.sale().openProblems().getFirst()));
          till.does("17", new Input.CheckBasket());
          till.does("17", Goods.approves(till.sale().openProblems().getFirst()));
        }
      }
      return till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    }
  }

  private final PosLog posLog = new PosLog();

  @ParameterizedTest
  @EnumSource
  void aSaleIsWrittenAsItAlwaysWasReadsAndAddsUp(Sold sold) {
    byte[] golden = Golden.bytes(sold.file());
    byte[] written =
        posLog.write(
            JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), sold.till().lastTransaction());
    assertEquals(text(golden), text(written) + "\n");
    Document read = posLog.read(golden);
    byte[] again =
        posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), read.transaction());
    assertEquals(text(golden), text(again) + "\n");
    var totals = new TotalsCheck();
    totals.begin();
    assertEquals(List.of(), totals.add(read));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
