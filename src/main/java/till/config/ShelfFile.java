package till.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.trust.SecretFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one file of the shelf. Written beside, synced, renamed, the folder synced: a power cut
/// leaves the old content or the new, never something between.
final class ShelfFile {

  private static final String NAME = "shelf.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path folder;
  private final Path file;

  ShelfFile(Path stateDirectory) {
    this.folder = stateDirectory.resolve("config");
    this.file = folder.resolve(NAME);
  }

  /// The file is there and holds no shelf of this version.
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /// Reads what was written last.
  ///
  /// @throws ShelfException when the disk does not give it
  Optional<ShelfState> read() throws Unreadable {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ShelfException("cannot read " + file, e);
    }
    try {
      @Nullable ShelfState state = JSON.readValue(bytes, ShelfState.class);
      if (state == null || state.version() != ShelfState.VERSION) {
        throw new Unreadable(file + " is not of version " + ShelfState.VERSION);
      }
      return Optional.of(state);
    } catch (JacksonException e) {
      throw new Unreadable(file + " is damaged");
    }
  }

  /// Moves an unreadable file out of the way, for a person to look at.
  ///
  /// @return where it is now
  Path quarantine() {
    try {
      Path aside = freeName();
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      return aside;
    } catch (IOException e) {
      throw new ShelfException("cannot move " + file + " away", e);
    }
  }

  /// Those that were moved away before stay: `shelf.json.unreadable-1`, `-2`, ...
  private Path freeName() {
    int n = 1;
    while (Files.exists(folder.resolve(NAME + ".unreadable-" + n))) {
      n++;
    }
    return folder.resolve(NAME + ".unreadable-" + n);
  }

  /// Replaces what was written last. When this returns, a power cut does not bring it back.
  ///
  /// @throws ShelfException when the disk does not take it; what was written last is still there
  void write(ShelfState state) {
    try {
      if (!Files.isDirectory(folder)) {
        makeFolder();
      }
      SecretFile.write(file, JSON.writeValueAsBytes(state), SecretFile.OWNER_ONLY);
    } catch (IOException e) {
      throw new ShelfException("cannot write " + file, e);
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    sync(folder.resolve(".."));
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
