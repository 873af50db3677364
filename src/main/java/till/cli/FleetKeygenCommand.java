package till.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.trust.SigningKey;
import till.trust.TrustException;

/// `till fleet keygen`
@Command(
    name = "keygen",
    description = {
      "Makes a key for signing documents and prints the line that terminals need to believe it.",
      "The file stays with you; whoever has it can configure the fleet."
    },
    footer = {"", "Example:", "  till fleet keygen --id 2026a --out 2026a.key"})
final class FleetKeygenCommand implements Callable<Integer> {

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "How documents name it: letters, digits, dots, - and _.")
  private String id = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file.")
  private Path target = Path.of("");

  private final Shell shell;

  FleetKeygenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SigningKey key;
    try {
      key = SigningKey.generate(target, id);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (TrustException e) {
      throw new CommandException(ExitCode.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
    }
    shell.out().println("[trust]");
    shell
        .out()
        .printf(
            "keys = [{ id = \"%s\", public_key = \"%s\", may = [\"config\"] }]%n",
            key.keyId(), key.publicKeyBase64());
    return ExitCode.OK;
  }
}
