package till.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import till.config.TerminalConfig;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.contact.Contact;
import till.device.contact.ContactSettings;
import till.device.display.DisplayRow;
import till.device.display.LineDisplay;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.drawer.DrawerState;
import till.device.lights.Lamp;
import till.device.lights.LampPattern;
import till.device.lights.LaneLight;
import till.device.lights.LightsSettings;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.device.printer.EscPos;
import till.device.printer.PrintProgress;
import till.device.printer.Printer;
import till.device.printer.PrinterProfile;
import till.device.printer.PrinterSettings;
import till.device.scale.Scale;
import till.device.scale.ScaleSettings;
import till.device.scale.Weighing;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerSettings;
import till.device.scanner.label.ScanData;
import till.lane.CustomerDisplaySettings;
import till.port.Ports;

/// One device put through what it is for, by the driver that the daemon has for it. Each step is a
/// finding; the first failure is the last step.
final class DeviceCheck {

  /// How deep (UnifiedPOS CheckHealth).
  enum Level {
    /// Asks the device how it is.
    INTERNAL,
    /// Lets it do what it is for.
    EXTERNAL,
    /// And lets a person do and see something.
    INTERACTIVE
  }

  /// A printer is silent for so long before nobody knows how it is, twice over.
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

  private static final Duration PRINTS_WITHIN = Duration.ofSeconds(60);

  /// Longer than the drawer takes to say that it did not open.
  private static final Duration OPENS_WITHIN = Duration.ofSeconds(15);

  /// By then a pulse was given, or a lamp was to be seen, where nobody says so.
  private static final Duration ACTS_WITHIN = Duration.ofSeconds(2);

  /// A payment terminal that talks to its bank over a slow line.
  private static final Duration DIAGNOSES_WITHIN = Duration.ofMinutes(3);

  private static final String JOB = "device-check";

  private final TerminalConfig config;
  private final Ports ports;
  private final Level level;
  private final Duration patience;
  private final Person person;
  private final ScaleStarter scales;
  private final PaymentStarter payments;
  private final InstantSource clock;
  private final Consumer<Finding> out;
  private Finding.Level worst = Finding.Level.OK;

  /// @param patience how long to wait for a person
  DeviceCheck(
      TerminalConfig config,
      Ports ports,
      Level level,
      Duration patience,
      Person person,
      ScaleStarter scales,
      PaymentStarter payments,
      InstantSource clock,
      Consumer<Finding> out) {
    this.config = config;
    this.ports = ports;
    this.level = level;
    this.patience = patience;
    this.person = person;
    this.scales = scales;
    this.payments = payments;
    this.clock = clock;
    this.out = out;
  }

  /// Whether there is a device of this name that can be checked.
  ///
  /// @throws CommandException saying which there are
  static void requireKnown(TerminalConfig config, String name) {
    List<String> names = names(config);
    if (!names.contains(name)) {
      throw new CommandException(
          ExitCode.USAGE,
          "no device "
              + name
              + " is configured; there "
              + (names.isEmpty() ? "is none" : "is " + String.join(", ", names)));
    }
  }

  private static List<String> names(TerminalConfig config) {
    var names = new ArrayList<String>();
    config.scanners().forEach(scanner -> names.add(scanner.name()));
    config.printer().ifPresent(_ -> names.add("printer"));
    config.payment().ifPresent(_ -> names.add("payment"));
    config.drawer().ifPresent(_ -> names.add("drawer"));
    config.display().ifPresent(_ -> names.add("display"));
    config.scale().ifPresent(_ -> names.add("scale"));
    config.lights().ifPresent(_ -> names.add("lights"));
    ConfiguredPorts.contacts(config).forEach(contact -> names.add(contact.kind().device()));
    CardReader.of(config).forEach(reader -> names.add(reader.name()));
    return names;
  }

  /// Checks one device.
  ///
  /// @param name one that `requireKnown` knows
  /// @return the worst that was found
  Finding.Level run(String name) throws IOException, InterruptedException {
    switch (name) {
      case "printer" -> printer(config.printer().orElseThrow());
      case "payment" -> payment(config.payment().orElseThrow());
      case "drawer" -> drawer(config.drawer().orElseThrow());
      case "display" -> display(config.display().orElseThrow());
      case "scale" -> scale(config.scale().orElseThrow());
      case "lights" -> lights(config.lights().orElseThrow());
      case "help_button" -> contact(config.helpButton().orElseThrow());
      case "tamper_switch" -> contact(config.tamperSwitch().orElseThrow());
      case "msr", "nfc", "wiegand" -> cards(CardReader.find(config, name).orElseThrow());
      default -> scanner(scanner(name));
    }
    return worst;
  }

  private ScannerSettings scanner(String name) {
    return config.scanners().stream()
        .filter(scanner -> scanner.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void scanner(ScannerSettings settings) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var scans = new LinkedBlockingQueue<ScanData>();
    try (Scanner scanner = Scanner.start(settings, ports, scans::add, statuses::add, clock)) {
      if (!isGood(statuses, settings.port().address()) || level != Level.INTERACTIVE) {
        return;
      }
      person.please("Scan a label within " + patience.toSeconds() + " seconds.");
      scanner.trigger(true);
      ScanData scan = scans.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      scanner.trigger(false);
      if (scan == null) {
        found(
            Finding.fail(
                "scan",
                "no label came",
                "does it beep? then baud rate, framing or suffix are not the scanner's; till device"
                    + " watch shows what comes"));
      } else if (scan.error().isPresent()) {
        scanner.badRead();
        found(Finding.warn("scan", ScanText.of(scan), "is the label whole? scan another one"));
      } else {
        scanner.goodRead();
        String identified = scan.aim().isEmpty() ? ", without a symbology identifier" : "";
        found(Finding.ok("scan", ScanText.of(scan) + identified));
      }
    }
  }

  private void cards(CardReader reader) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var reads = new LinkedBlockingQueue<CardRead>();
    try (var _ = reader.start().on(ports, reads::add, statuses::add, clock)) {
      if (!isGood(statuses, reader.port().address()) || level != Level.INTERACTIVE) {
        return;
      }
      person.please(reader.please() + " within " + patience.toSeconds() + " seconds.");
      CardRead read = reads.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      found(
          read == null
              ? Finding.fail("read", "no card came", "the log says what was dropped, if anything")
              : Finding.ok("read", read.kind().name().toLowerCase(Locale.ROOT) + " " + read.id()));
    }
  }

  private void printer(PrinterSettings settings) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var progress = new LinkedBlockingQueue<PrintProgress>();
    try (Printer printer = Printer.start(settings, ports, progress::add, statuses::add, clock)) {
      if (!isGood(statuses, settings.port().address()) || level == Level.INTERNAL) {
        return;
      }
      printer.print(JOB, testReceipt(settings));
      PrintProgress last = await(progress, PrintProgress::isLast, PRINTS_WITHIN).orElse(null);
      found(
          switch (last) {
            case null ->
                Finding.fail("print", "nobody knows what became of the test receipt", "look at it");
            case PrintProgress.Confirmed _ ->
                Finding.ok("print", "a test receipt is on paper, says the printer");
            case PrintProgress.Unconfirmed _ ->
                Finding.ok("print", "a test receipt was sent: this printer cannot say more");
            case PrintProgress.Doubtful doubtful ->
                Finding.fail("print", doubtful.reason(), "look how far the test receipt has come");
            case PrintProgress.NotStarted refused -> Finding.fail("print", refused.reason(), "");
            case PrintProgress.Sent _, PrintProgress.Held _, PrintProgress.GoesOn _ ->
                throw new IllegalStateException(last + " is not the last step");
          });
    }
  }

  private byte[] testReceipt(PrinterSettings settings) {
    return new EscPos(PrinterProfile.find(settings.profile()).orElseThrow())
        .align(EscPos.Align.CENTRE)
        .line("TEST - TEST - TEST")
        .line("äöüß ÄÖÜ € éèà ñ")
        .line("tilld " + config.terminal().terminal())
        .align(EscPos.Align.LEFT)
        .rule()
        .line(settings.profile(), settings.port().address())
        .line(clock.instant().toString())
        .feed(4)
        .cut()
        .toBytes();
  }

  private void payment(PaymentSettings settings) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var diagnoses = new LinkedBlockingQueue<Diagnosis>();
    try (PaymentTerminal terminal =
        payments.start(settings, ports, config.stateDirectory(), diagnoses::add, statuses::add)) {
      if (!isGood(statuses, settings.port().address()) || level == Level.INTERNAL) {
        return;
      }
      terminal.diagnose();
      found(
          await(diagnoses, _ -> true, DIAGNOSES_WITHIN)
              .map(DeviceCheck::diagnosed)
              .orElseGet(
                  () -> Finding.fail("diagnosis", "it says nothing", "look at its display")));
    }
  }

  private static Finding diagnosed(Diagnosis diagnosis) {
    return diagnosis.ready()
        ? Finding.ok("diagnosis", diagnosis.inWords())
        : Finding.fail(
            "diagnosis", diagnosis.inWords(), "look at its display, and at its line to the bank");
  }

  private void drawer(DrawerSettings settings) throws InterruptedException {
    if (!settings.needsPrinter()) {
      drawer(settings, Optional.empty());
      return;
    }
    PrinterSettings by = config.printer().orElseThrow();
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    try (Printer printer = Printer.start(by, ports, _ -> {}, statuses::add, clock)) {
      if (isGood(statuses, "the printer at " + by.port().address())) {
        drawer(settings, Optional.of(printer));
      }
    }
  }

  private void drawer(DrawerSettings settings, Optional<Printer> printer)
      throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var states = new LinkedBlockingQueue<DrawerState>();
    try (CashDrawer drawer =
        CashDrawer.start(settings, printer, ports, states::add, statuses::add, clock)) {
      if (!isGood(statuses, "the drawer") || !isShut(settings, states)) {
        return;
      }
      if (level != Level.INTERNAL) {
        drawer.open();
        opened(settings, states, statuses);
      }
    }
  }

  /// Whether there is any use in opening it.
  private boolean isShut(DrawerSettings settings, BlockingQueue<DrawerState> states)
      throws InterruptedException {
    if (settings.sensor().isEmpty()) {
      return true;
    }
    DrawerState state = await(states, _ -> true, ANSWERS_WITHIN).orElse(DrawerState.UNKNOWN);
    boolean shut = state == DrawerState.SHUT;
    found(
        shut
            ? Finding.ok("sensor", "the drawer is shut")
            : Finding.fail(
                "sensor",
                state == DrawerState.UNKNOWN ? "the sensor says nothing" : "the drawer is open",
                "shut it; if it is shut, open_when is the other level, or the sensor's cable is"
                    + " out"));
    return shut;
  }

  private void opened(
      DrawerSettings settings,
      BlockingQueue<DrawerState> states,
      BlockingQueue<DeviceStatus> statuses)
      throws InterruptedException {
    if (settings.sensor().isEmpty()) {
      if (!isLost("open", statuses)) {
        found(
            Finding.warn(
                "open", "a pulse was given; there is no sensor to see whether it opened", "look"));
      }
      return;
    }
    DrawerState state = await(states, _ -> true, OPENS_WITHIN).orElse(DrawerState.UNKNOWN);
    if (state != DrawerState.OPEN) {
      found(
          Finding.fail(
              "open",
              "a pulse was given and the drawer did not open",
              "is it locked? are its cables in? is the pin right, the pulse long enough?"));
      return;
    }
    found(Finding.ok("open", "a pulse was given and the sensor sees the drawer open"));
    if (level == Level.INTERACTIVE) {
      shutByHand(states);
    }
  }

  private void shutByHand(BlockingQueue<DrawerState> states) throws InterruptedException {
    person.please("Shut the drawer within " + patience.toSeconds() + " seconds.");
    boolean shut = await(states, next -> next == DrawerState.SHUT, patience).isPresent();
    found(
        shut
            ? Finding.ok("shut", "the sensor sees the drawer shut")
            : Finding.fail("shut", "the sensor still sees the drawer open", "was it shut?"));
  }

  private void display(CustomerDisplaySettings settings) throws IOException, InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    try (LineDisplay display = LineDisplay.start(settings.device(), ports, statuses::add, clock)) {
      List<DisplayRow> test =
          List.of(new DisplayRow("TEST äöüß", "12,34"), new DisplayRow("tilld", "€"));
      if (level != Level.INTERNAL) {
        display.show(test);
      }
      if (!isGood(statuses, settings.device().port().address())
          || level == Level.INTERNAL
          || isLost("show", statuses)) {
        return;
      }
      if (level == Level.INTERACTIVE) {
        seen("show", "Does the display show \"TEST äöüß\" and \"12,34\"?");
      } else {
        found(Finding.ok("show", "it was sent TEST äöüß 12,34"));
      }
    }
  }

  private void scale(ScaleSettings settings) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var weighings = new LinkedBlockingQueue<Weighing>();
    try (Scale _ = scales.start(settings, ports, weighings::add, statuses::add)) {
      if (!isGood(statuses, settings.port().address()) || level == Level.INTERNAL) {
        return;
      }
      if (level == Level.INTERACTIVE) {
        person.please("Put something on the scale within " + patience.toSeconds() + " seconds.");
      }
      boolean hasPerson = level == Level.INTERACTIVE;
      Optional<Weighing> last =
          awaitLast(
              weighings,
              next ->
                  hasPerson
                      ? next instanceof Weighing.Stable
                      : !(next instanceof Weighing.Moving || next instanceof Weighing.Unknown),
              hasPerson ? patience : ANSWERS_WITHIN);
      found(weight(last, hasPerson));
    }
  }

  private static Finding weight(Optional<Weighing> last, boolean hasPerson) {
    String text = last.map(Weighing::inWords).orElse("it says nothing");
    return switch (last.orElse(null)) {
      case Weighing.Stable _ -> Finding.ok("weight", text);
      case Weighing.Zero _ ->
          hasPerson
              ? Finding.fail("weight", text, "was something put on it?")
              : Finding.ok("weight", text);
      case Weighing.Under _ -> Finding.fail("weight", text, "empty it and set it to zero");
      case Weighing.Over _ -> Finding.fail("weight", text, "take something off");
      case Weighing.Moving _ ->
          Finding.fail("weight", text, "does it stand firmly, and is there a draught?");
      case Weighing.Unknown _ -> Finding.fail("weight", text, "");
      case null -> Finding.fail("weight", text, "");
    };
  }

  private void lights(LightsSettings settings) throws IOException, InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    try (LaneLight light = LaneLight.start(settings, ports, statuses::add, clock)) {
      if (!isGood(statuses, "the light") || level == Level.INTERNAL) {
        return;
      }
      for (Lamp lamp : Lamp.values()) {
        if (settings.lamps().containsKey(lamp)) {
          lamp(light, lamp, statuses);
        }
      }
    }
  }

  private void lamp(LaneLight light, Lamp lamp, BlockingQueue<DeviceStatus> statuses)
      throws IOException, InterruptedException {
    light.show(LampPattern.steady(Set.of(lamp)));
    String colour = lamp.word();
    if (isLost(colour, statuses)) {
      return;
    }
    if (level == Level.INTERACTIVE) {
      seen(colour, "Is the " + colour + " lamp on, and no other?");
    } else {
      found(Finding.ok(colour, "it was switched on"));
    }
  }

  private void contact(ContactSettings settings) throws InterruptedException {
    var statuses = new LinkedBlockingQueue<DeviceStatus>();
    var changes = new LinkedBlockingQueue<Boolean>();
    try (var _ = Contact.start(settings, ports, changes::add, statuses::add, clock)) {
      if (!isGood(statuses, settings.line().address())) {
        return;
      }
      Boolean first = changes.poll(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      if (first == null) {
        found(Finding.fail("level", "it does not come to rest", "is it loose, or its cable?"));
        return;
      }
      found(rest(settings.kind(), first));
      if (level == Level.INTERACTIVE) {
        moved(settings.kind(), !first, changes);
      }
    }
  }

  /// How it is while nobody touches it.
  private static Finding rest(ContactSettings.Kind kind, boolean active) {
    String text = "it is " + kind.word(active);
    return active
        ? Finding.warn(
            "level",
            text,
            "if it is not, the configuration has the other level, or the cable is out")
        : Finding.ok("level", text);
  }

  private void moved(ContactSettings.Kind kind, boolean wanted, BlockingQueue<Boolean> changes)
      throws InterruptedException {
    person.please(
        switch (kind) {
              case HELP_BUTTON -> wanted ? "Press the button" : "Let the button go";
              case TAMPER_SWITCH -> wanted ? "Open the case" : "Shut the case";
            }
            + " within "
            + patience.toSeconds()
            + " seconds.");
    boolean came = await(changes, change -> change == wanted, patience).isPresent();
    found(
        came
            ? Finding.ok("change", "it is " + kind.word(wanted) + " now")
            : Finding.fail(
                "change",
                "it is still " + kind.word(!wanted),
                "is the line right? till device watch shows it"));
  }

  /// Gives the device the time to act, which nobody tells of, and its wire the time to carry what
  /// it was told. Closed at once it might never hear it.
  private boolean isLost(String check, BlockingQueue<DeviceStatus> statuses)
      throws InterruptedException {
    DeviceStatus lost = statuses.poll(ACTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    if (lost != null) {
      found(Finding.fail(check, lost.reason(), ""));
    }
    return lost != null;
  }

  private void seen(String check, String question) throws IOException {
    Optional<Boolean> answer = person.sees(question);
    found(
        answer
            .map(yes ->
                yes
                    ? Finding.ok(check, "seen")
                    : Finding.fail(check, "not seen", "is it on, are its cables in?"))
            .orElseGet(() -> Finding.warn(check, "nobody said", "look")));
  }

  /// Waits until the device says how it is.
  private boolean isGood(BlockingQueue<DeviceStatus> statuses, String what)
      throws InterruptedException {
    DeviceStatus status =
        awaitLast(statuses, told -> told.state() != DeviceStatus.State.UNKNOWN, ANSWERS_WITHIN)
            .orElse(null);
    boolean good = status != null && status.state() == DeviceStatus.State.GOOD;
    found(
        good
            ? Finding.ok("status", what + " is good")
            : Finding.fail(
                "status",
                what + ": " + (status == null ? "it says nothing" : status.reason()),
                ""));
    return good;
  }

  private void found(Finding finding) {
    if (finding.level().compareTo(worst) > 0) {
      worst = finding.level();
    }
    out.accept(finding);
  }

  /// The first that is wanted; nothing when none comes in time.
  private static <T> Optional<T> await(BlockingQueue<T> queue, Predicate<T> wanted, Duration time)
      throws InterruptedException {
    return awaitLast(queue, wanted, time).filter(wanted);
  }

  /// The first that is wanted; the last that came when none does in time.
  private static <T> Optional<T> awaitLast(
      BlockingQueue<T> queue, Predicate<T> wanted, Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    Optional<T> last = Optional.empty();
    do {
      T next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return last;
      }
      last = Optional.of(next);
    } while (!wanted.test(last.get()));
    return last;
  }
}
