package till.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import till.journal.Turn;

/// Commits of the journal, young and grown, beside a bare loop of sqlite-jdbc and a message store,
/// block by block in turn, so that a disk that slows down slows all.
final class CommitBench {

  private static final int BLOCKS = 31;
  private static final int COMMITS = 200;
  private static final int GROUP = 8;

  /// Enough for the compiler to be done.
  private static final int WARM_UP_BLOCKS = 15;

  /// Few, because the message store counts all it has each time.
  private static final int MESSAGES = 20;

  private static final int[] SIZES = {0, 100_000};
  private static final int FULL_SIZE = 1_000_000;

  private CommitBench() {}

  /// @param full whether a journal of a million documents is made, too: 6 GB of disk
  static List<Figure> run(Path folder, boolean full) throws Exception {
    var subjects = new ArrayList<Subject>();
    try (GrownJournal other =
        GrownJournal.open(Files.createDirectory(folder.resolve("other")), 0)) {
      for (int size : SIZES) {
        subjects.add(new Subject(grown(folder, size)));
      }
      if (full) {
        subjects.add(new Subject(grown(folder, FULL_SIZE)));
      }
      var others = new Others(other);
      for (int block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
        boolean counts = block >= WARM_UP_BLOCKS;
        others.block(counts);
        for (Subject subject : subjects) {
          subject.block(counts);
        }
      }
      var figures = new ArrayList<>(others.figures());
      subjects.forEach(subject -> figures.addAll(subject.figures(subjects.getFirst())));
      return figures;
    } finally {
      for (Subject subject : subjects) {
        subject.grown.close();
      }
    }
  }

  private static GrownJournal grown(Path folder, int documents) throws Exception {
    return GrownJournal.open(
        Files.createDirectory(folder.resolve("documents-" + documents)), documents);
  }

  /// What is looked at in a young journal alone: lines, and sales that share a commit.
  private static final class Others {
    private final GrownJournal grown;
    private final Timing lines = new Timing();
    private final Timing bareLines = new Timing();
    private final Timing groups = new Timing();
    private final Timing bareGroups = new Timing();

    Others(GrownJournal grown) {
      this.grown = grown;
    }

    void block(boolean counts) throws Exception {
      List<Turn> turns = grown.maker.lines(COMMITS);
      grown.append(turns.subList(0, 1));
      int before = BareLoop.entries(grown.file).size();
      lines.measure(counts, COMMITS, () -> grown.append(turns.subList(1, COMMITS + 1)));
      List<List<Object>> entries = BareLoop.entries(grown.file);
      bareLines.measure(
          counts, COMMITS, () -> grown.bare.entries(entries.subList(before, entries.size())));
      grown.append(turns.subList(COMMITS + 1, turns.size()));
      grown.bare.sales(grown.bare.missing(grown.file), 1);

      List<Turn> sales = grown.maker.sales(COMMITS / GROUP, GROUP);
      groups.measure(counts, COMMITS, () -> grown.append(sales));
      BareLoop.Rows rows = grown.bare.missing(grown.file);
      bareGroups.measure(counts, COMMITS, () -> grown.bare.sales(rows, GROUP));
    }

    List<Figure> figures() {
      return List.of(
          Figure.beside(
              "journal: lines committed",
              "1/s",
              lines.perSecond(),
              "bare sqlite-jdbc, the same rows",
              bareLines.perSecond(),
              "one line of a sale a commit, WAL, synchronous=FULL; median of "
                  + BLOCKS
                  + " blocks of "
                  + COMMITS),
          Figure.beside(
              "journal: sales, " + GROUP + " a commit",
              "1/s",
              groups.perSecond(),
              "bare sqlite-jdbc, the same rows",
              bareGroups.perSecond(),
              "as when " + GROUP + " wait: as many documents, chained and signed, one sync"));
    }
  }

  /// Whole sales, one a commit, in a journal of some size.
  private static final class Subject {
    private final GrownJournal grown;
    private final Timing sales = new Timing();
    private final Timing sameRows = new Timing();
    private final Timing oneRow = new Timing();
    private final Timing messages = new Timing();

    Subject(GrownJournal grown) {
      this.grown = grown;
    }

    void block(boolean counts) throws Exception {
      List<Turn> turns = grown.maker.sales(COMMITS, 1);
      sales.measure(counts, COMMITS, () -> grown.append(turns));
      BareLoop.Rows rows = grown.bare.missing(grown.file);
      sameRows.measure(counts, COMMITS, () -> grown.bare.sales(rows, 1));
      oneRow.measure(counts, COMMITS, () -> grown.bare.alone(rows));
      messages.measure(counts, MESSAGES, () -> grown.kura.pass(MESSAGES));
    }

    List<Figure> figures(Subject young) {
      String at = String.format(Locale.ROOT, " at %,d documents", grown.documents);
      var figures = new ArrayList<Figure>();
      figures.add(
          beside(
              at,
              "bare sqlite-jdbc, the same rows",
              sameRows,
              "a sale of one line paid in cash, one commit: document, chain, signature, snapshot,"
                  + " verdict. The peer has the same bytes ready and writes them into a copy"));
      figures.add(
          beside(
              at,
              "bare sqlite-jdbc, one row",
              oneRow,
              "the peer's commit is one row as large as the document, without an index"));
      figures.add(
          beside(
              at,
              "messages through a store like Kura's",
              messages,
              "the peer has as many messages waiting: INSERT with a COUNT, UPDATE, DELETE, each"
                  + " committed, nothing signed"));
      if (this != young) {
        figures.add(beside(at, "of a young journal", young.sales, "flat when the ratio is 1"));
      }
      figures.add(
          Figure.of(
              "journal: opened" + at,
              "ms",
              grown.openMillis,
              "pages, documents and what is open are checked; the file is in the system's cache"));
      return figures;
    }

    private Figure beside(String at, String peer, Timing other, String note) {
      return Figure.beside(
          "journal: sales" + at, "1/s", sales.perSecond(), peer, other.perSecond(), note);
    }
  }
}
