package till.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import till.trust.PinHash;

/// `till pin`
@Command(
    name = "pin",
    description = {
      "Reads a PIN of 4 to 12 digits twice and prints its hash, for the pin_hash of an"
          + " [[operator]].",
      "On a terminal what is typed is not shown. Elsewhere each is a line of standard input."
    },
    footer = {"", "Example:", "  till pin"})
final class PinCommand implements Callable<Integer> {

  private final Shell shell;

  PinCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    var in = new BufferedInputStream(shell.in());
    String pin = ask("PIN: ", in);
    if (!PinHash.isPin(pin)) {
      throw refusal(
          "a PIN is " + PinHash.DIGITS_MIN + " to " + PinHash.DIGITS_MAX + " digits: try again");
    }
    if (PinHash.isGuessable(pin)) {
      throw refusal(
          "this PIN is among the first that anybody would try: take one whose digits neither repeat"
              + " nor count");
    }
    if (!pin.equals(ask("Again: ", in))) {
      throw refusal("these were two different PINs: try again");
    }
    shell.out().println(PinHash.make(pin, shell.chance()).text());
    return ExitCode.OK;
  }

  private String ask(String prompt, InputStream in) throws IOException {
    Optional<String> answer =
        shell.terminal().getAsBoolean()
            ? shell.secret().apply(prompt)
            : DecodeScanCommand.line(in)
                .map(line -> new String(line, StandardCharsets.ISO_8859_1).strip());
    return answer.orElseThrow(
        () -> refusal("a PIN is read twice, and there was no more to read: type it two times"));
  }

  private static CommandException refusal(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
