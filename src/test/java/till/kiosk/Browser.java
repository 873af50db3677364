package till.kiosk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import till.Tools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A real browser without a window, driven over the DevTools protocol: one page, real clicks.
///
/// What goes wrong on the page (an exception, a refused load) is collected in `complaints`.
public final class Browser implements AutoCloseable {

  /// The browser's word for a question whose page was left meanwhile: the next page is asked.
  private static final int PAGE_LEFT = -32_000;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 30;

  /// Things on the page that a click is meant for: there, on top, enabled, and not held back.
  private static final String FIND =
      """
      (selector => {
        const found = document.querySelector(selector);
        if (!found || found.disabled || found.closest('[inert], [aria-busy="true"], [aria-disabled="true"]')) return null;
        found.scrollIntoView({block: 'nearest'});
        const box = found.getBoundingClientRect();
        const x = box.x + box.width / 2, y = box.y + box.height / 2;
        const top = document.elementFromPoint(x, y);
        return top && (found.contains(top) || top.contains(found)) ? {x, y} : null;
      })
      """;

  /// What has the focus, also within a frame.
  private static final String FOCUSED =
      """
      (here => here.tagName === 'IFRAME' ? here.contentDocument.activeElement : here)(document.activeElement)
      """
          .strip();

  /// What keeps people from seeing what has the focus: no line around it, out of sight, under
  /// something else; or nothing.
  private static final String FOCUS_UNSEEN =
      """
      (here => {
        const {outlineStyle, outlineWidth} = getComputedStyle(here);
        const box = here.getBoundingClientRect();
        const top = here.ownerDocument.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return 'no line is around it';
        if (top === null) return 'it is out of sight at ' + JSON.stringify(box);
        return here.contains(top) || top.contains(here) ? '' : 'it is under ' + top.outerHTML.slice(0, 200);
      })
      """
          .strip();

  /// More keys than any page has things to reach.
  private static final int KEYS_MAX = 200;

  private static final Map<String, Integer> KEY_CODES =
      Map.ofEntries(
          Map.entry("Backspace", 8),
          Map.entry("Tab", 9),
          Map.entry("Enter", 13),
          Map.entry("Escape", 27),
          Map.entry(" ", 32),
          Map.entry("End", 35),
          Map.entry("ArrowLeft", 37),
          Map.entry("ArrowUp", 38),
          Map.entry("ArrowRight", 39),
          Map.entry("ArrowDown", 40));

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Browser(Process process, Path profile, URI page) {
    this.process = process;
    this.profile = profile;
    this.socket =
        get(http.newWebSocketBuilder().buildAsync(page, new Listener()), "the browser's socket");
  }

  /// Starts a browser with a window of this size, in which nothing moves: drawing takes this
  /// machine longer than all else.
  public static Browser start(int width, int height) {
    return start(width, height, List.of("--force-prefers-reduced-motion"));
  }

  /// The same, and the pages move as they do for most people.
  public static Browser startMoving(int width, int height) {
    return start(width, height, List.of());
  }

  private static Browser start(int width, int height, List<String> options) {
    Path chromium = Tools.need("chromium");
    try {
      Path profile = Files.createTempDirectory("till-browser");
      var command = new ArrayList<>(List.of(chromium.toString(), "--headless=new"));
      command.addAll(
          List.of(
              "--no-sandbox",
              "--disable-gpu",
              "--disable-quic",
              "--no-first-run",
              "--disable-background-networking",
              "--disable-component-update",
              "--disable-sync",
              "--disable-dev-shm-usage",
              "--hide-scrollbars",
              "--remote-debugging-port=0",
              "--user-data-dir=" + profile));
      command.addAll(options);
      command.add("about:blank");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("browser.log").toFile())
              .start();
      try {
        var browser = new Browser(process, profile, pageAddress(process, profile));
        browser.call("Page.enable", Map.of());
        browser.call("Runtime.enable", Map.of());
        browser.call("Log.enable", Map.of());
        // as a window that somebody works in
        browser.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        browser.resize(width, height);
        return browser;
      } catch (RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The browser writes its port into its profile and lists its pages there.
  private static URI pageAddress(Process process, Path profile) throws IOException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(
            "chromium did not start:\n" + Files.readString(profile.resolve("browser.log")));
      }
      pause();
    }
    String port = Files.readAllLines(file).getFirst();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> pages =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build(),
              HttpResponse.BodyHandlers.ofString());
      for (JsonNode page : MAPPER.readTree(pages.body())) {
        if (page.path("type").asString("").equals("page")) {
          return URI.create(page.path("webSocketDebuggerUrl").asString());
        }
      }
      throw new AssertionError("chromium has no page: " + pages.body());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Gives the window another size.
  public void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /// Has pages show nothing that moves, as for people whom that makes sick.
  Browser rest() {
    return contrast(false);
  }

  /// Has pages at rest, and for people who asked their system for more contrast or did not.
  Browser contrast(boolean more) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-reduced-motion", "value", "reduce"),
                Map.of("name", "prefers-contrast", "value", more ? "more" : "no-preference"))));
    return this;
  }

  /// Opens a page and waits until it is loaded.
  public Browser open(URI address) {
    // what the page before still has to complain of is not this one's
    call("Page.navigate", Map.of("url", "about:blank"));
    waitFor("document.readyState === 'complete' && location.href === 'about:blank'");
    complaints.clear();
    call("Page.navigate", Map.of("url", address.toString()));
    return waitFor("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /// Clicks the middle of the first element of this selector, as soon as it can be clicked.
  public Browser click(String selector) {
    JsonNode point = await(FIND.strip() + "(" + MAPPER.writeValueAsString(selector) + ")");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              point.path("x").asDouble(),
              "y",
              point.path("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
    return this;
  }

  /// Presses a key: `a`, `Enter`, `ArrowDown`, ...
  public Browser press(String key) {
    boolean isCharacter = key.length() == 1;
    String text = key.equals("Enter") ? "\r" : isCharacter ? key : "";
    int code =
        KEY_CODES.getOrDefault(key, isCharacter ? (int) key.toUpperCase(Locale.ROOT).charAt(0) : 0);
    for (String type : List.of("keyDown", "keyUp")) {
      var event = new HashMap<String, Object>(Map.of("type", type, "key", key));
      event.put("windowsVirtualKeyCode", code);
      if (type.equals("keyDown") && !text.isEmpty()) {
        event.put("text", text);
      }
      call("Input.dispatchKeyEvent", event);
    }
    return this;
  }

  /// Goes to something by a key alone, as often as it takes.
  public Browser reach(String selector, String key) {
    for (int i = 0; i < KEYS_MAX; i++) {
      if (isAt(selector)) {
        return this;
      }
      press(key);
    }
    throw new AssertionError(selector + " is not reached by " + key + ", but " + focused());
  }

  /// Goes to something by Tab, and presses it.
  ///
  /// @throws AssertionError where nobody can see that the focus is on it
  public Browser enter(String selector) {
    return reach(selector, "Tab").seeFocus(selector).press("Enter");
  }

  /// Whether an element of this selector has the focus.
  public boolean isAt(String selector) {
    return evaluate(FOCUSED + ".matches(" + MAPPER.writeValueAsString(selector) + ")").asBoolean();
  }

  /// Looks whether an element of this selector has the focus, and everybody can see so.
  public Browser seeFocus(String selector) {
    if (!isAt(selector)) {
      throw new AssertionError("the focus is not on " + selector + ", but on " + focused());
    }
    String why = evaluate(FOCUS_UNSEEN + "(" + FOCUSED + ")").asString();
    if (!why.isEmpty()) {
      throw new AssertionError("nobody sees the focus on " + focused() + ": " + why);
    }
    return this;
  }

  private String focused() {
    return evaluate(FOCUSED + ".outerHTML.slice(0, 200)").asString();
  }

  /// Types into whatever has the focus.
  public Browser type(String text) {
    call("Input.insertText", Map.of("text", text));
    return this;
  }

  /// Waits until a JavaScript expression is true. While it cannot be evaluated it is not.
  public Browser waitFor(String condition) {
    await("(() => { try { return (" + condition + ") ? true : null } catch { return null } })()");
    return this;
  }

  /// Waits until the first element of this selector shows this text.
  public Browser waitForText(String selector, String text) {
    return waitFor(
        "(it => it.checkVisibility() && it.innerText.replace(/\\s+/g, ' ').includes(%2$s))(document.querySelector(%1$s))"
            .formatted(MAPPER.writeValueAsString(selector), MAPPER.writeValueAsString(text)));
  }

  /// What a JavaScript expression gives; a promise is waited for.
  public JsonNode evaluate(String expression) {
    return value(expression, succeeded("Runtime.evaluate", askFor(expression)));
  }

  private JsonNode askFor(String expression) {
    return ask(
        "Runtime.evaluate",
        Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
  }

  private static JsonNode value(String expression, JsonNode answer) {
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /// Keeps a picture of the page.
  public Browser screenshot(Path file) {
    // whatever arrives with a movement has arrived
    waitFor(
        "document.getAnimations().every(each =>"
            + " each.effect.getComputedTiming().iterations === Infinity"
            + " || each.playState === 'finished')");
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// Exceptions and errors since the page was opened.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode await(String expression) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode heard = askFor(expression);
      if (heard.path("error").path("code").asInt() != PAGE_LEFT) {
        JsonNode value = value(expression, succeeded("Runtime.evaluate", heard));
        if (!value.isNull() && !value.isMissingNode()) {
          return value;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited for "
                + expression
                + "\nthe page says: "
                + evaluate("document.body.innerText")
                + "\nand complains: "
                + complaints);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    return succeeded(method + " " + parameters, ask(method, parameters));
  }

  private JsonNode ask(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    get(socket.sendText(message.toString(), true), method);
    return get(answer, method);
  }

  private static JsonNode succeeded(String what, JsonNode heard) {
    if (heard.has("error")) {
      throw new AssertionError(what + ": " + heard.path("error"));
    }
    return heard.path("result");
  }

  private static <T> T get(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer from the browser to " + what, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
      delete(profile);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      // a profile that is left behind in the temporary directory hurts nobody
      complaints.add(e.toString());
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      found.sorted(Comparator.reverseOrder()).forEach(files::add);
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /// Puts messages together and hands answers to whoever waits for them.
  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = MAPPER.readTree(text.toString());
        text.setLength(0);
        hear(message);
      }
      webSocket.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void hear(JsonNode message) {
      CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt(0));
      if (answer != null) {
        answer.complete(message);
        return;
      }
      JsonNode parameters = message.path("params");
      switch (message.path("method").asString("")) {
        case "Runtime.exceptionThrown" ->
            complaints.add(parameters.path("exceptionDetails").toString());
        case "Log.entryAdded" -> {
          JsonNode entry = parameters.path("entry");
          if (entry.path("level").asString("").equals("error")) {
            complaints.add(entry.path("text").asString("") + " " + entry.path("url").asString(""));
          }
        }
        default -> {
          // nothing that a test looks at
        }
      }
    }
  }
}
