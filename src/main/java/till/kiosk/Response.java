package till.kiosk;

/// A guest's answer.
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Response(int status, String contentType, byte[] body) {}
