package till.evidence;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.io.TempDirFactory;
import org.slf4j.LoggerFactory;

/// Keeps as evidence, of every test and without its doing: what is logged, at DEBUG, and the
/// journals, ledgers and logs that are left in its temporary folders. Of price books it notes which
/// codes of goods look like numbers of cards.
///
/// JUnit finds it by itself (`junit-platform.properties` and `META-INF/services`).
public final class EvidenceKeeper
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, TempDirFactory {

  /// Larger files are those of long tests, and are not kept.
  private static final long FILE_BYTES_MAX = 64L << 20;

  private static final Namespace NAMESPACE = Namespace.create(EvidenceKeeper.class);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// `400003-30158dc86281b44b-v1.db`.
  private static final Pattern PRICE_BOOK = Pattern.compile(".+-v[0-9]+\\.db");

  private static final Pattern CODES =
      Pattern.compile("\"(?:itemId\":|codes\":\\[)\"([^]}]+?)\"[,\\]]");
  private static final Pattern CODE = Pattern.compile("[0-9]{13,14}");

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("log", _ -> keepLog());
  }

  private static FileAppender<ILoggingEvent> keepLog() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    LoggerContext logback = root.getLoggerContext();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logback);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} [%thread] %msg%n");
    encoder.start();
    var appender = new FileAppender<ILoggingEvent>();
    appender.setContext(logback);
    appender.setEncoder(encoder);
    appender.setFile(
        Evidence.Kind.LOGS
            .in(Evidence.FOLDER)
            .resolve("tests-" + ProcessHandle.current().pid() + ".log")
            .toString());
    appender.start();
    root.addAppender(appender);
    return appender;
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws Exception {
    Path folder =
        Files.createDirectory(
            Path.of(System.getProperty("java.io.tmpdir"), "tests-" + number()), OWN);
    folders(context).add(folder);
    return folder;
  }

  /// Not in decimal, which JUnit's own names are: some of those look like numbers of cards.
  private static String number() {
    return Long.toString(System.nanoTime(), 36) + "-" + COUNT.incrementAndGet();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    keepFolders(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    keepFolders(context);
  }

  private static void keepFolders(ExtensionContext context) throws IOException {
    for (Path folder : folders(context)) {
      Files.walkFileTree(folder, new Keep(name(context)));
    }
  }

  /// Those of this test, or of this class; not those that a test shares with its class.
  @SuppressWarnings("unchecked")
  private static List<Path> folders(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(context.getUniqueId(), _ -> new ArrayList<Path>(), List.class);
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
  }

  private static final class Keep extends SimpleFileVisitor<Path> {

    private static final Set<String> NOTED = ConcurrentHashMap.newKeySet();
    private final String test;

    Keep(String test) {
      this.test = test;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && attributes.size() <= FILE_BYTES_MAX) {
        String name = file.getFileName().toString();
        Optional<Evidence.Kind> kind = kind(name);
        if (PRICE_BOOK.matcher(name).matches()) {
          read(file).ifPresent(Keep::noteGoods);
        } else if (kind.isPresent()) {
          String keptAs = test + "-" + COUNT.incrementAndGet() + "-" + name;
          Optional<byte[]> bytes = read(file);
          if (bytes.isPresent()) {
            Evidence.keep(kind.get(), keptAs, bytes.get());
          }
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /// Empty where it vanishes meanwhile, or where a test has broken the disk below it.
    private static Optional<byte[]> read(Path file) {
      try {
        return Optional.of(Files.readAllBytes(file));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException exception) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException exception) {
      return FileVisitResult.CONTINUE;
    }

    private static void noteGoods(byte[] book) {
      String text = new String(book, StandardCharsets.ISO_8859_1);
      CODES
          .matcher(text)
          .results()
          .flatMap(codes -> CODE.matcher(codes.group(1)).results())
          .map(MatchResult::group)
          .filter(AccountNumbers::looksLikeAccount)
          .filter(NOTED::add)
          .forEach(Evidence::goods);
    }

    private static Optional<Evidence.Kind> kind(String name) {
      if (name.endsWith(".log")) {
        return Optional.of(Evidence.Kind.LOGS);
      }
      if (name.endsWith(".events")) {
        return Optional.of(Evidence.Kind.HTTP);
      }
      return name.endsWith(".db") || name.endsWith(".db-wal")
          ? Optional.of(Evidence.Kind.JOURNALS)
          : Optional.empty();
    }
  }
}
