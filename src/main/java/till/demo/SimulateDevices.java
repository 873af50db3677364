package till.demo;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import till.cli.ExitCode;

/// Simulated devices for a daemon in another process: the main program of `till simulate devices`.
public final class SimulateDevices {

  private SimulateDevices() {}

  public static void main(String[] arguments) throws InterruptedException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      CounterOptions options = CounterOptions.parse(arguments);
      if (options.help()) {
        out.print(CounterOptions.HELP);
        return;
      }
      run(options, options.folder().orElseThrow(), out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(ExitCode.USAGE);
    } catch (IOException e) {
      System.err.println("till simulate devices cannot make its devices: " + e.getMessage());
      System.exit(ExitCode.CANNOT_CREATE);
    }
  }

  /// Until somebody says `quit`, or the process is told to end. Without a keyboard it stays.
  private static void run(CounterOptions options, Path folder, PrintStream out)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    var console = new Console(out, false, ZoneId.systemDefault());
    CounterBooks books = CounterBooks.open(folder, clock, console);
    Counter counter = Counter.open(options, folder, clock, books);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  counter.close();
                  books.close();
                },
                "counter-close"));
    Files.writeString(folder.resolve("devices.toml"), counter.configuration());
    out.println("# for the daemon's configuration; also in " + folder.resolve("devices.toml"));
    out.println();
    out.println(counter.configuration());
    out.println("# ready; help says what can be done, Ctrl-C ends it");
    if (!obey(counter, out)) {
      new CountDownLatch(1).await();
    }
    System.exit(ExitCode.OK);
  }

  /// @return whether somebody said `quit`
  private static boolean obey(Counter counter, PrintStream out) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.strip().equals("quit")) {
        return true;
      }
      if (!line.isBlank()) {
        out.println(counter.act(line));
      }
    }
    return false;
  }
}
