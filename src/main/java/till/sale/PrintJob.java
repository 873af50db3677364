package till.sale;

import java.time.Instant;
import java.util.Optional;

/// A receipt, or a copy of one, that is to be on paper once.
///
/// @param jobId unique for ever
/// @param transactionId whose receipt it is
/// @param copyOf the job of the receipt itself, when this one is a copy that a person asked for
/// @param reason why it waits, or why nobody knows what became of it
/// @param queued since when it is to be printed, by a clock that could be believed
public record PrintJob(
    String jobId,
    String transactionId,
    State state,
    Optional<String> copyOf,
    Optional<String> reason,
    Optional<Instant> queued) {

  /// The receipt of a sale.
  static PrintJob receipt(String transactionId, Moment moment) {
    return new PrintJob(
        receiptId(transactionId),
        transactionId,
        State.QUEUED,
        Optional.empty(),
        Optional.empty(),
        believed(moment));
  }

  /// One more copy of a sale's receipt. It says on paper that it is one.
  static PrintJob copy(String transactionId, Moment moment) {
    return new PrintJob(
        moment.freshId() + "-copy",
        transactionId,
        State.QUEUED,
        Optional.of(receiptId(transactionId)),
        Optional.empty(),
        believed(moment));
  }

  private static String receiptId(String transactionId) {
    return transactionId + "-receipt";
  }

  private static Optional<Instant> believed(Moment moment) {
    return Optional.of(moment.at()).filter(_ -> moment.clock() == Moment.ClockState.SYNCHRONISED);
  }

  /// The life of a job. Only the lane moves it, and writes the move down before it acts on it.
  public enum State {
    QUEUED,
    /// The printer cannot print, and has not got one byte of it.
    HELD,
    /// Bytes may be on their way.
    SENDING,
    /// All bytes are with the printer.
    SENT,
    /// It is on paper: the printer says so, as far as its profile can, or a person has looked.
    CONFIRMED,
    /// All bytes are with a printer that cannot say what became of them, and that saw no trouble.
    UNCONFIRMED,
    /// Nobody knows how much is on paper. Never printed again by itself: a person decides.
    DOUBTFUL,
    /// A person asked for a copy instead.
    REPRINTED_AS_COPY,
    /// A person said: leave it.
    ABANDONED,
    /// It waited too long, or there is no printer: old receipts do not flush out onto a new roll.
    EXPIRED;

    /// Nothing more will happen to a job in this state.
    public boolean isFinal() {
      return switch (this) {
        case QUEUED, HELD, SENDING, SENT, DOUBTFUL -> false;
        case CONFIRMED, UNCONFIRMED, REPRINTED_AS_COPY, ABANDONED, EXPIRED -> true;
      };
    }

    /// Bytes leave once: only a job that waits is begun, only one of which the printer has taken
    /// nothing waits again, and what is doubtful is for a person to resolve.
    boolean mayBecome(State next) {
      return switch (next) {
        case QUEUED, REPRINTED_AS_COPY, ABANDONED -> false;
        case HELD -> this == QUEUED || this == SENDING;
        case SENDING, EXPIRED -> isWaiting();
        case SENT, CONFIRMED, UNCONFIRMED, DOUBTFUL -> this != DOUBTFUL && !isFinal();
      };
    }

    /// Not one byte of it has left.
    public boolean isWaiting() {
      return this == QUEUED || this == HELD;
    }

    /// Bytes may be in the wire or in the printer's buffer.
    public boolean isOnItsWay() {
      return this == SENDING || this == SENT;
    }

    /// It is printed next, or at this moment.
    public boolean comesOut() {
      return this == QUEUED || isOnItsWay();
    }
  }

  /// What a person says of a receipt of which nobody knows whether it was printed whole.
  public enum Decision {
    /// Print a copy, which says that it is one.
    COPY,
    /// Leave it.
    ABANDON,
    /// It is there: I have seen it.
    PRINTED
  }

  /// Whether it says on paper that it is a copy.
  public boolean isCopy() {
    return copyOf.isPresent();
  }

  PrintJob as(State next, Optional<String> why) {
    return new PrintJob(jobId, transactionId, next, copyOf, why, queued);
  }
}
