package till.line;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import till.simulator.SimulatedPrinter;

/// What a simulated printer has put on paper, cut off or still hanging out: how often each receipt.
record ReceiptRoll(SimulatedPrinter printer) {

  private static final Pattern NUMBER = Pattern.compile("(?:Receipt|Beleg) (\\d+)");
  private static final Pattern COPY = Pattern.compile("COPY|KOPIE");

  /// How often the receipt with this number was begun without saying that it is a copy.
  long firsts(long number) {
    return times(number, false);
  }

  long copies(long number) {
    return times(number, true);
  }

  /// How often a line of just this text is there.
  long titles(String text) {
    return papers().stream()
        .flatMap(String::lines)
        .filter(line -> line.strip().equals(text))
        .count();
  }

  /// A receipt says that it is a copy in front of its number.
  private long times(long number, boolean copy) {
    long times = 0;
    for (String paper : papers()) {
      Matcher found = NUMBER.matcher(paper);
      for (int from = 0; found.find(); from = found.end()) {
        boolean isCopy = COPY.matcher(paper.substring(from, found.start())).find();
        times += Long.parseLong(found.group(1)) == number && isCopy == copy ? 1 : 0;
      }
    }
    return times;
  }

  private List<String> papers() {
    List<String> papers = new ArrayList<>();
    printer.receipts().forEach(receipt -> papers.add(receipt.paper().text()));
    papers.add(printer.sheet().text());
    return papers;
  }

  @Override
  public String toString() {
    return "on paper: " + papers();
  }
}
