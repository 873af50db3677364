package till.kiosk;

import java.util.List;
import java.util.Locale;
import till.sale.Texts;

/// What the API itself has against a request, before or instead of the shop. The code is part of
/// the API and never changes.
enum Fault {
  BAD_REQUEST(400),
  UNAUTHORISED(401),
  FORBIDDEN(403),
  HOST_NOT_ALLOWED(403),
  ORIGIN_NOT_ALLOWED(403),
  SIGN_ON_REFUSED(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  COMMAND_ID_REUSED(422),
  TOO_MANY_ATTEMPTS(429),
  SIGN_ON_PAUSED(429),
  INTERNAL(500),
  BUSY(503),
  SIGN_ON_BUSY(503),
  TOO_MANY_STREAMS(503),
  NO_ANSWER(504);

  private static final Texts TEXTS = new Texts("till.kiosk.texts");

  private final int status;

  Fault(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /// The word machines see: `bad-request`.
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The sentence people see.
  ///
  /// @param languages best first
  String title(List<String> languages) {
    return TEXTS.text(code(), languages);
  }

  /// For a resource that cannot go on.
  FaultException because(String detail) {
    return new FaultException(this, detail);
  }
}
