package till.bench;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import till.device.DeviceStatus;
import till.device.printer.PrintProgress;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.port.PtyPair;
import till.simulator.PacedLine;
import till.simulator.SimulatedPrinter;

/// How near the printer's driver comes to what its line can carry: receipts of eleven kilobytes,
/// one after the other, from the first byte until the printer has confirmed the last.
final class PrinterLineBench {

  private static final int RECEIPTS = 4;
  private static final int LINES = 270;
  private static final long WAIT_SECONDS_MAX = 120;

  /// The mechanism is not what is measured.
  private static final double NO_MECHANISM = 1_000;

  private PrinterLineBench() {}

  static List<Figure> run() throws Exception {
    return List.of(at(38_400), at(115_200));
  }

  private static Figure at(int baud) throws Exception {
    try (PtyPair pair = PtyPair.open();
        BoardPorts ports = BoardPorts.open();
        SimulatedPrinter _ =
            SimulatedPrinter.start(
                new PacedLine(
                    ports.open(settings(pair.far().toString(), baud)), settings("", baud)),
                new SimulatedPrinter.Settings(42, NO_MECHANISM),
                _ -> {})) {
      BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();
      BlockingQueue<DeviceStatus> status = new LinkedBlockingQueue<>();
      try (Printer printer =
          Printer.start(
              new PrinterSettings(settings(pair.near().toString(), baud), "epson-tm-t88v"),
              ports,
              progress::add,
              status::add,
              InstantSource.system())) {
        while (status.take().state() != DeviceStatus.State.GOOD) {
          // not yet
        }
        byte[] receipt = receipt();
        long began = System.nanoTime();
        for (int n = 0; n < RECEIPTS; n++) {
          printer.print("job-" + n, receipt);
          awaitConfirmed(progress);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return Figure.beside(
            "printer: receipt bytes at " + baud + " baud",
            "B/s",
            RECEIPTS * receipt.length / seconds,
            "the line's limit",
            baud / 10.0,
            RECEIPTS + " receipts of " + receipt.length + " bytes, each confirmed; paced pty");
      }
    }
  }

  private static PortSettings settings(String path, int baud) {
    return new PortSettings(
        path.isEmpty() ? "paced" : path, baud, Framing.EIGHT_NONE_ONE, FlowControl.NONE);
  }

  private static byte[] receipt() {
    return Stream.concat(
            IntStream.range(0, LINES)
                .mapToObj("Artikel mit einem Namen %4d        1,19 A\n"::formatted),
            Stream.of("\u001dVB\u0000"))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaitConfirmed(BlockingQueue<PrintProgress> progress)
      throws InterruptedException {
    while (true) {
      PrintProgress step = progress.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (step instanceof PrintProgress.Confirmed) {
        return;
      }
      if (!(step instanceof PrintProgress.Sent)) {
        throw new IllegalStateException("a receipt that was to be printed: " + step);
      }
    }
  }
}
