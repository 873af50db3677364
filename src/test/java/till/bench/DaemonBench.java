package till.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import till.line.DaemonProcess;
import till.line.KioskClient;
import till.line.ShopFloor;

/// The daemon in a process of its own: how soon it sells, what it weighs, and how long a label
/// takes from its last byte on the wire to the kiosk's event.
final class DaemonBench {

  private static final int STARTS = 5;
  private static final int SCANS = 500;
  private static final int SCANS_PER_SALE = 100;
  private static final int WARM_UP_SCANS = 100;

  private DaemonBench() {}

  static List<Figure> run(Path folder) throws IOException {
    var figures = new ArrayList<Figure>();
    try (var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      var ready = new ArrayList<Double>();
      for (int i = 0; i < STARTS; i++) {
        long start = System.nanoTime();
        try (DaemonProcess daemon = floor.startDaemon()) {
          kiosk.await("a lane that sells", lane -> lane.path("state").asString().equals("READY"));
          ready.add((System.nanoTime() - start) / 1e6);
          if (i == STARTS - 1) {
            figures.add(
                Figure.of("daemon: ready", "ms", median(ready), "median of " + STARTS + " starts"));
            figures.add(
                Figure.of(
                    "daemon: RSS when ready",
                    "MiB",
                    new ProcessLook(daemon.pid()).rssMebibytes(),
                    "VmRSS"));
            figures.addAll(scans(floor, kiosk));
            figures.add(
                Figure.of(
                    "daemon: RSS after " + (SCANS + WARM_UP_SCANS) + " scans",
                    "MiB",
                    new ProcessLook(daemon.pid()).rssMebibytes(),
                    "VmRSS"));
          }
          daemon.stop();
        }
      }
    }
    return figures;
  }

  private static List<Figure> scans(ShopFloor floor, KioskClient kiosk) throws IOException {
    var millis = new ArrayList<Double>();
    try (var events =
        new BufferedReader(new InputStreamReader(kiosk.events(), StandardCharsets.UTF_8))) {
      for (int n = 1; n <= WARM_UP_SCANS + SCANS; n++) {
        long sent = System.nanoTime();
        floor.scan(n);
        awaitScan(events);
        if (n > WARM_UP_SCANS) {
          millis.add((System.nanoTime() - sent) / 1e6);
        }
        if (n % SCANS_PER_SALE == 0) {
          kiosk.total();
          kiosk.tender("Cash");
          kiosk.await("the next customer", lane -> lane.path("state").asString().equals("READY"));
        }
      }
    }
    millis.sort(null);
    String note = SCANS + " scans through a pty, one after the other, over HTTP events";
    return List.of(
        Figure.of("scan to kiosk event: p50", "ms", millis.get(millis.size() / 2), note),
        Figure.of("scan to kiosk event: p99", "ms", millis.get(millis.size() * 99 / 100), note));
  }

  private static void awaitScan(BufferedReader events) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.equals("event: scan")) {
        return;
      }
    }
    throw new IOException("the events ended");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
