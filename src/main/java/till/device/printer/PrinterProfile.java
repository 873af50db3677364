package till.device.printer;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What is different from one printer model to another.
///
/// @param name the configuration's `profile`
/// @param columns characters of font A in one line
/// @param codePages number for `ESC t` and what it means; the first one is the one to prefer
/// @param confirmation how the printer says that a job is on paper
/// @param millimetresPerSecond how fast it prints, at its slowest
public record PrinterProfile(
    String name,
    int columns,
    SequencedMap<Integer, Charset> codePages,
    Confirmation confirmation,
    int millimetresPerSecond) {

  public PrinterProfile {
    codePages = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(codePages));
  }

  /// How a job is confirmed.
  public enum Confirmation {
    /// `GS ( H`: the answer comes when everything before it has been printed.
    PROCESS_ID,
    /// `GS r`: the answer comes when everything before it has been processed, which an offline
    /// printer does not do.
    STATUS_ANSWER
  }

  private static final List<PrinterProfile> ALL =
      List.of(
          new PrinterProfile("epson-tm-t88v", 42, epsonPages(), Confirmation.PROCESS_ID, 150),
          new PrinterProfile("generic", 42, epsonPages(), Confirmation.STATUS_ANSWER, 80),
          new PrinterProfile("generic-48", 48, epsonPages(), Confirmation.STATUS_ANSWER, 80),
          new PrinterProfile("generic-32", 32, epsonPages(), Confirmation.STATUS_ANSWER, 50));

  /// The profile of that name.
  public static Optional<PrinterProfile> find(String name) {
    return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /// All names, for messages.
  public static List<String> names() {
    return ALL.stream().map(PrinterProfile::name).toList();
  }

  /// Epson TM-T88V, `ESC t`; other makers have these in the same places.
  private static SequencedMap<Integer, Charset> epsonPages() {
    var pages = new LinkedHashMap<Integer, Charset>();
    pages.put(19, Charset.forName("IBM00858"));
    pages.put(16, Charset.forName("windows-1252"));
    pages.put(0, Charset.forName("IBM437"));
    pages.put(18, Charset.forName("IBM852"));
    pages.put(17, Charset.forName("IBM866"));
    return pages;
  }
}
