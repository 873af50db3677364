package till.demo;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import till.demo.Console.Tone;

/// A whole shop on this machine: the main program of `scripts/demo`.
public final class Demo {

  private static final int OK = 0;
  private static final int USAGE = 64;
  private static final int UNAVAILABLE = 69;
  private static final int CANNOT_CREATE = 73;

  private final DemoOptions options;
  private final Console console;
  private final InstantSource clock = InstantSource.system();

  /// Empty when it could not be opened.
  private final CompletableFuture<Optional<Shop>> opened = new CompletableFuture<>();

  private volatile boolean closing;

  /// Something went wrong, and the log says what.
  private volatile boolean filesStay;

  private Demo(DemoOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
      return;
    }
    if (options.help()) {
      out.print(DemoOptions.HELP);
      out.flush();
      return;
    }
    var console = new Console(out, isColourful(), ZoneId.systemDefault());
    System.exit(new Demo(options, console).run());
  }

  private static boolean isColourful() {
    return isInteractive()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }

  private static boolean isInteractive() {
    return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
  }

  /// As the jar's manifest says; `dev` for classes outside a jar.
  static String version() {
    return Optional.ofNullable(Demo.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  private int run() throws InterruptedException {
    ShopFolder folder;
    try {
      folder =
          new ShopFolder(
              options.folder().isPresent()
                  ? Files.createDirectories(options.folder().get())
                  : Files.createTempDirectory("tilld-demo"));
    } catch (IOException e) {
      System.err.println(
          "scripts/demo cannot make a folder for the shop's files ("
              + e
              + "): give another one with --dir");
      return CANNOT_CREATE;
    }
    logInto(folder.log());
    // from here on, however it ends
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(folder), "demo-close"));
    return options.once() ? sellOnce(folder) : keepOpen(folder);
  }

  /// The rooms' logs go into a file: the terminal is for people. Has to come before the first
  /// logger.
  private static void logInto(Path file) {
    System.setProperty("till.demo.log", file.toString());
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "till/demo/logback.xml");
    }
  }

  private int sellOnce(ShopFolder folder) throws InterruptedException {
    console.heading("tilld " + version(), "three sales, no browser");
    try {
      Shop shop = open(folder, 0);
      new LiveLine(console, clock, shop).start();
      new ScriptedSale(console, shop, Assortment.load(), ScriptedSale.LIMIT).run();
    } catch (IOException | RuntimeException e) {
      return failed("scripts/demo --once failed: " + e.getMessage(), folder);
    }
    console.blank();
    return OK;
  }

  private int failed(String message, ShopFolder folder) {
    // what is being closed may well fail
    if (!closing) {
      filesStay = true;
      System.err.println(message);
      System.err.println("the shop's files stay in " + folder.path() + ", its log is shop.log");
    }
    return UNAVAILABLE;
  }

  private int keepOpen(ShopFolder folder) throws InterruptedException {
    Shop shop;
    try {
      shop = open(folder, options.port());
    } catch (IOException | RuntimeException e) {
      return failed("scripts/demo cannot open the shop: " + e.getMessage(), folder);
    }
    if (closing) {
      return OK;
    }
    console.heading("tilld " + version(), "a whole shop on this machine");
    showLinks(shop);
    new LiveLine(console, clock, shop).start();
    listenForEnter(shop);
    shop.awaitEnd();
    Optional<Throwable> failure = shop.failure();
    return failure.isPresent()
        ? failed("the terminal stopped: " + failure.get().getMessage(), folder)
        : OK;
  }

  private Shop open(ShopFolder folder, int wishedPort) throws IOException {
    try {
      Optional<Integer> free = FreePort.wished(wishedPort);
      int port = free.isPresent() ? free.get() : FreePort.any();
      if (free.isEmpty()) {
        console.note("port " + wishedPort + " is taken: the kiosk answers on " + port);
      }
      Shop shop = Shop.open(folder, port, options.allowedOrigins(), clock, new SecureRandom());
      opened.complete(Optional.of(shop));
      return shop;
    } finally {
      opened.complete(Optional.empty());
    }
  }

  private void showLinks(Shop shop) {
    console.fact("simulator", Tone.BOLD, shop.link("/sim").toString());
    console.fact("kiosk", Tone.PLAIN, shop.link("/").toString());
    console.fact("technician", Tone.PLAIN, shop.link("/tech").toString());
    options.folder().ifPresent(path -> console.fact("files", Tone.PLAIN, path.toString()));
    console.blank();
    console.note(
        "Each address opens one browser."
            + (isInteractive() ? " Enter: new addresses." : "")
            + " Ctrl-C: close the shop.");
    console.blank();
  }

  private void listenForEnter(Shop shop) {
    if (isInteractive()) {
      Thread.ofPlatform()
          .daemon()
          .name("demo-enter")
          .start(() -> {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            in.lines().forEach(_ -> showLinks(shop));
          });
    }
  }

  /// Takes the shop down, on the way out. One that is just being opened is waited for.
  private void close(ShopFolder folder) {
    closing = true;
    if (!options.once()) {
      console.blank();
      console.note("closing …");
    }
    opened.join().ifPresent(Shop::close);
    if (options.folder().isEmpty() && !filesStay) {
      folder.clear();
    }
    if (!options.once()) {
      console.note("closed");
    }
  }
}
