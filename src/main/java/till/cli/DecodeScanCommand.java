package till.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.config.ConfigReader;
import till.device.scanner.label.Element;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.sale.StoreCode;
import till.sale.StoreCodes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `till decode scan`
@Command(
    name = "scan",
    description = {
      "Says what labels mean: one scan a line of standard input, one JSON object a line of standard"
          + " output. A scan is text as the scanner sends it, with {GS} for the separator 0x1D; the"
          + " form that is printed below a symbol, (01)...; or a JSON object with scan and, where"
          + " the scanner sends no identifier, symbology.",
      "What is wrong with a label stands in its error, beside what was understood all the same. A"
          + " line that is none has an error too; the command goes on with the next. missing names"
          + " elements that the standard wants beside those of the label; they may be on another"
          + " symbol of the item."
    },
    footer = {
      "",
      "Example:",
      "  echo ']C1010400638133393110A7{GS}17271231' | till decode scan",
      "  echo '{\"scan\":\"04252614\",\"symbology\":\"UPC-E\"}' | till decode scan --tolerant"
    })
final class DecodeScanCommand implements Callable<Integer> {

  /// Longer than any label, also one that is written as JSON.
  static final int LINE_BYTES_MAX = 64 * 1024;

  private static final String GS_WORD = "{GS}";
  private static final String GS = "\u001D";

  @Option(
      names = "--strict",
      description =
          "What deviates from the standards is an error, even where it leaves no doubt. This is how"
              + " it is without an option.")
  private boolean strict;

  @Option(
      names = "--tolerant",
      description = "What deviates and yet leaves no doubt is taken, and named as a deviation.")
  private boolean tolerant;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Reads the shop's own codes by the [[lane.in_store_code]] of this file.")
  private Optional<Path> config = Optional.empty();

  private final Shell shell;
  private final JsonMapper json = JsonMapper.builder().build();

  DecodeScanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (strict && tolerant) {
      throw new CommandException(
          ExitCode.USAGE, "cannot be --strict and --tolerant at once: choose one");
    }
    StoreCodes storeCodes =
        config.map(file -> ConfigReader.read(file).lane().storeCodes()).orElse(StoreCodes.none());
    var decoder =
        new ScanDecoder(
            tolerant ? ScanDecoder.Mode.TOLERANT : ScanDecoder.Mode.STRICT,
            ScanDecoder.EightDigits.UNDECIDED);
    var in = new BufferedInputStream(shell.in());
    Optional<byte[]> line = line(in);
    // one who reads no more is told at the end
    while (line.isPresent() && !shell.out().checkError()) {
      String answer = answer(line.get(), decoder, storeCodes) + "\n";
      // JSON is UTF-8, whatever the terminal is
      shell.out().writeBytes(answer.getBytes(StandardCharsets.UTF_8));
      line = line(in);
    }
    return ExitCode.OK;
  }

  /// The next line without its end, of which a byte too many is kept.
  static Optional<byte[]> line(InputStream in) throws IOException {
    return line(in, LINE_BYTES_MAX);
  }

  /// The next line without its end, of which no more than a byte too many is kept.
  static Optional<byte[]> line(InputStream in, int bytesMax) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (line.size() <= bytesMax) {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.toByteArray());
  }

  private ObjectNode answer(byte[] line, ScanDecoder decoder, StoreCodes storeCodes) {
    try {
      Scan scan = scan(text(line));
      ScanData decoded = decoder.decode("", scan.text().replace(GS_WORD, GS), scan.symbology());
      ObjectNode answer = answer(decoded);
      if (decoded.error().isEmpty()) {
        decoded
            .gtin()
            .flatMap(storeCodes::read)
            .ifPresent(read -> answer.set("store", store(read)));
      }
      return answer;
    } catch (NoScanException e) {
      return answer(decoder.decode("", "")).put("error", e.getMessage());
    }
  }

  /// A line of input.
  ///
  /// @param symbology empty where nobody says
  private record Scan(String text, String symbology) {}

  private static final class NoScanException extends Exception {

    private static final long serialVersionUID = 1;

    NoScanException(String message) {
      super(message);
    }
  }

  private static String text(byte[] line) throws NoScanException {
    if (line.length > LINE_BYTES_MAX) {
      throw new NoScanException("the line is longer than " + LINE_BYTES_MAX + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException _) {
      throw new NoScanException("the line is not UTF-8");
    }
  }

  private Scan scan(String line) throws NoScanException {
    if (!line.startsWith("{") || line.startsWith(GS_WORD)) {
      return new Scan(line, "");
    }
    JsonNode object;
    try {
      object = json.readTree(line);
    } catch (JacksonException e) {
      throw new NoScanException("the line is not JSON: " + e.getOriginalMessage());
    }
    JsonNode scan = object.path("scan");
    JsonNode symbology = object.path("symbology");
    if (!scan.isString()
        || !(symbology.isString() || symbology.isNull() || symbology.isMissingNode())) {
      throw new NoScanException("the line is not {\"scan\": \"...\", \"symbology\": \"...\"}");
    }
    return new Scan(scan.asString(), symbology.asString(""));
  }

  private ObjectNode answer(ScanData scan) {
    ObjectNode answer = json.createObjectNode();
    answer.put("symbology", scan.symbology());
    answer.put("aim", scan.aim().isEmpty() ? null : scan.aim());
    answer.put("data", scan.data());
    answer.put("gtin", scan.gtin().orElse(null));
    ArrayNode elements = answer.putArray("elements");
    for (Element element : scan.elements()) {
      elements.addObject().put("ai", element.ai()).put("value", element.value());
    }
    answer.put("error", scan.error().orElse(null));
    // where one is strict, the error says it
    list(answer, "deviations", tolerant ? scan.deviations() : List.of());
    list(answer, "missing", scan.missing());
    return answer;
  }

  private static void list(ObjectNode answer, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(answer.putArray(name)::add);
    }
  }

  private ObjectNode store(StoreCodes.Reading reading) {
    ObjectNode store = json.createObjectNode();
    return switch (reading) {
      case StoreCodes.Reading.Read(StoreCode code) ->
          store
              .put("kind", code.kind().name().toLowerCase(Locale.ROOT))
              .put("value", code.value().toPlainString())
              .put("key", code.key());
      case StoreCodes.Reading.Damaged(String why) -> store.put("error", why);
    };
  }
}
