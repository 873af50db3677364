package till.lane;

import java.util.Optional;

/// Something a person has to see, and perhaps to clear.
///
/// @param id stable while the problem lasts
/// @param level `notice`, `deferred`, `blocking` or `critical`
/// @param line the line it is about
public record ProblemView(
    String id, String code, String level, Optional<Integer> line, String text) {}
