package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.Approval;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.device.payment.Reconciliation;
import till.device.payment.ServiceRequest;
import till.device.payment.zvt.Conversation.Ending;
import till.device.payment.zvt.Conversation.Verdict;
import till.device.payment.zvt.Conversation.Witness;
import till.port.PortException;

/// One connection to a terminal: what can be asked of it, and what its answers mean. Used by one
/// thread.
final class ZvtSession {

  /// Codes of a terminal that does not understand a registration with all that is offered in it.
  private static final int PROTOCOL_ERROR = 0x9A;

  /// Bits of field 19 at the end of a registration: what the terminal wants first.
  private static final int WANTS_INITIALISATION = 0x01;

  private static final int WANTS_DIAGNOSIS = 0x02;

  private static final Witness NOBODY = _ -> Verdict.KEPT;

  private static final Logger log = LoggerFactory.getLogger(ZvtSession.class);

  private final Conversation conversation;
  private final byte[] password;
  private final PaymentSettings settings;
  private final PaymentTiming timing;
  private boolean knowsDataObjects;
  private String terminalId = "";
  private String software = "";

  ZvtSession(ApduLink link, byte[] password, PaymentSettings settings) {
    this.timing = settings.timing();
    this.conversation = new Conversation(link, timing);
    this.password = password.clone();
    this.settings = settings;
  }

  /// Whether the terminal can be asked for a payment.
  ///
  /// @param code the terminal's own; 0 when it is ready or did not say
  /// @param reason why not; empty when it is ready
  record Readiness(boolean ready, int code, String reason) {

    static final Readiness READY = new Readiness(true, 0, "");

    static Readiness not(int code, String reason) {
      return new Readiness(false, code, reason);
    }

    boolean busy() {
      return code == ZvtText.WAIT;
    }

    /// Whether it wants something that it can be given once it is ours (`register`).
    boolean wants() {
      return code == ZvtText.INITIALISATION_NEEDED || code == ZvtText.DIAGNOSIS_NEEDED;
    }

    static Readiness not(int code) {
      return not(code, ZvtText.result(code));
    }
  }

  /// Receipt texts that came with the current command so far.
  ReceiptTexts receipts() {
    return conversation.receipts();
  }

  /// How are you (05 01)? A terminal that does not know the question is taken to be ready.
  Readiness enquire() throws PortException, InterruptedException {
    ApduWriter question =
        conversation.ids().isAgreed()
            ? ZvtCommand.statusEnquiry(password)
            : ZvtCommand.statusEnquiry();
    return switch (command(question)) {
      case Ending.Completed completed -> {
        byte[] data = completed.completion().data();
        software = version(data);
        int status = terminalStatus(data);
        yield ZvtText.isReady(status)
            ? Readiness.READY
            : Readiness.not(status, ZvtText.status(status));
      }
      case Ending.Aborted aborted -> Readiness.not(aborted.code());
      case Ending.Refused refused ->
          refused.code() == ZvtText.NOT_POSSIBLE ? Readiness.READY : Readiness.not(refused.code());
    };
  }

  /// The completion of 05 01 begins with the software's version, as LLLVAR, unless it is left out.
  static int terminalStatus(byte[] data) {
    int at =
        Fields.variable(data, 0, 3)
            .map(version -> version.headerBytes() + version.length())
            .orElse(0);
    return at < data.length ? data[at] & 0xFF : 0;
  }

  private static String version(byte[] data) {
    return Fields.variable(data, 0, 3)
        .filter(extent -> extent.headerBytes() + extent.length() <= data.length)
        .map(extent -> {
          int start = extent.headerBytes();
          byte[] text = Arrays.copyOfRange(data, start, start + extent.length());
          return new String(text, ISO_8859_1).replaceAll("\\p{Cntrl}", "").strip();
        })
        .orElse("");
  }

  /// Makes the terminal ours (06 00), and gives it what it wants first.
  Readiness register() throws PortException, InterruptedException {
    Ending ending =
        command(ZvtCommand.registration(password, settings.currency(), settings.receipts()));
    if (isNotUnderstood(ending)) {
      ending = command(ZvtCommand.plainRegistration(password, settings.receipts()));
    }
    return switch (ending) {
      case Ending.Completed completed -> registered(completed.completion());
      case Ending.Aborted aborted -> unregistered(aborted.code());
      case Ending.Refused refused -> unregistered(refused.code());
    };
  }

  private static boolean isNotUnderstood(Ending ending) {
    return switch (ending) {
      case Ending.Completed _ -> false;
      case Ending.Aborted aborted -> isNotUnderstood(aborted.code());
      case Ending.Refused refused -> isNotUnderstood(refused.code());
    };
  }

  private static boolean isNotUnderstood(int code) {
    return code == ZvtText.NOT_POSSIBLE || code == PROTOCOL_ERROR;
  }

  private Readiness registered(Apdu completion) throws PortException, InterruptedException {
    conversation.ids().registered(completion);
    Fields fields = Fields.read(completion.data(), 0);
    knowsDataObjects = fields.bytes(Fields.TLV).isPresent();
    terminalId = fields.digits(Fields.TERMINAL_ID);
    int wishes = fields.octet(Fields.STATUS).orElse(0);
    if ((wishes & WANTS_INITIALISATION) != 0) {
      return granted("initialised", ZvtCommand.initialisation(password));
    }
    if ((wishes & WANTS_DIAGNOSIS) != 0) {
      return granted("diagnosed", ZvtCommand.diagnosis());
    }
    return Readiness.READY;
  }

  private Readiness granted(String what, ApduWriter command)
      throws PortException, InterruptedException {
    if (!settings.initialise()) {
      return Readiness.not(0, "the terminal has to be " + what + ": do so in its menu");
    }
    log.info("the payment terminal wants to be {}, and is", what);
    return switch (conversation.run(command, NOBODY, timing.payment())) {
      case Ending.Completed _ -> Readiness.READY;
      case Ending.Aborted aborted -> ungranted(what, aborted.code());
      case Ending.Refused refused -> ungranted(what, refused.code());
    };
  }

  private static Readiness ungranted(String what, int code) {
    return Readiness.not(
        code, "the terminal could not be " + what + ", try its menu: " + ZvtText.result(code));
  }

  private static Readiness unregistered(int code) {
    return Readiness.not(
        code,
        code == ZvtText.WAIT
            ? ZvtText.result(code)
            : String.format("the terminal does not register us (%02X): check the password", code));
  }

  /// What did you book last (06 20)? It is not printed.
  LastBooking lastBooking() throws PortException, InterruptedException {
    return lastBooking(ZvtCommand.repeatReceipt(password));
  }

  /// The terminal's last booking with its receipt texts, where the terminal makes the receipts and
  /// still has them.
  Approval withReceipts(Approval last) throws PortException, InterruptedException {
    if (settings.receipts() == PaymentSettings.Receipts.OWN) {
      return last;
    }
    LastBooking repeated = lastBooking(ZvtCommand.repeatReceiptWithTexts(password));
    boolean isSame =
        repeated instanceof LastBooking.Booked booked
            && booked.status().number().receipt().equals(last.receiptNumber());
    return isSame ? last.withReceipts(receipts().customer(), receipts().merchant()) : last;
  }

  private LastBooking lastBooking(ApduWriter question) throws PortException, InterruptedException {
    StatusInformation[] told = new StatusInformation[1];
    Witness witness =
        status -> {
          told[0] = status;
          return Verdict.KEPT;
        };
    return switch (registered(conversation.run(question, witness, timing.command()))) {
      case Ending.Completed _ ->
          told[0] == null
              ? new LastBooking.Untold(false, "the terminal repeats receipts on paper only")
              : new LastBooking.Booked(told[0]);
      case Ending.Aborted aborted ->
          aborted.code() == ZvtText.NOT_POSSIBLE
              ? new LastBooking.Nothing()
              : LastBooking.Untold.of(aborted.code());
      case Ending.Refused refused -> LastBooking.Untold.of(refused.code());
    };
  }

  /// A terminal that was switched off and on does not know us any more, and on a serial line
  /// nothing else shows that.
  ///
  /// @throws PortException when it does not: a new connection begins with a registration
  private static Ending registered(Ending ending) throws PortException {
    if (ending instanceof Ending.Refused(int code) && code == ZvtText.NOT_REGISTERED) {
      throw new PortException("the payment terminal has started anew: " + ZvtText.result(code));
    }
    return ending;
  }

  /// Moves money (06 01, 06 30, 06 31). Once this is called nobody knows what happened until it
  /// returns.
  ///
  /// @param lastReceipt the one we know of as the terminal's last, four digits; empty when there is
  ///   none. Only terminals that have shown that they read data objects are told
  Ending perform(ServiceRequest request, String lastReceipt, Witness witness)
      throws PortException, InterruptedException {
    ApduWriter command = ZvtCommand.moving(request, password);
    if (knowsDataObjects) {
      command = ZvtCommand.withLastReceipt(command, lastReceipt);
    }
    return conversation.run(command, witness, timing.payment());
  }

  /// Closes the terminal's day (06 50).
  ///
  /// @param progress is told the codes of what it is busy with
  Reconciliation endOfDay(String serviceId, IntConsumer progress)
      throws PortException, InterruptedException {
    var day = new EndOfDay(progress);
    Ending ending =
        registered(conversation.run(ZvtCommand.endOfDay(password), day, timing.payment()));
    return day.ended(serviceId, ending, receipts().all());
  }

  /// Asks the terminal how it is and has it look at itself and its lines (05 01, 06 70).
  Diagnosis diagnose() throws PortException, InterruptedException {
    Readiness readiness = enquire();
    if (!readiness.ready()) {
      return new Diagnosis(false, terminalId, software, readiness.reason(), Optional.empty());
    }
    Ending ending = registered(conversation.run(ZvtCommand.diagnosis(), NOBODY, timing.payment()));
    String state =
        switch (ending) {
          case Ending.Completed _ -> "ready";
          case Ending.Aborted aborted -> "the diagnosis failed: " + ZvtText.result(aborted.code());
          case Ending.Refused refused ->
              refused.code() == ZvtText.NOT_POSSIBLE
                  ? "ready; it has no diagnosis"
                  : "no diagnosis: " + ZvtText.result(refused.code());
        };
    boolean ready = state.startsWith("ready");
    return new Diagnosis(ready, terminalId, software, state, receipts().all());
  }

  /// Says goodbye (06 02), so that the terminal may go about its own affairs.
  void logOff() throws PortException {
    conversation.tell(ZvtCommand.logOff());
  }

  /// See `Conversation.abandon`.
  void abandon() {
    conversation.abandon();
  }

  /// See `Conversation.idle`.
  void idle(Duration time) throws PortException {
    conversation.idle(time);
  }

  private Ending command(ApduWriter command) throws PortException, InterruptedException {
    return conversation.run(command, NOBODY, timing.command());
  }
}
