package till.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import till.config.ConfigException;
import till.config.ConfigShelf;
import till.config.Problem;
import till.config.ShelfException;
import till.config.TerminalConfig;

/// A technician's examination of this board. Changes nothing.
final class Doctor {

  private final Shell shell;
  private final Path configFile;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(Shell shell, Path configFile) {
    this.shell = shell;
    this.configFile = configFile;
  }

  List<Finding> examine() throws InterruptedException {
    findings.add(BoardCheck.java());
    findings.add(BoardCheck.clock(shell));
    findings.addAll(BoardCheck.service());
    Optional<TerminalConfig> config = configuration();
    if (config.isPresent()) {
      examine(config.get());
    } else {
      findings.add(
          Finding.warn(
              "the rest",
              "ports, prices, disk, brokers and journal were not looked at",
              "correct the configuration first"));
    }
    return findings;
  }

  private void examine(TerminalConfig config) throws InterruptedException {
    findings.addAll(PortCheck.run(config));
    findings.add(PriceCheck.run(config));
    findings.addAll(DiskCheck.run(config.stateDirectory()));
    findings.addAll(JournalCheck.run(config));
    findings.addAll(new BrokerCheck(shell, configFile, config).run());
    findings.add(KioskCheck.run(config.kiosk()));
  }

  private Optional<TerminalConfig> configuration() {
    try {
      ConfigShelf shelf = ConfigShelf.look(configFile);
      TerminalConfig config = shelf.inForce();
      String pushed =
          shelf.revisions().isEmpty() ? "" : ", with what the fleet pushed: " + shelf.revisions();
      findings.add(
          Finding.ok(
              "configuration",
              configFile
                  + " for terminal "
                  + config.terminal().terminal()
                  + " of "
                  + config.terminal().org()
                  + pushed));
      return Optional.of(config);
    } catch (ConfigException e) {
      for (Problem problem : e.problems()) {
        findings.add(
            Finding.fail(
                "configuration",
                problem.toString(),
                "correct " + configFile + ", then run this again"));
      }
    } catch (ShelfException e) {
      findings.add(
          Finding.fail(
              "configuration",
              String.valueOf(e.getMessage()),
              "run this as root, or as the daemon's user; a damaged shelf is put aside at the next"
                  + " start"));
    }
    return Optional.empty();
  }
}
