package till.device.payment;

/// What the terminal knows of an attempt. No reply is `Unknown`, never a decline.
///
/// An attempt goes well in two steps: `Approved`, which is put on disk and then acknowledged to the
/// terminal, and `Settled`. A sale is completed on `Settled` alone: a terminal may take back what
/// it approved when the acknowledgement does not reach it.
public sealed interface Outcome {

  /// Booked if we acknowledge it. Not final: `Settled` or `Declined` follows.
  record Approved(Approval approval) implements Outcome {}

  /// Booked for good, and both sides know.
  record Settled(Approval approval) implements Outcome {}

  /// The terminal refused, or says that it never booked this, or that it has taken it back. Final.
  record Declined(String reason) implements Outcome {}

  /// No answer, or none that can be believed.
  record Unknown(String reason) implements Outcome {}
}
