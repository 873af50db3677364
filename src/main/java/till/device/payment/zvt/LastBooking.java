package till.device.payment.zvt;

/// What a terminal says it booked last.
sealed interface LastBooking {

  /// This.
  record Booked(StatusInformation status) implements LastBooking {}

  /// It accepted the question and says that it has no receipt to repeat: it has booked nothing, or
  /// not since its day was closed.
  record Nothing() implements LastBooking {}

  /// It does not tell, and nothing follows from that.
  ///
  /// @param busy whether it may tell later
  record Untold(boolean busy, String reason) implements LastBooking {

    static Untold of(int code) {
      return new Untold(code == ZvtText.WAIT, ZvtText.result(code));
    }
  }
}
