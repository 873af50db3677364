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
import till.demo.Console.Tone;

/// A whole shop on this machine: the main program of `scripts/demo`.
public final class Demo {

  private static final int OK = 0;
  private static final int USAGE = 64;
  private static final int UNAVAILABLE = 69;

  private final DemoOptions options;
  private final Console console;
  private final InstantSource clock = InstantSource.system();

  private Demo(DemoOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
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
    int code = new Demo(options, console).run();
    if (code != OK) {
      System.exit(code);
    }
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

  private int run() throws IOException, InterruptedException {
    Path path =
        options.folder().isPresent()
            ? Files.createDirectories(options.folder().get())
            : Files.createTempDirectory("tilld-demo-");
    var folder = new ShopFolder(path);
    logInto(folder.log());
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
    try (Shop shop = open(folder, 0)) {
      new LiveLine(console, clock, shop).start();
      new ScriptedSale(console, shop, Assortment.load(), ScriptedSale.LIMIT).run();
    } catch (IOException | RuntimeException e) {
      System.err.println("scripts/demo --once failed: " + e.getMessage());
      System.err.println("the shop's files and its log stay in " + folder.path());
      return UNAVAILABLE;
    }
    clear(folder);
    console.blank();
    return OK;
  }

  private int keepOpen(ShopFolder folder) throws InterruptedException {
    Shop shop;
    try {
      shop = open(folder, options.port());
    } catch (IOException | RuntimeException e) {
      System.err.println("scripts/demo cannot open the shop: " + e.getMessage());
      System.err.println("its log is " + folder.log());
      return UNAVAILABLE;
    }
    Thread closing = new Thread(() -> close(shop, folder), "demo-close");
    Runtime.getRuntime().addShutdownHook(closing);
    console.heading("tilld " + version(), "a whole shop on this machine");
    showLinks(shop);
    new LiveLine(console, clock, shop).start();
    listenForEnter(shop);
    shop.awaitEnd();
    Optional<Throwable> failure = shop.failure();
    if (failure.isPresent()) {
      System.err.println("the terminal stopped: " + failure.get().getMessage());
      System.err.println("the log is " + folder.log());
      return UNAVAILABLE;
    }
    return OK;
  }

  private Shop open(ShopFolder folder, int wishedPort) throws IOException {
    Optional<Integer> free = Shop.freePort(wishedPort);
    int port = free.isPresent() ? free.get() : Shop.freePort();
    if (free.isEmpty()) {
      console.note("port " + wishedPort + " is taken: the kiosk answers on " + port);
    }
    return Shop.open(folder, port, options.allowedOrigins(), clock, new SecureRandom());
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

  private void close(Shop shop, ShopFolder folder) {
    console.blank();
    console.note("closing …");
    shop.close();
    if (shop.failure().isEmpty()) {
      clear(folder);
    }
    console.note("closed");
  }

  private void clear(ShopFolder folder) {
    if (options.folder().isEmpty()) {
      folder.clear();
    }
  }
}
