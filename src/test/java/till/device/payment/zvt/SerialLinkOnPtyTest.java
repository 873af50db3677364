package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;

/// Both ends of a serial line on real ttys.
final class SerialLinkOnPtyTest {

  private static final SerialTiming TIMING =
      new SerialTiming(Duration.ofSeconds(2), Duration.ofSeconds(20));

  private static final String ENQUIRY = "050100";
  private static final String STATUS = "04ff010a";
  private static final String ACKNOWLEDGED = "800000";

  /// What the peer does.
  private interface Conversation {
    void hold(SerialPeer peer) throws Exception;
  }

  /// What the register does meanwhile.
  private interface Register {
    void use(SerialLink link) throws Exception;
  }

  @Test
  void whatIsRefusedIsRepeated() throws Exception {
    talk(
        TIMING,
        peer -> {
          peer.hear(ENQUIRY);
          peer.refuse();
          peer.hearAndAcknowledge(ENQUIRY);
        },
        link -> link.send(Apdu.of(0x0501)));
  }

  @Test
  void aRepetitionIsRecognised() throws Exception {
    talk(
        TIMING,
        peer -> {
          peer.say(STATUS);
          peer.say(STATUS); // as if the acknowledgement had not arrived
          peer.hearAndAcknowledge(ACKNOWLEDGED);
          peer.say("060f00");
        },
        link -> {
          assertEquals("04 FF (1 bytes)", received(link));
          link.send(Apdu.of(0x8000));
          assertEquals("06 0F (0 bytes)", received(link));
        });
  }

  @Test
  void aSilentPeerIsLostAfterThreeTransmissions() throws Exception {
    talk(
        new SerialTiming(Duration.ofMillis(200), Duration.ofMillis(500)),
        peer -> {
          peer.hear(ENQUIRY);
          peer.hear(ENQUIRY);
          peer.hear(ENQUIRY);
        },
        link -> assertThrows(PortException.class, () -> link.send(Apdu.of(0x0501))));
  }

  @Test
  void garbageBeforeAFrameDoesNotHideIt() throws Exception {
    talk(
        TIMING,
        peer -> {
          peer.write(0x00, 0xFF, 0x15, 0x06, 0x10, 0x55);
          peer.say(STATUS);
        },
        link -> assertEquals("04 FF (1 bytes)", received(link)));
  }

  @Test
  void aFrameMayComeByteByByteAndIsAcknowledgedAtItsEnd() throws Exception {
    talk(
        TIMING,
        peer -> {
          peer.sayByteByByte("06d3" + "12" + "1002" + "10".repeat(16), 3);
          peer.sayByteByByte(STATUS, 120);
        },
        link -> {
          assertEquals("06 D3 (18 bytes)", received(link));
          assertEquals("04 FF (1 bytes)", received(link));
        });
  }

  @Test
  void aFrameThatPausesIsRefusedAndItsRepetitionTaken() throws Exception {
    talk(
        new SerialTiming(Duration.ofMillis(200), Duration.ofSeconds(20)),
        peer -> {
          byte[] frame = SerialPeer.frame(STATUS);
          peer.write(Arrays.copyOf(frame, 6));
          peer.awaitRefusal();
          peer.say(STATUS);
        },
        link -> assertEquals("04 FF (1 bytes)", received(link)));
  }

  @Test
  void aLongBlockComesWhole() throws Exception {
    var block = new Apdu(0x06D3, block(4_096));
    talk(
        TIMING,
        peer -> {
          peer.write(SerialFrame.of(block));
          peer.awaitAcknowledgement();
        },
        link -> assertEquals(block.toString(), received(link)));
  }

  @Test
  void aPaymentGoesOverTheLine() throws Exception {
    String authorisation = "06010a04000000001000490978";
    List<String> said = List.of(STATUS, STATUS, "040f022700", "060f00");
    List<String> seen = new ArrayList<>();
    talk(
        TIMING,
        peer -> {
          peer.hearAndAcknowledge(authorisation);
          peer.say(ACKNOWLEDGED);
          for (String each : said) {
            peer.say(each);
            peer.hearAndAcknowledge(ACKNOWLEDGED);
          }
        },
        link -> {
          link.send(ApduFramer.whole(HexFormat.of().parseHex(authorisation)).orElseThrow());
          assertEquals("80 00 (0 bytes)", received(link));
          for (int i = 0; i < said.size(); i++) {
            Apdu apdu = link.receive(Duration.ofSeconds(60)).orElseThrow();
            seen.add(HexFormat.of().formatHex(apdu.encode()));
            link.send(Apdu.of(0x8000));
          }
        });
    assertEquals(said, seen);
  }

  /// From before the peer writes a frame of 11 bytes until it has read the acknowledgement, through
  /// two ttys. The protocol's limit is 5 s; 50 ms are our own. Only told, for a machine may be
  /// busy.
  @Test
  void acknowledgementsComeAtOnce() throws Exception {
    int rounds = Boolean.getBoolean("tilld.long") ? 2_000 : 200;
    long[] nanos = new long[rounds];
    talk(
        TIMING,
        peer -> {
          for (int i = 0; i < rounds; i++) {
            nanos[i] = peer.say(String.format("04ff01%02x", i % 2));
          }
        },
        link -> {
          for (int i = 0; i < rounds; i++) {
            received(link);
          }
        });
    Arrays.sort(nanos);
    System.out.printf(
        "acknowledged after: p50 %d us, p99 %d us, longest %d us (%d frames)%n",
        nanos[rounds / 2] / 1_000,
        nanos[rounds * 99 / 100] / 1_000,
        nanos[rounds - 1] / 1_000,
        rounds);
    assertTrue(nanos[rounds / 2] < Duration.ofSeconds(1).toNanos());
  }

  private static void talk(SerialTiming timing, Conversation conversation, Register register)
      throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near().toString());
        Port far = open(pair.far().toString())) {
      var peer =
          CompletableFuture.runAsync(() -> {
            try {
              conversation.hold(new SerialPeer(far));
            } catch (Exception e) {
              throw new CompletionException(e);
            }
          });
      var link = new SerialLink(near, timing);
      register.use(link);
      while (!peer.isDone()) { // the end of the conversation may be a repetition
        assertEquals(Optional.empty(), link.receive(Duration.ofMillis(20)));
      }
      peer.get(60, TimeUnit.SECONDS);
    }
  }

  private static Port open(String path) throws PortException {
    return BoardPorts.open()
        .open(
            new PortSettings(
                path, 9_600, PortSettings.Framing.parse("8N2"), PortSettings.FlowControl.NONE));
  }

  private static byte[] block(int length) {
    byte[] block = new byte[length];
    for (int i = 0; i < length; i++) {
      block[i] = (byte) i;
    }
    return block;
  }

  private static String received(SerialLink link) throws PortException {
    return link.receive(Duration.ofSeconds(60)).orElseThrow().toString();
  }
}
