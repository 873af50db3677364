package till.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.config.ConfigReader;
import till.device.msr.AccountNumber;
import till.device.msr.MsrSettings;
import till.device.msr.Swipe;
import till.device.msr.TrackReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `till decode card`
@Command(
    name = "card",
    description = {
      "Says what the tracks of magnetic stripes hold: one swipe a line of standard input, as the"
          + " reader sends or types it, one JSON object a line of standard output.",
      "Numbers are masked, of payment cards (13 to 19 digits with a check digit that fits) but the"
          + " first six and the last four digits. Only numbers with a loyalty prefix are shown."
          + " Names, discretionary data and track 3 are left out."
    },
    footer = {
      "",
      "Example:",
      "  echo ';6364001234567890=4912101?' | till decode card --loyalty-prefix 636400"
    })
final class DecodeCardCommand implements Callable<Integer> {

  @Option(
      names = "--loyalty-prefix",
      paramLabel = "DIGITS",
      description = "Numbers that begin so are shown whole. May be given more than once.")
  private List<String> prefixes = new ArrayList<>();

  @Option(names = "--lrc", description = "Each track's ? is followed by its check character.")
  private boolean lrc;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Takes both from the [msr] of this configuration.")
  private Optional<Path> config = Optional.empty();

  private final Shell shell;
  private final JsonMapper json = JsonMapper.shared();

  DecodeCardCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    TrackReader reader = reader();
    var in = new BufferedInputStream(shell.in());
    Optional<byte[]> line = DecodeScanCommand.line(in);
    // one who reads no more is told at the end
    while (line.isPresent() && !shell.out().checkError()) {
      String text = new String(line.get(), StandardCharsets.ISO_8859_1);
      Swipe swipe = reader.read(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      shell.out().print(answer(swipe) + "\n");
      line = DecodeScanCommand.line(in);
    }
    return ExitCode.OK;
  }

  private TrackReader reader() {
    for (String prefix : prefixes) {
      if (!prefix.matches(MsrSettings.PREFIX)) {
        throw new CommandException(
            ExitCode.USAGE,
            "--loyalty-prefix must be 2 to 12 digits, at least 6 where the first is 2 to 6");
      }
    }
    Optional<MsrSettings> msr = config.flatMap(file -> ConfigReader.read(file).msr());
    var all = new ArrayList<>(prefixes);
    msr.ifPresent(settings -> all.addAll(settings.loyaltyPrefixes()));
    return new TrackReader(all, lrc || msr.map(MsrSettings::lrc).orElse(false));
  }

  private ObjectNode answer(Swipe swipe) {
    return switch (swipe) {
      case Swipe.Card card ->
          answer(
              Optional.of(card.account()),
              card.expiry(),
              card.serviceCode(),
              new TreeSet<>(card.tracks()),
              Optional.empty());
      case Swipe.Failed failed ->
          answer(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              new TreeSet<>(),
              Optional.of(failed.reason()));
    };
  }

  private ObjectNode answer(
      Optional<AccountNumber> account,
      Optional<String> expiry,
      Optional<String> serviceCode,
      SortedSet<Integer> tracks,
      Optional<String> error) {
    ObjectNode answer = json.createObjectNode();
    answer.put(
        "kind", account.map(each -> each.kind().name().toLowerCase(Locale.ROOT)).orElse(null));
    answer.put("account", account.map(AccountNumber::shown).orElse(null));
    answer.put("expiry", expiry.orElse(null));
    answer.put("serviceCode", serviceCode.orElse(null));
    tracks.forEach(answer.putArray("tracks")::add);
    answer.put("error", error.orElse(null));
    return answer;
  }
}
