package till.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads ESC/POS bytes, in chunks of any size, and says what a printer would do with them.
///
/// Lenient: what it does not know it steps over, counts and reports, and it never throws for bytes.
/// Bounded: a job beyond [#BYTES_MAX], [#LENGTH_DOTS_MAX] or [#ROWS_MAX] is cut off there, and
/// [Paper#problems()] says so.
public final class EscPosReader {

  /// A full page of dots is 90 KB; nobody prints more than a few.
  public static final int BYTES_MAX = 1 << 20;

  /// 2.5 m at 8 dots a millimetre: the longest receipts seen are under 2 m.
  public static final int LENGTH_DOTS_MAX = 20_000;

  /// Far above what fits that length, because some rows have none.
  public static final int ROWS_MAX = 5_000;

  private static final int PROBLEMS_MAX = 50;

  /// Font A characters of a printer with 80 mm paper and 576 dots.
  public static final int COLUMNS = 48;

  private final int columns;
  private final int headDots;
  private final WideCode wideCode;

  private byte[] pending = new byte[256];
  private int pendingEnd;
  private long position;
  private PrintHead head;
  private final PictureMemory memory = new PictureMemory();

  private List<Row> rows = new ArrayList<>();
  private int lengthDots;
  private int jobBytes;
  private int unknown;
  private Set<String> problems = new LinkedHashSet<>();
  private boolean full;

  /// A reader for a printer with GB18030's wide characters.
  ///
  /// @param columns font A characters in a line, 20 to 100
  public EscPosReader(int columns) {
    this(columns, WideCode.GB18030);
  }

  /// A reader for a printer.
  ///
  /// @param columns font A characters in a line, 20 to 100
  public EscPosReader(int columns, WideCode wideCode) {
    if (columns < 20 || columns > 100) {
      throw new IllegalArgumentException("columns must be 20 to 100, not " + columns);
    }
    this.columns = columns;
    this.headDots = headDots(columns);
    this.wideCode = wideCode;
    this.head = newHead();
  }

  private PrintHead newHead() {
    return new PrintHead(headDots, wideCode, memory, this::add, this::report);
  }

  /// A 42-column head is 512 dots wide, of which 504 hold characters.
  private static int headDots(int columns) {
    return columns == 42 ? 512 : columns * Style.Font.A.cellWidth;
  }

  /// What one whole job prints on a printer of [#COLUMNS].
  public static Paper decode(byte[] job) {
    return decode(job, COLUMNS);
  }

  /// What one whole job prints.
  public static Paper decode(byte[] job, int columns) {
    return decode(job, columns, WideCode.GB18030);
  }

  /// What one whole job prints on a printer with other wide characters.
  public static Paper decode(byte[] job, int columns, WideCode wideCode) {
    var reader = new EscPosReader(columns, wideCode);
    reader.read(job, 0, job.length);
    return reader.paper();
  }

  /// Takes the next bytes.
  ///
  /// @return the rows that they completed
  public List<Row> read(byte[] bytes, int offset, int length) {
    int before = rows.size();
    int taken = Math.min(length, BYTES_MAX - jobBytes);
    if (!full && taken > 0) {
      append(bytes, offset, taken);
      jobBytes += taken;
      executeWholeCommands();
    }
    if (taken < length) {
      stop("the job is longer than " + BYTES_MAX + " bytes");
    }
    return rows.size() == before ? List.of() : List.copyOf(rows.subList(before, rows.size()));
  }

  private void append(byte[] bytes, int offset, int length) {
    if (pending.length - pendingEnd < length) {
      pending = Arrays.copyOf(pending, Math.max(2 * pending.length, pendingEnd + length));
    }
    System.arraycopy(bytes, offset, pending, pendingEnd, length);
    pendingEnd += length;
  }

  private void executeWholeCommands() {
    int start = 0;
    while (start < pendingEnd && !full) {
      int length = EscPosFramer.length(pending, start, pendingEnd);
      if (length == EscPosFramer.INCOMPLETE) {
        break;
      }
      var command = new Command(pending, start, Math.abs(length));
      if (length < 0) {
        unknown++;
        report("unknown " + command.hex(command.length()) + " at byte " + position);
      } else {
        execute(command);
      }
      start += command.length();
      position += command.length();
    }
    System.arraycopy(pending, start, pending, 0, pendingEnd - start);
    pendingEnd -= start;
  }

  private void execute(Command command) {
    if (command.at(0) == 0x1B && command.at(1) == '@') {
      String lost = head.unprinted();
      if (!lost.isEmpty()) {
        report("thrown away by ESC @ before it was printed: " + lost);
      }
      memory.initialise();
      head = newHead();
    } else {
      head.execute(command);
    }
  }

  private void add(Row row) {
    if (full) {
      return;
    }
    if (rows.size() == ROWS_MAX || lengthDots + row.heightDots() > LENGTH_DOTS_MAX) {
      stop("the paper is longer than " + LENGTH_DOTS_MAX + " dots or " + ROWS_MAX + " steps");
      return;
    }
    rows.add(row);
    lengthDots += row.heightDots();
  }

  private void stop(String reason) {
    if (!full) {
      full = true;
      problems.add(reason + "; the rest is not shown");
    }
  }

  private void report(String problem) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(problem);
    } else if (problems.size() == PROBLEMS_MAX) {
      problems.add("more problems than " + PROBLEMS_MAX + "; the rest is not listed");
    }
  }

  /// True when the end of a command has not arrived.
  public boolean midCommand() {
    return pendingEnd > 0;
  }

  /// True when a bound is reached: nothing more is read until [#take()].
  public boolean full() {
    return full;
  }

  /// What is on the paper so far. What waits in the printer for a line feed, or is half a command,
  /// is not on it and is named in the problems.
  public Paper paper() {
    var all = new ArrayList<>(problems);
    String unprinted = head.unprinted();
    if (!unprinted.isEmpty()) {
      all.add("not printed, for want of a line feed: " + unprinted);
    }
    if (pendingEnd > 0) {
      all.add(
          "ends within a command: "
              + new Command(pending, 0, pendingEnd).hex(Math.min(pendingEnd, 4)));
    }
    return new Paper(columns, headDots, rows, all, unknown);
  }

  /// Forgets half a command, the unprinted line and all modes, as a printer does that is told to
  /// clear its buffers. What is printed stays.
  public void reset() {
    pendingEnd = 0;
    head = newHead();
  }

  /// Tears the paper off: returns what is on it and goes on with none. The printer's modes stay.
  public Paper take() {
    Paper torn = new Paper(columns, headDots, rows, List.copyOf(problems), unknown);
    rows = new ArrayList<>();
    problems = new LinkedHashSet<>();
    lengthDots = 0;
    jobBytes = 0;
    unknown = 0;
    if (full) {
      pendingEnd = 0;
    }
    full = false;
    return torn;
  }
}
