package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DemoOptionsTest {

  @Test
  void withoutOptionsItIsAShopThatLeavesNothingBehind() {
    assertEquals(
        new DemoOptions(false, false, Optional.empty(), 8180, List.of()), DemoOptions.parse());
  }

  @Test
  void everyOptionIsHeard() {
    assertEquals(
        new DemoOptions(
            false,
            true,
            Optional.of(Path.of("/tmp/shop")),
            8200,
            List.of("http://localhost:5173", "https://kiosk.example")),
        DemoOptions.parse(
            "--once",
            "--dir",
            "/tmp/shop",
            "--port",
            "8200",
            "--allow-origin",
            "http://localhost:5173",
            "--allow-origin",
            "https://kiosk.example"));
  }

  @Test
  void whatIsWrongIsNamed() {
    refused("\"--twice\" is not an option", "--twice");
    refused("--port needs a value", "--port");
    refused("not \"eighty\"", "--port", "eighty");
    refused("not \"65536\"", "--port", "65536");
    refused("without a path", "--allow-origin", "http://localhost:5173/page");
  }

  private static void refused(String part, String... arguments) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> DemoOptions.parse(arguments));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal::getMessage);
  }
}
