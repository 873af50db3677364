package till.demo;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import till.simulator.PrintedReceipt;
import till.simulator.PrinterCondition;
import till.simulator.SimulatedPaymentTerminal;

/// What the simulator page shows, at one moment. Its fields are the JSON.
record SimulatorView(
    ScannerView scanner,
    TerminalView terminal,
    PrinterView printer,
    LightView light,
    boolean caseOpen,
    FleetView fleet) {

  /// More pieces of paper than anybody scrolls through.
  private static final int PAPERS_MAX = 20;

  record ScannerView(boolean plugged) {}

  /// @param on whether it has power
  /// @param silent whether it hears and says nothing
  /// @param busy whether it has something else to do
  /// @param display its lines
  /// @param asking it waits for a card
  /// @param fault what will be special about the next payment
  /// @param bookings the newest first
  record TerminalView(
      boolean on,
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

    static TerminalView of(SimulatedPaymentTerminal terminal) {
      SimulatedPaymentTerminal.View view = terminal.view();
      return new TerminalView(
          terminal.isOn(),
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

  /// @param papers numbers of the receipts, the newest last
  record PrinterView(
      boolean paperOut, boolean coverOpen, boolean drawerOpen, List<Integer> papers) {

    PrinterView {
      papers = List.copyOf(papers);
    }
  }

  record LightView(boolean green, boolean yellow, boolean red) {}

  /// @param revision of the newest pushed configuration; 0 when there is none
  /// @param status what the terminal said of it
  record FleetView(long revision, String status) {}

  static SimulatorView of(Devices devices, Optional<FleetDesk.Reported> reported) {
    PrinterCondition printer = devices.printer().condition();
    return new SimulatorView(
        new ScannerView(devices.isScannerPlugged()),
        TerminalView.of(devices.terminal()),
        new PrinterView(
            printer.paperOut(), printer.coverOpen(), printer.drawerOpen(), papers(devices)),
        new LightView(devices.isGreen(), devices.isYellow(), devices.isRed()),
        devices.isCaseOpen(),
        reported
            .map(news -> new FleetView(news.revision(), news.status()))
            .orElse(new FleetView(0, "")));
  }

  private static List<Integer> papers(Devices devices) {
    List<PrintedReceipt> receipts = devices.printer().receipts();
    Stream<PrintedReceipt> newest =
        receipts.stream().skip(Math.max(0, receipts.size() - PAPERS_MAX));
    return newest.map(PrintedReceipt::number).toList();
  }
}
