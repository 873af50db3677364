package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecodeScanCommandTest {

  private static final String EAN =
      "{\"symbology\":\"EAN13\",\"aim\":\"]E0\",\"data\":\"4006381333931\","
          + "\"gtin\":\"04006381333931\",\"elements\":[],\"error\":null}";

  private final Prompt prompt = new Prompt();

  @TempDir private Path folder;

  @Test
  void aLabelIsALineOfJson() {
    assertEquals(List.of(EAN), decode("]E04006381333931\n"));
    // the last line needs no end, and any end will do
    assertEquals(List.of(EAN, EAN), decode("]E04006381333931\r\n]E04006381333931"));
    assertEquals(List.of(), decode(""));
  }

  @Test
  void theSeparatorIsAWord() {
    String line =
        "{\"symbology\":\"CODE128\",\"aim\":\"]C1\","
            + "\"data\":\"010400638133393110A7\\u001D17271231\",\"gtin\":\"04006381333931\","
            + "\"elements\":[{\"ai\":\"01\",\"value\":\"04006381333931\"},"
            + "{\"ai\":\"10\",\"value\":\"A7\"},{\"ai\":\"17\",\"value\":\"271231\"}],"
            + "\"error\":null}";
    assertEquals(
        List.of(line, line, line),
        decode(
            """
            ]C1010400638133393110A7{GS}17271231
            {"scan":"]C1010400638133393110A7{GS}17271231"}
            {"scan":"]C1010400638133393110A7\\u001d17271231","symbology":null}
            """));
    assertTrue(decode("{GS}0104006381333931").getFirst().contains("\"error\":null"));
  }

  @Test
  void aScanMayComeWithItsSymbology() {
    assertEquals(
        List.of(
            "{\"symbology\":\"UPCE\",\"aim\":null,\"data\":\"04252614\","
                + "\"gtin\":\"00042100005264\",\"elements\":[],\"error\":null}"),
        decode("{\"scan\":\"04252614\",\"symbology\":\"UPC-E\"}"));
  }

  @Test
  void strictIsHowItIsWithoutAnOption() {
    String label = "]E0036000291452\n";
    String strict = decode(label).getFirst();
    assertTrue(strict.endsWith("\"error\":\"UPC-A comes without its leading 0\"}"), strict);
    assertEquals(strict, decode(label, "--strict").getFirst());
    String tolerant = decode(label, "--tolerant").getFirst();
    assertTrue(
        tolerant.endsWith("\"error\":null,\"deviations\":[\"UPC-A comes without its leading 0\"]}"),
        tolerant);
    assertTrue(
        prompt.run("decode", "scan", "--strict", "--tolerant").fails(64).contains("choose one"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"scan\":17}",
        "{\"scan\":\"x\",\"symbology\":[]}",
        "{\"symbology\":\"EAN13\"}",
        "{\"scan\":\"4006381333931\"} and more",
        "]E04006381333932"
      })
  void aBadLineIsAnErrorAndNotTheEnd(String line) {
    List<String> lines = decode(line + "\n]E04006381333931\n");
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().matches("\\{.*\"gtin\":null.*\"error\":\".+\"}"), lines::getFirst);
    assertEquals(EAN, lines.getLast());
  }

  @Test
  void aLineHasABound() {
    String longest = "]Q1" + "x".repeat(DecodeScanCommand.LINE_BYTES_MAX - 3);
    List<String> lines = decode(longest + "\n" + longest + "x\n" + longest + "x".repeat(100_000));
    assertEquals(3, lines.size());
    assertTrue(lines.getFirst().endsWith("\"error\":null}"));
    assertTrue(lines.get(1).contains("\"error\":\"the line is longer than 65536 bytes\""));
    assertEquals(lines.get(1), lines.get(2));
  }

  @Test
  void textIsUtf8() {
    byte[] umlaut = "]Q1Grüße\n".getBytes(StandardCharsets.UTF_8);
    assertTrue(prompt.input(umlaut).run("decode", "scan").succeeds().out().contains("Grüße"));
    byte[] latin = "]Q1Grüße\n".getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(prompt.input(latin).run("decode", "scan").succeeds().out().contains("UTF-8"));
  }

  @Test
  void theShopsOwnCodesAreReadByItsTable() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tilld.toml"),
            """
            [terminal]
            org = "acme"
            store = "0042"
            workstation = "03"
            [[tax]]
            group = "A"
            percent = "19"
            valid_from = "2021-01-01"
            [[lane.in_store_code]]
            prefix = "22"
            pattern = "PPPPPPCVVVVV"
            decimals = 2
            kind = "price"
            """);
    List<String> lines =
        decode("2211114002394\n2211113002395\n4006381333931\n", "--config", config);
    assertTrue(
        lines
            .getFirst()
            .endsWith(
                "\"store\":{\"kind\":\"price\",\"value\":\"2.39\",\"key\":\"2211110000004\"}}"),
        lines::getFirst);
    assertTrue(lines.get(1).contains("\"store\":{\"error\":\"the check digit of"), lines.get(1));
    assertTrue(!lines.get(2).contains("store"), lines.get(2));
    assertTrue(
        prompt.run("decode", "scan", "--config", folder.resolve("none.toml")).fails(78).length()
            > 0);
  }

  @Test
  void thousandsOfLabelsAreOneRun() {
    List<String> lines = decode("]E04006381333931\n".repeat(3_000));
    assertEquals(3_000, lines.size());
    assertEquals(EAN, lines.getLast());
  }

  private List<String> decode(String input, Object... options) {
    Object[] words = new Object[options.length + 2];
    words[0] = "decode";
    words[1] = "scan";
    System.arraycopy(options, 0, words, 2, options.length);
    return prompt
        .input(input.getBytes(StandardCharsets.UTF_8))
        .run(words)
        .succeeds()
        .out()
        .lines()
        .toList();
  }
}
