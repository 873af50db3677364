package till.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import till.config.TerminalConfig;
import till.journal.Head;
import till.journal.Journal;
import till.journal.JournalException;
import till.journal.JournalReader;
import till.journal.JournalVerifier;
import till.journal.Outbox;

/// Whose journal it is, whether its end is what was written, and how much of it the fleet lacks.
final class JournalCheck {

  /// The newest documents that are verified; `till journal verify` does all.
  private static final int DOCUMENTS_MAX = 1_000;

  /// More than that is not a bad hour of the network any more.
  private static final long BACKLOG_GOOD = 1_000;

  private JournalCheck() {}

  static List<Finding> run(TerminalConfig config) {
    Path database = config.stateDirectory().resolve(Journal.FILE);
    if (!Files.exists(database)) {
      boolean hidden =
          Files.exists(config.stateDirectory()) && !Files.isExecutable(config.stateDirectory());
      return List.of(
          hidden
              ? Finding.fail("journal", database + " may not be looked at", "run this as root")
              : Finding.warn(
                  "journal",
                  "there is none yet at " + database,
                  "systemctl start tilld begins it"));
    }
    var findings = new ArrayList<Finding>();
    Path quarantine = config.stateDirectory().resolve(Journal.QUARANTINE);
    String[] kept = quarantine.toFile().list();
    if (kept != null && kept.length > 0) {
      findings.add(
          Finding.warn(
              "quarantine",
              "a journal that could not be read is kept in " + quarantine,
              "till journal export --db saves what is in it; then move the folder away"));
    }
    try (JournalReader journal = JournalReader.open(database)) {
      findings.add(owner(config, journal));
      findings.add(documents(database));
      if (config.uplink().isPresent()) {
        findings.add(backlog(journal));
      }
      journal
          .contradiction()
          .map(reason ->
              Finding.warn(
                  "contradiction",
                  reason,
                  "was this disk put back from a backup, or is a copy of it in another board? take"
                      + " the copy out; nothing is deleted, till fleet audit names what conflicts"))
          .ifPresent(findings::add);
    } catch (JournalException e) {
      findings.add(
          Finding.fail(
              "journal",
              String.valueOf(e.getMessage()),
              "run this as root; if it is damaged, keep the state directory as it is"));
    }
    return findings;
  }

  private static Finding owner(TerminalConfig config, JournalReader journal) {
    String mine = config.terminal().org() + "/" + config.terminal().terminal();
    Head head = journal.head();
    return journal.owner().equals(mine)
        ? Finding.ok("journal", "of " + mine + ", up to document " + head.number())
        : Finding.fail(
            "journal",
            "it belongs to " + journal.owner() + ", and this is configured as " + mine,
            "correct [terminal], or move that terminal's state directory away");
  }

  private static Finding documents(Path database) {
    JournalVerifier.Report report = JournalVerifier.verifyLast(database, DOCUMENTS_MAX);
    return report.findings().isEmpty()
        ? Finding.ok("chain", "the last " + report.documents() + " documents are whole")
        : Finding.fail(
            "chain",
            report.findings().getFirst().toString(),
            "keep the state directory as it is; till journal verify names all rows");
  }

  private static Finding backlog(JournalReader journal) {
    long done = journal.bookmark().map(Outbox.Bookmark::position).orElse(0L);
    long backlog = journal.head().position() - done;
    return backlog <= BACKLOG_GOOD
        ? Finding.ok("backlog", backlog + " documents wait for the fleet")
        : Finding.warn(
            "backlog",
            backlog + " documents wait for the fleet",
            "they are safe here; look at the broker lines and at the collectors");
  }
}
