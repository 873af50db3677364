package till.bench;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One measured figure, beside what it is measured against where there is something.
///
/// @param peer what the other value is of
record Figure(
    String name, String unit, double value, Optional<String> peer, double peerValue, String note) {

  static Figure of(String name, String unit, double value, String note) {
    return new Figure(name, unit, value, Optional.empty(), 0, note);
  }

  static Figure beside(
      String name, String unit, double value, String peer, double peerValue, String note) {
    return new Figure(name, unit, value, Optional.of(peer), peerValue, note);
  }

  void writeTo(ObjectNode node) {
    node.put("name", name).put("unit", unit).put("value", rounded(value));
    if (peer.isPresent()) {
      node.put("peer", peer.get()).put("peerValue", rounded(peerValue));
      node.put("ratio", rounded(value / peerValue));
    }
    node.put("note", note);
  }

  /// A line of the table.
  String row() {
    String beside =
        peer.map(other ->
                String.format(
                    Locale.ROOT, "%s %s (ratio %.2f)", number(peerValue), other, value / peerValue))
            .orElse("");
    return String.format(Locale.ROOT, "%-42s %10s %-6s  %s", name, number(value), unit, beside);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
