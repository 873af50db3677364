package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Expected bytes are from Epson's ESC/POS reference.
final class EscPosTest {

  private static final PrinterProfile EPSON = PrinterProfile.find("epson-tm-t88v").orElseThrow();
  private static final String BEGIN = "1b40" + "1c2e" + "1b5200" + "1b7413";

  @Test
  void aJobBeginsWithAPrinterAsNew() {
    assertEquals(BEGIN, hex(new EscPos(EPSON).toBytes()));
  }

  @Test
  void plainTextIsItself() {
    assertEquals("4d696c6368202d2031" + "0a", written(job -> job.line("Milch - 1")));
  }

  @Test
  void lettersOfTheCodePageNeedNoOther() {
    assertEquals("81e19ad5", written(job -> job.text("üßÜ€")));
  }

  @Test
  void whatAnotherPageHasIsPrintedWithThatOne() {
    // CP1252 has the dash, and the letter after it too
    assertEquals("1b7410" + "97fc", written(job -> job.text("—ü")));
    assertEquals("1b7412" + "9f", written(job -> job.text("č")));
    assertEquals("1b7411" + "8fe0a8" + "31" + "1b7413" + "81", written(job -> job.text("При1ü")));
  }

  @Test
  void decomposedLettersAreComposed() {
    assertEquals("81", written(job -> job.text("u\u0308")));
  }

  @Test
  void whatNoPageHasBecomesItsNearestLettersAndAtLastAQuestionMark() {
    assertEquals(ascii("fi"), written(job -> job.text("\ufb01")));
    assertEquals(ascii("e"), written(job -> job.text("ẽ")));
    assertEquals(ascii("?"), written(job -> job.text("牛")));
    assertEquals(ascii("?"), written(job -> job.text("😀")));
    assertEquals(ascii("ab"), written(job -> job.text("a\u200bb")), "no width, no mark");
  }

  @Test
  void noTextCanSmuggleCommands() {
    assertEquals(
        ascii("a @b  c  d "), written(job -> job.text("a\u001b@b\u0010\u0004c\n\u0000d\u009b")));
  }

  @Test
  void twoTextsStandAtTheEndsOfALine() {
    assertEquals(
        ascii("Milch" + " ".repeat(33) + "1,19") + "0a", written(job -> job.line("Milch", "1,19")));
    assertEquals(
        ascii("x".repeat(40)) + "0a" + ascii(" ".repeat(38) + "1,19") + "0a",
        written(job -> job.line("x".repeat(40), "1,19")));
    assertEquals(
        "1d2111" + ascii("Summe") + "20".repeat(11) + "d5" + ascii("1,19") + "0a",
        written(job -> job.big(true).line("Summe", "€1,19")));
  }

  @Test
  void formatsAreSetAndTakenBack() {
    assertEquals("1b6101", written(job -> job.align(EscPos.Align.CENTRE)));
    assertEquals("1b6102", written(job -> job.align(EscPos.Align.RIGHT)));
    assertEquals("1b6100", written(job -> job.align(EscPos.Align.LEFT)));
    assertEquals("1b4501" + "1b4500", written(job -> job.bold(true).bold(false)));
    assertEquals("1d2111" + "1d2100", written(job -> job.big(true).big(false)));
    assertEquals("1b6403", written(job -> job.feed(3)));
    assertEquals("1d564200", written(EscPos::cut));
    assertEquals("2d".repeat(42) + "0a", written(EscPos::rule));
    assertEquals("1d2111" + "2d".repeat(21) + "0a", written(job -> job.big(true).rule()));
  }

  @Test
  void aQrCodeIsStoredAndPrinted() {
    assertEquals(
        "1d286b0400314132"
            + "00"
            + "1d286b03003143"
            + "06"
            + "1d286b03003145"
            + "31"
            + "1d286b0600315030"
            + ascii("1/7")
            + "1d286b0300315130",
        written(job -> job.qr("1/7")));
  }

  @Test
  void aQrCodeHasItsLimits() {
    assertTrue(written(job -> job.qr("7".repeat(2331))).contains("1d286b1e09315030"));
    assertThrows(IllegalArgumentException.class, () -> new EscPos(EPSON).qr("7".repeat(2332)));
    assertThrows(IllegalArgumentException.class, () -> new EscPos(EPSON).qr(""));
    assertThrows(IllegalArgumentException.class, () -> new EscPos(EPSON).qr("a\u0010b"));
    assertThrows(IllegalArgumentException.class, () -> new EscPos(EPSON).feed(0));
  }

  private static String written(UnaryOperator<EscPos> write) {
    String job = hex(write.apply(new EscPos(EPSON)).toBytes());
    assertTrue(job.startsWith(BEGIN), job);
    return job.substring(BEGIN.length());
  }

  private static String ascii(String text) {
    return hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
