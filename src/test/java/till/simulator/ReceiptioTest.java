package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;

/// A print application by others judges the simulated printer: it prints on it over TCP as on a
/// real one, and reads how it is. What it exits with is its own word for that.
final class ReceiptioTest {

  private static final int SUCCESS = 0;
  private static final int ONLINE = 100;
  private static final int COVER_OPEN = 101;
  private static final int PAPER_EMPTY = 102;
  private static final int ERROR = 103;
  private static final int OFFLINE = 104;
  private static final int DISCONNECT = 105;
  private static final int TIMEOUT = 106;

  private static final long WAIT_SECONDS_MAX = 120;

  /// It knows one TCP port only, where every network printer listens.
  private static final String OTHER_PORT =
      "const net = require('net'); const connect = net.connect;"
          + " net.connect = (_, host) => connect(Number(process.env.PRINTER_PORT), host);";

  private static final String RECEIPT =
      """
      ^^^RECEIPT

      Asparagus | 1| 1.00
      Broccoli  | 2| 2.00
      ---
      ^TOTAL | ^3.00
      {code:https://example.com/r/1041; option:qrcode,4,m}
      """;

  private final ListeningLine line;
  private final SimulatedPrinter printer;

  @TempDir Path folder;
  private Path node = Path.of("");
  private Path receiptio = Path.of("");

  ReceiptioTest() throws IOException {
    line = ListeningLine.open(0);
    printer =
        SimulatedPrinter.start(
            new PacedLine(
                line, new PortSettings("tcp:", 115_200, Framing.EIGHT_NONE_ONE, FlowControl.NONE)),
            new SimulatedPrinter.Settings(42, 20),
            _ -> {});
  }

  @BeforeEach
  void find() throws IOException {
    node = Tools.need("node");
    receiptio = Tools.needNpm("receiptio", "bin/cli.js");
    Files.writeString(folder.resolve("port.js"), OTHER_PORT);
    Files.writeString(folder.resolve("example.receipt"), RECEIPT);
  }

  @AfterEach
  void close() {
    printer.close();
  }

  @Test
  void itPrintsAndTheLedgerHasIt() throws Exception {
    assertEquals(ONLINE, run("-q"));
    for (int n = 1; n <= 3; n++) {
      assertEquals(SUCCESS, print());
      assertEquals(n, printer.receiptCount());
    }
    String text = printer.receipts().getLast().paper().text();
    assertTrue(text.contains("RECEIPT"), text);
    assertTrue(text.contains("Broccoli"), text);
    assertTrue(text.contains("[picture "), text);
  }

  @Test
  void anOpenCoverIsOne() throws Exception {
    printer.openCover(true);
    assertEquals(COVER_OPEN, run("-q"));
    assertEquals(COVER_OPEN, print());
    printer.openCover(false);
    assertEquals(SUCCESS, print());
  }

  @Test
  void noPaperIsNoPaperBeforeAndInTheMiddle() throws Exception {
    printer.loadPaper(0);
    assertEquals(PAPER_EMPTY, run("-q"));
    printer.loadPaper(100);
    assertEquals(PAPER_EMPTY, print());
    assertEquals(0, printer.receiptCount());
  }

  @Test
  void aJammedCutterIsAnError() throws Exception {
    printer.blockCutter(true);
    assertEquals(ERROR, print());
    assertEquals(ERROR, run("-q"));
    printer.blockCutter(false);
    assertEquals(ONLINE, run("-q"));
  }

  @Test
  void aLostAnswerIsATimeOut() throws Exception {
    printer.loseNextAnswer();
    assertEquals(TIMEOUT, run("-c", "42", "-l", "en", "-t", "3", "example.receipt"));
    assertEquals(1, printer.receiptCount(), "printed all the same");
  }

  @Test
  void aPrinterThatIsOffIsOffline() throws Exception {
    printer.switchOn(false);
    assertEquals(OFFLINE, run("-q"));
    printer.switchOn(true);
    assertEquals(SUCCESS, print());
  }

  @Test
  void aPrinterThatIsNotThereIsDisconnected() throws Exception {
    printer.close();
    assertEquals(DISCONNECT, run("-q"));
  }

  private int print() throws Exception {
    return run("-c", "42", "-l", "en", "-t", "60", "example.receipt");
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(node.toString(), "-r", "./port.js", receiptio.toString(), "-d", "127.0.0.1"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PRINTER_PORT", Integer.toString(line.port()));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("receiptio does not end; it said: " + said);
    }
    System.out.println(
        "receiptio " + List.of(arguments) + ": " + process.exitValue() + " " + said.strip());
    return process.exitValue();
  }
}
