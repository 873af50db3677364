package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BrokerFleetTest {

  private static final int TERMINALS = 10_000;

  private static UplinkSettings.Broker broker(String id, int weight) {
    return new UplinkSettings.Broker(id, URI.create("mqtt://" + id + ":1883"), weight);
  }

  private static String first(List<UplinkSettings.Broker> brokers, int terminal) {
    return new BrokerFleet(brokers, "0042-" + terminal).current().id();
  }

  @Test
  void terminalsSpreadByWeight() {
    var brokers = List.of(broker("a", 1), broker("b", 1), broker("c", 2));
    Map<String, Integer> count = new HashMap<>();
    for (int i = 0; i < TERMINALS; i++) {
      count.merge(first(brokers, i), 1, Integer::sum);
    }
    assertEquals(2_500, count.getOrDefault("a", 0), 250, count::toString);
    assertEquals(2_500, count.getOrDefault("b", 0), 250, count::toString);
    assertEquals(5_000, count.getOrDefault("c", 0), 250, count::toString);
  }

  @Test
  void aNewBrokerTakesItsShareAndNobodyElseMoves() {
    var before = List.of(broker("a", 1), broker("b", 1), broker("c", 1));
    var after = new ArrayList<>(before);
    after.add(broker("d", 1));
    int moved = 0;
    for (int i = 0; i < TERMINALS; i++) {
      String now = first(after, i);
      if (!now.equals(first(before, i))) {
        assertEquals("d", now);
        moved++;
      }
    }
    assertEquals(TERMINALS / 4, moved, TERMINALS / 40);
  }

  @Test
  void whoFailsIsFollowedByTheNextAndComesRoundAgain() {
    var brokers = List.of(broker("a", 1), broker("b", 1), broker("c", 1));
    var fleet = new BrokerFleet(brokers, "0042-03");
    UplinkSettings.Broker home = fleet.current();
    fleet.moveOn();
    assertNotEquals(home, fleet.current());
    fleet.moveOn();
    fleet.moveOn();
    assertEquals(home, fleet.current());
  }

  @Test
  void theOrderDoesNotDependOnTheOrderOfTheList() {
    var brokers = List.of(broker("a", 1), broker("b", 3), broker("c", 2));
    assertEquals(
        new BrokerFleet(brokers, "0042-03").order(),
        new BrokerFleet(brokers.reversed(), "0042-03").order());
  }

  @Test
  void anUplinkWithoutABrokerIsRefused() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new BrokerFleet(List.of(), "0042-03"))
            .toString()
            .contains("without a broker"));
  }
}
