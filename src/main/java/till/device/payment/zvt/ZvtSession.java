package till.device.payment.zvt;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.PaymentRequest;
import till.port.PortException;

/// One connection to a terminal: commands and their answers, one after the other.
///
/// The register is master until the terminal has accepted a command, then the terminal is, until it
/// says completion or abort; whatever it sends meanwhile is answered at once, but for the approval,
/// which is answered when `Witness` says so. A terminal that is silent for too long counts as lost:
/// only a new connection brings both sides back into step (PA00P016: close the socket).
///
/// Used by one thread.
final class ZvtSession {

  /// A terminal's wish for more time (04 FF) is granted up to this.
  private static final int SILENCE_MINUTES_MAX = 10;

  private static final Logger log = LoggerFactory.getLogger(ZvtSession.class);

  private final ApduLink link;
  private final byte[] password;
  private final ZvtTiming timing;
  private ReceiptTexts receipts = new ReceiptTexts();
  private boolean toldOfReceipts;

  ZvtSession(ApduLink link, byte[] password, ZvtTiming timing) {
    this.link = link;
    this.password = password.clone();
    this.timing = timing;
  }

  /// Is shown each status information before it is acknowledged.
  interface Witness {

    /// Returns when it may be acknowledged.
    ///
    /// @throws PortException when it must not be; the connection is given up
    void see(StatusInformation status) throws PortException, InterruptedException;
  }

  /// How a command ended.
  sealed interface Ending {

    /// 06 0F.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Completed(byte[] data) implements Ending {}

    /// 06 1E after the command was accepted.
    record Aborted(int code) implements Ending {}

    /// 84 xx: not even begun.
    record Refused(int code) implements Ending {}
  }

  /// Whether the terminal can be asked for a payment.
  ///
  /// @param reason why not; empty when it is ready
  record Readiness(boolean ready, boolean busy, String reason) {

    static final Readiness READY = new Readiness(true, false, "");

    static Readiness not(int code, String reason) {
      return new Readiness(false, code == ZvtText.WAIT, reason);
    }
  }

  /// Receipt texts that came with the current command so far.
  ReceiptTexts receipts() {
    return receipts;
  }

  /// How are you (05 01)? A terminal that does not know the question is taken to be ready.
  Readiness enquire() throws PortException, InterruptedException {
    return switch (command(ZvtCommand.statusEnquiry(), status -> {})) {
      case Ending.Completed completed -> {
        int status = terminalStatus(completed.data());
        yield ZvtText.isReady(status)
            ? Readiness.READY
            : Readiness.not(status, ZvtText.status(status));
      }
      case Ending.Aborted aborted -> Readiness.not(aborted.code(), ZvtText.result(aborted.code()));
      case Ending.Refused refused ->
          refused.code() == ZvtText.NOT_POSSIBLE
              ? Readiness.READY
              : Readiness.not(refused.code(), ZvtText.result(refused.code()));
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

  /// Makes the terminal ours (06 00).
  Readiness register() throws PortException, InterruptedException {
    return switch (command(ZvtCommand.registration(password), status -> {})) {
      case Ending.Completed completed -> registered(completed.data());
      case Ending.Aborted aborted -> unregistered(aborted.code());
      case Ending.Refused refused -> unregistered(refused.code());
    };
  }

  private static Readiness registered(byte[] data) {
    int wishes = Fields.read(data, 0).octet(Fields.STATUS).orElse(0);
    if ((wishes & 0x01) != 0) {
      return Readiness.not(0, "the terminal has to be initialised: do so in its menu");
    }
    if ((wishes & 0x02) != 0) {
      return Readiness.not(0, "the terminal wants a diagnosis: start it in its menu");
    }
    return Readiness.READY;
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
    StatusInformation[] told = new StatusInformation[1];
    Ending ending = command(ZvtCommand.repeatReceipt(password), status -> told[0] = status);
    return switch (ending) {
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

  /// Asks for money (06 01). Once this is called nobody knows what happened until it returns.
  Ending authorise(PaymentRequest request, Witness witness)
      throws PortException, InterruptedException {
    return run(ZvtCommand.authorisation(request), witness, timing.payment());
  }

  /// Closes the connection so that nothing of what was sent arrives later: a command that waited in
  /// the network must not start a payment that has been found not to exist.
  void abandon() {
    link.abort();
  }

  private Ending command(Apdu command, Witness witness) throws PortException, InterruptedException {
    return run(command, witness, timing.command());
  }

  private Ending run(Apdu command, Witness witness, Duration longest)
      throws PortException, InterruptedException {
    receipts = new ReceiptTexts();
    long end = System.nanoTime() + longest.toNanos();
    link.send(command);
    Optional<Integer> refusal = awaitAcknowledgement(command);
    if (refusal.isPresent()) {
      return new Ending.Refused(refusal.get());
    }
    Duration silence = timing.silence();
    while (true) {
      long left = end - System.nanoTime();
      Apdu apdu = receive(command, Math.min(silence.toNanos(), left));
      switch (apdu.control()) {
        case ZvtCommand.INTERMEDIATE_STATUS -> {
          silence = silence(apdu.data()).orElse(silence);
          link.send(ZvtCommand.acknowledge());
        }
        case ZvtCommand.STATUS_INFORMATION -> {
          witness.see(StatusInformation.read(apdu.data()));
          link.send(ZvtCommand.acknowledge());
        }
        case ZvtCommand.PRINT_LINE, ZvtCommand.PRINT_BLOCK -> {
          keep(apdu);
          link.send(ZvtCommand.acknowledge());
        }
        case ZvtCommand.COMPLETION -> {
          link.send(ZvtCommand.acknowledge());
          return new Ending.Completed(apdu.data());
        }
        case ZvtCommand.ABORT -> {
          link.send(ZvtCommand.acknowledge());
          return new Ending.Aborted(apdu.data().length > 0 ? apdu.data()[0] & 0xFF : 0);
        }
        default -> link.send(ZvtCommand.notSupported());
      }
    }
  }

  /// Why the terminal does not begin; empty when it does.
  private Optional<Integer> awaitAcknowledgement(Apdu command) throws PortException {
    Apdu answer = receive(command, timing.acknowledgement().toNanos());
    if (answer.control() == ZvtCommand.POSITIVE) {
      return Optional.empty();
    }
    if (answer.dataClass() != ZvtCommand.NEGATIVE_CLASS) {
      throw new PortException(
          "the payment terminal answered " + answer + " to " + command + ": out of step");
    }
    return Optional.of(answer.instruction()).filter(code -> code != 0);
  }

  /// The second byte of 04 FF, when it is there, is a new T4 in minutes.
  private static Optional<Duration> silence(byte[] data) {
    if (data.length < 2 || (data[1] == Fields.TLV && data.length > 2)) {
      return Optional.empty();
    }
    int minutes = 10 * (data[1] >> 4 & 0x0F) + (data[1] & 0x0F);
    return minutes == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMinutes(Math.min(minutes, SILENCE_MINUTES_MAX)));
  }

  private void keep(Apdu print) {
    receipts.add(print);
    if (!toldOfReceipts) {
      toldOfReceipts = true;
      log.warn(
          "the payment terminal sends receipt texts that were not asked for; what comes after an"
              + " approval is not kept");
    }
  }

  /// Waits this long on an idle connection: notices a terminal that hangs up, and answers one that
  /// speaks unasked.
  void idle(int millis) throws PortException {
    Optional<Apdu> unasked = link.receive(Duration.ofMillis(millis));
    while (unasked.isPresent()) {
      link.send(ZvtCommand.notSupported());
      unasked = link.receive(Duration.ZERO);
    }
  }

  private Apdu receive(Apdu command, long nanos) throws PortException {
    return link.receive(Duration.ofNanos(nanos))
        .orElseThrow(() ->
            new PortException(
                "the payment terminal did not answer "
                    + command
                    + " in time: check that it is switched on and idle"));
  }
}
