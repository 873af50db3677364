package till.kiosk;

import java.util.Locale;
import till.lane.Histogram;

/// Prometheus' text format, version 0.0.4: families of samples, each with its help and type.
final class Exposition {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();
  private String family = "";

  /// What the samples that follow belong to.
  Exposition gauge(String name, String help) {
    return begin(name, "gauge", help);
  }

  /// The same for what only ever grows.
  Exposition counter(String name, String help) {
    return begin(name, "counter", help);
  }

  private Exposition begin(String name, String type, String help) {
    family = name;
    text.append(String.format(Locale.ROOT, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type));
    return this;
  }

  Exposition sample(long value) {
    return line("", Long.toString(value));
  }

  Exposition sample(double value) {
    return line("", number(value));
  }

  Exposition sample(String label, String labelValue, double value) {
    return line(labelled(label, labelValue), number(value));
  }

  Exposition sample(String label, String labelValue, long value) {
    return line(labelled(label, labelValue), Long.toString(value));
  }

  void histogram(String name, String help, Histogram.Snapshot snapshot) {
    begin(name, "histogram", help);
    for (Histogram.Bucket bucket : snapshot.upTo()) {
      line("_bucket" + labelled("le", number(bucket.seconds())), Long.toString(bucket.count()));
    }
    line("_bucket" + labelled("le", "+Inf"), Long.toString(snapshot.count()));
    line("_sum", number(snapshot.sumSeconds()));
    line("_count", Long.toString(snapshot.count()));
  }

  private Exposition line(String rest, String value) {
    text.append(family).append(rest).append(' ').append(value).append('\n');
    return this;
  }

  private static String labelled(String label, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "{" + label + "=\"" + escaped + "\"}";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
