package till.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers built from the manuals by somebody else. They lie beside the project and are not part of
/// it; where they are absent this test is skipped.
final class ScaleVectorsTest {

  private static final Path FILE = Path.of("..", "shared", "vectors", "scales", "frames.jsonl");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ROWS = 39;

  @Test
  void everyAnswerMeansWhatItsManualSays() throws Exception {
    assumeTrue(Files.exists(FILE), () -> "no vectors in " + FILE.toAbsolutePath());
    int rows = 0;
    for (String line : Files.readAllLines(FILE)) {
      JsonNode row = JSON.readTree(line);
      byte[] bytes = HexFormat.of().parseHex(row.get("hex").asString());
      switch (row.get("protocol").asString()) {
        case "8217" -> row8217(Frames.answers(ScaleProtocol.MT_8217, bytes), row);
        case "Dialog06" -> rowDialog06(Frames.answers(ScaleProtocol.DIALOG_06, bytes), row);
        default -> rowNci(Frames.answers(ScaleProtocol.NCI, bytes), row);
      }
      rows++;
    }
    assertEquals(ROWS, rows);
  }

  private static void row8217(List<Answer> answers, JsonNode row) {
    JsonNode expected = row.get("expect");
    if (expected.has("invalid")) {
      assertTrue(answers.stream().allMatch(Answer.Garbage.class::isInstance), row::toString);
      return;
    }
    assertEquals(1, answers.size(), row::toString);
    if (expected.get("kind").asString().equals("weight")) {
      var weight = assertInstanceOf(Answer.Weight.class, answers.getFirst(), row::toString);
      assertEquals(expected.get("value").asString(), weight.weight().toPlainString());
      assertEquals(expected.get("net").asBoolean(), weight.state().net(), row::toString);
      return;
    }
    ScaleState state = assertInstanceOf(Answer.Status.class, answers.getFirst()).state();
    String bits = expected.get("bits").asString();
    assertEquals(
        new ScaleState(
            bits.contains("motion"),
            bits.contains("over"),
            bits.contains("under"),
            bits.contains("centre of zero"),
            bits.contains("net"),
            bits.contains("outside zero"),
            false),
        state,
        row::toString);
  }

  /// Which of its ranges a scale weighs in is of no use to a till and not kept.
  private static void rowNci(List<Answer> answers, JsonNode row) {
    JsonNode expected = row.get("expect");
    assertEquals(1, answers.size(), row::toString);
    switch (answers.getFirst()) {
      case Answer.Weight weight -> {
        assertEquals(expected.get("value").asString(), weight.weight().toPlainString());
        assertEquals(
            expected.get("unit").asString().toLowerCase(Locale.ROOT), weight.unit().symbol());
        assertEquals(ScaleState.RESTING, weight.state(), row::toString);
      }
      case Answer.Status status -> {
        assertEquals(is(expected, "motion"), status.state().moving(), row::toString);
        assertEquals(is(expected, "at_zero"), status.state().atZero(), row::toString);
        assertEquals(is(expected, "under_capacity"), status.state().under(), row::toString);
        assertEquals(is(expected, "over_capacity"), status.state().over(), row::toString);
        assertFalse(status.state().fault() || status.state().net(), row::toString);
      }
      case Answer.NotUnderstood _ ->
          assertEquals("unrecognised command", expected.get("kind").asString());
      case Answer other -> throw new AssertionError(row + " is not " + other);
    }
  }

  private static boolean is(JsonNode expected, String name) {
    return expected.has(name) && expected.get(name).asBoolean();
  }

  private static void rowDialog06(List<Answer> answers, JsonNode row) {
    JsonNode expected = row.get("expect");
    assertEquals(1, answers.size(), row::toString);
    assertEquals(
        switch (expected.get("kind").asString()) {
          case "ACK" -> new Answer.Acknowledged();
          case "NAK -> send record 08, read record 09" -> new Answer.Refused();
          case "result" ->
              new Answer.Weighed(
                  expected.get("scale_field").asString().charAt(0),
                  expected.get("weight").asInt(),
                  expected.get("unit_price").asInt(),
                  expected.get("total").asInt());
          case "status" -> new Answer.Reason(Integer.parseInt(expected.get("code").asString()));
          case "checksum request" ->
              new Answer.ChecksumsWanted(Integer.parseInt(expected.get("z").asString(), 16));
          case "checksums valid" -> new Answer.ChecksumsJudged(true);
          case "checksums invalid" -> new Answer.ChecksumsJudged(false);
          case String kind -> throw new AssertionError("what is " + kind + "?");
        },
        answers.getFirst(),
        row::toString);
  }
}
