package till.device.scanner.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CouponTest {

  private static final String MUST = "0123456" + "123456" + "3050" + "12" + "0" + "123";

  private static final List<String> MAY =
      List.of(
          "1" + "0" + "11" + "0" + "123" + "9",
          "2" + "11" + "4" + "123" + "0123456",
          "3" + "271231",
          "4" + "260101",
          "5" + "0123456",
          "6" + "11234567",
          "9" + "5" + "2" + "0" + "1");

  private static final String OFFER = "0" + "0123456" + "123456" + "1" + "1234567";

  @Test
  void aCouponMayHaveAnyOfSevenFields() {
    for (int fields = 0; fields < 1 << MAY.size(); fields++) {
      var coupon = new StringBuilder(MUST);
      for (int i = 0; i < MAY.size(); i++) {
        coupon.append((fields >> i & 1) == 1 ? MAY.get(i) : "");
      }
      assertEquals(Optional.empty(), Coupon.faultOfCode(coupon.toString()), coupon::toString);
    }
  }

  @Test
  void aFieldThatIsCutOffIsNamed() {
    assertTrue(fault(MUST.substring(0, 5)).contains("company prefix"));
    assertTrue(fault(MUST.substring(0, 14)).contains("save value"));
    assertTrue(fault(MUST + "20").contains("3rd purchase"));
    assertTrue(fault(MUST + "3271331").contains("expiration date"));
    assertTrue(fault(MUST + "32712314280101").contains("start date"));
    for (String field : MAY) {
      for (int i = 1; i < field.length(); i++) {
        String cut = MUST + field.substring(0, i);
        assertTrue(!fault(cut).isEmpty(), cut);
      }
    }
  }

  @Test
  void fieldsHaveAnOrder() {
    for (int i = 1; i < MAY.size(); i++) {
      assertTrue(fault(MUST + MAY.get(i) + MAY.get(i - 1)).contains("end"), MAY.get(i));
    }
  }

  @Test
  void anOfferIsWholeOrNone() {
    assertEquals(Optional.empty(), Coupon.faultOfOffer(OFFER));
    for (int i = 1; i < OFFER.length(); i++) {
      assertTrue(Coupon.faultOfOffer(OFFER.substring(0, i)).isPresent());
    }
    assertTrue(Coupon.faultOfOffer(OFFER + "1").isPresent());
    assertTrue(Coupon.faultOfOffer("2" + OFFER.substring(1)).isPresent());
  }

  private static String fault(String coupon) {
    return Coupon.faultOfCode(coupon).orElse("");
  }
}
