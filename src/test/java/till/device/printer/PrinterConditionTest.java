package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrinterConditionTest {

  private final PrinterCondition condition = new PrinterCondition();

  @ParameterizedTest
  @CsvSource({
    "0x10, 0, 0, ''",
    "0x14, 0, 0, ''",
    "0x10, 0, 0x03, ''",
    "0x18, 0, 0, offline",
    "0x38, 0, 0, cover",
    "0x18, 0, 0x0C, paper",
    "0x18, 0x08, 0, error",
    "0x18, 0x20, 0, error",
    "0x18, 0x40, 0, error",
  })
  void automaticStatusTellsAllAtOnce(String first, String second, String third, String problem) {
    condition.take(
        new PrinterAnswer.Status(
            Integer.decode(first), Integer.decode(second), Integer.decode(third), 0));

    assertTrue(condition.isKnown());
    assertProblem(problem);
  }

  @Test
  void threeQuestionsTellTheSame() {
    condition.take(1, 0x12);
    condition.take(2, 0x12);
    assertFalse(condition.isKnown());
    condition.take(4, 0x12);
    assertTrue(condition.isKnown());
    assertProblem("");

    condition.take(1, 0x1A);
    assertProblem("offline");
    condition.take(2, 0x36);
    assertProblem("cover");
    condition.take(2, 0x12);
    condition.take(4, 0x7E);
    assertProblem("paper");
    assertTrue(condition.isPaperNearEnd());
    condition.take(4, 0x12);
    condition.take(2, 0x52);
    assertProblem("error");
  }

  @Test
  void whatIsForgottenIsNotKnown() {
    condition.take(new PrinterAnswer.Status(0x10, 0, 0, 0));

    condition.forget();

    assertFalse(condition.isKnown());
  }

  private void assertProblem(String word) {
    String problem = condition.problem().orElse("");
    assertEquals(word.isEmpty(), problem.isEmpty(), problem);
    assertTrue(problem.contains(word), problem);
  }
}
