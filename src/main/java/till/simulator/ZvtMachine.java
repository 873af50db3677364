package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import till.simulator.SimulatedPaymentTerminal.State;

/// One life of the simulated terminal, from power on to power off: takes commands and obeys them.
/// Its thread only.
final class ZvtMachine {

  static final int LOOK_MILLIS = 20;

  // result codes
  static final int NOT_REGISTERED = 0x6B;
  static final int NOT_POSSIBLE = 0x83;
  static final int BUSY = 0x9C;
  private static final int INITIALISATION_NEEDED = 0x51;
  private static final int DIAGNOSIS_NEEDED = 0xC2;
  private static final int PRINTER_NOT_READY = 0xCC;

  private static final int PASSWORD_BYTES = 3;

  /// The list of commands that a register offers to take, and the one for whole receipts.
  private static final int TAG_PERMITTED = 0x26;

  private static final byte[] BLOCKS = {0x06, (byte) 0xD3};

  private final ZvtFront front;
  private final ZvtWire wire;
  private final ZvtSettings settings;
  private final Supplier<ZvtSettings.Generation> generation;
  private final ZvtBooks books;
  private final ZvtPower power;
  private final byte[] password;
  private final ZvtRegister register;
  private final ZvtTransaction transaction;
  private final ZvtAdministration administration;

  ZvtMachine(
      ZvtFront front,
      ZvtWire wire,
      ZvtSettings settings,
      Supplier<ZvtSettings.Generation> generation,
      ZvtBooks books,
      ZvtPower power,
      InstantSource clock) {
    this.front = front;
    this.wire = wire;
    this.settings = settings;
    this.generation = generation;
    this.books = books;
    this.power = power;
    this.password = HexFormat.of().parseHex(settings.password());
    this.register = new ZvtRegister(wire, power, settings);
    var printing = new ZvtPrinting(front, register);
    this.transaction =
        new ZvtTransaction(front, register, wire, printing, books, power, settings, generation);
    this.administration =
        new ZvtAdministration(front, register, printing, books, transaction, clock);
  }

  /// Until the power goes.
  void live() throws ZvtPower.Gone {
    if (generation.get() == ZvtSettings.Generation.OLD) {
      books.takeBackUnacknowledged();
    }
    showIdle();
    while (true) {
      power.check();
      try {
        if (wire.awaitRegister(LOOK_MILLIS)) {
          serve();
        }
        transaction.goOnAlone();
      } catch (ZvtPower.Gone e) {
        throw e;
      } catch (IOException _) {
        power.check();
        fallBack();
      }
    }
  }

  private void serve() throws IOException {
    while (true) {
      power.check();
      Optional<ZvtMessage> command = register.command(LOOK_MILLIS);
      transaction.goOnAlone();
      front.clearResult();
      if (command.isPresent()) {
        obey(command.get());
      }
    }
  }

  /// The register is lost, or does not answer.
  private void fallBack() {
    if (wire.giveUp()) {
      register.forget();
    }
    if (generation.get() == ZvtSettings.Generation.OLD) {
      books.takeBackUnacknowledged();
    }
    if (!transaction.isLeftAlone()) {
      showIdle();
    }
  }

  private void showIdle() {
    if (register.isRegistered()) {
      front.show(State.REGISTERED, "Ready");
    } else {
      front.show(State.IDLE, "Welcome");
    }
  }

  private void obey(ZvtMessage command) throws IOException {
    switch (command.control()) {
      case 0x0501 -> enquire();
      case 0x0600 -> register(command);
      case 0x0602 -> {
        register.accept();
        register.forget();
        showIdle();
      }
      case 0x0618 -> {
        register.accept();
        register.forget();
        throw new IOException("reset by the register");
      }
      case 0x06B0 -> register.accept();
      case 0x0601 -> {
        if (isOurs() && isReady()) {
          transaction.authorise(fields(command));
        }
      }
      case 0x0631 -> {
        if (isOurs() && knowsPassword(command) && isReady()) {
          transaction.refund(fields(command));
        }
      }
      case 0x0630 -> {
        if (isOurs() && knowsPassword(command)) {
          transaction.reverse(fields(command));
        }
      }
      case 0x0620 -> {
        if (isOurs() && knowsPassword(command)) {
          administration.repeat(fields(command));
        }
      }
      case 0x0650 -> {
        if (isOurs() && knowsPassword(command)) {
          administration.endDay();
        }
      }
      case 0x0610 -> {
        if (isOurs() && knowsPassword(command)) {
          administration.tellTotals();
        }
      }
      case 0x0670 -> {
        if (isOurs()) {
          administration.diagnose();
        }
      }
      case 0x0693 -> {
        if (isOurs() && knowsPassword(command)) {
          administration.initialise();
        }
      }
      default -> register.refuse(NOT_POSSIBLE);
    }
  }

  private static ZvtFields fields(ZvtMessage command) {
    return ZvtFields.read(command.body(), ZvtRegister.passwordBytes(command));
  }

  private int status() {
    if (transaction.isLeftAlone() || front.isServed()) {
      return BUSY;
    }
    if (front.wantsInitialisation()) {
      return INITIALISATION_NEEDED;
    }
    if (front.wantsDiagnosis()) {
      return DIAGNOSIS_NEEDED;
    }
    return lacksPrinter() ? PRINTER_NOT_READY : 0;
  }

  private boolean lacksPrinter() {
    return front.isPrinterless() && register.isRegistered() && !register.printsPayments();
  }

  private void enquire() throws IOException {
    register.accept();
    byte[] version = "SIM 1.0".getBytes(US_ASCII);
    register.deliver(
        new ZvtMessage.Writer()
            .octets(0xF0, 0xF0, 0xF0 | version.length)
            .raw(version)
            .octets(status())
            .as(0x060F));
  }

  /// Whether this register may command, now.
  private boolean isOurs() throws IOException {
    if (!register.isRegistered()) {
      register.refuse(NOT_REGISTERED);
      return false;
    }
    if (transaction.isLeftAlone() || front.isServed()) {
      register.refuse(BUSY);
      return false;
    }
    return true;
  }

  /// Whether it can do anything with cards.
  private boolean isReady() throws IOException {
    int status = status();
    if (status != 0) {
      register.refuse(status);
    }
    return status == 0;
  }

  private boolean knowsPassword(ZvtMessage command) throws IOException {
    byte[] said = command.body();
    boolean knows =
        said.length >= PASSWORD_BYTES
            && Arrays.equals(said, 0, PASSWORD_BYTES, password, 0, PASSWORD_BYTES);
    if (!knows) {
      register.refuse(NOT_POSSIBLE);
    }
    return knows;
  }

  private void register(ZvtMessage command) throws IOException {
    register.forget();
    if (transaction.isLeftAlone() || front.isServed()) {
      register.refuse(BUSY);
      return;
    }
    if (!knowsPassword(command)) {
      return;
    }
    register.accept();
    byte[] body = command.body();
    ZvtFields fields = ZvtFields.read(body, registrationFields(body));
    boolean blocks = offersBlocks(fields) && !front.printsByLine();
    boolean numbers =
        settings.numbersMessages() && fields.object(ZvtFields.TAG_MESSAGE_NUMBER).isPresent();
    register.configure(body.length > PASSWORD_BYTES ? body[PASSWORD_BYTES] & 0xFF : 0, blocks);
    front.show(State.REGISTERED, "Ready");
    var objects = new ZvtMessage.Writer();
    if (blocks) {
      objects.object(
          TAG_PERMITTED, new ZvtMessage.Writer().object(ZvtFields.TAG_COMMANDS, BLOCKS).bytes());
    }
    if (numbers) {
      objects.object(ZvtFields.TAG_MESSAGE_NUMBER, new byte[3]);
    }
    register.deliver(
        new ZvtMessage.Writer()
            .octets(0x19, wishes())
            .digits(0x29, SimulatedPaymentTerminal.TERMINAL_ID)
            .digits(0x49, "0978")
            .container(objects)
            .as(0x060F));
    if (numbers) {
      register.number();
    }
  }

  /// Behind password, configuration and a currency, which has no name.
  private static int registrationFields(byte[] body) {
    int at = PASSWORD_BYTES + 1;
    boolean currency = body.length >= at + 2 && body[at] != ZvtFields.SERVICE && body[at] != 0x06;
    return Math.min(currency ? at + 2 : at, body.length);
  }

  private static boolean offersBlocks(ZvtFields fields) {
    byte[] commands = fields.object(ZvtFields.TAG_COMMANDS).orElse(new byte[0]);
    for (int i = 0; i + 1 < commands.length; i += 2) {
      if (Arrays.equals(commands, i, i + 2, BLOCKS, 0, 2)) {
        return true;
      }
    }
    return false;
  }

  private int wishes() {
    return (front.wantsInitialisation() ? 1 : 0) | (front.wantsDiagnosis() ? 2 : 0);
  }
}
