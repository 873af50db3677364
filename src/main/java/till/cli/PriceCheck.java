package till.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import till.config.TerminalConfig;

/// Whether there is something to sell: the daemon does not start without a price book.
final class PriceCheck {

  private PriceCheck() {}

  static Finding run(TerminalConfig config) {
    Optional<Path> file = config.prices();
    if (file.isEmpty()) {
      return Finding.fail(
          "prices", "[prices] file is not set: there is nothing to sell", "name a price book");
    }
    if (!Files.isRegularFile(file.get())) {
      return Finding.fail("prices", file.get() + " is not there", "put the price book there");
    }
    return Files.isReadable(file.get())
        ? Finding.ok("prices", file.get() + " is there")
        : Finding.fail(
            "prices",
            file.get() + " may not be read by this user",
            "run this as root; the daemon's user has to be able to read it");
  }
}
