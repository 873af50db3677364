package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ZvtCodecTest {

  private static final String PASSWORD = "135790";

  @Test
  void everyFieldThatIsReadHasAName() {
    byte[] data = new byte[200];
    Arrays.fill(data, (byte) 0xF0); // for any way to state a length
    for (int code = 0; code < 256; code++) {
      data[0] = (byte) code;
      boolean read = Fields.read(data, 0).names().contains(code);
      assertEquals(read || code == Fields.TLV, Bitmap.of(code).isPresent(), "field " + code);
    }
  }

  /// `-Dtilld.seed=N` repeats a run.
  @Test
  void anythingIsAnswered() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random messages to look at: seed " + seed);
    var random = new Random(seed);
    int[] controls = {0x040F, 0x04FF, 0x0501, 0x0600, 0x060F, 0x061E, 0x06C0, 0x06D1, 0x06D3};
    for (int i = 0; i < 20_000; i++) {
      byte[] data = new byte[random.nextInt(60)];
      random.nextBytes(data);
      if (data.length > 0 && random.nextBoolean()) {
        data[0] = (byte) (random.nextBoolean() ? Fields.TLV : Fields.ACCOUNT);
      }
      int control =
          random.nextInt(4) == 0
              ? random.nextInt(0x10000)
              : controls[random.nextInt(controls.length)];
      ZvtMessage message = ZvtCodec.read(new Apdu(control, data).encode());
      assertEquals(data.length, message.length(), "seed " + seed);
      assertTrue(ZvtCodec.read(data).toString().startsWith("ZvtMessage"), "seed " + seed);
    }
  }

  /// Also where it stands before something that cannot be read.
  @Test
  void aPasswordIsHiddenWhateverFollowsIt() {
    for (String command : new String[] {"0600", "0610", "0620", "0630", "0631", "0650", "0693"}) {
      for (String rest : new String[] {"", "ba", "ba0978", "0303", "ffff", "060a"}) {
        String data = PASSWORD + rest;
        byte[] apdu =
            HexFormat.of().parseHex(command + String.format("%02x", data.length() / 2) + data);
        String shown = ZvtCodec.read(apdu).toString();
        assertTrue(shown.contains("hidden (3 bytes)"), shown);
        assertFalse(shown.contains(PASSWORD), shown);
      }
    }
  }

  @Test
  void whatIsFramedComesOutOfItsFrame() {
    byte[] apdu = new Apdu(0x06D3, new byte[] {0x10, 0x10, 3, 2}).encode();
    assertEquals(
        new ZvtCodec.Unframed.Message(HexFormat.of().formatHex(apdu)),
        ZvtCodec.unframe(ZvtCodec.frame(apdu)));
  }
}
