package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.device.payment.zvt.SerialFramer.Event;
import till.device.payment.zvt.SerialFramer.Fault;

final class SerialFramerTest {

  private static final HexFormat HEX = HexFormat.of();

  /// Its length and some of its data are 10, and its check bytes are 10 02.
  private static final Apdu TENS =
      new Apdu(0x040F, HEX.parseHex("10021003" + "00".repeat(10) + "9934"));

  private static final List<Apdu> MESSAGES =
      List.of(Apdu.of(0x8000), TENS, new Apdu(0x06D3, new byte[300]));

  @Test
  void aMessageIsDressedAsTheSpecificationSays() {
    assertEquals("10028000001003f51f", HEX.formatHex(SerialFrame.of(Apdu.of(0x8000))));
    // CRC-16/KERMIT of "1", "2", ... "9" is 2189; here 03 takes the place of a byte
    assertEquals(0x1FF5, SerialFrame.check(new byte[] {(byte) 0x80, 0, 0}, 3));
  }

  @Test
  void everyTenIsDoubledButThoseOfTheCheck() {
    String frame = HEX.formatHex(SerialFrame.of(TENS));
    assertEquals(
        "1002" + "040f1010" + "10100210100300000000000000000000" + "9934" + "1003" + "1002", frame);
  }

  @Test
  void aFrameMayBeCutAnywhere() {
    for (Apdu apdu : MESSAGES) {
      isReadHoweverItIsCut(SerialFrame.of(apdu), apdu);
    }
  }

  /// In two pieces, and byte by byte.
  static void isReadHoweverItIsCut(byte[] frame, Apdu apdu) {
    for (int cut = 0; cut <= frame.length; cut++) {
      var framer = new SerialFramer();
      List<Event> events = new ArrayList<>(feed(framer, Arrays.copyOf(frame, cut)));
      assertEquals(cut == frame.length ? 1 : 0, events.size());
      events.addAll(feed(framer, Arrays.copyOfRange(frame, cut, frame.length)));
      assertEquals(List.of(apdu.toString()), messages(events));
      assertArrayEquals(apdu.encode(), ((Event.Message) events.getFirst()).apdu().encode());
      assertFalse(framer.isOpen());
    }
    var framer = new SerialFramer();
    List<Event> events = new ArrayList<>();
    for (byte each : frame) {
      events.addAll(feed(framer, each));
    }
    assertArrayEquals(apdu.encode(), ((Event.Message) events.getFirst()).apdu().encode());
    assertEquals(1, events.size());
  }

  @Test
  void whatComesAtOnceIsTakenInOrder() {
    var stream = new ByteArrayOutputStream();
    stream.write(SerialFrame.ACK);
    MESSAGES.forEach(apdu -> stream.writeBytes(SerialFrame.of(apdu)));
    stream.write(SerialFrame.NAK);
    MESSAGES.forEach(apdu -> stream.writeBytes(SerialFrame.of(apdu)));
    List<Event> events = feed(new SerialFramer(), stream.toByteArray());
    assertEquals(2 + 2 * MESSAGES.size(), events.size());
    assertEquals(new Event.Acknowledged(), events.get(0));
    assertEquals(new Event.Refused(), events.get(1 + MESSAGES.size()));
    List<String> twice = new ArrayList<>();
    MESSAGES.forEach(apdu -> twice.add(apdu.toString()));
    twice.addAll(List.copyOf(twice));
    assertEquals(twice, messages(events));
  }

  @Test
  void aWrongBitMakesNoMessageAndNoAcknowledgement() {
    for (Apdu apdu : MESSAGES) {
      byte[] frame = SerialFrame.of(apdu);
      for (int bit = 0; bit < 8 * frame.length; bit++) {
        byte[] wrong = frame.clone();
        wrong[bit / 8] ^= (byte) (1 << bit % 8);
        var framer = new SerialFramer();
        List<Event> events = new ArrayList<>(feed(framer, wrong));
        events.addAll(framer.silence());
        assertFalse(events.isEmpty(), "bit " + bit);
        for (Event event : events) {
          assertTrue(
              event instanceof Event.Broken || event instanceof Event.Noise,
              "bit " + bit + " of " + apdu + ": " + event);
        }
        assertEquals(List.of(apdu.toString()), messages(feed(framer, frame)), "bit " + bit);
      }
    }
  }

  @Test
  void wrongCheckBytesAreSaid() {
    byte[] frame = SerialFrame.of(TENS);
    for (int at = frame.length - 2; at < frame.length; at++) {
      byte[] wrong = frame.clone();
      wrong[at]++;
      assertEquals(List.of(new Event.Broken(Fault.CHECK)), feed(new SerialFramer(), wrong));
    }
  }

  @Test
  void aFrameThatBreaksOffIsSaidAndTheNextIsRead() {
    for (Apdu apdu : MESSAGES) {
      byte[] frame = SerialFrame.of(apdu);
      for (int cut = 2; cut < frame.length; cut++) {
        var framer = new SerialFramer();
        assertEquals(List.of(), feed(framer, Arrays.copyOf(frame, cut)));
        assertTrue(framer.isOpen() && framer.isInside());
        assertEquals(List.of(new Event.Broken(Fault.GAP)), framer.silence());
        assertFalse(framer.isOpen());
        assertEquals(List.of(apdu.toString()), messages(feed(framer, frame)));
      }
    }
  }

  @Test
  void aFrameInsideAnotherIsTheOneThatCounts() {
    byte[] frame = SerialFrame.of(TENS);
    var stream = new ByteArrayOutputStream();
    stream.write(frame, 0, 5); // up to the doubled length
    stream.write(frame[5]);
    stream.writeBytes(frame);
    List<Event> events = feed(new SerialFramer(), stream.toByteArray());
    assertEquals(new Event.Broken(Fault.BEGUN_AGAIN), events.getFirst());
    assertEquals(List.of(TENS.toString()), messages(events));
  }

  @Test
  void theRestOfATornFrameIsNoAcknowledgement() {
    var framer = new SerialFramer();
    assertEquals(List.of(), feed(framer, HEX.parseHex("1002060110050606061506")));
    assertFalse(framer.isInside());
    assertEquals(List.of(new Event.Broken(Fault.FOREIGN)), framer.silence());
    assertEquals(List.of(new Event.Acknowledged()), feed(framer, (byte) SerialFrame.ACK));
    // nor is what stands behind a byte that means nothing
    assertEquals(List.of(new Event.Noise(2)), feed(framer, HEX.parseHex("1106")));
    assertEquals(List.of(), framer.silence());
    assertEquals(List.of(new Event.Acknowledged()), feed(framer, (byte) SerialFrame.ACK));
  }

  @Test
  void aFrameBehindNoiseIsRead() {
    for (String noise : new String[] {"00", "ff00ff", "10", "1010", "0215", "100306", "10030610"}) {
      var framer = new SerialFramer();
      List<Event> events = new ArrayList<>(feed(framer, HEX.parseHex(noise)));
      events.addAll(feed(framer, SerialFrame.of(TENS)));
      assertEquals(List.of(TENS.toString()), messages(events), noise);
      assertEquals(
          noise.length() / 2,
          events.stream().mapToInt(each -> each instanceof Event.Noise n ? n.bytes() : 0).sum());
    }
  }

  @Test
  void aLengthThatIsNotItsOwnIsSaid() {
    byte[] apdu = HEX.parseHex("060103" + "0102");
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(HEX.parseHex("1002"));
    frame.writeBytes(apdu);
    frame.writeBytes(HEX.parseHex("1003"));
    int check = SerialFrame.check(apdu, apdu.length);
    frame.write(check);
    frame.write(check >> 8);
    assertEquals(
        List.of(new Event.Broken(Fault.LENGTH)), feed(new SerialFramer(), frame.toByteArray()));
  }

  @Test
  void theLongestMessageIsReadAndALongerOneIsNot() {
    var longest = new Apdu(0x06D3, new byte[Apdu.DATA_BYTES_MAX]);
    assertEquals(
        List.of(longest.toString()), messages(feed(new SerialFramer(), SerialFrame.of(longest))));
    var framer = new SerialFramer();
    feed(framer, HEX.parseHex("1002"));
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of(), feed(framer, new byte[1_000]));
    }
    assertEquals(List.of(new Event.Broken(Fault.TOO_LONG)), framer.silence());
  }

  /// Between two silences there is garbage, or a frame with or without garbage before it. What was
  /// a frame is read, and nothing else is. `-Dtilld.seed=N` repeats a run.
  @Test
  void outOfRandomBytesComesWhatWasAFrame() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random serial bytes: seed " + seed);
    var random = new Random(seed);
    var framer = new SerialFramer();
    int bytes = Boolean.getBoolean("tilld.long") ? 10_000_000 : 500_000;
    int frames = 0;
    for (int done = 0; done < bytes; ) {
      var burst = new ByteArrayOutputStream();
      boolean garbage = random.nextBoolean();
      if (garbage) {
        burst.writeBytes(randomBytes(random, random.nextInt(400)));
      }
      List<String> frame = List.of();
      if (random.nextBoolean()) {
        int length = random.nextInt(20) == 0 ? 1_000 : random.nextInt(60);
        var apdu = new Apdu(random.nextInt(0x10000), randomBytes(random, length));
        burst.writeBytes(SerialFrame.of(apdu));
        frame = List.of(apdu.toString());
      }
      List<String> read = messages(inPieces(framer, burst.toByteArray(), random));
      // garbage may look like the beginning of a frame, and take the next one with it
      if (!garbage || !read.isEmpty()) {
        assertEquals(frame, read, "seed " + seed);
      }
      frames += read.size();
      done += burst.size();
    }
    assertTrue(frames > 200, frames + " frames, seed " + seed);
  }

  private static byte[] randomBytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Event> inPieces(SerialFramer framer, byte[] bytes, Random random) {
    List<Event> events = new ArrayList<>();
    for (int done = 0; done < bytes.length; ) {
      int count = Math.min(1 + random.nextInt(40), bytes.length - done);
      events.addAll(feed(framer, Arrays.copyOfRange(bytes, done, done + count)));
      done += count;
    }
    events.addAll(framer.silence());
    return events;
  }

  static List<Event> feed(SerialFramer framer, byte... bytes) {
    return framer.feed(bytes, bytes.length);
  }

  static List<String> messages(List<Event> events) {
    return events.stream()
        .filter(Event.Message.class::isInstance)
        .map(event -> ((Event.Message) event).apdu().toString())
        .toList();
  }
}
