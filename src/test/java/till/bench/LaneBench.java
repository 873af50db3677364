package till.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import till.line.DaemonProcess;
import till.line.KioskClient;
import till.line.ShopFloor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A command over HTTP to a daemon in a process of its own, from the first byte of the question to
/// the last byte of the answer, which comes once the command is on disk: with short and long sales
/// open.
final class LaneBench {

  private static final int[] LINES = {5, 50, 500};
  private static final int SAMPLES = 300;
  private static final int WARM_UP_SAMPLES = 300;

  /// While it is measured a sale grows by this part at most.
  private static final int GROWTH_PART = 10;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final String token;
  private final String article;
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();

  private LaneBench(URI address, String token, String article) {
    this.address = address;
    this.token = token;
    this.article = article;
  }

  static List<Figure> run(Path folder) throws Exception {
    var figures = new ArrayList<Figure>();
    try (var floor = new ShopFloor(folder);
        DaemonProcess daemon = floor.startDaemon()) {
      KioskClient kiosk = floor.kiosk();
      kiosk.await("a lane that sells", lane -> lane.path("state").asString().equals("READY"));
      var bench =
          new LaneBench(
              URI.create("http://127.0.0.1:" + floor.kioskPort),
              Files.readString(folder.resolve("tokens/technician.token")).strip(),
              kiosk.get("/v1/items?q=Artikel").at("/items/0/itemId").asString());
      bench.measure(LINES[0], WARM_UP_SAMPLES);
      for (int lines : LINES) {
        bench.measure(lines, SAMPLES);
        figures.addAll(bench.figures(lines));
      }
      daemon.stop();
    }
    return figures;
  }

  private List<Figure> figures(int lines) {
    var figures = new ArrayList<Figure>();
    millis.forEach((command, times) -> {
      times.sort(null);
      for (int percent : new int[] {50, 99}) {
        figures.add(
            Figure.of(
                "lane, sale of %d lines: %s p%d".formatted(lines, command, percent),
                "ms",
                times.get(times.size() * percent / 100),
                times.size()
                    + " one after the other over HTTP; each but the look is on disk when it is"
                    + " answered"));
      }
    });
    return figures;
  }

  /// Times each command this often, and the view alone, which is no command.
  private void measure(int size, int samples) throws Exception {
    millis.clear();
    for (int left = samples; left > 0; ) {
      for (int n = 0; n < size; n++) {
        accepted("/v1/transaction/lines", body().put("itemId", article));
      }
      String sale = sale();
      for (int n = 1; n <= Math.max(1, size / GROWTH_PART) && left > 0; n++, left--) {
        timed("add a line", "/v1/transaction/lines", body().put("itemId", article));
        timed("void it", "/v1/transaction/lines/" + (size + n) + "/void", about(sale));
        timed("total", "/v1/transaction/total", about(sale));
        timed("resume", "/v1/transaction/resume", about(sale));
        timed("look", this::sale);
      }
      accepted("/v1/transaction/cancel", about(sale));
    }
  }

  private void timed(String command, String path, ObjectNode body) throws Exception {
    timed(command, () -> accepted(path, body));
  }

  private void timed(String what, Timing.Block block) throws Exception {
    long start = System.nanoTime();
    block.run();
    millis.computeIfAbsent(what, _ -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
  }

  private void accepted(String path, ObjectNode body) throws IOException, InterruptedException {
    body.put("commandId", UUID.randomUUID().toString());
    HttpResponse<byte[]> answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                .build());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " -> " + MAPPER.readTree(answer.body()).path("code"));
    }
  }

  private String sale() throws IOException, InterruptedException {
    JsonNode lane = MAPPER.readTree(send(request("/v1/lane").GET().build()).body());
    return lane.at("/transaction/transactionId").asString();
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private static ObjectNode about(String sale) {
    return body().put("transactionId", sale);
  }

  private static ObjectNode body() {
    return MAPPER.createObjectNode();
  }
}
