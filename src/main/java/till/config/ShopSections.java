package till.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import till.device.printer.LogoSettings;
import till.lane.CustomerSettings;
import till.lane.LaneSettings;
import till.lane.ReceiptSettings;
import till.sale.ReceiptPolicy;
import till.sale.StoreCode;
import till.sale.StoreCodeRule;
import till.sale.StoreCodes;
import till.sale.TaxRate;
import till.sale.TaxTable;
import till.trust.Operator;
import till.trust.Operators;
import till.trust.PinHash;

/// Reads the sections of how the shop sells: taxes, receipts, prices, the lane and who works there.
final class ShopSections {

  private static final int TAX_ROWS_MAX = 100;

  /// In minor units: more than any line is worth to a customer, whatever the currency.
  private static final int VOID_LIMIT_MAX = 1_000_000_000;

  /// More than the ten prefixes there are, each cut in ten.
  private static final int STORE_CODES_MAX = 100;

  /// In minor units.
  private static final int COUPON_AMOUNT_MAX = 100_000_000;

  private static final int CHECK_EVERY_MAX = 10_000;

  /// An hour: who wants more wants 0, which is for ever.
  private static final int IDLE_SECONDS_MAX = 3_600;

  /// Long enough to read a warning.
  private static final int IDLE_WARNING_SECONDS_MIN = 5;

  private static final Map<String, StoreCode.Kind> STORE_CODE_KINDS =
      Map.of(
          "price", StoreCode.Kind.PRICE,
          "weight", StoreCode.Kind.WEIGHT,
          "count", StoreCode.Kind.COUNT,
          "coupon", StoreCode.Kind.COUPON);

  /// Stands in for a PIN's hash that cannot be read; the configuration is refused anyway.
  private static final PinHash NO_PIN =
      PinHash.parse("$argon2id$v=19$m=12288,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA");

  /// Who acts where nobody has said who they are.
  private static final Set<String> OPERATOR_IDS_TAKEN =
      Set.of("self", "kiosk", "attendant", "technician");

  private final Path folder;

  /// @param folder what relative paths begin at
  ShopSections(Path folder) {
    this.folder = folder;
  }

  TaxTable taxes(Section file) {
    var seen = new HashSet<String>();
    var rates = new ArrayList<TaxRate>();
    for (Section tax : file.tables("tax", 1, TAX_ROWS_MAX)) {
      try (tax) {
        var rate =
            new TaxRate(
                tax.required("group", Notation.TAX_GROUP, tax.name()),
                tax.required("percent", Notation.PERCENT, BigDecimal.ZERO),
                tax.value("included", Kind.toggle(), Value.standard(true)),
                tax.required("valid_from", Notation.DATE, LocalDate.EPOCH));
        if (!seen.add(rate.group() + " " + rate.validFrom())) {
          tax.problem(
              "valid_from",
              "group " + rate.group() + " has another row that begins on " + rate.validFrom());
        }
        rates.add(rate);
      }
    }
    return new TaxTable(rates);
  }

  ReceiptSettings receipt(Section file) {
    try (Section receipt = file.tableOrEmpty("receipt")) {
      return new ReceiptSettings(
          receipt.optional("logo", logo()),
          receipt.value("header", Kind.lines(), Value.standard(List.of())),
          receipt.value("name", Kind.text(Kind.LINE_CHARACTERS_MAX), Value.standard("")),
          receipt.value("address", Kind.lines(), Value.standard(List.of())),
          receipt.value("vat_id", Kind.text(32), Value.standard("")),
          receipt.value("footer", Kind.lines(), Value.standard(List.of())),
          receipt.value(
              "code",
              Kind.oneOf(
                  Map.of(
                      "none", ReceiptSettings.Code.NONE,
                      "barcode", ReceiptSettings.Code.BARCODE,
                      "qr", ReceiptSettings.Code.QR)),
              Value.standard("none")),
          receipt.value(
              "policy",
              Kind.oneOf(
                  Map.of(
                      "always", ReceiptPolicy.ALWAYS,
                      "ask", ReceiptPolicy.ASK,
                      "never", ReceiptPolicy.NEVER)),
              Value.standard("always")));
    }
  }

  /// Beside the file, so that a configuration from afar names what the shop has and reaches nothing
  /// else.
  private Kind<LogoSettings> logo() {
    return value -> new LogoSettings(folder.resolve(Notation.PICTURE.read(value)));
  }

  Optional<Path> prices(Section file) {
    try (Section prices = file.tableOrEmpty("prices")) {
      return prices.optional("file", Kind.pathFrom(folder));
    }
  }

  void fiscal(Section file) {
    try (Section fiscal = file.tableOrEmpty("fiscal")) {
      String provider = fiscal.value("provider", Kind.text(32), Value.standard("none"));
      if (!provider.equals("none")) {
        fiscal.problem(
            "provider", "\"" + provider + "\" is not built in this version: only \"none\" is");
      }
    }
  }

  LaneSettings lane(Section file, TerminalSettings terminal, Duration retention) {
    try (Section lane = file.tableOrEmpty("lane")) {
      return new LaneSettings(
          lane.value("auto_open", Kind.toggle(), Value.standard(true)),
          terminal.timeZone(),
          retention,
          storeCodes(lane, terminal.currency()),
          customer(lane),
          lane.optional("void_limit", Kind.whole(0, VOID_LIMIT_MAX)).stream()
              .mapToLong(Integer::longValue)
              .findFirst(),
          lane.value("check_every", Kind.whole(0, CHECK_EVERY_MAX), Value.standard(0)),
          lane.value("training", Kind.toggle(), Value.standard(true)));
    }
  }

  private static CustomerSettings customer(Section lane) {
    int idle =
        lane.value(
            "idle_seconds",
            Kind.whole(0, IDLE_SECONDS_MAX),
            Value.standard(CustomerSettings.STANDARD.idle().toSeconds()));
    int warning =
        lane.value(
            "idle_warning_seconds",
            Kind.whole(IDLE_WARNING_SECONDS_MIN, IDLE_SECONDS_MAX),
            Value.standard(CustomerSettings.STANDARD.warning().toSeconds()));
    return new CustomerSettings(Duration.ofSeconds(idle), Duration.ofSeconds(warning));
  }

  private StoreCodes storeCodes(Section lane, Currency currency) {
    var rules = new ArrayList<StoreCodeRule>();
    for (Section code : lane.tables("in_store_code", 0, STORE_CODES_MAX)) {
      try (code) {
        storeCode(code, currency, rules).ifPresent(rules::add);
      }
    }
    return new StoreCodes(rules);
  }

  private Optional<StoreCodeRule> storeCode(
      Section code, Currency currency, List<StoreCodeRule> others) {
    String prefix = code.required("prefix", Notation.STORE_CODE_PREFIX, "20");
    String pattern = code.required("pattern", Notation.STORE_CODE_PATTERN, "PPPPPPPPVVVV");
    int decimals = code.value("decimals", Kind.whole(0, 3), Value.standard(0));
    StoreCode.Kind kind =
        code.required("kind", Kind.oneOf(STORE_CODE_KINDS), StoreCode.Kind.WEIGHT);
    Optional<BigDecimal> amount =
        code.optional("amount", Kind.whole(1, COUPON_AMOUNT_MAX))
            .map(minor ->
                BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits())));
    try {
      var rule = new StoreCodeRule(prefix, pattern, decimals, kind, amount);
      for (StoreCodeRule other : others) {
        if (rule.meets(other)) {
          code.problem("prefix", "codes with " + prefix + " could be codes with " + other.prefix());
          return Optional.empty();
        }
      }
      return Optional.of(rule);
    } catch (IllegalArgumentException e) {
      code.problem("pattern", "does not fit: " + e.getMessage());
      return Optional.empty();
    }
  }

  List<Operator> operators(Section file) {
    Map<String, Operator.Role> roles =
        Stream.of(Operator.Role.values())
            .collect(Collectors.toMap(Operator.Role::wireName, Function.identity()));
    var operators = new LinkedHashMap<String, Operator>();
    for (Section operator : file.tables("operator", 0, Operators.COUNT_MAX)) {
      try (operator) {
        String id = operator.required("id", Notation.OPERATOR_ID, operator.name());
        if (OPERATOR_IDS_TAKEN.contains(id)) {
          operator.problem("id", "\"" + id + "\" is what somebody without a PIN is called");
        }
        var settings =
            new Operator(
                id,
                operator.value("name", Kind.text(Kind.LINE_CHARACTERS_MAX), Value.standard("")),
                operator.value("role", Kind.oneOf(roles), Value.standard("attendant")),
                operator.hidden("pin_hash", Notation.PIN_HASH, NO_PIN));
        if (operators.put(id, settings) != null) {
          operator.problem("id", "\"" + id + "\" is the id of another operator too");
        }
      }
    }
    return List.copyOf(operators.values());
  }
}
