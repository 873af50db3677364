package till.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import till.demo.SimulatorActs.Refusal;
import till.kiosk.Guest;
import till.kiosk.GuestRequest;
import till.kiosk.Response;
import till.paper.Paper;
import till.paper.PictureException;
import till.simulator.PrintedReceipt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/sim/*`: hands and eyes at the devices' far ends, for the simulator page and for scripts, as
/// `/v1/sim/openapi.json` describes it.
///
/// `GET view?after=N` answers when something has changed since the view with that revision, or
/// after a while. POSTs act like a person would, and say what went over the wire where there is
/// one.
final class SimulatorApi implements Guest {

  private static final String PATH = "/v1/sim";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// How long a page waits for a change, below the patience of anything in between.
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// Lamp and scale do not tell that they have changed.
  private static final long LOOK_MILLIS = 100;

  private final Assortment assortment;
  private final Devices devices;
  private final Network network;
  private final FleetDesk desk;
  private final PowerCuts cuts;
  private final News news;
  private final List<Asked> asked;
  private final Map<String, Act> acts;

  // guarded by this
  private SimulatorView last;
  private long revision;

  /// Something that can be asked for.
  ///
  /// @param path below `/v1/sim`, with a name in braces for each group of the pattern
  private record Asked(String path, Pattern pattern, Answering answering) {

    Asked(String path, String pattern, Answering answering) {
      this(path, Pattern.compile(pattern), answering);
    }

    Optional<Matcher> matches(String wanted) {
      Matcher matcher = pattern.matcher(wanted);
      return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }
  }

  private interface Answering {
    Response answer(Matcher path, Map<String, String> query) throws InterruptedException;
  }

  private interface Act {
    ObjectNode act(JsonNode body) throws IOException;
  }

  SimulatorApi(
      Assortment assortment,
      Devices devices,
      Network network,
      FleetDesk desk,
      PowerCuts cuts,
      News news,
      InstantSource clock) {
    this.assortment = assortment;
    this.devices = devices;
    this.network = network;
    this.desk = desk;
    this.cuts = cuts;
    this.news = news;
    this.asked =
        List.of(
            new Asked("/openapi.json", "/openapi\\.json", (_, _) -> description()),
            new Asked("/shelves", "/shelves", (_, _) -> json(shelves())),
            new Asked("/symbol.svg", "/symbol\\.svg", (_, query) -> symbol(query)),
            new Asked("/view", "/view", (_, query) -> json(changedView(after(query)))),
            new Asked(
                "/paper/{number}.{form}",
                "/paper/([0-9]{1,9})\\.(png|txt)",
                (path, _) -> paper(receipt(path.group(1)), path.group(2))),
            new Asked(
                "/power-cuts/{row}/paper/{number}.{form}",
                "/power-cuts/([a-z-]{1,40})/paper/([0-9]{1,9})\\.(png|txt)",
                (path, _) -> paper(cutPaper(path.group(1), path.group(2)), path.group(3))));
    var hands = new SimulatorActs(devices, network, desk, cuts);
    this.acts =
        Map.of(
            "/scan", hands::scan,
            "/scanner", hands::scanner,
            "/scale", hands::scale,
            "/terminal", hands::terminal,
            "/printer", hands::printer,
            "/case", hands::touch,
            "/cable", hands::cable,
            "/fleet", hands::push,
            "/power-cut", hands::powerCut);
    this.last = SimulatorView.of(devices, network, desk, cuts);
    // pages that outlive a shop do not know the next one's views
    this.revision = clock.millis();
  }

  /// Everything that is answered: `GET /v1/sim/view`.
  List<String> routes() {
    return Stream.concat(
            asked.stream().map(each -> "GET " + PATH + each.path()),
            acts.keySet().stream().map(path -> "POST " + PATH + path))
        .toList();
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
      return problem(e.status(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
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
    String wanted = request.path().substring(PATH.length());
    for (Asked each : asked) {
      Optional<Matcher> path = each.matches(wanted);
      if (path.isPresent()) {
        return each.answering().answer(path.get(), request.query());
      }
    }
    throw new Refusal(404, "there is no " + request.path());
  }

  private static Response description() {
    return new Response(200, "application/json", Resource.bytes("openapi.json"));
  }

  private static Response symbol(Map<String, String> query) {
    String code = query.getOrDefault("code", "");
    return SymbolPicture.of(Label.of(code))
        .map(svg -> new Response(200, "image/svg+xml", svg.getBytes(StandardCharsets.UTF_8)))
        .orElseThrow(() -> new Refusal(400, "no symbol has this code"));
  }

  private Paper receipt(String number) {
    return devices.printer().receipts().stream()
        .filter(receipt -> receipt.number() == Integer.parseInt(number))
        .findFirst()
        .map(PrintedReceipt::paper)
        .orElseThrow(() -> new Refusal(404, "there is no receipt " + number));
  }

  private Paper cutPaper(String row, String number) {
    return CutRow.find(row)
        .flatMap(each -> cuts.paper(each, Integer.parseInt(number)))
        .orElseThrow(() -> new Refusal(404, "there is no paper " + number + " of " + row));
  }

  private static Response paper(Paper paper, String form) {
    return form.equals("png")
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
    SimulatorView now = SimulatorView.of(devices, network, desk, cuts);
    if (!now.equals(last)) {
      last = now;
      revision++;
    }
    ObjectNode view = JSON.valueToTree(now);
    return view.put("revision", revision);
  }

  private Response post(GuestRequest request) throws IOException {
    Act act = acts.get(request.path().substring(PATH.length()));
    if (act == null) {
      throw new Refusal(404, "there is no " + request.path());
    }
    ObjectNode answer = act.act(JSON.readTree(request.body()));
    news.ring();
    return json(answer);
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
