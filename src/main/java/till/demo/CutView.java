package till.demo;

import java.util.List;

/// What came of a row of the power-cut matrix when it was last played. Its fields are the JSON.
///
/// @param row its name
/// @param state `idle` when it was never played, `running`, `good`, `bad`
/// @param step what is being done: `opening`, `selling`, `cut`, `starting`, `looking`, `checking`;
///   else empty
/// @param facts what came of it next to what had to
/// @param papers how many pieces of paper the printer has made
/// @param problem why it could not be played to its end; else empty
record CutView(
    String row, String state, String step, List<Fact> facts, int papers, String problem) {

  CutView {
    facts = List.copyOf(facts);
  }

  /// @param what is looked at, a word for pages: `lines`, `bookings`
  record Fact(String what, String must, String is, boolean good) {

    Fact(String what, Object must, Object is) {
      this(what, must.toString(), is.toString(), must.toString().equals(is.toString()));
    }
  }

  static CutView idle(CutRow row) {
    return new CutView(row.id(), "idle", "", List.of(), 0, "");
  }

  boolean isRunning() {
    return state.equals("running");
  }
}
