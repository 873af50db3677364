package till.config;

/// Where a value was written.
///
/// @param source the file, the pushed document (`fleet revision 7`), or `default`
/// @param line counted from 1; 0 where the source has no lines
public record Place(String source, int line) {

  static final Place DEFAULT = new Place("default", 0);

  @Override
  public String toString() {
    return line == 0 ? source : source + " line " + line;
  }
}
