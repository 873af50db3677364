package till.device.payment.zvt;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.PaymentTiming;
import till.port.PortException;

/// One command and what the terminal says until it has ended, on one connection.
///
/// The register is master until the terminal has accepted a command, then the terminal is, until it
/// says completion or abort; whatever it sends meanwhile is answered at once, but for the approval,
/// which is answered when `Witness` says so. A terminal that is silent for too long counts as lost:
/// only a new connection brings both sides back into step (PA00P016: close the socket).
///
/// Used by one thread.
final class Conversation {

  /// A terminal's wish for more time (04 FF) is granted up to this.
  private static final int SILENCE_MINUTES_MAX = 10;

  /// How often a terminal that says nothing is looked past, at what we want of it.
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final ApduLink link;
  private final PaymentTiming timing;
  private final MessageIds ids = new MessageIds();
  private ReceiptTexts receipts = new ReceiptTexts();
  private Apdu lastAnswer = ZvtCommand.acknowledge().toApdu();

  /// Wishes to abort that the terminal has not answered yet. Its answer may come behind the end of
  /// what was aborted, and must not be taken for the answer to the next command.
  private int unansweredAborts;

  Conversation(ApduLink link, PaymentTiming timing) {
    this.link = link;
    this.timing = timing;
  }

  /// Our answer to a status information.
  enum Verdict {
    /// We have it.
    KEPT,
    /// Say it again.
    NOT_YET,
    /// We cannot have it.
    NOT_KEPT
  }

  /// Looks on while a command runs.
  interface Witness {

    /// Is shown each status information before it is answered; may take its time over it.
    ///
    /// @throws PortException when it must not be answered; the connection is given up
    Verdict see(StatusInformation status) throws PortException, InterruptedException;

    /// The terminal is busy with something (04 FF).
    default void progress(int code) {}

    /// Asked about ten times a second: is the command to be given up? To be told once.
    default boolean wantsAbort() {
      return false;
    }
  }

  /// How a command ended.
  sealed interface Ending {

    /// 06 0F.
    record Completed(Apdu completion) implements Ending {}

    /// 06 1E after the command was accepted.
    record Aborted(int code) implements Ending {}

    /// 84 xx: not even begun.
    record Refused(int code) implements Ending {}
  }

  /// Receipt texts that came with the current command so far.
  ReceiptTexts receipts() {
    return receipts;
  }

  MessageIds ids() {
    return ids;
  }

  /// Once this is called nobody knows what happened until it returns.
  ///
  /// @param longest however lively the terminal is
  Ending run(ApduWriter command, Witness witness, Duration longest)
      throws PortException, InterruptedException {
    awaitAnswersToAborts();
    receipts = new ReceiptTexts();
    long end = System.nanoTime() + longest.toNanos();
    Apdu asked = ids.number(command);
    link.send(asked);
    Optional<Integer> refusal = awaitAcknowledgement(asked);
    return refusal.isPresent() ? new Ending.Refused(refusal.get()) : listen(asked, witness, end);
  }

  /// A command that ends with its acknowledgement: nothing follows, or nothing that matters.
  void tell(ApduWriter command) throws PortException {
    awaitAnswersToAborts();
    Apdu told = ids.number(command);
    link.send(told);
    awaitAcknowledgement(told)
        .ifPresent(
            code -> log.info("the payment terminal refuses {}: {}", told, ZvtText.result(code)));
  }

  private void awaitAnswersToAborts() throws PortException {
    long end = System.nanoTime() + timing.acknowledgement().toNanos();
    while (unansweredAborts > 0) {
      Apdu late =
          link.receive(Duration.ofNanos(Math.max(0, end - System.nanoTime())))
              .orElseThrow(
                  () -> new PortException("the payment terminal did not answer the wish to abort"));
      if (!isAnswer(late)) {
        answer(ZvtCommand.notSupported(), late);
      }
    }
  }

  /// Why the terminal does not begin; empty when it does.
  private Optional<Integer> awaitAcknowledgement(Apdu asked) throws PortException {
    Apdu answer = link.receive(timing.acknowledgement()).orElseThrow(() -> silent(asked));
    if (answer.control() == ZvtCommand.POSITIVE) {
      return Optional.empty();
    }
    if (answer.dataClass() != ZvtCommand.NEGATIVE_CLASS) {
      throw new PortException(
          "the payment terminal answered " + answer + " to " + asked + ": out of step");
    }
    return Optional.of(answer.instruction()).filter(code -> code != 0);
  }

  private Ending listen(Apdu asked, Witness witness, long end)
      throws PortException, InterruptedException {
    Duration silence = timing.silence();
    while (true) {
      Apdu apdu = receive(asked, witness, silence, end);
      if (isAnswer(apdu)) {
        continue;
      }
      if (ids.isRepeated(apdu) && apdu.control() != ZvtCommand.STATUS_INFORMATION) {
        link.send(lastAnswer);
        continue;
      }
      switch (apdu.control()) {
        case ZvtCommand.INTERMEDIATE_STATUS -> {
          silence = silence(apdu.data()).orElse(silence);
          answer(ZvtCommand.acknowledge(), apdu);
          if (apdu.data().length > 0) {
            witness.progress(apdu.data()[0] & 0xFF);
          }
        }
        case ZvtCommand.STATUS_INFORMATION ->
            answer(answerTo(witness.see(StatusInformation.read(apdu.data()))), apdu);
        case ZvtCommand.PRINT_LINE, ZvtCommand.PRINT_BLOCK -> {
          receipts.add(apdu);
          answer(ZvtCommand.acknowledge(), apdu);
        }
        case ZvtCommand.COMPLETION -> {
          answer(ZvtCommand.acknowledge(), apdu);
          return new Ending.Completed(apdu);
        }
        case ZvtCommand.ABORT -> {
          answer(ZvtCommand.acknowledge(), apdu);
          return new Ending.Aborted(apdu.data().length > 0 ? apdu.data()[0] & 0xFF : 0);
        }
        default -> answer(ZvtCommand.notSupported(), apdu);
      }
    }
  }

  /// Whether it is the answer to our own wish to abort. The command's end tells what came of that.
  private boolean isAnswer(Apdu apdu) {
    boolean refused = apdu.dataClass() == ZvtCommand.NEGATIVE_CLASS;
    boolean answer = refused || apdu.control() == ZvtCommand.POSITIVE;
    if (answer) {
      unansweredAborts = Math.max(0, unansweredAborts - 1);
    }
    if (refused) {
      log.info("the payment terminal does not abort: {}", ZvtText.result(apdu.instruction()));
    }
    return answer;
  }

  private static ApduWriter answerTo(Verdict verdict) {
    return switch (verdict) {
      case KEPT -> ZvtCommand.acknowledge();
      case NOT_YET -> new ApduWriter(ZvtCommand.NOT_YET);
      case NOT_KEPT -> new ApduWriter(ZvtCommand.NOT_KEPT);
    };
  }

  private void answer(ApduWriter answer, Apdu heard) throws PortException {
    lastAnswer = ids.echo(answer, heard);
    link.send(lastAnswer);
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

  private Apdu receive(Apdu asked, Witness witness, Duration silence, long end)
      throws PortException {
    long silent = System.nanoTime() + silence.toNanos();
    long deadline = silent - end < 0 ? silent : end;
    while (true) {
      if (witness.wantsAbort()) {
        unansweredAborts++;
        link.send(ids.number(ZvtCommand.abort()));
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw silent(asked);
      }
      Optional<Apdu> apdu = link.receive(left < SLICE.toNanos() ? Duration.ofNanos(left) : SLICE);
      if (apdu.isPresent()) {
        return apdu.get();
      }
    }
  }

  private static PortException silent(Apdu asked) {
    return new PortException(
        "the payment terminal did not answer "
            + asked
            + " in time: check that it is switched on and idle");
  }

  /// Waits this long on an idle connection: notices a terminal that hangs up, and answers one that
  /// speaks unasked.
  void idle(Duration time) throws PortException {
    Optional<Apdu> unasked = link.receive(time);
    while (unasked.isPresent()) {
      if (!isAnswer(unasked.get())) {
        answer(ZvtCommand.notSupported(), unasked.get());
      }
      unasked = link.receive(Duration.ZERO);
    }
  }

  /// Closes the connection so that nothing of what was sent arrives later: a command that waited in
  /// the network must not start a payment that has been found not to exist.
  void abandon() {
    link.abort();
  }
}
