package till.kiosk;

import java.util.Locale;

/// What the API itself has against a request, before or instead of the shop. The code is part of
/// the API and never changes.
enum Fault {
  BAD_REQUEST(400, "The request is not as the API wants it"),
  UNAUTHORISED(401, "Show a bearer token, or pair this browser: till pair"),
  FORBIDDEN(403, "This needs another role"),
  HOST_NOT_ALLOWED(403, "This server is not known by that name"),
  ORIGIN_NOT_ALLOWED(403, "Requests from that origin are not taken"),
  SIGN_ON_REFUSED(403, "There is no such operator, or it is another PIN"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "Not with this method"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Only application/json is taken"),
  COMMAND_ID_REUSED(422, "This commandId was used before, for something else"),
  TOO_MANY_ATTEMPTS(429, "Too many wrong codes: wait a minute"),
  SIGN_ON_PAUSED(429, "Too many wrong PINs: wait before the next"),
  INTERNAL(500, "Something went wrong in the daemon; its log says more"),
  NOT_BUILT(501, "This version cannot do that yet"),
  BUSY(503, "The lane has too much to do: try again with the same commandId"),
  SIGN_ON_BUSY(503, "Too many PINs wait to be checked: try again with the same commandId"),
  TOO_MANY_STREAMS(503, "Too many screens listen already"),
  NO_ANSWER(504, "The lane has not answered: try again with the same commandId");

  private final int status;
  private final String title;

  Fault(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  /// The word machines see: `bad-request`.
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The sentence people see.
  String title() {
    return title;
  }

  /// For a resource that cannot go on.
  FaultException because(String detail) {
    return new FaultException(this, detail);
  }
}
