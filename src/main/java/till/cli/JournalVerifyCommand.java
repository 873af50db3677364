package till.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import till.journal.Head;
import till.journal.JournalVerifier;

/// `till journal verify`
@Command(
    name = "verify",
    description = {
      "Checks every document: number, hash, chain, signature, totals. Names the rule that failed"
          + " and the row.",
      "Exit codes: 0 whole, 74 not."
    },
    footer = {"", "Example:", "  till journal verify --db /var/lib/tilld/journal.db"})
final class JournalVerifyCommand implements Callable<Integer> {

  @Mixin private JournalOption db = new JournalOption();

  private final Shell shell;

  JournalVerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JournalVerifier.Report report = JournalVerifier.verify(db.file());
    report.findings().forEach(shell.out()::println);
    if (!report.findings().isEmpty()) {
      throw new CommandException(
          ExitCode.IO,
          db.file()
              + " is not what was written: keep it as it is with its -wal beside it, and compare"
              + " its head with the fleet's");
    }
    Head head = report.head();
    shell
        .out()
        .printf(
            "%s: %d documents of %s, whole; head %s/%d %s%n",
            db.file(),
            report.documents(),
            report.owner(),
            head.epoch(),
            head.number(),
            head.hash());
    return ExitCode.OK;
  }
}
