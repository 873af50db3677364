package till.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.journal.Head;
import till.journal.JournalVerifier;

/// `till journal verify`
@Command(
    name = "verify",
    description = {
      "Checks every document of a journal, or of an export of one: number, hash, chain, signature,"
          + " totals, and whether the end is there. Names the rule that failed and the row (the"
          + " line, of an export).",
      "A journal that was cut back or written anew whole, with the device's own key, shows only"
          + " against an anchor; keys that lie beside the documents are believed unless --key says"
          + " which.",
      "Exit codes: 0 whole, 74 not, or it cannot be read, 64 wrong options."
    },
    footer = {
      "",
      "Example:",
      "  till journal verify --db /var/lib/tilld/journal.db --anchor 01KB.../1041/9f86d0..."
    })
final class JournalVerifyCommand implements Callable<Integer> {

  private static final Pattern ANCHOR =
      Pattern.compile("([0-9A-Za-z-]{1,64})/([0-9]{1,18})/([0-9a-f]{64})");

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = "The journal, a copy, or an export (default: ${DEFAULT-VALUE}).")
  private Path file = Defaults.JOURNAL;

  @Option(
      names = "--anchor",
      paramLabel = "EPOCH/NUMBER/HASH",
      description =
          "A document that has to be there: a head of the state message, of a Z report, or of the"
              + " fleet's table `anchor`. May come several times.")
  private List<String> anchors = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "KEY-ID",
      description =
          "A key that may have signed, as the fleet has pinned it. May come several times.")
  private List<String> keyIds = new ArrayList<>();

  private final Shell shell;

  JournalVerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var known =
        new JournalVerifier.Known(
            anchors.stream().map(JournalVerifyCommand::anchor).toList(), new HashSet<>(keyIds));
    JournalVerifier.Report report = JournalVerifier.verify(file, known);
    report.findings().forEach(shell.out()::println);
    if (!report.findings().isEmpty()) {
      throw new CommandException(
          ExitCode.IO,
          file
              + " is not what was written: keep it as it is with its -wal beside it, and compare"
              + " its head with the fleet's");
    }
    Head head = report.head();
    shell
        .out()
        .printf(
            "%s: %d documents of %s, whole; head %s/%d %s%n",
            file, report.documents(), report.owner(), head.epoch(), head.number(), head.hash());
    return ExitCode.OK;
  }

  private static JournalVerifier.Anchor anchor(String text) {
    Matcher parts = ANCHOR.matcher(text);
    if (!parts.matches()) {
      throw new CommandException(
          ExitCode.USAGE, "an anchor is EPOCH/NUMBER/HASH with 64 hexadecimal digits, not " + text);
    }
    return new JournalVerifier.Anchor(
        parts.group(1), Long.parseLong(parts.group(2)), parts.group(3));
  }
}
