package till.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The terminal that the demo was started in: few words, in columns. Any thread.
final class Console {

  /// Fits 80 columns.
  private static final int TEXT_COLUMNS = 46;

  private static final int AMOUNT_COLUMNS = 9;

  private final PrintStream out;
  private final boolean colours;
  private final DateTimeFormatter time;

  Console(PrintStream out, boolean colours, ZoneId zone) {
    this.out = out;
    this.colours = colours;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /// The colours that carry a meaning.
  enum Tone {
    PLAIN(""),
    QUIET("\u001b[2m"),
    BOLD("\u001b[1m"),
    GOOD("\u001b[32m"),
    BAD("\u001b[31m");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private String in(Tone tone, String text) {
    return colours && tone != Tone.PLAIN && !text.isEmpty() ? tone.code + text + "\u001b[0m" : text;
  }

  /// Cents as the receipts show them.
  static String amount(long cents) {
    return "%s%d,%02d"
        .formatted(cents < 0 ? "-" : "", Math.abs(cents) / 100, Math.abs(cents) % 100);
  }

  synchronized void heading(String text, String rest) {
    out.println();
    out.println("  " + in(Tone.BOLD, text) + in(Tone.QUIET, rest.isEmpty() ? "" : "  " + rest));
    out.println();
  }

  synchronized void blank() {
    out.println();
  }

  synchronized void note(String text) {
    out.println("  " + in(Tone.QUIET, text));
  }

  /// Something with a name: an address, a result.
  synchronized void fact(String name, Tone tone, String value) {
    out.println("  " + in(Tone.QUIET, "%-11s".formatted(name)) + in(tone, value));
  }

  /// Something that just happened.
  ///
  /// @param amount may be empty
  synchronized void event(Instant at, Tone tone, String what, String text, String amount) {
    String line =
        amount.isEmpty() ? text : fit(text) + ("%" + AMOUNT_COLUMNS + "s").formatted(amount);
    out.println(
        "  " + in(Tone.QUIET, time.format(at)) + "  " + in(tone, "%-11s".formatted(what)) + line);
    out.flush();
  }

  private static String fit(String text) {
    String cut = text.length() > TEXT_COLUMNS ? text.substring(0, TEXT_COLUMNS - 1) + "…" : text;
    return ("%-" + TEXT_COLUMNS + "s").formatted(cut);
  }

  /// A piece of paper.
  synchronized void paper(String title, String text) {
    List<String> lines = tight(text);
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    out.println("  ┌─ " + title + " " + "─".repeat(Math.max(0, width - title.length() - 1)) + "┐");
    for (String line : lines) {
      out.println("  │ " + line + " ".repeat(width - line.length()) + " │");
    }
    out.println("  └" + "┄".repeat(width + 2) + "┘");
  }

  /// The lines without the blank ones that carry the last print past the cutter.
  private static List<String> tight(String text) {
    var lines = new ArrayList<>(text.lines().toList());
    String cut = lines.removeLast();
    while (!lines.isEmpty() && lines.getLast().isBlank()) {
      lines.removeLast();
    }
    lines.add(cut);
    return lines;
  }

  /// Rows under a heading. Columns whose heading begins with a blank are aligned to the right.
  synchronized void table(List<String> headings, List<List<String>> rows) {
    List<Integer> widths =
        IntStream.range(0, headings.size())
            .mapToObj(column ->
                Math.max(
                    headings.get(column).strip().length(),
                    rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toList();
    out.println("  " + in(Tone.QUIET, row(headings, headings, widths)));
    rows.forEach(row -> out.println("  " + row(headings, row, widths)));
  }

  private static String row(List<String> headings, List<String> cells, List<Integer> widths) {
    var padded = new ArrayList<String>();
    for (int i = 0; i < cells.size(); i++) {
      String side = headings.get(i).startsWith(" ") ? "" : "-";
      padded.add(("%" + side + widths.get(i) + "s").formatted(cells.get(i).strip()));
    }
    return String.join("  ", padded).stripTrailing();
  }
}
