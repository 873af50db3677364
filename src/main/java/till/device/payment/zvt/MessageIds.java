package till.device.payment.zvt;

import java.util.Arrays;
import java.util.Optional;

/// The numbers of messages (MsgSeqId, tag 1F 73; PA00P015 chapter 5), with which both sides tell a
/// message that was said twice from one that is like another.
///
/// They are used only when the terminal has echoed the offer (000000) at registration. Both sides
/// count up one after the other, from 000001 to 999999 and then from 000001 again; an answer echoes
/// the number of what it answers, and a message that is repeated keeps its own.
final class MessageIds {

  static final int TAG = 0x1F73;

  private static final int NUMBERS = 999_999;
  private static final int NUMBER_BYTES = 3;
  private static final byte[] OFFER = new byte[NUMBER_BYTES];
  private static final byte[] HEAD = {0x1F, 0x73, NUMBER_BYTES};

  private boolean agreed;

  /// The last of either side, and the terminal's last: our wish to abort may cross its next
  /// message, and then both have the same number.
  private int last;

  private int heard;

  /// What a registration says to offer them.
  static ApduWriter offer(ApduWriter registration) {
    return registration.object(TAG, OFFER);
  }

  /// What the terminal says at the end of a registration. Counting begins anew.
  void registered(Apdu completion) {
    agreed = read(completion).isPresent();
    last = 0;
    heard = 0;
  }

  boolean isAgreed() {
    return agreed;
  }

  /// Numbers a command.
  Apdu number(ApduWriter command) {
    if (!agreed) {
      return command.toApdu();
    }
    last = last % NUMBERS + 1;
    return command.object(TAG, Bcd.encode(last, NUMBER_BYTES)).toApdu();
  }

  /// Our answer to a message of the terminal.
  Apdu echo(ApduWriter answer, Apdu apdu) {
    Optional<Integer> number = agreed ? read(apdu) : Optional.empty();
    number.ifPresent(id -> answer.object(TAG, Bcd.encode(id, NUMBER_BYTES)));
    return answer.toApdu();
  }

  /// Takes note of the number of what the terminal says.
  ///
  /// @return whether it has said this before
  boolean isRepeated(Apdu apdu) {
    Optional<Integer> number = agreed ? read(apdu) : Optional.empty();
    boolean repeated = number.isPresent() && number.get() == heard;
    number.ifPresent(id -> {
      heard = id;
      last = id;
    });
    return repeated;
  }

  /// Where the container stands depends on the message; nothing else in one looks like this object.
  static Optional<Integer> read(Apdu apdu) {
    byte[] data = apdu.data();
    for (int at = data.length - HEAD.length - NUMBER_BYTES; at >= 0; at--) {
      int end = at + HEAD.length;
      if (Arrays.equals(data, at, end, HEAD, 0, HEAD.length)) {
        String digits = Bcd.nibbles(Arrays.copyOfRange(data, end, end + NUMBER_BYTES));
        return digits.chars().allMatch(Character::isDigit)
            ? Optional.of(Integer.parseInt(digits))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
