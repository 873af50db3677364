package till.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import till.Tools;
import till.demo.FreePort;
import till.evidence.Evidence;

/// A real server of PostgreSQL on a loopback port, with a data directory of its own. What it
/// commits need not outlive the machine.
public final class Postgres implements AutoCloseable {

  static final String USER = "tilld";
  static final String PASSWORD = "correct horse battery staple";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The server does not run as root: this is who it is then.
  private static final String OWNER = "postgres";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path program;
  private final Path directory;
  private final int port;
  private Process process;

  private Postgres(Path program, Path directory, int port) throws Exception {
    this.program = program;
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /// The one that all tests of this machine share; it ends with it.
  private static final class Shared {

    private static final Postgres SERVER = startShared();

    private static Postgres startShared() {
      try {
        Postgres server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-postgres"));
        return server;
      } catch (Exception e) {
        throw new AssertionError("PostgreSQL does not start", e);
      }
    }
  }

  /// One for tests that leave it as it is; skipped where there is none (see `Tools`).
  public static Postgres shared() throws IOException {
    Tools.needPostgres("initdb");
    return Shared.SERVER;
  }

  /// One to be killed and restarted.
  public static Postgres start() throws Exception {
    Path initdb = Tools.needPostgres("initdb");
    Path directory = Files.createTempDirectory("postgres");
    if (isRoot()) {
      Files.setOwner(
          directory,
          directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
    }
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    Evidence.password(PASSWORD);
    run(
        initdb.toString(),
        "--pgdata=" + directory.resolve("data"),
        "--username=" + USER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    return new Postgres(Tools.needPostgres("postgres"), directory, FreePort.any());
  }

  /// An empty database.
  public LedgerAddress.Postgres database() throws SQLException {
    String name = "ledger" + DATABASES.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE DATABASE " + name);
    }
    return address(name);
  }

  LedgerAddress.Postgres address(String database) {
    return new LedgerAddress.Postgres(
        "127.0.0.1", port, database, Optional.of(USER), Optional.of(PASSWORD), Map.of());
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, PASSWORD);
  }

  /// As a power cut does, for whoever is connected.
  public void kill() throws IOException, InterruptedException {
    signal("QUIT");
  }

  /// Starts it again, on the same port.
  public void restart() throws Exception {
    process = launch();
  }

  private Process launch() throws Exception {
    Path log = directory.resolve("log");
    Process started =
        as(
                program.toString(),
                "-D",
                directory.resolve("data").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-k",
                "",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "max_connections=50")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > endNanos) {
        started.destroyForcibly();
        throw new AssertionError("PostgreSQL does not start: " + Files.readString(log));
      }
    }
    return started;
  }

  private boolean answers() {
    try (Connection _ = connect("postgres")) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("PostgreSQL does not stop");
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = as(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(Arrays.toString(command) + ": " + output);
    }
  }

  private static ProcessBuilder as(String... command) {
    var whole = new ArrayList<String>();
    if (isRoot()) {
      whole.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--init-groups"));
    }
    whole.addAll(List.of(command));
    return new ProcessBuilder(whole).directory(Path.of("/").toFile());
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        signal("QUIT");
      }
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("PostgreSQL does not stop", e);
    }
  }
}
