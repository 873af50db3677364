package till.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves what a collector has done, in Prometheus' text format, at `/metrics`.
final class MetricsServer implements AutoCloseable {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService thread;

  private MetricsServer(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  static MetricsServer start(InetSocketAddress listen, Tally tally) throws IOException {
    HttpServer server = HttpServer.create(listen, 0);
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("collector-metrics").daemon().factory());
    server.setExecutor(thread);
    server.createContext("/", exchange -> answer(exchange, tally));
    server.start();
    return new MetricsServer(server, thread);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Tally tally) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] text = text(tally.sums()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
      }
    }
  }

  static String text(Tally.Sums sums) {
    var text = new StringBuilder();
    counter(text, "documents_total", "Documents that were new to the ledger.", sums.documents());
    counter(text, "rejected_total", "Messages kept as bytes only.", sums.rejected());
    counter(
        text,
        "conflicts_total",
        "Documents that differ from the one the ledger has by their number.",
        sums.conflicts());
    String lastSeen = "terminal_last_seen_seconds";
    head(text, lastSeen, "When something came of a terminal, in seconds since 1970.", "gauge");
    sums.lastSeen()
        .forEach((terminal, at) ->
            line(text, lastSeen + "{terminal=\"" + terminal + "\"}", at.getEpochSecond()));
    String batch = "batch_seconds";
    head(text, batch, "How long a batch took until it was on the disk.", "histogram");
    for (int i = 0; i < sums.classes().length; i++) {
      line(text, batch + "_bucket{le=\"" + Tally.BOUNDS_SECONDS[i] + "\"}", sums.classes()[i]);
    }
    line(text, batch + "_bucket{le=\"+Inf\"}", sums.batches());
    line(text, batch + "_sum", String.format(Locale.ROOT, "%.6f", sums.batchSeconds()));
    line(text, batch + "_count", sums.batches());
    return text.toString();
  }

  private static void counter(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "counter");
    line(text, name, value);
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP tilld_collector_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE tilld_collector_").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("tilld_collector_").append(name).append(' ').append(value).append('\n');
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
