package till.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.kiosk.Guest;
import till.kiosk.GuestRequest;
import till.kiosk.Response;
import till.paper.Paper;
import till.paper.PictureException;
import till.port.PortException;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPrinter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/sim/*`: hands and eyes at the devices' far ends, for the simulator page and for tests.
///
/// `GET view?after=N` answers when something has changed since the view with that revision, or
/// after a while. POSTs act like a person would, and say what went over the wire where there is
/// one.
final class SimulatorApi implements Guest {

  private static final Logger log = LoggerFactory.getLogger(SimulatorApi.class);
  private static final String PATH = "/v1/sim";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// How long a page waits for a change, below the patience of anything in between.
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// The lamp does not tell that it has changed.
  private static final long LOOK_MILLIS = 100;

  /// A service connection of a payment terminal that nobody ends.
  private static final Duration BUSY = Duration.ofMinutes(10);

  private static final int CODE_CHARACTERS_MAX = 500;
  private static final int HEADER_CHARACTERS_MAX = 40;
  private static final Pattern PAPER = Pattern.compile(PATH + "/paper/([0-9]{1,9})\\.(png|txt)");

  private final Assortment assortment;
  private final Devices devices;
  private final FleetDesk desk;
  private final News news;

  // guarded by this
  private SimulatorView last;
  private long revision;

  SimulatorApi(
      Assortment assortment, Devices devices, FleetDesk desk, News news, InstantSource clock) {
    this.assortment = assortment;
    this.devices = devices;
    this.desk = desk;
    this.news = news;
    this.last = SimulatorView.of(devices, desk.reported());
    // pages that outlive a shop do not know the next one's views
    this.revision = clock.millis();
  }

  /// Something against a request.
  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(int status, String detail) {
      super(detail);
      this.status = status;
    }
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Response answer(GuestRequest request) {
    try {
      return request.method().equals("GET") ? get(request) : post(request);
    } catch (Refusal e) {
      return problem(e.status, String.valueOf(e.getMessage()));
    } catch (PortException e) {
      return problem(409, String.valueOf(e.getMessage()));
    } catch (PictureException e) {
      return problem(503, String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      return problem(400, "not JSON: " + e.getOriginalMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return problem(503, "the shop closes");
    }
  }

  private Response get(GuestRequest request) throws InterruptedException {
    Matcher paper = PAPER.matcher(request.path());
    if (paper.matches()) {
      return paper(Integer.parseInt(paper.group(1)), paper.group(2).equals("png"));
    }
    return switch (request.path().substring(PATH.length())) {
      case "/shelves" -> json(shelves());
      case "/view" -> json(changedView(after(request.query())));
      default -> throw new Refusal(404, "there is no " + request.path());
    };
  }

  private Response paper(int number, boolean picture) {
    Paper paper =
        devices.printer().receipts().stream()
            .filter(receipt -> receipt.number() == number)
            .findFirst()
            .map(PrintedReceipt::paper)
            .orElseThrow(() -> new Refusal(404, "there is no receipt " + number));
    return picture
        ? new Response(200, "image/png", paper.png())
        : new Response(200, TEXT, paper.text().getBytes(StandardCharsets.UTF_8));
  }

  /// A shelf of the page.
  record Shelf(String category, List<Assortment.Good> items) {

    Shelf {
      items = List.copyOf(items);
    }
  }

  private List<Shelf> shelves() {
    return assortment.shelves().entrySet().stream()
        .map(shelf -> new Shelf(shelf.getKey(), shelf.getValue()))
        .toList();
  }

  private static long after(Map<String, String> query) {
    try {
      return Long.parseLong(query.getOrDefault("after", "-1"));
    } catch (NumberFormatException _) {
      throw new Refusal(400, "after is the revision of the view that was seen");
    }
  }

  private ObjectNode changedView(long after) throws InterruptedException {
    long endNanos = System.nanoTime() + WAIT_NANOS;
    while (true) {
      long heard = news.count();
      ObjectNode view = view();
      if (view.path("revision").asLong() != after || System.nanoTime() - endNanos > 0) {
        return view;
      }
      news.await(heard, LOOK_MILLIS);
    }
  }

  private synchronized ObjectNode view() {
    SimulatorView now = SimulatorView.of(devices, desk.reported());
    if (!now.equals(last)) {
      last = now;
      revision++;
    }
    ObjectNode view = JSON.valueToTree(now);
    return view.put("revision", revision);
  }

  private Response post(GuestRequest request) throws PortException {
    JsonNode body = JSON.readTree(request.body());
    ObjectNode answer = JSON.createObjectNode();
    switch (request.path().substring(PATH.length())) {
      case "/scan" -> answer.put("wire", Label.visible(devices.scan(code(body))));
      case "/scanner" -> answer.put("wire", Label.visible(scanner(text(body, "act"))));
      case "/terminal" -> terminal(body);
      case "/printer" -> printer(body);
      case "/case" -> touch(text(body, "act"));
      case "/fleet" -> push(header(body));
      default -> throw new Refusal(404, "there is no " + request.path());
    }
    news.ring();
    return json(answer);
  }

  private static String code(JsonNode body) {
    String code = text(body, "code");
    if (code.isEmpty() || code.length() > CODE_CHARACTERS_MAX) {
      throw new Refusal(400, "code has 1 to " + CODE_CHARACTERS_MAX + " characters");
    }
    return code;
  }

  private byte[] scanner(String act) throws PortException {
    return switch (act) {
      case "garbage" -> devices.sendGarbage();
      case "half" -> devices.sendHalfALabel();
      case "unknown" -> devices.scanUnknownItem();
      case "plug", "unplug" -> {
        devices.plugScanner(act.equals("plug"));
        yield new byte[0];
      }
      default -> throw new Refusal(400, "a scanner cannot " + act);
    };
  }

  private void touch(String act) {
    switch (act) {
      case "press", "release" -> devices.pressHelp(act.equals("press"));
      case "open", "shut" -> devices.openCase(act.equals("open"));
      default -> throw new Refusal(400, "a case cannot " + act);
    }
  }

  private void terminal(JsonNode body) {
    SimulatedPaymentTerminal terminal = devices.terminal();
    String act = text(body, "act");
    boolean taken = true;
    switch (act) {
      case "tap" -> taken = terminal.tap();
      case "decline" -> taken = terminal.decline();
      case "cancel" -> taken = terminal.cancel();
      case "fault" -> terminal.script(fault(text(body, "fault")));
      case "on" -> terminal.powerOn();
      case "off" -> terminal.powerOff();
      case "silent" -> terminal.silence(true);
      case "speaking" -> terminal.silence(false);
      case "busy" -> terminal.serveFor(BUSY);
      case "free" -> terminal.serveFor(Duration.ZERO);
      default -> throw new Refusal(400, "a payment terminal cannot " + act);
    }
    if (!taken) {
      throw new Refusal(409, "the payment terminal does not wait for a card");
    }
  }

  private static Fault fault(String name) {
    try {
      return Fault.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "nothing is called " + name + " that can go wrong");
    }
  }

  private void printer(JsonNode body) {
    if (body.path("paperOut").isBoolean()) {
      devices
          .printer()
          .loadPaper(body.path("paperOut").booleanValue() ? 0 : SimulatedPrinter.FULL_ROLL_DOTS);
    }
    if (body.path("coverOpen").isBoolean()) {
      devices.printer().openCover(body.path("coverOpen").booleanValue());
    }
    if (body.path("drawerOpen").isBoolean() && !body.path("drawerOpen").booleanValue()) {
      devices.printer().shutDrawer();
    }
  }

  /// Answers before the push has had its effect: the terminal is rebuilt, and its kiosk's
  /// connections with it.
  private void push(String header) {
    Thread.ofVirtual()
        .name("demo-push")
        .start(() -> {
          try {
            desk.pushReceiptHeader(header);
          } catch (IllegalStateException e) {
            log.error("cannot push a receipt header", e);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static String header(JsonNode body) {
    String header = text(body, "header").strip();
    if (header.isEmpty() || header.length() > HEADER_CHARACTERS_MAX) {
      throw new Refusal(400, "a header has 1 to " + HEADER_CHARACTERS_MAX + " characters");
    }
    return header;
  }

  private static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isString()) {
      throw new Refusal(400, field + " is missing");
    }
    return value.stringValue();
  }

  private static Response json(Object value) {
    return new Response(200, "application/json", JSON.writeValueAsBytes(value));
  }

  private static Response problem(int status, String detail) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("status", status);
    problem.put("code", "simulator");
    problem.put("title", "The simulator cannot do that");
    problem.put("detail", detail);
    return new Response(
        status, "application/problem+json", problem.toString().getBytes(StandardCharsets.UTF_8));
  }
}
