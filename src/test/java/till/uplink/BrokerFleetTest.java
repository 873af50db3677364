package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerFleetTest {

  private static final int TERMINALS = 10_000;
  private static final int SEEDS = 500;
  private static final List<UplinkSettings.Broker> THREE =
      List.of(broker("a", 1), broker("b", 1), broker("c", 1));
  private static final Ending LOST = Ending.of("lost");

  private static UplinkSettings.Broker broker(String id, int weight) {
    return new UplinkSettings.Broker(id, URI.create("mqtt://" + id + ":1883"), weight);
  }

  private static BrokerFleet fleet(
      List<UplinkSettings.Broker> brokers, String terminal, long seed) {
    return new BrokerFleet(brokers, terminal, Patience.FIELD, new Random(seed), 0);
  }

  private static BrokerFleet three(long seed) {
    return fleet(THREE, "0042-03", seed);
  }

  private static BrokerFleet single(long seed) {
    return fleet(List.of(broker("a", 1)), "0042-03", seed);
  }

  private static Ending code(int code) {
    return Ending.of("code", code);
  }

  /// A fleet that is connected to its second choice, and found it good.
  private static BrokerFleet elsewhere(long seed) {
    BrokerFleet fleet = three(seed);
    fleet.ended(LOST, 0);
    fleet.connected(0);
    fleet.stands(0);
    return fleet;
  }

  private static String first(List<UplinkSettings.Broker> brokers, int terminal) {
    return fleet(brokers, "0042-" + terminal, 1).current().id();
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
  void theOrderDoesNotDependOnTheOrderOfTheList() {
    var brokers = List.of(broker("a", 1), broker("b", 3), broker("c", 2));
    assertEquals(
        fleet(brokers, "0042-03", 1).order(), fleet(brokers.reversed(), "0042-03", 1).order());
  }

  @Test
  void anUplinkWithoutABrokerIsRefused() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> fleet(List.of(), "0042-03", 1))
            .toString()
            .contains("without a broker"));
  }

  /// The table of reason codes: who is next, and after how many seconds.
  @ParameterizedTest
  @CsvSource({
    "0x00, next, 0, 2, ",
    "0x80, next, 0, 2, ",
    "0x8D, next, 0, 2, ",
    "0x9C, next, 0, 2, ",
    "0x9D, next, 0, 2, ",
    "0x86, next, 0, 2, ",
    "0x87, next, 0, 2, ",
    "0x88, next, 0, 30, ",
    "0x89, next, 0, 30, ",
    "0x8B, next, 0, 30, ",
    "0x97, same, 60, 120, ",
    "0x9F, same, 60, 120, ",
    "0x8E, same, 60, 120, TAKEN_OVER",
    "0x81, next, 0, 2, PROTOCOL",
    "0x82, next, 0, 2, PROTOCOL",
    "0x93, next, 0, 2, PROTOCOL",
    "0x94, next, 0, 2, PROTOCOL",
    "0x95, next, 0, 2, PROTOCOL",
  })
  void aReasonCodeSaysWhoIsNextAndWhen(
      String code, String who, int least, int most, BrokerFleet.@Nullable Alarm alarm) {
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      BrokerFleet fleet = three(seed);
      fleet.connected(0);
      long pause = fleet.ended(code(Integer.decode(code)), 0).toMillis();
      assertEquals(fleet.order().get(who.equals("same") ? 0 : 1), fleet.current());
      assertEquals(alarm == null ? Set.of() : Set.of(alarm), fleet.alarms());
      shortest = Math.min(shortest, pause);
      longest = Math.max(longest, pause);
    }
    long slack = (most - least) * 200L;
    assertTrue(shortest >= least * 1_000L && shortest < least * 1_000L + slack, "" + shortest);
    assertTrue(longest <= most * 1_000L && longest > most * 1_000L - slack, "" + longest);
  }

  @Test
  void theOnlyBrokerIsTriedAgainAndSpreadOutWhenItSentEverybodyAway() {
    long longest = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      assertTrue(single(seed).ended(LOST, 0).toMillis() <= 2_000);
      longest = Math.max(longest, single(seed).ended(code(0x8B), 0).toMillis());
    }
    assertTrue(longest > 25_000 && longest <= 30_000, "longest: " + longest);
  }

  @Test
  void whoFailsIsFollowedByTheNext() {
    BrokerFleet fleet = three(1);
    long now = 0;
    var tried = new ArrayList<UplinkSettings.Broker>();
    for (int n = 0; n < 3; n++) {
      tried.add(fleet.current());
      now += fleet.ended(LOST, now).toNanos();
    }
    assertEquals(fleet.order(), tried);
  }

  /// Each broker sees the attempts of a single back-off, however many brokers there are: one a
  /// minute on average in the end, as its span is two minutes.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void eachBrokerHasABackOffOfItsOwn(int brokers) {
    BrokerFleet fleet = fleet(THREE.subList(0, brokers), "0042-03", brokers);
    Map<String, Integer> attempts = new HashMap<>();
    long now = 0;
    while (now < Duration.ofHours(10).toNanos()) {
      attempts.merge(fleet.current().id(), 1, Integer::sum);
      Duration pause = fleet.ended(LOST, now);
      assertTrue(pause.toSeconds() <= 120, pause::toString);
      now += pause.toNanos();
    }
    assertEquals(brokers, attempts.size());
    attempts.forEach((id, count) -> assertEquals(600, count, 120, id));
  }

  @Test
  void aConnectionThatStoodMakesItsBrokersNextFailureAFirstOne() {
    for (int seed = 0; seed < SEEDS; seed++) {
      BrokerFleet fleet = single(seed);
      for (int n = 0; n < 10; n++) {
        fleet.ended(LOST, 0);
      }
      fleet.connected(0);
      fleet.stands(0);
      assertTrue(fleet.ended(LOST, 0).toMillis() <= 2_000);
    }
  }

  @Test
  void aClonedTerminalWaitsLongerEachTimeAndSaysSoUntilAnHourWasQuiet() {
    long longest = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      BrokerFleet fleet = three(seed);
      long now = 0;
      for (int n = 0; n < 6; n++) {
        fleet.connected(now);
        now += Duration.ofMinutes(2).toNanos();
        fleet.stands(now);
        Duration pause = fleet.ended(code(0x8E), now);
        assertEquals(fleet.order().getFirst(), fleet.current());
        assertTrue(pause.toSeconds() >= 60 && pause.toMinutes() <= 16, pause::toString);
        longest = Math.max(longest, pause.toMillis());
        now += pause.toNanos();
      }
      fleet.connected(now);
      fleet.stands(now + Duration.ofMinutes(59).toNanos());
      assertEquals(Set.of(BrokerFleet.Alarm.TAKEN_OVER), fleet.alarms());
      fleet.stands(now + Duration.ofMinutes(60).toNanos());
      assertEquals(Set.of(), fleet.alarms());
    }
    assertTrue(longest > Duration.ofMinutes(14).toMillis(), "longest: " + longest);
  }

  @Test
  void whenTwoRefuseAccessTheThirdIsNotAskedForAWhile() {
    for (int seed = 0; seed < SEEDS; seed++) {
      BrokerFleet fleet = three(seed);
      assertTrue(fleet.ended(code(0x87), 0).toSeconds() <= 2);
      assertEquals(Set.of(), fleet.alarms());
      Duration pause = fleet.ended(code(0x86), 0);
      assertTrue(pause.toMinutes() >= 5 && pause.toSeconds() <= 15 * 60, pause::toString);
      assertEquals(Set.of(BrokerFleet.Alarm.ACCESS_REFUSED), fleet.alarms());
      assertEquals(fleet.order().getLast(), fleet.current());
      fleet.connected(pause.toNanos());
      assertEquals(Set.of(), fleet.alarms());
    }
  }

  @Test
  void whenTheOnlyBrokerRefusesAccessItIsLeftAloneForAWhile() {
    BrokerFleet fleet = single(1);
    Duration pause = fleet.ended(code(0x86), 0);
    assertTrue(pause.toMinutes() >= 5 && pause.toSeconds() <= 15 * 60, pause::toString);
    assertEquals(Set.of(BrokerFleet.Alarm.ACCESS_REFUSED), fleet.alarms());
  }

  @ParameterizedTest
  @CsvSource({
    "HOST, true",
    "HOST:1883, true",
    "HOST:1883 elsewhere:1883, true",
    "HOST:1884, false",
    "elsewhere, false",
    "elsewhere:1883 HOST:1883, false",
    "'', false",
  })
  void aBrokerMaySendUsOnlyToOneOfTheList(String reference, boolean isFollowed) {
    String last = three(1).order().getLast().url().getHost();
    for (int code : new int[] {0x9C, 0x9D}) {
      BrokerFleet fleet = three(1);
      var ending = new Ending("moved", code, Optional.of(reference.replace("HOST", last)));
      assertTrue(fleet.ended(ending, 0).toSeconds() <= 2);
      assertEquals(fleet.order().get(isFollowed ? 2 : 1), fleet.current());
    }
  }

  @Test
  void aRefusedConnectionSendsNobodyAnywhere() {
    assertEquals(Optional.empty(), new LinkException("moved", 0x9D).ending().reference());
  }

  @Test
  void twoBrokersThatSendUsToEachOtherAreAskedLessAndLessOften() {
    var two = THREE.subList(0, 2);
    BrokerFleet fleet = fleet(two, "0042-03", 1);
    long now = 0;
    int attempts = 0;
    for (; now < Duration.ofHours(1).toNanos(); attempts++) {
      fleet.connected(now);
      String other = two.get(fleet.current().equals(two.get(0)) ? 1 : 0).url().getHost();
      now += fleet.ended(new Ending("moved", 0x9C, Optional.of(other)), now).toNanos();
    }
    assertTrue(attempts < 200, "attempts in an hour: " + attempts);
  }

  @Test
  void fromElsewhereATerminalGoesHomeAtARandomMoment() {
    long soonest = Long.MAX_VALUE;
    long latest = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      BrokerFleet fleet = elsewhere(seed);
      long minute = 0;
      while (!fleet.stands(Duration.ofMinutes(minute).toNanos())) {
        minute++;
      }
      fleet.goHome();
      assertEquals(fleet.order().getFirst(), fleet.current());
      soonest = Math.min(soonest, minute);
      latest = Math.max(latest, minute);
    }
    assertTrue(soonest >= 30 && soonest < 35, "soonest: " + soonest);
    assertTrue(latest > 115 && latest <= 120, "latest: " + latest);
  }

  @Test
  void atHomeATerminalStays() {
    BrokerFleet fleet = three(1);
    fleet.connected(0);
    assertFalse(fleet.stands(Duration.ofDays(1).toNanos()));
  }

  @Test
  void aHomeThatIsNotThereIsLeftForTheSecondChoiceAgain() {
    BrokerFleet fleet = elsewhere(1);
    long later = Duration.ofHours(2).toNanos();
    assertTrue(fleet.stands(later));
    fleet.goHome();
    assertTrue(fleet.ended(LOST, later).toSeconds() <= 2);
    assertEquals(fleet.order().get(1), fleet.current());
    fleet.connected(later);
    assertFalse(fleet.stands(later + Duration.ofMinutes(29).toNanos()));
  }

  @Test
  void aConnectionElsewhereThatBreaksLeadsHome() {
    BrokerFleet fleet = elsewhere(1);
    fleet.ended(LOST, Duration.ofMinutes(5).toNanos());
    assertEquals(fleet.order().getFirst(), fleet.current());
  }

  @Test
  void aConnectionElsewhereThatNeverWasAnyGoodLeadsToTheThirdChoice() {
    BrokerFleet fleet = three(1);
    fleet.ended(LOST, 0);
    fleet.connected(0);
    fleet.ended(LOST, 0);
    assertEquals(fleet.order().get(2), fleet.current());
  }

  /// 50,000 terminals lose their broker for five minutes; then it takes 1,000 connections a second.
  @ParameterizedTest
  @ValueSource(ints = {0, 0x8B})
  void aFleetThatLostItsBrokerIsBackInTimeAndDoesNotStormIt(int lossCode) {
    Storm.Outcome storm = Storm.simulate(50_000, 300, 1_000, lossCode, 7);
    assertTrue(storm.backSeconds() <= 150, storm::toString);
    assertTrue(storm.peakPerSecond() < 1_000, storm::toString);
  }
}
