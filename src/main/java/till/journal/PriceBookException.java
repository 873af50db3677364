package till.journal;

import java.nio.file.Path;
import java.util.List;

/// The source is not a price book. The message names file and lines; the book in force stays.
public final class PriceBookException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PriceBookException(Path source, List<String> problems) {
    super("the price book " + source + " is refused: " + String.join("; ", problems));
  }
}
