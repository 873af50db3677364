package till.device.msr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a card's tracks, as readers send and type it: `%...?;...?+...?`.
///
/// Track 1 begins with `%` (7-bit characters, at most 79 with its check), track 2 with `;` (digits,
/// at most 40), track 3 with `+` or the second `;` (at most 107; ISO/IEC 4909). Each ends with `?`;
/// `E` in place of its content is a track that the reader could not read. No I/O, no state.
public final class TrackReader {

  private static final int TRACK_1_MAX = 79;
  private static final int TRACK_2_MAX = 40;
  private static final int TRACK_3_MAX = 107;

  private static final String STARTS = "%;+";
  private static final char ERROR = 'E';

  /// Format code, number, name, then perhaps date and service code. American Express writes blanks
  /// into the number. Cards of shops leave out what they do not need.
  private static final Pattern TRACK_1 =
      Pattern.compile("[A-Z]?([0-9][0-9 ]{0,24})(?:\\^[^^]*(?:\\^(.*))?)?");

  private static final Pattern TRACK_2 = Pattern.compile("([0-9]+)(?:=(.*))?");

  /// Year and month or a separator, service code or a separator.
  private static final Pattern DATE_AND_SERVICE =
      Pattern.compile("([0-9]{2}(?:0[1-9]|1[0-2])|[=^])([0-9]{3}|[=^]).*");

  private static final Pattern DATE_ONLY = Pattern.compile("([0-9]{2}(?:0[1-9]|1[0-2])).*");

  private final List<String> loyaltyPrefixes;
  private final boolean lrc;

  /// @param loyaltyPrefixes of numbers that may be known whole
  /// @param lrc whether each `?` is followed by the track's check character
  public TrackReader(List<String> loyaltyPrefixes, boolean lrc) {
    this.loyaltyPrefixes = List.copyOf(loyaltyPrefixes);
    this.lrc = lrc;
  }

  /// Why nothing can be used.
  private static final class NoCardException extends Exception {

    private static final long serialVersionUID = 1;

    NoCardException(String message) {
      super(message);
    }
  }

  /// One track.
  ///
  /// @param content between its ends; empty for one that could not be read
  private record Track(int number, Optional<String> content) {

    @Override
    public String toString() {
      return "track " + number;
    }
  }

  /// What one track says. The digits are for a comparison with the other track.
  private record Found(
      String digits, AccountNumber account, Optional<String> expiry, Optional<String> serviceCode) {

    @Override
    public String toString() {
      return account.toString();
    }
  }

  /// Reads the text of one card, without the end of its line.
  public Swipe read(String text) {
    try {
      return card(tracks(text));
    } catch (NoCardException e) {
      return new Swipe.Failed(String.valueOf(e.getMessage()));
    }
  }

  private List<Track> tracks(String text) throws NoCardException {
    var tracks = new ArrayList<Track>();
    int at = 0;
    while (at < text.length()) {
      if (STARTS.indexOf(text.charAt(at)) < 0) {
        throw new NoCardException(
            at == 0 ? "it begins with no track" : "there is something between the tracks");
      }
      int end = text.indexOf('?', at);
      int next = end + (hasCheck(text, at, end) ? 2 : 1);
      int number = number(text.charAt(at), tracks);
      if (end < 0 || next > text.length()) {
        throw new NoCardException("track " + number + " has no end" + (lrc ? " or no check" : ""));
      }
      tracks.add(track(number, text.substring(at, next), end - at));
      at = next;
    }
    return tracks;
  }

  /// A track that could not be read may come without.
  private boolean hasCheck(String text, int start, int end) {
    boolean isError = end - start == 2 && text.charAt(start + 1) == ERROR;
    boolean isAlone = end + 1 == text.length() || STARTS.indexOf(text.charAt(end + 1)) >= 0;
    return lrc && !(isError && isAlone);
  }

  private static int number(char start, List<Track> before) throws NoCardException {
    int last = before.isEmpty() ? 0 : before.getLast().number();
    int number =
        switch (start) {
          case '%' -> 1;
          case '+' -> 3;
          default -> last == 2 ? 3 : 2;
        };
    if (number <= last) {
      throw new NoCardException("track " + number + " comes after track " + last);
    }
    return number;
  }

  /// @param end where its end sentinel is
  private Track track(int number, String text, int end) throws NoCardException {
    String content = text.substring(1, end);
    if (content.length() == 1 && content.charAt(0) == ERROR) {
      return new Track(number, Optional.empty());
    }
    int max = number == 1 ? TRACK_1_MAX : number == 2 ? TRACK_2_MAX : TRACK_3_MAX;
    if (end + 2 > max) {
      throw new NoCardException("track " + number + " is longer than " + max + " characters");
    }
    int base = number == 1 ? ' ' : '0';
    int mask = number == 1 ? 0x3F : 0x0F;
    int check = 0;
    for (int i = 1; i < end; i++) {
      int value = text.charAt(i) - base;
      if (value < 0 || value > mask) {
        throw new NoCardException("track " + number + " has characters that no track has");
      }
      check ^= value;
    }
    check ^= ((number == 1 ? '%' : ';') - base) ^ ('?' - base);
    if (lrc && text.charAt(end + 1) != base + check) {
      throw new NoCardException("the check character of track " + number + " does not fit");
    }
    return new Track(number, Optional.of(content));
  }

  /// Track 3 is not looked at: what is on it belongs to the issuer.
  private Swipe card(List<Track> tracks) throws NoCardException {
    Optional<Found> found = Optional.empty();
    var read = new TreeSet<Integer>();
    for (Track track : tracks) {
      if (track.content().isEmpty()) {
        continue;
      }
      read.add(track.number());
      Optional<Found> next =
          switch (track.number()) {
            case 1 -> found(TRACK_1, track.content().get());
            case 2 -> found(TRACK_2, track.content().get());
            default -> Optional.empty();
          };
      if (found.isPresent() && next.isPresent() && !next.get().equals(found.get())) {
        throw new NoCardException("tracks 1 and 2 are not of one card");
      }
      found = found.or(() -> next);
    }
    if (found.isEmpty()) {
      throw new NoCardException(
          read.isEmpty() ? "no track could be read: swipe it again" : "no track has a number");
    }
    Found one = found.get();
    return new Swipe.Card(one.account(), one.expiry(), one.serviceCode(), read);
  }

  private Optional<Found> found(Pattern form, String content) throws NoCardException {
    Matcher parts = form.matcher(content);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String digits = parts.group(1).replace(" ", "");
    if (digits.length() > AccountNumber.DIGITS_MAX) {
      throw new NoCardException(
          "the number is longer than " + AccountNumber.DIGITS_MAX + " digits");
    }
    String rest = Optional.ofNullable(parts.group(2)).orElse("");
    Matcher both = DATE_AND_SERVICE.matcher(rest);
    Matcher date = DATE_ONLY.matcher(rest);
    boolean hasBoth = both.matches();
    return Optional.of(
        new Found(
            digits,
            AccountNumber.of(digits, loyaltyPrefixes),
            hasBoth
                ? digits(both.group(1))
                : date.matches() ? digits(date.group(1)) : Optional.empty(),
            hasBoth ? digits(both.group(2)) : Optional.empty()));
  }

  /// Nothing where a separator stands in its place.
  private static Optional<String> digits(String part) {
    return part.length() == 1 ? Optional.empty() : Optional.of(part);
  }
}
