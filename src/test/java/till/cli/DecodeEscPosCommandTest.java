package till.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecodeEscPosCommandTest {

  private static final byte[] JOB = "\033@Hello\n\035V\1".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();

  @Test
  void aJobIsShownAsText() throws IOException {
    Path job = Files.write(folder.resolve("job.bin"), JOB);
    assertTrue(prompt.run("decode", "escpos", job).succeeds().out().startsWith("Hello\n"));
    assertTrue(
        prompt
            .input(JOB)
            .run("decode", "escpos", "-", "--text")
            .succeeds()
            .out()
            .startsWith("Hello\n"));
  }

  @Test
  void aJobIsShownAsAPicture() throws IOException {
    Path job = Files.write(folder.resolve("job.bin"), JOB);
    Path png = folder.resolve("job.png");
    assertEquals("", prompt.run("decode", "escpos", job, "--png", png).succeeds().out());
    assertArrayEquals(
        new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(Files.readAllBytes(png), 4));
    assertTrue(prompt.run("decode", "escpos", job, "--png", png).fails(73).contains("job.png"));
  }

  @Test
  void whatIsWrongWithAJobIsSaidBesideIt() {
    byte[] job = "one\n\007two".getBytes(StandardCharsets.ISO_8859_1);
    Prompt.Result result = prompt.input(job).run("decode", "escpos", "-");
    assertEquals(0, result.exitCode());
    assertEquals("one\n", result.out().stripTrailing() + "\n");
    assertEquals(
        """
        till: in the job: unknown 07 at byte 4
        till: in the job: not printed, for want of a line feed: two
        """,
        result.err());
  }

  @Test
  void theJobMayBeInTheCodeOfACountry() {
    byte[] job = "\034&\301\302\301\302\n".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        "谢谢",
        prompt
            .input("\034&\320\273\320\273\n".getBytes(StandardCharsets.ISO_8859_1))
            .run("decode", "escpos", "-")
            .succeeds()
            .out()
            .strip());
    assertEquals(
        "謝謝",
        prompt.input(job).run("decode", "escpos", "-", "--wide", "big5").succeeds().out().strip());
    assertTrue(
        prompt
            .input(job)
            .run("decode", "escpos", "-", "--wide", "utf8")
            .fails(64)
            .contains("BIG5"));
  }

  @Test
  void aPaperThatNobodyMakesIsRefused() {
    assertTrue(
        prompt.input(JOB).run("decode", "escpos", "-", "--columns", 0).fails(64).contains("20"));
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    Path nothing = folder.resolve("nothing.bin");
    assertEquals(
        "till: " + nothing + " is not there", prompt.run("decode", "escpos", nothing).fails(74));
  }
}
