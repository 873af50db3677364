package till.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.demo.Devices.Wired;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a person does at the far ends: each takes the body of a request and gives what to answer.
final class SimulatorActs {

  private static final Logger log = LoggerFactory.getLogger(SimulatorActs.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A service connection of a payment terminal that nobody ends.
  private static final Duration BUSY = Duration.ofMinutes(10);

  private static final int CODE_CHARACTERS_MAX = 500;
  private static final int HEADER_CHARACTERS_MAX = 40;

  /// A tenth of a real one's speed: a receipt takes its time to be looked at, or to be cut off.
  private static final double SLOW = 0.1;

  private static final double AS_A_REAL_ONE = 1;

  /// More than any scale in a shop can weigh.
  private static final Pattern KILOGRAMS = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3})?");

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,7}");

  private final Devices devices;
  private final Network network;
  private final FleetDesk desk;
  private final PowerCuts cuts;

  SimulatorActs(Devices devices, Network network, FleetDesk desk, PowerCuts cuts) {
    this.devices = devices;
    this.network = network;
    this.desk = desk;
    this.cuts = cuts;
  }

  /// Something against a request.
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int status;

    /// @param status of HTTP
    Refusal(int status, String detail) {
      super(detail);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private static ObjectNode done() {
    return JSON.createObjectNode();
  }

  private static ObjectNode sent(byte[] bytes) {
    return done().put("wire", Label.visible(bytes));
  }

  ObjectNode scan(JsonNode body) throws IOException {
    String code = text(body, "code");
    if (code.isEmpty() || code.length() > CODE_CHARACTERS_MAX) {
      throw new Refusal(400, "code has 1 to " + CODE_CHARACTERS_MAX + " characters");
    }
    return sent(devices.scan(code));
  }

  ObjectNode scanner(JsonNode body) throws IOException {
    String act = text(body, "act");
    return sent(
        switch (act) {
          case "garbage" -> devices.sendGarbage();
          case "half" -> devices.sendHalfALabel();
          case "unknown" -> devices.scanUnknownItem();
          default -> throw new Refusal(400, "a scanner cannot " + act);
        });
  }

  ObjectNode scale(JsonNode body) {
    String act = text(body, "act");
    switch (act) {
      case "put" -> devices.weigh(kilograms(text(body, "weight")));
      case "take" -> devices.weigh(BigDecimal.ZERO);
      case "shake" -> devices.shake(true);
      case "rest" -> devices.shake(false);
      case "drift" -> devices.scale().drift(1);
      case "zero" -> {
        if (!devices.scale().zero()) {
          throw new Refusal(409, "a scale is set to zero at rest, and only near its zero");
        }
      }
      default -> throw new Refusal(400, "a scale cannot " + act);
    }
    return done();
  }

  private static BigDecimal kilograms(String text) {
    if (!KILOGRAMS.matcher(text).matches()) {
      throw new Refusal(400, "weight is in kilograms, such as 0.250, not \"" + text + "\"");
    }
    return new BigDecimal(text);
  }

  ObjectNode terminal(JsonNode body) {
    SimulatedPaymentTerminal terminal = devices.terminal();
    String act = text(body, "act");
    boolean taken = true;
    switch (act) {
      case "tap" -> taken = terminal.tap();
      case "sign" -> taken = terminal.tapSigning();
      case "partly" -> taken = terminal.tapPartly(amount(body.path("amount").asString("")));
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
    return done();
  }

  private static long amount(String text) {
    if (!AMOUNT.matcher(text).matches()) {
      throw new Refusal(400, "amount is in minor units, such as 200");
    }
    return Long.parseLong(text);
  }

  private static Fault fault(String name) {
    try {
      return Fault.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "nothing is called " + name + " that can go wrong");
    }
  }

  ObjectNode printer(JsonNode body) {
    String act = text(body, "act");
    SimulatedPrinter printer = devices.printer();
    switch (act) {
      case "paper-out" -> printer.loadPaper(0);
      case "paper-low" -> printer.loadPaper(SimulatedPrinter.NEAR_END_DOTS - 1);
      case "paper-full" -> printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
      case "cover-open", "cover-close" -> printer.openCover(act.equals("cover-open"));
      case "drawer-shut" -> printer.shutDrawer();
      case "slow" -> printer.printAt(SLOW);
      case "fast" -> printer.printAt(AS_A_REAL_ONE);
      case "on", "off" -> printer.switchOn(act.equals("on"));
      default -> throw new Refusal(400, "a printer cannot " + act);
    }
    return done();
  }

  /// Help button and case switch.
  ObjectNode touch(JsonNode body) {
    String act = text(body, "act");
    switch (act) {
      case "press", "release" -> devices.pressHelp(act.equals("press"));
      case "open", "shut" -> devices.openCase(act.equals("open"));
      default -> throw new Refusal(400, "a case cannot " + act);
    }
    return done();
  }

  /// A device's cable, the broker's, or the collector's switch.
  ObjectNode cable(JsonNode body) throws IOException {
    String name = text(body, "cable");
    boolean in = plugged(text(body, "act"));
    switch (name) {
      case "broker" -> network.cable().plug(in);
      case "collector" -> network.collect(in);
      default -> devices.plug(wired(name), in);
    }
    return done();
  }

  private static boolean plugged(String act) {
    return switch (act) {
      case "plug" -> true;
      case "unplug" -> false;
      default -> throw new Refusal(400, "a cable cannot " + act);
    };
  }

  private static Wired wired(String name) {
    return Arrays.stream(Wired.values())
        .filter(each -> each.wire().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(400, "there is no cable to " + name));
  }

  /// Answers before the push has had its effect: the terminal is rebuilt, and its kiosk's
  /// connections with it.
  ObjectNode push(JsonNode body) {
    String header = text(body, "header").strip();
    if (header.isEmpty() || header.length() > HEADER_CHARACTERS_MAX) {
      throw new Refusal(400, "a header has 1 to " + HEADER_CHARACTERS_MAX + " characters");
    }
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
    return done();
  }

  /// Answers when it has begun; what comes of it is in the view.
  ObjectNode powerCut(JsonNode body) {
    String name = text(body, "row");
    CutRow row =
        CutRow.find(name).orElseThrow(() -> new Refusal(400, "the matrix has no row " + name));
    if (!cuts.play(row)) {
      throw new Refusal(409, "another power cut is being played: wait for its end");
    }
    return done();
  }

  private static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isString()) {
      throw new Refusal(400, field + " is missing");
    }
    return value.stringValue();
  }
}
