package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.display.DisplayRow;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Money;
import till.sale.Till;

/// What a customer reads.
final class DisplayLayoutTest {

  private static final DisplayRow TOTAL_OF_TWO = new DisplayRow("TOTAL EUR", "3.48");

  private final DisplayLayout layout =
      new DisplayLayout(2, List.of("Welcome", "to Acme"), List.of("en"));

  @TempDir private Path folder;

  @Test
  void theNewestLineStandsOverTheTotal() {
    try (Counter counter = new Counter(folder).start()) {
      LaneView one = counter.scans("4006381333931");
      assertEquals(
          List.of(new DisplayRow("Pen", "1.99"), new DisplayRow("TOTAL EUR", "1.99")),
          layout.page(one));
      LaneView two = counter.scans("4311501620175");
      assertEquals(List.of(new DisplayRow("Milk", "1.49"), TOTAL_OF_TWO), layout.page(two));

      assertEquals(
          List.of(
              new DisplayRow("Pen", "1.99"),
              new DisplayRow("Milk", "1.49"),
              DisplayRow.BLANK,
              TOTAL_OF_TWO),
          new DisplayLayout(4, List.of(), List.of("en")).page(two));
      assertEquals(List.of(TOTAL_OF_TWO), new DisplayLayout(1, List.of(), List.of("en")).page(two));
    }
  }

  @Test
  void aVoidedLineIsNotShownAndAQuantityIs() {
    try (Counter counter = new Counter(folder).start()) {
      counter.asks(
          Counter.command("three", new Request.EnterItem("4311501620175", new BigDecimal("3"))));
      counter.scans("4006381333931");
      LaneView voided = counter.does(new Input.VoidLine(2)).view();

      assertEquals(
          List.of(new DisplayRow("3x Milk", "4.47"), new DisplayRow("TOTAL EUR", "4.47")),
          layout.page(voided));
      assertEquals(
          List.of(DisplayRow.BLANK, new DisplayRow("SUMME EUR", "0,00")),
          new DisplayLayout(2, List.of(), List.of("fr", "de"))
              .page(counter.does(new Input.VoidLine(1)).view()));
    }
  }

  @Test
  void whatIsLeftToPayStandsUnderTheTotal() {
    try (Counter counter = new Counter(folder).start()) {
      counter.scans("4006381333931", "4311501620175");
      LaneView total = counter.does(new Input.TakeTotal()).view();
      assertEquals(List.of(TOTAL_OF_TWO), layout.page(total));

      LaneView paidInPart =
          counter.does(new Input.TenderCash(Optional.of(new Money(100, Till.EUR)))).view();
      assertEquals(
          List.of(TOTAL_OF_TWO, new DisplayRow("To pay", "2.48")), layout.page(paidInPart));
    }
  }

  @Test
  void aLaneWithoutACustomerShowsItsWordsAndAClosedOneSaysSo() {
    assertEquals(
        List.of(DisplayRow.of("Welcome"), DisplayRow.of("to Acme")),
        layout.page(view(LaneState.READY)));
    for (LaneState shut : List.of(LaneState.CLOSED, LaneState.PAUSED, LaneState.OUT_OF_SERVICE)) {
      assertEquals(List.of(DisplayRow.of("Lane closed")), layout.page(view(shut)));
    }
  }

  @Test
  void whereSomebodyPractisesEveryPageSaysSo() {
    DisplayLayout training =
        new DisplayLayout(2, List.of("Willkommen"), List.of("de")).forTraining();
    List<DisplayRow> banner = List.of(DisplayRow.of("TRAINING"), DisplayRow.of("Kein Beleg"));
    assertEquals(banner, training.idle());
    assertEquals(banner, training.page(view(LaneState.READY)));
    assertEquals(
        List.of(DisplayRow.of("TRAINING"), DisplayRow.of("Kasse geschlossen")),
        training.page(view(LaneState.PAUSED)));
    assertEquals(
        banner.subList(0, 1), new DisplayLayout(1, List.of(), List.of("de")).forTraining().idle());
    try (Counter counter = new Counter(folder).start()) {
      LaneView one = counter.scans("4006381333931");
      assertEquals(
          List.of(new DisplayRow("Pen", "1,99"), new DisplayRow("TRAINING EUR", "1,99")),
          training.page(one));
    }
  }

  private static LaneView view(LaneState state) {
    return new LaneView(
        state,
        1,
        Till.EUR,
        Optional.of(Till.DAY),
        Optional.empty(),
        "scan",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        CustomerView.of(List.of("en")),
        List.of(),
        false,
        Optional.empty());
  }
}
