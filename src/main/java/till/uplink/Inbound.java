package till.uplink;

/// A letter from the fleet, as it came.
///
/// @param payload never empty: an empty retained message says that a letter was taken away, not
///   that something is to be done
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Inbound(String topic, byte[] payload) {}
