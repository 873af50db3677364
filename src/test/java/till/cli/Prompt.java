package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/// A command line whose output is kept.
final class Prompt {

  static final Instant NOW = Instant.parse("2026-11-24T09:15:00Z");

  private final List<Path> daemons = new ArrayList<>();
  private byte[] input = {};
  private boolean terminal;
  private final Queue<String> secrets = new ArrayDeque<>();
  private Optional<OutputStream> other = Optional.empty();
  private InstantSource clock = InstantSource.fixed(NOW);
  private boolean clockSynchronised = true;

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  /// What a command came to.
  record Result(int exitCode, String out, String err) {

    Result succeeds() {
      assertEquals(0, exitCode, this::toString);
      assertEquals("", err);
      return this;
    }

    /// Fails with this exit code and one line.
    String fails(int code) {
      assertEquals(code, exitCode, this::toString);
      assertEquals(1, err.lines().count(), this::toString);
      return err.strip();
    }
  }

  Prompt input(byte[] bytes) {
    input = bytes;
    return this;
  }

  Prompt onTerminal() {
    terminal = true;
    return this;
  }

  /// What a person types at the terminal without seeing it.
  Prompt types(String... hidden) {
    secrets.addAll(List.of(hidden));
    return onTerminal();
  }

  /// Standard output goes to a disk that is full, or to one who has left.
  Prompt toFullDisk() {
    return to(new FullDisk());
  }

  /// Standard output goes here instead of being kept.
  Prompt to(OutputStream out) {
    other = Optional.of(out);
    return this;
  }

  Prompt at(Instant instant, boolean synchronised) {
    clock = InstantSource.fixed(instant);
    clockSynchronised = synchronised;
    return this;
  }

  Prompt by(InstantSource source) {
    clock = source;
    return this;
  }

  /// The files that a daemon was run with.
  List<Path> daemons() {
    return daemons;
  }

  Result run(Object... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var shell =
        new Shell(
            Map.of(),
            new ByteArrayInputStream(input),
            new PrintStream(other.orElse(out), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            () -> terminal,
            _ -> Optional.ofNullable(secrets.poll()),
            clock,
            () -> clockSynchronised,
            new Random(7),
            "0.1.0-test",
            file -> {
              daemons.add(file);
              return 75;
            });
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = TillCommand.run(shell, words);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
