package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AssortmentTest {

  private final Assortment assortment = Assortment.load();

  @Test
  void everyCodeIsAGoodGtinAndStandsOnOneThing() {
    for (Assortment.Good good : assortment.goods()) {
      assertEquals(0, weightedSum(good.code()) % 10, good.code());
    }
    Set<String> codes =
        assortment.goods().stream().map(Assortment.Good::code).collect(Collectors.toSet());
    assertEquals(assortment.goods().size(), codes.size());
  }

  @Test
  void everyGoodHasADrawingAndTwoNames() {
    String drawings = new String(Resource.bytes("goods.svg"), StandardCharsets.UTF_8);
    for (Assortment.Good good : assortment.goods()) {
      assertTrue(drawings.contains("<symbol id=\"" + good.image() + "\""), good.image());
      assertEquals(Set.of("de", "en"), good.names().keySet());
    }
  }

  /// GS1 General Specifications 7.9: from the right, weights 1, 3, 1, 3.
  private static int weightedSum(String code) {
    int sum = 0;
    for (int i = 0; i < code.length(); i++) {
      sum += (code.charAt(code.length() - 1 - i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return sum;
  }
}
