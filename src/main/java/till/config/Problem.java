package till.config;

/// One thing that is wrong with a configuration.
///
/// @param key `scanner[0].baud`: lists count from 0; empty when the whole source is meant
/// @param text what is wrong and what would be right
public record Problem(String key, Place place, String text) {

  public Problem {
    key = key.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return place + ": " + (key.isEmpty() ? "" : key + " ") + text;
  }
}
