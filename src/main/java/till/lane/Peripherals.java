package till.lane;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.drawer.CashDrawer;
import till.device.lights.LaneLight;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentTerminal;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.ServiceRequest;
import till.device.printer.Printer;
import till.device.scale.Article;
import till.device.scale.Scale;
import till.device.scale.Weighing;
import till.device.scanner.Scanner;
import till.sale.PaymentAttempt;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.Transaction;

/// The devices a lane acts through. What is not configured is absent, and does nothing. Who opened
/// them closes them.
///
/// Only the lane's thread acts through it; the drivers answer into the lane's mailbox.
public record Peripherals(
    Optional<Printer> printer,
    Optional<CashDrawer> drawer,
    Optional<PaymentTerminal> terminal,
    Optional<LaneLight> light,
    List<Scanner> scanners,
    Optional<CustomerDisplay> display,
    Optional<Scale> scale,
    Optional<FiscalDesk> fiscal) {

  private static final Logger log = LoggerFactory.getLogger(Peripherals.class);

  public Peripherals {
    scanners = List.copyOf(scanners);
  }

  /// No devices, to add some `with`.
  public static Peripherals none() {
    return new Peripherals(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Peripherals with(Printer added) {
    return new Peripherals(
        Optional.of(added), drawer, terminal, light, scanners, display, scale, fiscal);
  }

  public Peripherals with(PaymentTerminal added) {
    return new Peripherals(
        printer, drawer, Optional.of(added), light, scanners, display, scale, fiscal);
  }

  public Peripherals with(CustomerDisplay added) {
    return new Peripherals(
        printer, drawer, terminal, light, scanners, Optional.of(added), scale, fiscal);
  }

  public Peripherals with(List<Scanner> added) {
    return new Peripherals(printer, drawer, terminal, light, added, display, scale, fiscal);
  }

  public Peripherals with(Scale added) {
    return new Peripherals(
        printer, drawer, terminal, light, scanners, display, Optional.of(added), fiscal);
  }

  public Peripherals with(FiscalDesk added) {
    return new Peripherals(
        printer, drawer, terminal, light, scanners, display, scale, Optional.of(added));
  }

  void requestPayment(PaymentAttempt attempt) {
    terminal.orElseThrow(() -> missing(attempt)).perform(request(attempt));
  }

  /// Asks what became of an attempt. Without a terminal it stays unknown, for a person to resolve.
  void queryPayment(PaymentAttempt attempt) {
    terminal.ifPresentOrElse(
        there -> there.query(request(attempt)),
        () ->
            log.error(
                "payment {} is open, but no payment terminal is configured to ask",
                attempt.attemptId()));
  }

  /// Asks the terminal to let go of an attempt, whose answer says what came of it.
  void abortPayment(String attemptId) {
    terminal.ifPresent(there -> there.abort(attemptId));
  }

  /// A person has resolved an attempt.
  void forgetPayment(String attemptId) {
    terminal.ifPresent(there -> there.resolved(attemptId));
  }

  /// Asks the terminal to close its day.
  void reconcile(String serviceId) {
    terminal.ifPresent(there -> there.reconcile(serviceId));
  }

  /// Has the terminal look at itself.
  void diagnose() {
    terminal.ifPresent(PaymentTerminal::diagnose);
  }

  private static ServiceRequest request(PaymentAttempt attempt) {
    String id = attempt.attemptId();
    long minor = attempt.amount().minor();
    String currency = attempt.amount().currency().getCurrencyCode();
    return switch (attempt.purpose()) {
      case PAYMENT -> new PaymentRequest(id, minor, currency);
      case REFUND -> new RefundRequest(id, minor, currency);
      case REVERSAL ->
          new ReversalRequest(id, minor, currency, attempt.receiptNumber().orElseThrow());
    };
  }

  private static IllegalStateException missing(PaymentAttempt attempt) {
    return new IllegalStateException("payment " + attempt.attemptId() + " without a terminal");
  }

  /// The fiscal provider hears of a sale that begins.
  void begun(String transactionId) {
    fiscal.ifPresent(desk -> desk.begin(transactionId));
  }

  /// The fiscal provider is asked for its word on a sale that is paid.
  void fiscalise(FiscalProvider.Sale sale) {
    fiscal
        .orElseThrow(() ->
            new IllegalStateException(
                "sale " + sale.transactionId() + " without its fiscal provider"))
        .finish(sale);
  }

  /// What is on the scale at this moment, and whether anybody knows.
  Optional<Weighing> weighing() {
    return scale.map(Scale::newest);
  }

  void openDrawer() {
    drawer.ifPresent(CashDrawer::open);
  }

  /// Tells a scanner what became of its label.
  void answer(String scanner, boolean taken) {
    for (Scanner each : scanners) {
      if (each.name().equals(scanner)) {
        if (taken) {
          each.goodRead();
        } else {
          each.badRead();
        }
      }
    }
  }

  /// A sale was completed, as the view that is shown next tells.
  void completed(Transaction.Retail sale) {
    display.ifPresent(there -> there.completed(sale));
  }

  /// Shows the lane's state from afar, the customer what was entered, and the scanners whether it
  /// takes labels.
  ///
  /// @param signal what the light shows instead, while it is checked
  void show(LaneView view, Optional<LaneLight.Signal> signal) {
    light.ifPresent(lamp -> lamp.show(signal.orElseGet(() -> signal(view))));
    display.ifPresent(there -> there.show(view));
    scale.ifPresent(there -> there.show(article(view)));
    scanners.forEach(scanner -> scanner.enable(takesLabels(view)));
  }

  /// What a scale that shows prices is told of what waits for it; nothing, where it could not show
  /// it.
  private static Optional<Article> article(LaneView view) {
    return view.transaction()
        .flatMap(RetailTransaction::unweighed)
        .flatMap(
            what -> Article.of(what.item().unitPrice().minor(), what.tare(), what.description()));
  }

  /// Whether a label may become a line now.
  static boolean takesLabels(LaneView view) {
    return switch (view.state()) {
      case READY -> !view.prompt().equals("closed");
      case IN_TRANSACTION ->
          view.transaction()
              .map(RetailTransaction::status)
              .filter(SaleStatus.ENTERING::equals)
              .isPresent();
      case OUT_OF_SERVICE, CLOSED, PAUSED -> false;
    };
  }

  /// What the light says. What may wait until the total, and what is only to be read, calls nobody;
  /// what is badly wrong shows whether anybody is served or not.
  static LaneLight.Signal signal(LaneView view) {
    if (has(view, ProblemView.Level.CRITICAL)) {
      return LaneLight.Signal.FAULT;
    }
    return switch (view.state()) {
      case READY, IN_TRANSACTION ->
          needsAssistance(view) ? LaneLight.Signal.ASSISTANCE : LaneLight.Signal.READY;
      case OUT_OF_SERVICE -> LaneLight.Signal.FAULT;
      case CLOSED, PAUSED -> LaneLight.Signal.CLOSED;
    };
  }

  /// What the scale says is for the customer to hear.
  private static boolean needsAssistance(LaneView view) {
    return has(view, ProblemView.Level.BLOCKING)
        || view.devices().stream().anyMatch(device -> device.state().equals("bad"));
  }

  private static boolean has(LaneView view, ProblemView.Level level) {
    return view.problems().stream().anyMatch(problem -> problem.level() == level);
  }
}
