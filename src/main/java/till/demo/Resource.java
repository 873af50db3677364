package till.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Files that come with the demo.
final class Resource {

  private Resource() {}

  /// @throws IllegalStateException when the build forgot it
  static byte[] bytes(String name) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the demo's " + name + " is not in the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the demo's " + name, e);
    }
  }
}
