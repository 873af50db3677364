package till.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import till.journal.DocumentSchema;
import till.kiosk.LaneSchema;

/// `till schema`
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema (2020-12) of a format that others read.",
      "journal-document: what a terminal publishes and the ledger keeps.",
      "lane-view: what the kiosk's API answers and tells."
    },
    footer = {"", "Example:", "  till schema journal-document"})
final class SchemaCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "journal-document or lane-view.")
  private String name = "";

  private final Shell shell;

  SchemaCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    String schema =
        switch (name) {
          case "journal-document" -> DocumentSchema.text();
          case "lane-view" -> LaneSchema.text();
          default ->
              throw new CommandException(
                  ExitCode.USAGE,
                  "there is no schema `" + name + "`: take journal-document or lane-view");
        };
    shell.out().print(schema);
    return ExitCode.OK;
  }
}
