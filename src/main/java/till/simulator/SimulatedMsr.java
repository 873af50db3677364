package till.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import till.port.Port;
import till.port.PortException;

/// A magnetic stripe reader at the far end of a wire: sends the tracks of the cards that are drawn
/// through it, and keeps count. Hears nothing.
///
/// Its ledger says what kind of swipe each was, and nothing of the card.
public final class SimulatedMsr implements AutoCloseable {

  private static final String ENDS = "%;+";

  private final Port port;
  private final boolean lrc;

  /// Guarded by this.
  private final List<String> ledger = new ArrayList<>();

  /// A reader that holds this wire's far end.
  ///
  /// @param lrc whether it sends the tracks' check characters
  public SimulatedMsr(Port port, boolean lrc) {
    this.port = port;
    this.lrc = lrc;
  }

  /// A card is drawn through it.
  ///
  /// @param tracks what is between the ends of tracks 1, 2 and 3; empty where there is none, `E`
  ///   where it cannot read it
  public synchronized void swipe(String... tracks) throws PortException {
    var text = new StringBuilder();
    var note = new StringBuilder();
    for (int i = 0; i < tracks.length; i++) {
      if (!tracks[i].isEmpty()) {
        text.append(track(i, tracks[i]));
        note.append(tracks[i].equals("E") ? "error" : "track").append(i + 1).append(' ');
      }
    }
    byte[] bytes = text.append('\r').toString().getBytes(StandardCharsets.US_ASCII);
    port.write(bytes, 0, bytes.length);
    ledger.add(note.toString().strip());
  }

  private String track(int index, String content) {
    String whole = ENDS.charAt(index) + content + '?';
    return lrc ? whole + check(index, content) : whole;
  }

  /// ISO/IEC 7811: each column of bits even, over all characters, the ends too. Track 1 has six
  /// bits a character, the others four.
  private static char check(int index, String content) {
    char first = index == 0 ? ' ' : '0';
    String whole = (index == 0 ? '%' : ';') + content + '?';
    int columns = whole.chars().map(each -> each - first).reduce(0, (a, b) -> a ^ b);
    return (char) (first + columns);
  }

  /// The swipes so far: `track1 track2`, `error2`.
  public synchronized List<String> ledger() {
    return List.copyOf(ledger);
  }

  @Override
  public void close() {
    port.close();
  }
}
