package till.lane;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.lights.LaneLight;
import till.device.payment.Diagnosis;
import till.device.printer.PrintProgress;
import till.device.scale.Weighing;
import till.lane.HealthCheck.Finding;
import till.sale.Input;
import till.sale.Reason;
import till.sale.Verdict;

/// Puts devices through what they are for while the lane runs (UnifiedPOS CheckHealth), one check a
/// device at a time. What would be in a customer's way is refused while one is served. What came of
/// it is remembered until the daemon ends. The lane's thread only, but for `results`.
final class HealthChecks {

  private static final Duration PRINTS_WITHIN = Duration.ofSeconds(60);

  /// Longer than the drawer takes to say that it did not open.
  private static final Duration OPENS_WITHIN = Duration.ofSeconds(15);

  private static final Duration WEIGHS_WITHIN = Duration.ofSeconds(15);

  /// A payment terminal that talks to its bank over a slow line.
  private static final Duration DIAGNOSES_WITHIN = Duration.ofMinutes(3);

  /// Each of the light's signals is to be seen for so long.
  private static final Duration SIGNAL = Duration.ofSeconds(2);

  /// In front of the ids of test receipts: no id of a sale begins so.
  private static final String JOB = "check-";

  private final Clocks clocks;
  private final LastScans scans;
  private final Map<String, Running> running = new HashMap<>();
  private volatile Map<String, HealthCheck> results = Map.of();

  HealthChecks(Clocks clocks, LastScans scans) {
    this.clocks = clocks;
    this.scans = scans;
  }

  /// What is asked of a device, by its UnifiedPOS category.
  private enum Kind {
    PRINTER(PRINTS_WITHIN),
    DRAWER(OPENS_WITHIN),
    PAYMENT(DIAGNOSES_WITHIN),
    LIGHTS(SIGNAL.multipliedBy(LaneLight.Signal.values().length)),
    SCALE(WEIGHS_WITHIN),
    SCANNER(Duration.ZERO),
    /// Only asked how it is.
    OTHER(Duration.ZERO);

    private final Duration within;

    Kind(Duration within) {
      this.within = within;
    }

    static Kind of(DeviceStatus device) {
      return switch (device.category()) {
        case Surroundings.PRINTER -> PRINTER;
        case Surroundings.PAYMENT_TERMINAL -> PAYMENT;
        case Surroundings.SCALE -> SCALE;
        case "CashDrawer" -> DRAWER;
        case "Lights" -> LIGHTS;
        case "Scanner" -> SCANNER;
        default -> OTHER;
      };
    }

    /// Whether a customer would be disturbed.
    boolean disturbs() {
      return switch (this) {
        case PRINTER, DRAWER, PAYMENT, LIGHTS -> true;
        case SCALE, SCANNER, OTHER -> false;
      };
    }
  }

  private record Running(Kind kind, DrawerState drawer, long sinceNanos) {}

  // as it is decided

  /// Whether it can be done now; what moves paper or the drawer is written down.
  Verdict ask(String commandId, DeviceStatus device, Draft draft) {
    Kind kind = Kind.of(device);
    if (running.containsKey(device.name()) || draft.isChecked(device.name())) {
      return new Verdict.Refused(Reason.DEVICE_BUSY, device.name());
    }
    if (kind.disturbs() && draft.workstation().state().sale().isPresent()) {
      return new Verdict.Refused(Reason.LANE_BUSY, "");
    }
    Verdict verdict = new Verdict.Accepted(List.of(), List.of());
    DrawerState drawer = draft.surroundings().drawer();
    if (kind == Kind.PRINTER) {
      if (draft.workstation().state().isPrinting()) {
        return new Verdict.Refused(Reason.DEVICE_BUSY, device.name());
      }
      verdict =
          draft.decide(new Input.RecordControl("device-check", Map.of("device", device.name())));
    }
    if (kind == Kind.DRAWER && isGood(device) && isShut(drawer)) {
      verdict = draft.decide(new Input.OpenDrawer("device-check"));
    }
    draft.check(new HealthCheck.Asked(commandId, device, drawer));
    return verdict;
  }

  private static boolean isGood(DeviceStatus device) {
    return device.state() == DeviceStatus.State.GOOD;
  }

  /// As far as anybody knows.
  private static boolean isShut(DrawerState drawer) {
    return switch (drawer) {
      case UNKNOWN, SHUT, DID_NOT_OPEN -> true;
      case OPEN, LEFT_OPEN -> false;
    };
  }

  // as it is performed

  /// It is on disk: the device is asked, unless there is no use in asking. The drawer has had its
  /// pulse.
  void begin(HealthCheck.Asked asked, Peripherals peripherals, Supplier<byte[]> testReceipt) {
    DeviceStatus device = asked.device();
    String name = device.name();
    Kind kind = Kind.of(device);
    boolean good = isGood(device);
    keep(
        new HealthCheck(
            asked.commandId(),
            name,
            clocks.now(),
            HealthCheck.Outcome.RUNNING,
            List.of(
                good
                    ? Finding.ok("status", "good")
                    : Finding.fail("status", "not-good", device.reason()))));
    running.put(name, new Running(good ? kind : Kind.OTHER, asked.drawer(), clocks.nanos()));
    if (good && kind == Kind.PRINTER) {
      peripherals.printer().ifPresent(it -> it.print(JOB + asked.commandId(), testReceipt.get()));
    }
    if (good && kind == Kind.PAYMENT) {
      peripherals.diagnose();
    }
  }

  /// What the light shows instead of the lane's state.
  Optional<LaneLight.Signal> signal() {
    return running.values().stream()
        .filter(check -> check.kind() == Kind.LIGHTS)
        .findFirst()
        .map(check -> {
          LaneLight.Signal[] all = LaneLight.Signal.values();
          return all[(int) Math.min(all.length - 1L, elapsed(check) / SIGNAL.toNanos())];
        });
  }

  boolean isRunning() {
    return !running.isEmpty();
  }

  /// No receipt is begun beside a test receipt.
  boolean isPrinting() {
    return running.values().stream().anyMatch(check -> check.kind() == Kind.PRINTER);
  }

  private long elapsed(Running check) {
    return clocks.nanos() - check.sinceNanos();
  }

  // as answers come

  /// What became of a test receipt.
  ///
  /// @return whether it is one
  boolean printed(PrintProgress progress, Draft draft) {
    if (!progress.jobId().startsWith(JOB)) {
      return false;
    }
    named(progress.jobId().substring(JOB.length()))
        .ifPresent(name -> {
          switch (progress) {
            case PrintProgress.Confirmed _ -> end(name, Finding.ok("print", "printed"), draft);
            case PrintProgress.Unconfirmed _ ->
                end(name, Finding.warn("print", "print-sent"), draft);
            case PrintProgress.Doubtful doubtful ->
                end(name, Finding.fail("print", "print-doubtful", doubtful.reason()), draft);
            case PrintProgress.NotStarted not ->
                end(name, Finding.fail("print", "print-not-begun", not.reason()), draft);
            case PrintProgress.Held held ->
                found(name, Finding.warn("print", "print-held", held.reason()), draft);
            case PrintProgress.Sent _, PrintProgress.GoesOn _ -> {}
          }
        });
    return true;
  }

  /// The check that this command asked for, while it runs.
  private Optional<String> named(String commandId) {
    return running.keySet().stream()
        .filter(name ->
            Optional.ofNullable(results.get(name))
                .filter(check -> check.commandId().equals(commandId))
                .isPresent())
        .findFirst();
  }

  void diagnosed(Diagnosis diagnosis, Draft draft) {
    Finding finding =
        new Finding(
            "diagnosis",
            diagnosis.ready() ? HealthCheck.Outcome.OK : HealthCheck.Outcome.FAIL,
            "diagnosed",
            List.of(told(diagnosis.terminalId()), told(diagnosis.software()), diagnosis.state()));
    named(Kind.PAYMENT).ifPresent(name -> end(name, finding, draft));
  }

  private static String told(String what) {
    return what.isEmpty() ? "–" : what;
  }

  void drawerMoved(DrawerState state, Draft draft) {
    named(Kind.DRAWER)
        .ifPresent(name -> {
          switch (state) {
            case OPEN, LEFT_OPEN -> end(name, Finding.ok("open", "drawer-opened"), draft);
            case DID_NOT_OPEN -> end(name, didNotOpen(), draft);
            case UNKNOWN, SHUT -> {}
          }
        });
  }

  private static Finding didNotOpen() {
    return Finding.fail("open", "drawer-did-not-open");
  }

  private Optional<String> named(Kind kind) {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().kind() == kind)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// What can be seen by now, and what has not come in time.
  void look(Peripherals peripherals, Draft draft) {
    Map.copyOf(running)
        .forEach((name, check) ->
            look(name, check, peripherals)
                .or(() -> late(check))
                .ifPresent(finding -> end(name, finding, draft)));
    Map.copyOf(running).entrySet().stream()
        .filter(entry -> entry.getValue().kind() == Kind.OTHER)
        .forEach(entry -> end(entry.getKey(), draft));
  }

  private Optional<Finding> look(String name, Running check, Peripherals peripherals) {
    return switch (check.kind()) {
      case SCALE -> peripherals.weighing().flatMap(HealthChecks::weighed);
      case SCANNER -> Optional.of(scanned(name));
      case DRAWER ->
          switch (check.drawer()) {
            case OPEN, LEFT_OPEN -> Optional.of(Finding.fail("open", "drawer-open"));
            case UNKNOWN -> Optional.of(Finding.warn("open", "drawer-not-seen"));
            case SHUT, DID_NOT_OPEN -> Optional.empty();
          };
      case PRINTER, PAYMENT, LIGHTS, OTHER -> Optional.empty();
    };
  }

  private static Optional<Finding> weighed(Weighing weighing) {
    return switch (weighing) {
      case Weighing.Stable stable ->
          Optional.of(
              Finding.ok(
                  "weight",
                  stable.net() ? "weighed-net" : "weighed",
                  stable.weight().toPlainString() + " " + stable.unit().symbol()));
      case Weighing.Zero _ -> Optional.of(Finding.ok("weight", "scale-empty"));
      case Weighing.Under _ -> Optional.of(Finding.fail("weight", "scale-under"));
      case Weighing.Over _ -> Optional.of(Finding.fail("weight", "scale-over"));
      case Weighing.Moving _, Weighing.Unknown _ -> Optional.empty();
    };
  }

  private Finding scanned(String scanner) {
    return scans
        .newestOf(scanner)
        .map(scan ->
            Finding.ok(
                "scan",
                "scanned",
                scan.facts().get("symbology") + " " + scan.facts().get("data"),
                Long.toString(Math.max(0, Duration.between(scan.at(), clocks.now()).toSeconds()))))
        .orElseGet(() -> Finding.warn("scan", "nothing-scanned"));
  }

  private Optional<Finding> late(Running check) {
    if (elapsed(check) < check.kind().within.toNanos()) {
      return Optional.empty();
    }
    return switch (check.kind()) {
      case PRINTER -> Optional.of(Finding.fail("print", "print-lost"));
      case DRAWER -> Optional.of(didNotOpen());
      case PAYMENT -> Optional.of(Finding.fail("diagnosis", "terminal-silent"));
      case SCALE -> Optional.of(Finding.fail("weight", "scale-restless"));
      case LIGHTS -> Optional.of(Finding.warn("signals", "signals-shown"));
      case SCANNER, OTHER -> Optional.empty();
    };
  }

  private void end(String name, Finding finding, Draft draft) {
    found(name, finding, draft);
    end(name, draft);
  }

  private void end(String name, Draft draft) {
    running.remove(name);
    HealthCheck check = results.get(name);
    if (check != null) {
      keep(check.over());
      tell(check.over(), Optional.empty(), draft);
    }
  }

  private void found(String name, Finding finding, Draft draft) {
    HealthCheck check = results.get(name);
    if (check != null && !check.findings().contains(finding)) {
      keep(check.with(finding));
      tell(check, Optional.of(finding), draft);
    }
  }

  private static void tell(HealthCheck check, Optional<Finding> finding, Draft draft) {
    var facts = new TreeMap<String, String>();
    facts.put("name", check.device());
    facts.put("check", check.commandId());
    facts.put("outcome", check.outcome().wireName());
    finding.ifPresent(found -> {
      facts.put("step", found.step());
      facts.put("code", found.code());
      facts.put("text", found.text(draft.workstation().languages()));
    });
    draft.happened(LaneNews.Kind.DEVICE, facts);
  }

  private void keep(HealthCheck check) {
    var next = new HashMap<>(results);
    next.put(check.device(), check);
    results = Map.copyOf(next);
  }

  /// The newest check of each device, by its name. Any thread.
  Map<String, HealthCheck> results() {
    return results;
  }
}
