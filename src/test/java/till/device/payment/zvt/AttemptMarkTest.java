package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.zvt.AttemptMark.Note;

final class AttemptMarkTest {

  @TempDir private Path directory;

  @Test
  void theNewestNoteIsReadAgain() throws Exception {
    var first = new Note("s-1", true, Optional.of(new BookingNumber("52500041", "000975", "0231")));
    var sparse = new Note("s-2", true, Optional.of(new BookingNumber("", "", "0231")));
    var nothing = new Note("s-3", true, Optional.empty());
    var untold = new Note("s-4", false, Optional.empty());
    assertEquals(Optional.empty(), new AttemptMark(directory).read());
    var approved = first.approved(new BookingNumber("52500041", "000976", "0232"));
    for (Note note :
        new Note[] {
          first, sparse, nothing, untold, approved, approved.ended(true), untold.ended(false)
        }) {
      new AttemptMark(directory).write(note);
      assertEquals(Optional.of(note), new AttemptMark(directory).read());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileThatIsNoNoteIsNone() throws Exception {
    for (String text :
        new String[] {
          "",
          "s-1\n",
          "s-1\n5250/1/2\n",
          "\nnothing\n",
          "s\nnothing\nx\n",
          "s\nnothing\n-\n-\nshut\n",
          "s\nnothing\n-\n12\nopen\n"
        }) {
      Files.writeString(directory.resolve("payment.mark"), text);
      assertEquals(Optional.empty(), new AttemptMark(directory).read(), text);
    }
    Files.write(directory.resolve("payment.mark"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertEquals(Optional.empty(), new AttemptMark(directory).read());
  }

  @Test
  void aNoteOfAnEarlierVersionIsRead() throws Exception {
    Files.writeString(directory.resolve("payment.mark"), "s-1\n52500041/000975/0231\n");
    Note note = new AttemptMark(directory).read().orElseThrow();
    assertEquals("0231", note.lastReceipt());
    assertEquals(
        new Note("s-1", true, Optional.of(new BookingNumber("52500041", "000975", "0231"))), note);
  }

  @Test
  void theLastReceiptWeKnowOfIsTheTerminalsUnlessItDoesNotTell() {
    var untold = new LastBooking.Untold(false, "no");
    assertEquals("0231", Note.of("s-1", untold, "0231").lastReceipt());
    assertEquals("", Note.of("s-1", new LastBooking.Nothing(), "0231").lastReceipt());
    Note approved =
        Note.of("s-1", untold, "0231").approved(new BookingNumber("52500041", "000976", "0232"));
    assertEquals("0232", approved.ended(true).lastReceipt());
    assertEquals("0231", approved.ended(false).lastReceipt());
  }

  @Test
  void aNoteThatCannotBeWrittenIsAnError() {
    var mark = new AttemptMark(directory.resolve("missing"));
    assertThrows(IOException.class, () -> mark.write(new Note("s-1", true, Optional.empty())));
  }
}
