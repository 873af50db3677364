package till.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import till.config.ConfigShelf;
import till.config.Setting;

/// `till config show`
@Command(
    name = "show",
    description = {
      "Shows every setting in force and where it was set: in the file, by the fleet, or nowhere.",
      "Passwords are not in it, only the names of their files; hashes of PINs are not either."
    },
    footer = {"", "Example:", "  till config show --config /etc/tilld/tilld.toml"})
final class ConfigShowCommand implements Callable<Integer> {

  @Mixin private ConfigOption local = new ConfigOption();

  private final Shell shell;

  ConfigShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ConfigShelf shelf = ConfigShelf.look(local.file());
    List<Setting> settings = shelf.settings();
    int keyWidth = settings.stream().mapToInt(setting -> setting.key().length()).max().orElse(0);
    for (Setting setting : settings) {
      shell
          .out()
          .printf(
              "%-" + keyWidth + "s = %s  # %s%n", setting.key(), setting.value(), setting.place());
    }
    if (!shelf.revisions().isEmpty() || shelf.staged().isPresent()) {
      shell.out().println("# pushed: " + new String(shelf.reported(), StandardCharsets.UTF_8));
    }
    return ExitCode.OK;
  }
}
