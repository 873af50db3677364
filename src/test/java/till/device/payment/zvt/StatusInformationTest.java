package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class StatusInformationTest {

  @Test
  void aBookingIsReadWithItsNumbers() {
    StatusInformation status =
        read("2700 04000000001234 490978 0c225558 0d0405 0b000975 870231 2952500041");
    assertTrue(status.isBooked());
    assertEquals(OptionalLong.of(1234), status.amountMinor());
    assertEquals(OptionalLong.of(978), status.currency());
    assertEquals(new BookingNumber("52500041", "000975", "0231"), status.number());
    assertEquals("unknown", status.verification());
  }

  @Test
  void anAccountNumberKeepsItsLastFourDigits() {
    assertEquals("############1111", read("22f0f84111111111111111").maskedAccount());
    assertEquals("############4771", read("22f0f8eeeeeeeeeeee4771").maskedAccount());
    assertEquals("############8074", read("22f0f8559883eeeeee8074").maskedAccount());
    assertEquals("###############8004", read("22f1f0471100eeeeeeeee8004f").maskedAccount());
    assertEquals("############8##4", read("22f0f84711aaaaaaaa8dd4").maskedAccount());
    assertEquals("########", read("22f0f412345678").maskedAccount());
    assertEquals("", read("2700").maskedAccount());
  }

  @Test
  void anAnswerWithoutResultIsNeitherBookedNorRefused() {
    StatusInformation status = read("04000000001234");
    assertFalse(status.isBooked());
    assertFalse(status.isRefused());
  }

  @Test
  void whatFollowsAnUnknownFieldIsNotRead() {
    assertEquals(Optional.of(5), read("2705 ff 04000000001234").result());
    assertEquals(OptionalLong.empty(), read("2705 ff 04000000001234").amountMinor());
  }

  @Test
  void whatIsNotUnderstoodIsKeptAndNeverShown() {
    StatusInformation status = read("2705 23f0f54111111111 ff 4111111111111111");
    assertEquals(9, status.fields().unread().length);
    assertEquals(5, status.fields().bytes(0x23).orElseThrow().length);
    assertFalse(status.toString().contains("411111"), status.toString());
    assertTrue(status.toString().contains("2 fields, 9 bytes unread"), status.toString());
  }

  @Test
  void aSignatureIsDemandedByTheWayTheHolderWasVerified() {
    assertTrue(read("06 06 2f04 1f100101").approval(1).signatureDemanded());
    assertFalse(read("06 06 2f04 1f100102").approval(1).signatureDemanded());
  }

  @Test
  void theHolderIsVerifiedInOneOfThreeWays() {
    assertEquals("none", read("06 06 2f04 1f100100").verification());
    assertEquals("signature", read("06 06 2f04 1f100101").verification());
    assertEquals("pin", read("06 06 2f04 1f100102").verification());
    assertEquals("unknown", read("06 06 2f04 1f1001ff").verification());
  }

  private static StatusInformation read(String hex) {
    return StatusInformation.read(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
