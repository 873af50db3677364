package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.paper.WideCode;

/// `till decode escpos`
@Command(
    name = "escpos",
    description = "Shows what a print job prints, as text or as a picture.",
    footer = {"", "Example:", "  till decode escpos job.bin --png receipt.png"})
final class DecodeEscPosCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The job's bytes; - for standard input.")
  private Path file = Path.of("-");

  @Option(names = "--text", description = "Prints the text, which it does without --png too.")
  private boolean text;

  @Option(names = "--png", paramLabel = "OUT", description = "A new file for the picture.")
  private Optional<Path> png = Optional.empty();

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "Characters in a line of the printer's font A (default: ${DEFAULT-VALUE}).")
  private int columns = EscPosReader.COLUMNS;

  @Option(
      names = "--wide",
      paramLabel = "CODE",
      description =
          "What the printer has for characters of two bytes, where the job does not say:"
              + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private WideCode wide = WideCode.GB18030;

  private final Shell shell;

  DecodeEscPosCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Paper paper;
    try {
      paper = EscPosReader.decode(job(), columns, wide);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    if (text || png.isEmpty()) {
      shell.out().println(paper.text());
    }
    if (png.isPresent()) {
      Files.write(png.get(), paper.png(), StandardOpenOption.CREATE_NEW);
    }
    paper.problems().forEach(problem -> shell.err().println("till: in the job: " + problem));
    return ExitCode.OK;
  }

  private byte[] job() throws IOException {
    byte[] job;
    if (file.equals(Path.of("-"))) {
      job = shell.in().readNBytes(EscPosReader.BYTES_MAX + 1);
    } else {
      try (var in = Files.newInputStream(file)) {
        job = in.readNBytes(EscPosReader.BYTES_MAX + 1);
      }
    }
    if (job.length > EscPosReader.BYTES_MAX) {
      throw new CommandException(
          ExitCode.USAGE,
          file + " is longer than " + EscPosReader.BYTES_MAX + " bytes: is it one print job?");
    }
    return job;
  }
}
