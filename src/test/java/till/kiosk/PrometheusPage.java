package till.kiosk;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page in Prometheus' text format 0.0.4, read as strictly as its own linter reads it.
final class PrometheusPage {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (gauge|counter|histogram)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "("
              + NAME
              + ")(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"\\})? "
              + "(-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?|NaN|\\+Inf)");
  private static final Pattern BOUND = Pattern.compile("\\{le=\"(.*)\"\\}");

  /// Type by family.
  final Map<String, String> types = new LinkedHashMap<>();

  /// Value by name and labels, as they stand there.
  final Map<String, Double> samples = new LinkedHashMap<>();

  private final Map<String, Double> lastBound = new HashMap<>();
  private final Map<String, Double> lastCount = new HashMap<>();
  private String helped = "";
  private String family = "";

  private PrometheusPage() {}

  /// Reads one.
  ///
  /// @throws AssertionError at the first line that is not as it should be
  static PrometheusPage read(String text) {
    var page = new PrometheusPage();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().forEach(page::take);
    page.types.forEach((name, type) -> page.check(name, type));
    return page;
  }

  private void take(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      helped = help.group(1);
    } else if (type.matches()) {
      family = type.group(1);
      require(family.equals(helped), "no help before " + line);
      require(types.put(family, type.group(2)) == null, "twice: " + line);
    } else {
      require(sample.matches(), "not to be read: " + line);
      String labels = sample.group(2) == null ? "" : sample.group(2);
      sample(sample.group(1), labels, value(sample.group(3)), line);
    }
  }

  private void sample(String name, String labels, double value, String line) {
    boolean isHistogram = "histogram".equals(types.get(family));
    require(
        isHistogram
            ? name.matches(Pattern.quote(family) + "_(bucket|sum|count)")
            : name.equals(family),
        "outside its family: " + line);
    require(samples.put(name + labels, value) == null, "twice: " + line);
    if (name.endsWith("_bucket")) {
      Matcher bound = BOUND.matcher(labels);
      require(bound.matches(), "a bucket without a bound: " + line);
      double upTo = value(bound.group(1));
      require(upTo > lastBound.getOrDefault(family, -1.0), "bounds descend: " + line);
      require(value >= lastCount.getOrDefault(family, 0.0), "counts descend: " + line);
      lastBound.put(family, upTo);
      lastCount.put(family, value);
    }
  }

  private void check(String name, String type) {
    require(type.equals("counter") == name.endsWith("_total"), type + " " + name);
    if (type.equals("histogram")) {
      require(lastBound.getOrDefault(name, 0.0).isInfinite(), name + " ends before +Inf");
      require(
          samples.containsKey(name + "_count")
              && Objects.equals(samples.get(name + "_count"), lastCount.get(name)),
          name + " counts another number than its buckets");
      require(samples.containsKey(name + "_sum"), name + " has no sum");
    }
  }

  private static double value(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
