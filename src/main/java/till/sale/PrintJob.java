package till.sale;

/// A receipt that is to be on paper once.
///
/// @param jobId unique for ever
/// @param transactionId whose receipt it is
public record PrintJob(String jobId, String transactionId, State state) {

  /// The life of a job. Only the lane moves it, and writes the move down before it acts on it.
  public enum State {
    QUEUED,
    /// Bytes may be on their way.
    SENDING,
    /// All bytes are with the printer.
    SENT,
    /// The printer says it is on paper, as far as its profile can say so.
    CONFIRMED,
    /// Nobody knows how much is on paper. Never printed again by itself: a person decides.
    DOUBTFUL,
    /// A person said: leave it.
    ABANDONED,
    /// It waited too long, or there is no printer: old receipts do not flush out onto a new roll.
    EXPIRED;

    /// Nothing more will happen to a job in this state.
    public boolean isFinal() {
      return this == CONFIRMED || this == ABANDONED || this == EXPIRED;
    }

    /// Bytes leave once: only a queued job is begun, and only one of which the printer has taken
    /// nothing is queued again.
    boolean mayBecome(State next) {
      return switch (next) {
        case SENDING -> this == QUEUED;
        case QUEUED -> this == SENDING;
        case SENT, CONFIRMED, DOUBTFUL, ABANDONED, EXPIRED -> true;
      };
    }

    /// Bytes may be in the wire or in the printer's buffer.
    public boolean isOnItsWay() {
      return this == SENDING || this == SENT;
    }
  }

  PrintJob as(State next) {
    return new PrintJob(jobId, transactionId, next);
  }
}
