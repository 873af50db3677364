package till.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The journal document for those who read it elsewhere: a JSON Schema (2020-12). It says what
/// there is, and forbids nothing beside it: fields may be added within a version.
public final class DocumentSchema {

  private static final String FILE = "journal-document.schema.json";

  private DocumentSchema() {}

  /// The schema, a JSON object.
  public static String text() {
    try (InputStream in = DocumentSchema.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + FILE, e);
    }
  }
}
