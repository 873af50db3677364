package till.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LabelTest {

  @Test
  void aCodeStandsOnTheLabelThatItsLengthSuggests() {
    assertEquals(new Label("]E0", "4006381333931"), Label.of("4006381333931"));
    assertEquals(new Label("]E0", "0036000291452"), Label.of("036000291452"));
    assertEquals(new Label("]E4", "40123455"), Label.of("40123455"));
    assertEquals(new Label("]C0", "ABC-1"), Label.of("ABC-1"));
  }

  @Test
  void aCodeThatBringsItsIdentifierKeepsIt() {
    assertEquals(new Label("]d2", "0104012345123456"), Label.of("]d20104012345123456"));
    assertEquals(new Label("]C1", "10A7\u001d21B"), Label.of("]C110A7{GS}21B"));
  }

  @Test
  void theWireHasIdentifierDataAndCarriageReturn() {
    assertArrayEquals(
        "]E44012345\r5\r".getBytes(StandardCharsets.US_ASCII),
        new Label("]E4", "4012345\r5").bytes());
  }

  @Test
  void whatIsNoTextCanBeReadAllTheSame() {
    assertEquals(
        "]C1{GS}ü{CR}".replace("ü", "{C3}{BC}"),
        Label.visible("]C1\u001dü\r".getBytes(StandardCharsets.UTF_8)));
  }
}
