package till.kiosk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The pages for people: the kiosk, the technician's page, and how to pair. A front end of one's
/// own can stand in the kiosk's place.
final class Pages {

  /// Largest file of a front end of one's own.
  private static final long FILE_BYTES_MAX = 8L * 1024 * 1024;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", Answer.HTML),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("gif", "image/gif"),
          Map.entry("avif", "image/avif"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webmanifest", "application/manifest+json"));

  private static final String TECHNICIANS = "/tech";

  /// Where the pages' files are: not where a front end of one's own has its own.
  static final String FOLDER = "/tilld/";

  /// What the pages load. Nothing else of the class path can be asked for.
  private static final List<String> FILES =
      List.of(
          "api.js",
          "base.css",
          "dom.js",
          "ease.js",
          "goods.js",
          "goods.svg",
          "icon.svg",
          "icons.js",
          "keyboard.js",
          "keys.js",
          "kiosk.css",
          "kiosk.js",
          "layers.js",
          "money.js",
          "notices.js",
          "pair.css",
          "parts.js",
          "questions.js",
          "screens.css",
          "screens.js",
          "screens/attention.js",
          "screens/paying.js",
          "screens/resting.js",
          "screens/shopping.js",
          "screens/thanks.js",
          "screens/weighing.js",
          "search.js",
          "staff.css",
          "staff/cash.js",
          "staff/concerns.js",
          "staff/forms.js",
          "staff/lane.js",
          "staff/menu.js",
          "staff/pin.js",
          "staff/prices.js",
          "staff/sales.js",
          "staff/staff.js",
          "staff/words.js",
          "stream.js",
          "strings.js",
          "tech.css",
          "tech.js",
          "tech/devices.js",
          "tech/log.js",
          "tech/parts.js",
          "tech/receipts.js",
          "tools.js",
          "typed.js",
          "voice.js");

  /// Why a browser sees the pairing page. The page has a text for each.
  enum Why {
    /// It has no cookie yet.
    NEEDED,
    /// It has one, for another role.
    OTHER_ROLE,
    /// It asked for the technician's page and is not a technician's.
    TECHNICIAN,
    /// The code was wrong, used or too old.
    WRONG_CODE,
    TOO_MANY_ATTEMPTS
  }

  private final Optional<Path> webRoot;

  Pages(Optional<Path> webRoot) {
    this.webRoot = webRoot.map(folder -> folder.toAbsolutePath().normalize());
  }

  /// The routes of the pages that every terminal has. Their files are open to all: they hold no
  /// secret.
  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(
        Route.get("/", Role.KIOSK, (call, _) -> ownFile(call).orElseGet(() -> page("kiosk.html"))));
    routes.add(Route.get(TECHNICIANS, Role.TECHNICIAN, (_, _) -> page("tech.html")));
    for (String name : FILES) {
      routes.add(Route.open(FOLDER + name, (_, _) -> page(name)));
    }
    return routes;
  }

  private static Answer.Whole page(String name) {
    return Answer.of(200, type(name), resource(name));
  }

  /// What a browser is told that may not have this page.
  ///
  /// @param known it is paired, as somebody else
  static Answer.Whole pairing(String path, int status, boolean known) {
    Why other = known ? Why.OTHER_ROLE : Why.NEEDED;
    return pairing(status, path.equals(TECHNICIANS) ? Why.TECHNICIAN : other);
  }

  /// The page that says how to pair a browser.
  static Answer.Whole pairing(int status, Why why) {
    String page = new String(resource("pair.html"), StandardCharsets.UTF_8);
    return Answer.text(
        status, Answer.HTML, page.replace("data-why=\"\"", "data-why=\"" + why.name() + "\""));
  }

  /// A file of the front end that stands in the kiosk's place.
  ///
  /// @throws FaultException when the file is too large to be one of a page
  Optional<Answer> ownFile(Call call) throws IOException {
    if (webRoot.isEmpty()) {
      return Optional.empty();
    }
    Path file;
    try {
      file = webRoot.get().resolve("." + call.path()).normalize();
    } catch (InvalidPathException _) { // a name this system's character set does not have
      return Optional.empty();
    }
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    if (isHidden(file)
        || !Files.isRegularFile(file)
        || !file.toRealPath().startsWith(webRoot.get().toRealPath())) {
      return Optional.empty();
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw Fault.TOO_LARGE.because("a page's file has at most " + FILE_BYTES_MAX + " bytes");
    }
    return Optional.of(unlessSeen(call, file));
  }

  /// A browser that has the file asks whether it still is the one.
  private static Answer unlessSeen(Call call, Path file) throws IOException {
    String tag =
        "\"%x-%x\"".formatted(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    boolean seen = call.header("If-None-Match").filter(tag::equals).isPresent();
    return Answer.of(
            seen ? 304 : 200,
            type(file.getFileName().toString()),
            seen ? new byte[0] : Files.readAllBytes(file))
        .with("ETag", tag)
        .with("Cache-Control", "no-cache");
  }

  /// Outside of the folder, or a name in it that begins with a dot.
  private boolean isHidden(Path file) {
    for (Path part : webRoot.orElseThrow().relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static String type(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /// @throws IllegalStateException when the build forgot it
  static byte[] resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the kiosk's " + name + " is not in the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the kiosk's " + name, e);
    }
  }
}
