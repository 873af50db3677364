package till.paper;

/// No picture can be drawn on this machine. The message says what to do; text is not affected.
public final class PictureException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
