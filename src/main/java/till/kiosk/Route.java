package till.kiosk;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A method and a path that are answered.
///
/// @param path a segment in braces stands for any: `/v1/transaction/lines/{n}/void`
/// @param needs the role that may ask; absent where anybody may who gets through the door
record Route(String method, String path, Optional<Role> needs, Resource resource) {

  /// Answers a request.
  interface Resource {

    /// Answers it.
    ///
    /// @param variables what stood in the place of the path's braces
    /// @throws FaultException when there is something against the request
    Answer answer(Call call, Map<String, String> variables) throws IOException;
  }

  static Route get(String path, Role needs, Resource resource) {
    return new Route("GET", path, Optional.of(needs), resource);
  }

  static Route open(String path, Resource resource) {
    return new Route("GET", path, Optional.empty(), resource);
  }

  static Route post(String path, Role needs, Resource resource) {
    return new Route("POST", path, Optional.of(needs), resource);
  }

  /// The path's variables, when these segments are its own.
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> pattern = Arrays.asList(path.substring(1).split("/", -1));
    if (pattern.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new TreeMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String expected = pattern.get(i);
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
      } else if (!expected.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
