package till.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// `scripts/bench`: measures, prints a table, and writes it for machines.
final class Bench {

  private Bench() {}

  /// Runs all benchmarks.
  ///
  /// @param arguments the file for the figures
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("tilld-bench");
    List<Figure> figures = new ArrayList<>();
    figures.addAll(CommitBench.run(Files.createDirectory(folder.resolve("commits"))));
    figures.addAll(DaemonBench.run(Files.createDirectory(folder.resolve("daemon"))));
    figures.forEach(figure -> System.out.println(figure.row()));
    var mapper = JsonMapper.builder().build();
    ArrayNode all = mapper.createArrayNode();
    figures.forEach(figure -> figure.writeTo(all.addObject()));
    Files.write(
        Path.of(arguments[0]), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
  }
}
