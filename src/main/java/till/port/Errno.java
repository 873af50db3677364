package till.port;

/// What Linux says when it refuses (errno.h).
final class Errno {

  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int ENOTTY = 25;

  private Errno() {}
}
