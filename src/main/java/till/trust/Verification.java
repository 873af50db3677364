package till.trust;

import java.time.Duration;

/// What became of an operator's id and PIN.
public sealed interface Verification {

  /// It is the one they say they are.
  record Granted(Operator operator) implements Verification {}

  /// There is no such operator, or it is another PIN: nobody is told which.
  ///
  /// @param triesLeft before the first pause
  record Refused(int triesLeft) implements Verification {}

  /// There were too many wrong ones, of this operator or of all. This one was not looked at, or was
  /// the last.
  ///
  /// @param pause what is left of it
  record Locked(Duration pause) implements Verification {}

  /// Too many ask at the same time. This one was not looked at and does not count.
  record Busy() implements Verification {}
}
