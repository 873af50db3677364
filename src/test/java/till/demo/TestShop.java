package till.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Opens shops for tests: everything real, on free ports.
final class TestShop {

  private TestShop() {}

  static Shop open(Path folder) throws IOException {
    return Shop.open(
        new ShopFolder(folder.resolve("shop")),
        FreePort.any(),
        List.of("http://localhost:5173"),
        InstantSource.system(),
        new SecureRandom());
  }
}
