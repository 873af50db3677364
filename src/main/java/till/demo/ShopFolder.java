package till.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import till.journal.StateLock;
import till.trust.SigningKey;

/// Where the shop keeps its things, and the terminal's configuration among them.
record ShopFolder(Path path) {

  static final String ORG = "acme";
  static final String STORE = "0042";
  static final String WORKSTATION = "03";
  static final String TERMINAL = STORE + "-" + WORKSTATION;
  static final String PRINTER_PROFILE = "epson-tm-t88v";

  /// The simulated wires and lines.
  static final String SCANNER = "scanner";

  static final String PRINTER = "printer";
  static final String SCALE = "scale";
  static final String GREEN = "green";
  static final String YELLOW = "yellow";
  static final String RED = "red";
  static final String HELP = "help";
  static final String CASE = "case";

  private static final String KEY_ID = "demo";

  Path config() {
    return path.resolve("tilld.toml");
  }

  Path prices() {
    return path.resolve("prices.ndjson");
  }

  Path state() {
    return path.resolve("state");
  }

  Path tokens() {
    return path.resolve("tokens");
  }

  Path broker() {
    return path.resolve("broker");
  }

  Path ledger() {
    return path.resolve("ledger.db");
  }

  /// Where the shops stand whose power is cut.
  Path powerCuts() {
    return path.resolve("power-cuts");
  }

  Path log() {
    return path.resolve("shop.log");
  }

  /// Takes the folder for one shop, until it is closed: the broker would wait for the other one's
  /// end without a word.
  ///
  /// @throws IOException when another shop has it
  StateLock lock() throws IOException {
    return StateLock.take(path)
        .orElseThrow(() ->
            new IOException(
                "another shop is open in "
                    + path
                    + ": close it, or give another folder with --dir"));
  }

  /// The key of the fleet's people. Made at first, so that a folder that stays keeps trusting it.
  SigningKey signingKey() {
    Path file = path.resolve("fleet.key");
    return Files.exists(file) ? SigningKey.open(file) : SigningKey.generate(file, KEY_ID);
  }

  /// Where the terminal finds what it is connected to.
  ///
  /// @param payment `tcp://127.0.0.1:port` of the card terminal
  /// @param more sections that not every terminal has
  record Wiring(
      String org,
      String scanner,
      String printer,
      String payment,
      URI broker,
      int kioskPort,
      String more) {}

  /// The sections of what stands at this checkout beside scanner, printer and card terminal.
  static String besides() {
    return """
    [scale]
    protocol = "8217"
    port = "sim:%s"

    [lights]
    green = "sim:%s"
    yellow = "sim:%s"
    red = "sim:%s"

    [help_button]
    port = "sim:%s"
    pressed_when = "high"
    pull = "down"

    [tamper_switch]
    port = "sim:%s"
    pull = "down"
    """
        .formatted(SCALE, GREEN, YELLOW, RED, HELP, CASE);
  }

  /// Writes the price book and the configuration.
  void furnish(Assortment assortment, Wiring wiring, List<String> allowedOrigins, SigningKey key)
      throws IOException {
    Files.writeString(prices(), assortment.priceBook());
    String origins =
        allowedOrigins.stream().map(origin -> '"' + origin + '"').collect(Collectors.joining(", "));
    Files.writeString(
        config(),
        """
        # The demo's terminal. Written anew at each start.

        [terminal]
        org = "%s"
        store = "%s"
        workstation = "%s"
        currency = "EUR"
        country = "DE"
        languages = ["de", "en"]
        time_zone = "Europe/Berlin"

        [state]
        directory = "state"

        [[scanner]]
        name = "counter"
        port = "%s"

        [printer]
        port = "%s"
        profile = "%s"

        [payment]
        protocol = "zvt"
        port = "%s"

        [drawer]
        via = "printer"

        %s
        [[tax]]
        group = "A"
        percent = "19"
        valid_from = "2021-01-01"

        [[tax]]
        group = "B"
        percent = "7"
        valid_from = "2021-01-01"

        [receipt]
        header = ["Schön, dass Sie da sind."]
        name = "Marktladen"
        address = ["Am Marktplatz 1", "12345 Musterstadt"]
        vat_id = "DE123456789"
        footer = ["Vielen Dank für Ihren Einkauf!"]

        [prices]
        file = "%s"

        # what the deli counter's two scales print
        [[lane.in_store_code]]
        prefix = "22"
        pattern = "PPPPPPCVVVVV"
        decimals = 2
        kind = "price"

        [[lane.in_store_code]]
        prefix = "28"
        pattern = "PPPPPPCVVVVV"
        decimals = 3
        kind = "weight"

        [uplink]
        brokers = [{ id = "demo", url = "%s" }]

        [kiosk]
        listen = "127.0.0.1:%d"
        token_directory = "tokens"
        allowed_origins = [%s]

        [trust]
        keys = [{ id = "%s", public_key = "%s", may = ["config", "command", "prices", "trust"] }]
        """
            .formatted(
                wiring.org(),
                STORE,
                WORKSTATION,
                wiring.scanner(),
                wiring.printer(),
                PRINTER_PROFILE,
                wiring.payment(),
                wiring.more(),
                prices().getFileName(),
                wiring.broker(),
                wiring.kioskPort(),
                origins,
                key.keyId(),
                key.publicKeyBase64()),
        StandardCharsets.UTF_8);
  }

  /// Takes the folder away, whatever is in it.
  void clear() {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take " + path + " away", e);
    }
  }
}
