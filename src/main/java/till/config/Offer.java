package till.config;

import java.util.List;
import java.util.OptionalLong;

/// What became of a configuration that the fleet has sent.
public sealed interface Offer {

  /// Genuine, for us, new, and good as a whole: it waits on the shelf until no customer is served.
  ///
  /// @param candidate everything that waits, laid over what is in force
  record Staged(Scope scope, long revision, TerminalConfig candidate) implements Offer {}

  /// Refused; what is in force stays.
  ///
  /// @param revision absent where the document cannot be believed to have one
  record Rejected(Scope scope, OptionalLong revision, List<String> problems) implements Offer {

    public Rejected {
      problems = List.copyOf(problems);
    }
  }

  /// Nothing new: these very bytes were judged before, or there were none.
  record AlreadyCurrent(Scope scope) implements Offer {}
}
