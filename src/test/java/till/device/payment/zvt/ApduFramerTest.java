package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ApduFramerTest {

  private static final byte[] SHORT = HexFormat.of().parseHex("800000");
  private static final byte[] STATUS = HexFormat.of().parseHex("040f022700");

  @Test
  void noPrefixOfAMessageIsAMessage() {
    for (int length = 0; length < STATUS.length; length++) {
      assertEquals(List.of(), all(new ApduFramer(), Arrays.copyOf(STATUS, length)));
    }
  }

  @Test
  void messagesInOneChunkAreSoMany() {
    byte[] both = new byte[SHORT.length + STATUS.length];
    System.arraycopy(SHORT, 0, both, 0, SHORT.length);
    System.arraycopy(STATUS, 0, both, SHORT.length, STATUS.length);
    List<Apdu> messages = all(new ApduFramer(), both);
    assertEquals(2, messages.size());
    assertEquals(0x8000, messages.get(0).control());
    assertEquals(0x040F, messages.get(1).control());
    assertArrayEquals(new byte[] {0x27, 0}, messages.get(1).data());
  }

  @Test
  void longMessagesStateTheirLengthLowByteFirst() {
    for (int length : new int[] {254, 255, 256, 4_000, Apdu.DATA_BYTES_MAX}) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) 0xFF);
      byte[] encoded = new Apdu(0x06D3, data).encode();
      assertEquals(length + (length < 255 ? 3 : 5), encoded.length);
      Apdu read = all(new ApduFramer(), encoded).getFirst();
      assertArrayEquals(data, read.data());
    }
    byte[] encoded = new Apdu(0x06D3, new byte[0x1234]).encode();
    assertArrayEquals(HexFormat.of().parseHex("06d3ff3412"), Arrays.copyOf(encoded, 5));
  }

  @Test
  void aStreamMayBeCutAnywhere() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var stream = new ByteArrayOutputStream();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] data = new byte[random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(40)];
      random.nextBytes(data);
      lengths.add(data.length);
      stream.writeBytes(new Apdu(0x0400 | random.nextInt(256), data).encode());
    }
    byte[] bytes = stream.toByteArray();
    var framer = new ApduFramer();
    List<Integer> seen = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(1 + random.nextInt(50), bytes.length - at);
      for (Apdu apdu : all(framer, Arrays.copyOfRange(bytes, at, at + count))) {
        seen.add(apdu.data().length);
      }
      at += count;
    }
    assertEquals(lengths, seen, "seed " + seed);
  }

  /// Every byte is in one message, in its place, and less than one message waits. `-Dtilld.seed=N`
  /// repeats a run.
  @Test
  void randomBytesAreMessagesWithoutAGap() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random messages: seed " + seed);
    byte[] stream = new byte[Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000];
    var random = new Random(seed);
    random.nextBytes(stream);
    var framer = new ApduFramer();
    int at = 0;
    for (int done = 0; done < stream.length; ) {
      int count = Math.min(1 + random.nextInt(5_000), stream.length - done);
      for (Apdu apdu : all(framer, Arrays.copyOfRange(stream, done, done + count))) {
        assertEquals(((stream[at] & 0xFF) << 8) | (stream[at + 1] & 0xFF), apdu.control());
        int from = at + (stream[at + 2] == -1 ? 5 : 3);
        at = from + apdu.data().length;
        assertArrayEquals(Arrays.copyOfRange(stream, from, at), apdu.data(), "seed " + seed);
      }
      done += count;
      assertTrue(done - at < 5 + Apdu.DATA_BYTES_MAX, "seed " + seed);
    }
    assertTrue(at > stream.length / 2, "seed " + seed);
  }

  @Test
  void anyBytesAreReadWithoutComplaint() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = new byte[random.nextInt(60)];
      random.nextBytes(data);
      if (data.length > 0 && random.nextBoolean()) {
        data[0] = (byte) (random.nextBoolean() ? Fields.TLV : Fields.ACCOUNT);
      }
      StatusInformation status = StatusInformation.read(data);
      assertTrue(
          status.maskedAccount().chars().filter(Character::isDigit).count() <= 4, "seed " + seed);
      new ReceiptTexts().add(new Apdu(0x06D1, data));
      new ReceiptTexts().add(new Apdu(0x06D3, data));
      assertTrue(ZvtSession.terminalStatus(data) >= 0, "seed " + seed);
    }
  }

  static List<Apdu> all(ApduFramer framer, byte[] chunk) {
    framer.feed(chunk, chunk.length);
    List<Apdu> messages = new ArrayList<>();
    Optional<Apdu> next = framer.next();
    while (next.isPresent()) {
      messages.add(next.get());
      next = framer.next();
    }
    return messages;
  }
}
