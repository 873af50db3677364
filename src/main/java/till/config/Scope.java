package till.config;

/// Whom a pushed configuration is for. In this order they are laid over the local file.
public enum Scope {
  FLEET,
  STORE,
  TERMINAL;

  /// As signed documents write it for this terminal: `fleet`, `store/0042`, `terminal/0042-03`.
  public String of(TerminalSettings terminal) {
    return switch (this) {
      case FLEET -> "fleet";
      case STORE -> "store/" + terminal.store();
      case TERMINAL -> "terminal/" + terminal.terminal();
    };
  }
}
