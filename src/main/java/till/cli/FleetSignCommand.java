package till.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.config.PushDraft;
import till.trust.SignedDocument;
import till.trust.SigningKey;

/// `till fleet sign`
@Command(
    name = "sign",
    description = {
      "Signs a configuration for terminals. The file has the structure of tilld.toml and holds only"
          + " what is to be different; each revision has to be higher than the last one of its"
          + " scope."
    },
    footer = {
      "",
      "Example:",
      "  till fleet sign --key 2026a.key --org acme --scope terminal/0042-03 \\",
      "      --revision 7 --out 7.jws change.toml"
    })
final class FleetSignCommand implements Callable<Integer> {

  private static final String NAME = "[a-z0-9-]{1,64}";
  private static final String SCOPE = "fleet|(store|terminal)/[a-z0-9-]{1,64}";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The key that `till fleet keygen` made.")
  private Path key = Path.of("");

  @Option(names = "--org", required = true, paramLabel = "ORG", description = "The organisation.")
  private String org = "";

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      description = "fleet, store/0042 or terminal/0042-03.")
  private String scope = "";

  @Option(
      names = "--revision",
      required = true,
      paramLabel = "N",
      description = "Higher than the last one for this scope.")
  private long revision = 0;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A new file; where absent, standard output.")
  private Optional<Path> target = Optional.empty();

  @Parameters(paramLabel = "FILE", description = "What is to be different (TOML).")
  private Path body = Path.of("");

  private final Shell shell;

  FleetSignCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (!org.matches(NAME)) {
      throw new CommandException(
          ExitCode.USAGE, "an organisation is lower-case letters, digits and hyphens, not " + org);
    }
    if (!scope.matches(SCOPE)) {
      throw new CommandException(
          ExitCode.USAGE, "a scope is fleet, store/0042 or terminal/0042-03, not " + scope);
    }
    if (revision < 1) {
      throw new CommandException(ExitCode.USAGE, "a revision is 1 or higher, not " + revision);
    }
    byte[] payload = PushDraft.payload(org, scope, revision, shell.clock().instant(), body);
    String document = SigningKey.open(key).sign(SignedDocument.Kind.CONFIG, payload) + "\n";
    if (target.isPresent()) {
      Files.writeString(
          target.get(), document, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
    } else {
      shell.out().print(document);
    }
    return ExitCode.OK;
  }
}
