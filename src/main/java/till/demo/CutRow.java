package till.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The rows of the power-cut matrix: the moments of a sale at which the power goes.
enum CutRow {
  ENTERING,
  NOT_SENT,
  NO_ANSWER,
  NOT_STORED,
  NOT_COMMITTED,
  IN_COMMIT,
  QUEUED,
  PARTLY_PRINTED,
  NOT_ACKNOWLEDGED,
  DAY_CLOSING;

  /// Its name for pages and scripts: `not-sent`.
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<CutRow> find(String id) {
    return Arrays.stream(values()).filter(row -> row.id().equals(id)).findFirst();
  }
}
