package till.device.scanner.label;

import java.util.Optional;

/// What a part of an element's value has to be beyond its characters and length.
@FunctionalInterface
interface ValueRule {

  /// What is wrong with this text, as the end of a sentence about it.
  ///
  /// @param text of the characters and the length that the part may have, not empty
  Optional<String> fault(String text);
}
