package till.kiosk;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import till.lane.DayReport;
import till.lane.Lane;
import till.lane.LaneView;
import till.lane.Receipts;
import till.lane.Receipts.SlipFor;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.sale.Item;
import till.sale.LaneState;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be asked of the lane and the board, apart from commands, events, and what is for
/// technicians.
final class Api {

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
  private static final int ITEMS_MAX = 60;

  /// More than a screen has room for.
  private static final int CATEGORIES_MAX = 200;

  private static final int QUERY_CHARACTERS_MAX = 80;

  private static final Pattern DOCUMENT = Pattern.compile("([0-9]{1,18})(\\.json|\\.txt|\\.png)?");

  private final Lane lane;
  private final LaneJson json;
  private final ReportJson reports;
  private final Supplier<BoardView> board;
  private final OperatorActs operators;

  Api(Lane lane, LaneJson json, Supplier<BoardView> board, OperatorActs operators) {
    this.lane = lane;
    this.json = json;
    this.reports = new ReportJson(json.terminal());
    this.board = board;
    this.operators = operators;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/lane", Role.KIOSK, (_, _) -> Answer.json(200, json.of(lane.view()))),
        Route.get("/v1/items", Role.KIOSK, (call, _) -> items(call.query())),
        Route.get(
            "/v1/receipts/{number}",
            Role.KIOSK,
            (call, variables) -> receipt(variables.getOrDefault("number", ""), call.query())),
        Route.get("/v1/reports/x", Role.ATTENDANT, (_, _) -> Answer.json(200, reports.of(x()))),
        Route.post("/v1/reports/x", Role.KIOSK, (call, _) -> xForOperator(call)),
        Route.get(
            "/v1/reports/x.txt",
            Role.ATTENDANT,
            (_, _) -> Answer.text(200, PLAIN_TEXT, lane.receipts().report(x()).text())),
        Route.get(
            "/v1/reports/z/{n}",
            Role.ATTENDANT,
            (_, variables) -> z(variables.getOrDefault("n", ""))),
        Route.open(
            "/v1/openapi.json",
            (_, _) -> Answer.of(200, Answer.JSON, Pages.resource("openapi.json"))),
        Route.open(
            "/metrics",
            (_, _) ->
                Answer.text(
                    200,
                    Exposition.CONTENT_TYPE,
                    Metrics.of(lane.view(), lane.figures(), board.get()))),
        Route.open("/healthz", (_, _) -> Answer.json(200, Answer.object().put("status", "ok"))),
        Route.open("/readyz", (_, _) -> ready(lane.view().state())));
  }

  private Answer items(Map<String, String> query) {
    String words = bounded(query, "q");
    Optional<String> category =
        Optional.of(bounded(query, "category")).filter(name -> !name.isEmpty());
    List<String> languages = languages(query, lane.view());
    ObjectNode answer = Answer.object();
    answer.put("currency", lane.view().currency().getCurrencyCode());
    ArrayNode categories = answer.putArray("categories");
    lane.categories().stream().limit(CATEGORIES_MAX).forEach(categories::add);
    ArrayNode items = answer.putArray("items");
    lane.items(words, category, ITEMS_MAX)
        .forEach(item -> write(items.addObject(), item, languages));
    return Answer.json(200, answer);
  }

  /// What is read where this is asked for: as `lang` says, and as the lane's customer does.
  static List<String> languages(Map<String, String> query, LaneView view) {
    return Stream.concat(
            Arrays.stream(query.getOrDefault("lang", "").split(",", -1)).map(String::strip),
            view.customer().languages().stream())
        .filter(language -> !language.isEmpty())
        .toList();
  }

  private static String bounded(Map<String, String> query, String name) {
    String text = query.getOrDefault(name, "");
    if (text.length() > QUERY_CHARACTERS_MAX) {
      throw Fields.wrong(name, "at most " + QUERY_CHARACTERS_MAX + " characters");
    }
    return text;
  }

  private static void write(ObjectNode node, Item item, List<String> languages) {
    node.put("itemId", item.itemId());
    item.plu().ifPresent(plu -> node.put("plu", plu));
    node.put("description", item.name(languages));
    ObjectNode names = node.putObject("names");
    item.names().forEach(names::put);
    node.put("unitPrice", item.unitPrice().minor());
    node.put("unitOfMeasure", item.unitOfMeasure());
    node.put("taxGroup", item.taxGroup());
    node.put("weighed", item.weighed());
    node.put("tare", item.tare().toPlainString());
    node.put("forSale", item.forSale());
    item.ageClass().ifPresent(age -> node.put("ageClass", age));
    item.quantityLimit().ifPresent(limit -> node.put("quantityLimit", limit));
    item.depositItem().ifPresent(deposit -> node.put("depositItem", deposit));
    ArrayNode categories = node.putArray("categories");
    item.categories().forEach(categories::add);
    item.quickKey().ifPresent(place -> node.put("quickKey", place));
    item.image().ifPresent(image -> node.put("image", image));
  }

  private Answer receipt(String name, Map<String, String> query) {
    Matcher asked = DOCUMENT.matcher(name);
    if (!asked.matches()) {
      throw Fault.NOT_FOUND.because("a receipt is asked for by its number");
    }
    long number = Long.parseLong(asked.group(1));
    if (query.containsKey("part")) {
      return slips(number, wanted(query.getOrDefault("part", "")), asked.group(2));
    }
    Receipts.Receipt receipt =
        lane.receipts()
            .byNumber(number)
            .orElseThrow(() ->
                Fault.NOT_FOUND.because(
                    "document "
                        + number
                        + " is no completed sale, or not on this device any more"));
    return switch (asked.group(2)) {
      case ".txt" -> Answer.text(200, PLAIN_TEXT, receipt.text());
      case ".png" -> Answer.of(200, "image/png", paper(receipt.job()).png());
      case null, default -> Answer.of(200, Answer.JSON, receipt.document());
    };
  }

  private static Set<SlipFor> wanted(String parts) {
    var wanted = EnumSet.noneOf(SlipFor.class);
    for (String part : parts.split(",", -1)) {
      switch (part) {
        case "customer" -> wanted.add(SlipFor.CUSTOMER);
        case "merchant" -> wanted.add(SlipFor.MERCHANT);
        default -> throw Fields.wrong("part", "customer, merchant, or customer,merchant");
      }
    }
    return wanted;
  }

  /// What the card terminal gave to be printed with a sale.
  private Answer slips(long number, Set<SlipFor> wanted, @Nullable String form) {
    Receipts.Slips slips =
        lane.receipts()
            .slips(number, wanted)
            .orElseThrow(() ->
                Fault.NOT_FOUND.because(
                    "no such receipt of a card terminal is kept with document " + number));
    return switch (form) {
      case ".txt" -> Answer.text(200, PLAIN_TEXT, slips.text());
      case ".png" -> Answer.of(200, "image/png", paper(slips.job()).png());
      case null, default -> Answer.json(200, json(number, slips.slips()));
    };
  }

  private static ObjectNode json(long number, List<Receipts.Slip> slips) {
    ObjectNode answer = Answer.object().put("number", number);
    ArrayNode parts = answer.putArray("parts");
    for (Receipts.Slip slip : slips) {
      parts
          .addObject()
          .put("part", slip.whom().name().toLowerCase(Locale.ROOT))
          .put("tender", slip.tender())
          .put("text", slip.text());
    }
    return answer;
  }

  private DayReport x() {
    return lane.report()
        .orElseThrow(() -> Fault.NOT_FOUND.because("no business day is open to report on"));
  }

  /// At a customer's screen, for an operator who says so in the request. A POST, though nothing
  /// changes by it: an address is kept where a body is not, and has no place for a PIN.
  private Answer xForOperator(Call call) throws IOException {
    var _ = operators.actor(call, Fields.of(call.jsonBody()), Role.ATTENDANT);
    return Answer.json(200, reports.of(x()));
  }

  private Answer z(String name) {
    Matcher asked = DOCUMENT.matcher(name);
    if (!asked.matches()) {
      throw Fault.NOT_FOUND.because("a Z report is asked for by its number");
    }
    Receipts.Report report =
        lane.receipts()
            .z(Long.parseLong(asked.group(1)))
            .orElseThrow(() ->
                Fault.NOT_FOUND.because(
                    "there is no Z report "
                        + asked.group(1)
                        + ", or it is not on this device any more"));
    return switch (asked.group(2)) {
      case ".txt" -> Answer.text(200, PLAIN_TEXT, report.text());
      case ".png" -> Answer.of(200, "image/png", paper(report.job()).png());
      case null, default -> Answer.json(200, reports.of(report.figures()));
    };
  }

  private Paper paper(byte[] job) {
    return EscPosReader.decode(job, lane.receipts().columns());
  }

  private static Answer ready(LaneState state) {
    boolean serves = state == LaneState.READY || state == LaneState.IN_TRANSACTION;
    ObjectNode answer =
        Answer.object().put("status", serves ? "ready" : "not-ready").put("state", state.name());
    return Answer.json(serves ? 200 : 503, answer);
  }
}
