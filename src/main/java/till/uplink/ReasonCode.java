package till.uplink;

import java.util.Map;

/// MQTT 5 reason codes (OASIS MQTT 5.0, 2.4) in words.
final class ReasonCode {

  /// Taken by the broker, but nobody has subscribed.
  static final int NO_MATCHING_SUBSCRIBERS = 0x10;

  /// From here on it is a failure.
  static final int FAILURE_MIN = 0x80;

  static final int MALFORMED_PACKET = 0x81;
  static final int PROTOCOL_ERROR = 0x82;
  static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
  static final int NOT_AUTHORIZED = 0x87;
  static final int SERVER_UNAVAILABLE = 0x88;
  static final int SERVER_BUSY = 0x89;
  static final int SERVER_SHUTTING_DOWN = 0x8B;
  static final int SESSION_TAKEN_OVER = 0x8E;
  static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
  static final int TOPIC_ALIAS_INVALID = 0x94;
  static final int PACKET_TOO_LARGE = 0x95;
  static final int QUOTA_EXCEEDED = 0x97;
  static final int USE_ANOTHER_SERVER = 0x9C;
  static final int SERVER_MOVED = 0x9D;
  static final int CONNECTION_RATE_EXCEEDED = 0x9F;

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(0x10, "no matching subscribers"),
          Map.entry(0x80, "unspecified error"),
          Map.entry(0x81, "malformed packet"),
          Map.entry(0x82, "protocol error"),
          Map.entry(0x83, "implementation specific error"),
          Map.entry(0x84, "unsupported protocol version"),
          Map.entry(0x85, "client identifier not valid"),
          Map.entry(0x86, "bad user name or password"),
          Map.entry(0x87, "not authorized"),
          Map.entry(0x88, "server unavailable"),
          Map.entry(0x89, "server busy"),
          Map.entry(0x8A, "banned"),
          Map.entry(0x8B, "server shutting down"),
          Map.entry(0x8D, "keep alive timeout"),
          Map.entry(0x8E, "session taken over"),
          Map.entry(0x8F, "topic filter invalid"),
          Map.entry(0x90, "topic name invalid"),
          Map.entry(0x93, "receive maximum exceeded"),
          Map.entry(0x94, "topic alias invalid"),
          Map.entry(0x95, "packet too large"),
          Map.entry(0x97, "quota exceeded"),
          Map.entry(0x98, "administrative action"),
          Map.entry(0x99, "payload format invalid"),
          Map.entry(0x9A, "retain not supported"),
          Map.entry(0x9B, "QoS not supported"),
          Map.entry(0x9C, "use another server"),
          Map.entry(0x9D, "server moved"),
          Map.entry(0x9E, "shared subscriptions not supported"),
          Map.entry(0x9F, "connection rate exceeded"),
          Map.entry(0xA2, "wildcard subscriptions not supported"));

  private ReasonCode() {}

  static String text(int code) {
    return String.format("0x%02X %s", code, WORDS.getOrDefault(code, "unknown reason code"));
  }
}
