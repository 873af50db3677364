package till.demo;

import java.util.List;
import java.util.stream.Stream;
import till.simulator.PrintedReceipt;
import till.simulator.PrinterCondition;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;

/// What the simulator page shows, at one moment. Its fields are the JSON.
record SimulatorView(
    ScannerView scanner,
    ScaleView scale,
    TerminalView terminal,
    PrinterView printer,
    LightView light,
    boolean caseOpen,
    NetworkView network,
    FleetView fleet,
    List<CutView> powerCuts) {

  SimulatorView {
    powerCuts = List.copyOf(powerCuts);
  }

  /// More pieces of paper than anybody scrolls through.
  private static final int PAPERS_MAX = 20;

  record ScannerView(boolean plugged) {}

  /// @param weight shown, in kilograms with three decimals
  /// @param moving it has not come to rest
  /// @param over more lies on it than it can weigh
  /// @param shaken somebody leans on it
  record ScaleView(boolean plugged, String weight, boolean moving, boolean over, boolean shaken) {

    static ScaleView of(Devices devices) {
      SimulatedScale.View shown = devices.scale().view();
      return new ScaleView(
          devices.isPlugged(Devices.Wired.SCALE),
          shown.weight().toPlainString(),
          shown.moving(),
          shown.over(),
          devices.isShaken());
    }
  }

  /// The way to the fleet.
  ///
  /// @param broker whether the cable to the broker is plugged in
  /// @param collector whether the collector runs
  record NetworkView(boolean broker, boolean collector) {}

  /// @param on whether it has power
  /// @param plugged whether its cable is in the terminal
  /// @param silent whether it hears and says nothing
  /// @param busy whether it has something else to do
  /// @param display its lines
  /// @param asking it waits for a card
  /// @param fault what will be special about the next payment
  /// @param bookings the newest first
  record TerminalView(
      boolean on,
      boolean plugged,
      boolean silent,
      boolean busy,
      List<String> display,
      boolean asking,
      String fault,
      List<BookingView> bookings) {

    TerminalView {
      display = List.copyOf(display);
      bookings = List.copyOf(bookings);
    }

    static TerminalView of(Devices devices) {
      SimulatedPaymentTerminal terminal = devices.terminal();
      SimulatedPaymentTerminal.View view = terminal.view();
      return new TerminalView(
          terminal.isOn(),
          devices.isPlugged(Devices.Wired.PAYMENT),
          terminal.isSilent(),
          terminal.isServed(),
          view.display().lines().toList(),
          view.state() == SimulatedPaymentTerminal.State.WAITING_FOR_CARD,
          terminal.scripted().name(),
          view.bookings().stream().map(BookingView::of).toList());
    }
  }

  /// A line of the payment terminal's books.
  ///
  /// @param amount what was booked, in minor units
  record BookingView(String receipt, String kind, long amount, String currency, String standing) {

    static BookingView of(SimulatedPaymentTerminal.Booking booking) {
      return new BookingView(
          booking.receiptNumber(),
          booking.kind().name(),
          booking.approvedMinor(),
          booking.currency(),
          booking.standing().name());
    }
  }

  /// @param on whether it has power
  /// @param plugged whether its cable is in the terminal
  /// @param nearEnd the roll is thin, or out
  /// @param slow it prints slower than a real one, for people who watch
  /// @param papers numbers of the receipts, the newest last
  record PrinterView(
      boolean on,
      boolean plugged,
      boolean paperOut,
      boolean nearEnd,
      boolean coverOpen,
      boolean drawerOpen,
      boolean slow,
      List<Integer> papers) {

    PrinterView {
      papers = List.copyOf(papers);
    }

    static PrinterView of(Devices devices) {
      SimulatedPrinter printer = devices.printer();
      PrinterCondition now = printer.condition();
      return new PrinterView(
          printer.isOn(),
          devices.isPlugged(Devices.Wired.PRINTER),
          now.paperOut(),
          now.paperNearEnd(),
          now.coverOpen(),
          now.drawerOpen(),
          printer.speed() < 1,
          SimulatorView.papers(devices));
    }
  }

  record LightView(boolean green, boolean yellow, boolean red) {}

  /// @param revision of the newest pushed configuration; 0 when there is none
  /// @param status what the terminal said of it
  record FleetView(long revision, String status) {}

  static SimulatorView of(Devices devices, Network network, FleetDesk desk, PowerCuts cuts) {
    return new SimulatorView(
        new ScannerView(devices.isPlugged(Devices.Wired.SCANNER)),
        ScaleView.of(devices),
        TerminalView.of(devices),
        PrinterView.of(devices),
        new LightView(devices.isGreen(), devices.isYellow(), devices.isRed()),
        devices.isCaseOpen(),
        new NetworkView(network.cable().isPlugged(), network.isCollecting()),
        desk.reported()
            .map(news -> new FleetView(news.revision(), news.status()))
            .orElse(new FleetView(0, "")),
        cuts.views());
  }

  private static List<Integer> papers(Devices devices) {
    List<PrintedReceipt> receipts = devices.printer().receipts();
    Stream<PrintedReceipt> newest =
        receipts.stream().skip(Math.max(0, receipts.size() - PAPERS_MAX));
    return newest.map(PrintedReceipt::number).toList();
  }
}
