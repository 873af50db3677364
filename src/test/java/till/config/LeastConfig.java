package till.config;

/// The least that a configuration has to say. Sections can be put behind it.
public final class LeastConfig {

  /// Of the terminal 0042-03 of acme, with its state beside the file.
  public static final String TOML =
      """
      [terminal]
      org = "acme"
      store = "0042"
      workstation = "03"
      [state]
      directory = "state"
      [[tax]]
      group = "A"
      percent = "19"
      valid_from = "2021-01-01"
      """;

  private LeastConfig() {}
}
