package till.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What kind of terminal it is.
///
/// @param password six digits
/// @param ledger where its books are kept, in a file that is read again when it is switched on;
///   empty when they live as long as the object
/// @param numbersMessages whether it agrees to numbered messages (1F73) with a register that asks
/// @param bitsPerSecond of its serial line, eleven for each character; 0 for at once
public record ZvtSettings(
    String password,
    Optional<Path> ledger,
    Generation generation,
    boolean numbersMessages,
    int bitsPerSecond,
    Timing timing) {

  /// What becomes of a booking that the register does not acknowledge.
  public enum Generation {
    /// It stands; the register's next payment says with the receipt number that it mirrors (1F1F)
    /// whether it knows of it.
    MODERN,
    /// It is reversed at once.
    OLD
  }

  /// How long it waits.
  ///
  /// @param gap T1, the longest between two characters of a serial message
  /// @param confirmation T2, for a serial message to be acknowledged
  /// @param answer T3, for an answer to a message; 5 s in many terminals, which may be too short
  ///   for a register on a machine that is busy
  /// @param patience for a customer, and how long a scripted silence lasts on a line that stays
  /// @param signOfLife between two messages that say it is still working
  /// @param askAgain until an approval is repeated to a register that wants more time
  public record Timing(
      Duration gap,
      Duration confirmation,
      Duration answer,
      Duration patience,
      Duration signOfLife,
      Duration askAgain) {

    /// As a terminal is delivered, but for more patience with the register.
    public static final Timing STANDARD =
        new Timing(
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2));

    public Timing withGap(Duration time) {
      return new Timing(time, confirmation, answer, patience, signOfLife, askAgain);
    }

    public Timing withConfirmation(Duration time) {
      return new Timing(gap, time, answer, patience, signOfLife, askAgain);
    }

    public Timing withAnswer(Duration time) {
      return new Timing(gap, confirmation, time, patience, signOfLife, askAgain);
    }

    public Timing withPatience(Duration time) {
      return new Timing(gap, confirmation, answer, time, signOfLife, askAgain);
    }

    public Timing withSignOfLife(Duration time) {
      return new Timing(gap, confirmation, answer, patience, time, askAgain);
    }

    public Timing withAskAgain(Duration time) {
      return new Timing(gap, confirmation, answer, patience, signOfLife, time);
    }
  }

  private static final int PASSWORD_DIGITS = 6;

  public ZvtSettings {
    if (password.length() != PASSWORD_DIGITS
        || !password.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("a terminal's password has six digits");
    }
  }

  /// A modern one without a file.
  public static ZvtSettings of(String password) {
    return new ZvtSettings(password, Optional.empty(), Generation.MODERN, true, 0, Timing.STANDARD);
  }

  public ZvtSettings withLedger(Path file) {
    return new ZvtSettings(
        password, Optional.of(file), generation, numbersMessages, bitsPerSecond, timing);
  }

  public ZvtSettings withGeneration(Generation another) {
    return new ZvtSettings(password, ledger, another, numbersMessages, bitsPerSecond, timing);
  }

  public ZvtSettings withNumberedMessages(boolean numbers) {
    return new ZvtSettings(password, ledger, generation, numbers, bitsPerSecond, timing);
  }

  public ZvtSettings withBitsPerSecond(int rate) {
    return new ZvtSettings(password, ledger, generation, numbersMessages, rate, timing);
  }

  public ZvtSettings withTiming(Timing another) {
    return new ZvtSettings(password, ledger, generation, numbersMessages, bitsPerSecond, another);
  }
}
