package till.device.scale;

import java.util.function.Consumer;

/// Answers in a stream of bytes. No I/O. What is not exactly an answer is garbage, all of it: none
/// of these protocols has a checksum for its weights, so that its shape is all that can be checked.
sealed interface AnswerFramer permits Framer8217, FramerNci, FramerDialog06 {

  /// Takes the next bytes and hands out what they complete, in order.
  void feed(byte[] bytes, int length, Consumer<Answer> out);

  /// Forgets what is begun.
  void reset();
}
