package till.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// `scripts/bench [PART...] [--full] [--fleet N]`: measures, prints a table, and writes it for
/// machines.
final class Bench {

  /// One subject, measured in a folder of its own that is deleted afterwards.
  private interface Part {
    List<Figure> run(Path folder, boolean full) throws Exception;
  }

  private static final String FLEET = "--fleet";

  private Bench() {}

  private static Map<String, Part> parts(List<String> words) {
    var parts = new LinkedHashMap<String, Part>();
    int fleet = words.indexOf(FLEET);
    if (fleet >= 0) {
      int terminals = Integer.parseInt(words.get(fleet + 1));
      parts.put("fleet", (folder, _) -> FleetBench.run(folder, terminals));
      return parts;
    }
    parts.put("commit", CommitBench::run);
    parts.put("daemon", (folder, _) -> DaemonBench.run(folder));
    parts.put("devices", (folder, _) -> devices(folder));
    parts.put("drain", DrainBench::run);
    parts.put("kiosk", (folder, _) -> KioskBench.run(folder));
    parts.put("lane", (folder, _) -> LaneBench.run(folder));
    parts.put("storm", (_, _) -> StormBench.run());
    return parts;
  }

  private static List<Figure> devices(Path folder) throws Exception {
    var figures = new ArrayList<Figure>(PrinterLineBench.run());
    figures.addAll(PrinterBench.run());
    figures.addAll(PaymentBench.run(folder));
    return figures;
  }

  /// Runs the benchmarks that are named, or all.
  ///
  /// @param arguments the file for the figures, then names of parts, and `--full` for the long
  ///   form; or `--fleet` and a number of terminals, which is a part of its own
  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments).subList(1, arguments.length);
    Map<String, Part> parts = parts(words);
    List<String> wanted =
        words.contains(FLEET)
            ? List.of()
            : words.stream().filter(word -> !word.equals("--full")).toList();
    if (!parts.keySet().containsAll(wanted)) {
      System.err.println("cannot measure " + wanted + ": parts are " + parts.keySet());
      System.exit(64);
    }
    List<Figure> figures = new ArrayList<>();
    for (var part : parts.entrySet()) {
      if (wanted.isEmpty() || wanted.contains(part.getKey())) {
        Path folder = Files.createTempDirectory("tilld-bench-" + part.getKey());
        figures.addAll(part.getValue().run(folder, words.contains("--full")));
        delete(folder);
      }
    }
    figures.forEach(figure -> System.out.println(figure.row()));
    var mapper = JsonMapper.builder().build();
    ArrayNode all = mapper.createArrayNode();
    figures.forEach(figure -> figure.writeTo(all.addObject()));
    Files.write(
        Path.of(arguments[0]), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
