package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The gallery is read whole. With `-Dtilld.gallery=DIR` its pictures and texts are written there.
final class GalleryTest {

  private static final Optional<Path> FOLDER =
      Optional.ofNullable(System.getProperty("tilld.gallery")).map(Path::of);

  @TestFactory
  Stream<DynamicTest> everythingInTheGalleryIsKnown() {
    return Gallery.jobs().entrySet().stream()
        .map(job -> DynamicTest.dynamicTest(job.getKey(), () -> look(job)));
  }

  private static void look(Map.Entry<String, byte[]> job) throws IOException {
    Paper paper = EscPosReader.decode(job.getValue(), 42);
    byte[] png = paper.png();
    if (FOLDER.isPresent()) {
      Files.write(FOLDER.get().resolve("paper-" + job.getKey() + ".png"), png);
      Files.writeString(FOLDER.get().resolve("paper-" + job.getKey() + ".txt"), paper.text());
    }
    assertEquals(List.of(), paper.problems());
    assertEquals(0, paper.unknown());
  }
}
