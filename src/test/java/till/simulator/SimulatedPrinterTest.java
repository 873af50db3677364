package till.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;

/// What a host hears, byte by byte: Epson's specification of the TM-T88, not a driver of ours, says
/// what that has to be.
final class SimulatedPrinterTest {

  private static final long PATIENCE_SECONDS = 30;
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final byte[] CUT = {0x1D, 'V', 66, 0};
  private static final byte[] AUTOMATIC_STATUS = {0x1D, 'a', 0x0F};

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final BlockingQueue<PrinterNews> news = new LinkedBlockingQueue<>();
  private SimulatedPrinter printer = start(100_000);
  private Port host;

  private SimulatedPrinter start(double speed) {
    return SimulatedPrinter.start(
        ports.far("printer"), new SimulatedPrinter.Settings(42, speed), news::add);
  }

  @BeforeEach
  void plugIn() throws PortException {
    host = ports.open(PortSettings.of("sim:printer"));
  }

  @AfterEach
  void close() {
    printer.close();
    ports.close();
  }

  @Test
  void aGoodPrinterSaysSoInAllItsWays() throws Exception {
    send(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4, 0x1D, 'r', 1, 0x1D, 'r', 2);
    expect("12 12 12 12 00 00");
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
  }

  @Test
  void aPrinterWithNothingToPrintRests() throws Exception {
    var reads = new AtomicInteger();
    var seconds = new CompletableFuture<Void>();
    long start = System.nanoTime();
    Port idle =
        new Port() {
          @Override
          public int read(byte[] buffer, int timeoutMillis) throws PortException {
            reads.incrementAndGet();
            if (System.nanoTime() - start > REST_NANOS) {
              seconds.complete(null);
            }
            return host.read(buffer, timeoutMillis);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {}

          @Override
          public void close() {}
        };
    try (var _ = SimulatedPrinter.start(idle, new SimulatedPrinter.Settings(42, 1), _ -> {})) {
      seconds.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertTrue(reads.get() <= 40, () -> "it looked " + reads + " times in a second");
  }

  @Test
  void paperThatIsNearItsEndIsSaid() throws Exception {
    printer.loadPaper(SimulatedPrinter.NEAR_END_DOTS);
    send(0x10, 4, 1, 0x10, 4, 4, 0x1D, 'r', 1);
    expect("12 1E 03");
    send(AUTOMATIC_STATUS);
    expect("10 00 03 00");
  }

  @Test
  void paperThatIsOutIsSaidAtOnce() throws Exception {
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
    printer.loadPaper(0);
    expect("18 00 0F 00");
    send(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 4);
    expect("1A 32 7E");
    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    expect("10 00 00 00");
  }

  @Test
  void anOpenCoverIsSaid() throws Exception {
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
    printer.openCover(true);
    expect("38 00 00 00");
    send(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3);
    expect("1A 16 12");
    printer.openCover(false);
    expect("10 00 00 00");
  }

  @Test
  void aCoverOpenedWhilePrintingIsAnErrorUntilItIsClosed() throws Exception {
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
    printer.loadPaper(0);
    expect("18 00 0F 00");
    send(receipt("waits", CUT));
    send(0x10, 4, 1);
    expect("1A");
    printer.openCover(true);
    expect("38 40 0F 00");
    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    expect("38 40 00 00");
    printer.openCover(false);
    expect("10 00 00 00");
    assertTrue(awaitReceipt().paper().text().startsWith("waits\n"));
  }

  @Test
  void onlyWhatWasAskedForIsReported() throws Exception {
    send(0x1D, 'a', 0x08);
    expect("10 00 00 00");
    printer.openCover(true);
    await(PrinterNews.ConditionChanged.class, changed -> changed.condition().coverOpen());
    printer.loadPaper(0);
    expect("38 00 0F 00");
  }

  @Test
  void itHasAName() throws Exception {
    send(0x1D, 'I', 66, 0x1D, 'I', 67);
    expect(hex("_EPSON\0_TM-T88V\0"));
  }

  @Test
  void aProcessIdComesBackWhenAllBeforeItIsPrinted() throws Exception {
    printer.close();
    printer = start(10);
    host = ports.open(PortSettings.of("sim:printer"));
    long start = System.nanoTime();
    send(receipt("line\n".repeat(40), CUT));
    send(processId("0001"));
    expect(hex("7\"0001\0"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis >= 80, "41 lines and a cut took " + millis + " ms");
    assertEquals(1, printer.receiptCount());
  }

  @Test
  void paperThatEndsInTheMiddleOfAReceiptLosesNothing() throws Exception {
    String lines = "Brot\nMilch\nButter\nKaffee\nTee\nSalz\n";
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
    printer.loadPaper(100);
    expect("10 00 03 00");
    send(receipt(lines, CUT));
    send(processId("0002"));
    expect("18 00 0F 00");
    assertEquals("Brot\nMilch\nButter\nKaffee\n", printer.sheet().text());
    assertEquals(0, printer.receiptCount());

    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    expect("10 00 00 00 " + hex("7\"0002\0"));
    assertTrue(awaitReceipt().paper().text().startsWith(lines + "\n- -"));
  }

  @Test
  void clearedDataIsNotPrinted() throws Exception {
    printer.loadPaper(0);
    send(0x10, 4, 1);
    expect("1A");
    send(receipt("never", CUT));
    send(processId("0003"));
    send(0x1D, 'v', '0', 0, 72, 0, 100, 0, 1, 2, 3);
    send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
    expect("37 25 00");
    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    send(receipt("again", CUT));
    send(processId("0004"));
    expect(hex("7\"0004\0"));
    assertEquals(1, printer.receiptCount());
    assertTrue(awaitReceipt().paper().text().startsWith("again\n"));
  }

  @Test
  void theDrawerOpensOnceForAPulse() throws Exception {
    send(AUTOMATIC_STATUS);
    expect("10 00 00 00");
    send(0x1B, 'p', 0, 25, 250);
    expect("14 00 00 00");
    assertEquals(1, printer.pulseCount());
    printer.shutDrawer();
    expect("10 00 00 00");
    send(0x10, 0x14, 1, 0, 1);
    expect("14 00 00 00");
    send(0x1D, 'r', 2);
    expect("01");
    send(0x10, 4, 1);
    expect("16");
    assertEquals(2, printer.pulseCount());
    assertTrue(printer.receipts().isEmpty());
  }

  @Test
  void aPrinterOutOfPaperStillOpensTheDrawerAtOnce() throws Exception {
    printer.loadPaper(0);
    send(0x10, 0x14, 1, 0, 1);
    await(PrinterNews.DrawerPulsed.class, pulsed -> pulsed.pulse().pin() == 2);
    send(0x1B, 'p', 1, 25, 250);
    send(0x10, 4, 1);
    expect("1E");
    assertEquals(1, printer.pulseCount(), "a pulse in the line of data waits for paper");
    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    await(PrinterNews.DrawerPulsed.class, pulsed -> pulsed.pulse().pin() == 5);
  }

  @Test
  void questionsWithinAPictureAreAnsweredAndDoNotHarmIt() throws Exception {
    send(0x1D, 'v', '0', 0, 3, 0, 1, 0);
    send(0x10, 4, 1);
    expect("12");
    send(receipt("after\n", CUT));
    assertTrue(awaitReceipt().paper().text().startsWith("[picture 24 x 1]\nafter\n"));
  }

  @Test
  void theLedgerHasTheBytesOfEveryReceipt() throws Exception {
    byte[] first = receipt("first", CUT);
    byte[] second = receipt("second", CUT);
    send(AUTOMATIC_STATUS);
    send(first);
    send(processId("0005"));
    send(0x10, 4, 1, 0x1B, 'p', 0, 25, 250);
    send(second);
    assertArrayEquals(first, awaitReceipt().bytes());
    assertArrayEquals(second, awaitReceipt().bytes());
    assertEquals(List.of(1, 2), printer.receipts().stream().map(PrintedReceipt::number).toList());
  }

  @Test
  void aFullBufferMakesTheSenderWait() throws Exception {
    printer.loadPaper(0);
    await(PrinterNews.ConditionChanged.class, changed -> changed.condition().paperOut());
    String lines = "0123456789012345678901234567890123456789\n".repeat(400);
    byte[] moreThanBufferAndWireHold = receipt(lines, CUT);
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(() -> {
          try {
            send(moreThanBufferAndWireHold);
          } catch (PortException e) {
            throw new AssertionError(e);
          }
        });
    assertEquals(0, host.read(new byte[1], 200));
    assertFalse(sent.isDone());
    printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
    sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(awaitReceipt().paper().text().startsWith(lines));
  }

  @Test
  void garbageDoesNotStopIt() throws Exception {
    long seed = 20_261_124;
    var random = new Random(seed);
    byte[] chunk = new byte[400];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(chunk);
      for (int at = 0; at + 1 < chunk.length; at += 1 + random.nextInt(20)) {
        chunk[at] = (byte) (random.nextBoolean() ? 0x1B : 0x1D);
        chunk[at + 1] = (byte) (0x20 + random.nextInt(0x5F));
      }
      printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
      send(chunk);
      assertTrue(host.read(new byte[4_096], 1) >= 0);
    }
    send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
    var heard = new ByteArrayOutputStream();
    while (!HexFormat.of().formatHex(heard.toByteArray()).endsWith("372500")) {
      heard.write(take());
    }
    send(receipt("still there", CUT));
    await(
        PrinterNews.ReceiptCut.class, cut -> cut.receipt().paper().text().contains("still there"));
  }

  @Test
  void aLostWireIsNews() throws Exception {
    ports.close();
    await(PrinterNews.Unplugged.class, _ -> true);
    assertEquals(0, printer.receiptCount());
  }

  private static byte[] receipt(String text, byte[] end) {
    var job = new ByteArrayOutputStream();
    job.writeBytes(new byte[] {0x1B, '@'});
    job.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    job.write('\n');
    job.writeBytes(end);
    return job.toByteArray();
  }

  private static byte[] processId(String id) {
    return ("\u001D(H\u0006\0" + "00" + id).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void send(int... values) throws PortException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    send(bytes);
  }

  private void send(byte[] bytes) throws PortException {
    host.write(bytes, 0, bytes.length);
  }

  private void expect(String hex) throws PortException {
    String wanted = hex.replace(" ", "");
    var heard = new StringBuilder();
    while (heard.length() < wanted.length()) {
      heard.append("%02X".formatted(take()));
    }
    assertEquals(wanted, heard.toString());
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private int take() throws PortException {
    byte[] one = new byte[1];
    assertEquals(1, host.read(one, (int) PATIENCE_SECONDS * 1_000), "no answer");
    return one[0] & 0xFF;
  }

  private PrintedReceipt awaitReceipt() throws InterruptedException {
    return await(PrinterNews.ReceiptCut.class, _ -> true).receipt();
  }

  private <T extends PrinterNews> T await(Class<T> kind, Predicate<T> wanted)
      throws InterruptedException {
    while (true) {
      PrinterNews next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(next, "no news of " + kind.getSimpleName());
      if (kind.isInstance(next) && wanted.test(kind.cast(next))) {
        return kind.cast(next);
      }
    }
  }
}
