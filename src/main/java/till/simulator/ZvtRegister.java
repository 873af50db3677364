package till.simulator;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The register at the other end of the wire: what it has registered for, its commands, and what is
/// delivered to it. The terminal's thread only.
final class ZvtRegister {

  // bits of a registration
  private static final int REGISTERED = 0x100;
  private static final int PRINTS_PAYMENTS = 0x02;
  private static final int PRINTS_ADMINISTRATION = 0x04;
  private static final int WANTS_INTERMEDIATE_STATUS = 0x08;
  private static final int WANTS_RECEIPT_TEXTS = 0x80;

  private static final int ABORT = 0x06B0;
  private static final int NUMBERS_MAX = 999_999;
  private static final int STRAYS_MAX = 100;
  private static final int NOT_NUMBERED = -1;

  private final ZvtWire wire;
  private final ZvtPower power;
  private final ZvtSettings settings;

  private int configuration;
  private boolean takesBlocks;
  private int number = NOT_NUMBERED;
  private byte[] command = {};
  private boolean abortable;
  private boolean aborted;
  private Optional<ZvtMessage> noted = Optional.empty();

  ZvtRegister(ZvtWire wire, ZvtPower power, ZvtSettings settings) {
    this.wire = wire;
    this.power = power;
    this.settings = settings;
  }

  /// The register does not answer in time.
  static final class Unanswered extends IOException {

    private static final long serialVersionUID = 1;

    Unanswered() {
      super("the register does not answer");
    }
  }

  void forget() {
    configuration = 0;
    takesBlocks = false;
    number = NOT_NUMBERED;
    command = new byte[0];
    abortable = false;
  }

  /// @param bits the byte that says what it wants
  /// @param blocks whether it takes receipts whole
  void configure(int bits, boolean blocks) {
    configuration = REGISTERED | bits;
    takesBlocks = blocks;
  }

  /// From now on messages are numbered; the register's next one says where to start.
  void number() {
    number = 0;
  }

  boolean isRegistered() {
    return configuration != 0;
  }

  boolean takesBlocks() {
    return takesBlocks;
  }

  boolean printsPayments() {
    return (configuration & PRINTS_PAYMENTS) != 0;
  }

  boolean printsAdministration() {
    return (configuration & PRINTS_ADMINISTRATION) != 0;
  }

  boolean takesReceiptTexts() {
    return (configuration & WANTS_RECEIPT_TEXTS) != 0;
  }

  /// The next command, when it comes in time.
  Optional<ZvtMessage> command(int millis) throws IOException {
    Optional<byte[]> bytes = wire.receive(millis);
    Optional<ZvtMessage> message = bytes.flatMap(ZvtMessage::decode);
    if (message.isEmpty() || message.get().isAnswer()) {
      return Optional.empty();
    }
    command = bytes.orElseThrow();
    aborted = false;
    abortable = false;
    takeNumber(message.get());
    return message;
  }

  private void takeNumber(ZvtMessage message) {
    if (number != NOT_NUMBERED) {
      number(message).ifPresent(said -> number = said);
    }
  }

  private static Optional<Integer> number(ZvtMessage message) {
    // the container is the last field, behind what only some commands have
    int at = message.control() == 0x0600 ? 4 : message.isAnswer() ? 0 : passwordBytes(message);
    return ZvtFields.read(message.body(), Math.min(at, message.body().length))
        .object(ZvtFields.TAG_MESSAGE_NUMBER)
        .map(HexFormat.of()::formatHex)
        .filter(digits -> digits.matches("[0-9]{6}"))
        .map(Integer::parseInt);
  }

  /// How many bytes of a password such a command begins with.
  static int passwordBytes(ZvtMessage message) {
    return switch (message.control()) {
      case 0x0501 -> message.body().length < 3 ? 0 : message.body()[0] == 0x06 ? 0 : 3;
      case 0x0600, 0x0610, 0x0620, 0x0630, 0x0631, 0x0650, 0x0693 -> 3;
      default -> 0;
    };
  }

  void accept() throws IOException {
    wire.send(numbered(ZvtMessage.of(0x8000), number).encode());
  }

  void refuse(int code) throws IOException {
    wire.send(numbered(ZvtMessage.of(0x8400 | code), number).encode());
  }

  private static ZvtMessage numbered(ZvtMessage message, int number) {
    return number == NOT_NUMBERED
        ? message
        : message.with(
            ZvtFields.TAG_MESSAGE_NUMBER,
            new ZvtMessage.Writer().bcd(String.format("%06d", number)).bytes());
  }

  /// Whether the customer's turn may be ended by the register from now on.
  void mayAbort(boolean may) {
    abortable = may;
  }

  /// Whether it has.
  boolean hasAborted() {
    return aborted;
  }

  /// Hears what comes while the terminal works.
  void listen(int millis) throws IOException {
    wire.receive(millis).ifPresent(this::note);
    answerNoted();
  }

  private void note(byte[] bytes) {
    noted =
        Arrays.equals(bytes, command)
            ? Optional.empty()
            : ZvtMessage.decode(bytes).filter(message -> !message.isAnswer());
  }

  /// The terminal is master: it takes nothing but the wish to stop, and no command twice.
  private void answerNoted() throws IOException {
    Optional<ZvtMessage> message = noted;
    noted = Optional.empty();
    if (message.isEmpty()) {
      return;
    }
    takeNumber(message.get());
    if (message.get().control() != ABORT) {
      refuse(ZvtMachine.BUSY);
    } else if (abortable) {
      accept();
      aborted = true;
    } else {
      refuse(ZvtMachine.NOT_POSSIBLE);
    }
  }

  /// Sends without waiting for an answer.
  void send(ZvtMessage message) throws IOException {
    if (number != NOT_NUMBERED) {
      number = number % NUMBERS_MAX + 1;
    }
    wire.send(numbered(message, number).encode());
  }

  /// Sends, and waits for the register's answer.
  ///
  /// @throws Unanswered when it does not come in time
  ZvtMessage deliver(ZvtMessage message) throws IOException {
    clearStrays();
    send(message);
    long end = System.nanoTime() + settings.timing().answer().toNanos();
    while (System.nanoTime() - end < 0) {
      power.check();
      Optional<byte[]> bytes = wire.receive(ZvtMachine.LOOK_MILLIS);
      Optional<ZvtMessage> answer = bytes.flatMap(ZvtMessage::decode).filter(ZvtMessage::isAnswer);
      if (answer.isPresent() && isOfThis(answer.get())) {
        return answer.get();
      }
      if (answer.isEmpty()) {
        bytes.ifPresent(this::note);
        answerNoted();
      }
    }
    throw new Unanswered();
  }

  /// What was left over answers nothing that is sent now.
  private void clearStrays() throws IOException {
    for (int i = 0; i < STRAYS_MAX; i++) {
      Optional<byte[]> stray = wire.receive(1);
      if (stray.isEmpty()) {
        return;
      }
      note(stray.get());
      answerNoted();
    }
  }

  private boolean isOfThis(ZvtMessage answer) {
    return number == NOT_NUMBERED || number(answer).map(said -> said == number).orElse(true);
  }

  /// What the terminal is doing, where the register wants to know.
  void tell(int intermediateStatus) throws IOException {
    if ((configuration & WANTS_INTERMEDIATE_STATUS) != 0) {
      deliver(ZvtMessage.of(0x04FF, intermediateStatus));
    }
  }
}
