package till;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import till.cli.ExitCode;
import till.config.TerminalConfig;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.contact.Contact;
import till.device.display.LineDisplay;
import till.device.drawer.CashDrawer;
import till.device.lights.LaneLight;
import till.device.msr.MagneticStripeReader;
import till.device.nfc.NfcReader;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.device.payment.PracticeTerminal;
import till.device.payment.zvt.ZvtTerminal;
import till.device.printer.Printer;
import till.device.scale.Scale;
import till.device.scale.ScaleSettings;
import till.device.scanner.Scanner;
import till.device.wiegand.WiegandReader;
import till.lane.CustomerDisplay;
import till.lane.DisplayLayout;
import till.lane.LaneEvent;
import till.lane.Peripherals;
import till.lane.TerminalReports;

/// The devices of one configuration: starts the drivers of those that it names, which report into
/// the lane's mailbox.
final class Devices {

  private final TerminalConfig config;
  private final Board board;
  private final Credentials credentials;
  private final Consumer<LaneEvent> mailbox;
  private final boolean isTraining;
  private final Parts parts;

  /// @param mailbox the lane's
  /// @param isTraining whether somebody practises: no money moves
  /// @param parts closes them
  Devices(
      TerminalConfig config,
      Board board,
      Credentials credentials,
      Consumer<LaneEvent> mailbox,
      boolean isTraining,
      Parts parts) {
    this.config = config;
    this.board = board;
    this.credentials = credentials;
    this.mailbox = mailbox;
    this.isTraining = isTraining;
    this.parts = parts;
  }

  /// Readers and scanners come last, so that they are closed first and nothing new comes in.
  Peripherals start() {
    Optional<LaneLight> light =
        config
            .lights()
            .map(settings ->
                parts.add(LaneLight.start(settings, board.ports(), this::tell, board.clock())));
    Optional<Printer> printer =
        config
            .printer()
            .map(settings ->
                parts.add(
                    Printer.start(
                        settings,
                        board.ports(),
                        progress -> mailbox.accept(new LaneEvent.PrintMoved(progress)),
                        this::tell,
                        board.clock())));
    Optional<CashDrawer> drawer =
        config
            .drawer()
            .map(settings ->
                parts.add(
                    CashDrawer.start(
                        settings,
                        printer,
                        board.ports(),
                        state -> mailbox.accept(new LaneEvent.DrawerMoved(state)),
                        this::tell,
                        board.clock())));
    Optional<CustomerDisplay> display =
        config
            .display()
            .map(settings ->
                new CustomerDisplay(
                    parts.add(
                        LineDisplay.start(
                            settings.device(), board.ports(), this::tell, board.clock())),
                    layout(
                        new DisplayLayout(
                            settings.device().rows(),
                            settings.idle(),
                            config.terminal().languages()))));
    Optional<PaymentTerminal> payment =
        config
            .payment()
            .map(settings ->
                parts.add(
                    isTraining
                        ? PracticeTerminal.start(
                            new TerminalReports(mailbox), this::tell, board.clock())
                        : paymentTerminal(settings)));
    Optional<Scale> scale = config.scale().map(settings -> parts.add(scale(settings)));
    contacts();
    cardReaders();
    List<Scanner> scanners =
        config.scanners().stream()
            .map(settings ->
                parts.add(
                    Scanner.start(
                        settings,
                        board.ports(),
                        scan -> mailbox.accept(new LaneEvent.Scanned(scan)),
                        this::tell,
                        board.clock())))
            .toList();
    // while somebody practises the drawer is looked at, and stays shut
    return new Peripherals(
        printer,
        drawer.filter(_ -> !isTraining),
        payment,
        light,
        scanners,
        display,
        scale,
        Optional.empty());
  }

  private void tell(DeviceStatus change) {
    mailbox.accept(new LaneEvent.DeviceChanged(change));
  }

  private DisplayLayout layout(DisplayLayout layout) {
    return isTraining ? layout.forTraining() : layout;
  }

  private void contacts() {
    config
        .helpButton()
        .ifPresent(settings ->
            parts.add(
                Contact.start(
                    settings,
                    board.ports(),
                    pressed -> {
                      if (pressed) {
                        mailbox.accept(new LaneEvent.AssistanceCalled());
                      }
                    },
                    this::tell,
                    board.clock())));
    config
        .tamperSwitch()
        .ifPresent(settings ->
            parts.add(
                Contact.start(
                    settings,
                    board.ports(),
                    open -> mailbox.accept(new LaneEvent.CaseMoved(open)),
                    this::tell,
                    board.clock())));
  }

  private void cardReaders() {
    Consumer<CardRead> reads = card -> mailbox.accept(new LaneEvent.CardSeen(card));
    config
        .msr()
        .ifPresent(settings ->
            parts.add(
                MagneticStripeReader.start(
                    settings, board.ports(), reads, this::tell, board.clock())));
    config
        .nfc()
        .ifPresent(settings ->
            parts.add(NfcReader.start(settings, board.ports(), reads, this::tell, board.clock())));
    config
        .wiegand()
        .ifPresent(settings ->
            parts.add(
                WiegandReader.start(settings, board.ports(), reads, this::tell, board.clock())));
  }

  private PaymentTerminal paymentTerminal(PaymentSettings settings) {
    try {
      return ZvtTerminal.start(
          settings,
          settings.passwordFile().map(credentials::read).orElse(ZvtTerminal.PASSWORD_AS_DELIVERED),
          board.ports(),
          config.stateDirectory(),
          new TerminalReports(mailbox),
          this::tell,
          board.clock());
    } catch (IllegalArgumentException e) {
      throw new StartException(ExitCode.CONFIGURATION, "[payment]: " + e.getMessage());
    }
  }

  private Scale scale(ScaleSettings settings) {
    try {
      return Scale.start(
          settings,
          settings.polynomialFile().map(credentials::read),
          board.ports(),
          weighing -> mailbox.accept(new LaneEvent.Weighed(weighing)),
          this::tell,
          board.clock());
    } catch (IllegalArgumentException e) {
      throw new StartException(ExitCode.CONFIGURATION, "[scale]: " + e.getMessage());
    }
  }
}
