package till.device.msr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tracks written down after ISO/IEC 7811 and 7813.
final class TrackReaderTest {

  private static final String T1 = "%B4111111111111111^DOE/JANE MS^29122010000000000123000000?";
  private static final String T2 = ";4111111111111111=29122010000012300000?";
  private static final String T3 = "+014111111111111111==280280000000000?";

  private final TrackReader reader = new TrackReader(List.of("6364", "299"), false);

  @Test
  void aPaymentCardIsItsFirstSixAndLastFourDigits() {
    for (String text :
        new String[] {T1, T2, T1 + T2, T1 + T2 + T3, T1 + T2 + ";" + T3.substring(1)}) {
      Swipe.Card card = card(text);
      assertEquals(AccountNumber.Kind.PAYMENT, card.account().kind(), text);
      assertEquals("411111######1111", card.account().shown());
      assertEquals(Optional.of("2912"), card.expiry());
      assertEquals(Optional.of("201"), card.serviceCode());
    }
    assertEquals(Set.of(1, 2, 3), card(T1 + T2 + T3).tracks());
    assertEquals(Set.of(1, 2, 3), card(T1 + T2 + ";" + T3.substring(1)).tracks());
  }

  @Test
  void nothingElseOfAPaymentCardIsInWhatIsSaid() {
    String said = card(T1 + T2 + T3).toString();
    assertFalse(Pans.isIn(said), said);
    for (String secret : new String[] {"DOE", "JANE", "123", "28028"}) {
      assertFalse(said.contains(secret), said);
    }
  }

  @Test
  void americanExpressWritesBlanksIntoTrackOne() {
    assertEquals(
        "378282#####0005",
        card("%B3782 822463 10005^DOE/J^2912201000000000000000000000000?").account().shown());
  }

  @ParameterizedTest
  @CsvSource({
    "5555555555554444, PAYMENT, 555555######4444",
    "6011111111111117, PAYMENT, 601111######1117",
    "4222222222222, PAYMENT, 422222###2222",
    "6304000000000000000, PAYMENT, 630400#########0000",
    // a digit that was misread is no reason to show the others
    "4111111111111112, OTHER, 411111######1112",
    "0000000000000000, OTHER, 000000######0000",
    "123456789012, OTHER, ########9012",
    "12345678, OTHER, ####5678",
    "1234567, OTHER, #######",
    "7, OTHER, #",
    "6364123456789012, LOYALTY, 6364123456789012",
    "299, LOYALTY, 299",
    "29912345, LOYALTY, 29912345",
    "63, OTHER, ##"
  })
  void aNumberIsShownAsFarAsItsKindAllows(String digits, AccountNumber.Kind kind, String shown) {
    Swipe.Card card = card(";" + digits + "?");
    assertEquals(kind, card.account().kind());
    assertEquals(shown, card.account().shown());
    assertEquals(Optional.empty(), card.expiry());
  }

  @Test
  void aLoyaltyNumberIsMaskedInTextsToo() {
    AccountNumber number = card(";6364123456789012?").account();
    assertEquals("6364123456789012", number.shown());
    assertEquals("636412######9012", number.toString());
    assertFalse(card(";6364123456789012=2912101?").toString().contains("6364123456789012"));
  }

  @Test
  void whatACardLeavesOutIsAbsent() {
    assertEquals(Optional.empty(), card(";4111111111111111==201123?").expiry());
    assertEquals(Optional.of("201"), card(";4111111111111111==201123?").serviceCode());
    assertEquals(Optional.of("2912"), card(";4111111111111111=2912=123?").expiry());
    assertEquals(Optional.empty(), card(";4111111111111111=2912=123?").serviceCode());
    assertEquals(Optional.of("2912"), card(";4111111111111111=2912?").expiry());
    assertEquals(Optional.empty(), card("%B4111111111111111^DOE/J^^^99?").expiry());
    assertEquals(Optional.empty(), card(";4111111111111111=2913201123?").expiry());
    assertEquals(Optional.empty(), card(";4111111111111111=0000000123?").serviceCode());
    assertEquals(Set.of(1), card("%6364000000000001?").tracks());
  }

  @ParameterizedTest
  @CsvSource({
    "%E?;E?+E?, no track could be read: swipe it again",
    ";E?, no track could be read: swipe it again",
    "'', no track could be read: swipe it again",
    "%B41?;42?, tracks 1 and 2 are not of one card",
    "%NO NUMBER?, no track has a number",
    "+1234?, no track has a number",
    "4111111111111111, it begins with no track",
    ";4111111111111111, track 2 has no end",
    ";41?x, there is something between the tracks",
    ";41?%B41^A^?, track 1 comes after track 2",
    ";41?;42?;43?, track 2 comes after track 3",
    ";4A?, track 2 has characters that no track has",
    "%B41^doe^?, track 1 has characters that no track has",
    ";12345678901234567890?, the number is longer than 19 digits",
    ";1=12345678901234567890123456789012345678?, track 2 is longer than 40 characters"
  })
  void whatIsNoCardSaysWhyAndNothingOfTheCard(String text, String reason) {
    assertEquals(new Swipe.Failed(reason), reader.read(text));
  }

  @Test
  void oneTrackThatCouldNotBeReadIsNoHarm() {
    assertEquals(Set.of(2), card("%E?" + T2).tracks());
    assertEquals(Set.of(1), card(T1 + ";E?+E?").tracks());
  }

  /// By hand: `;` 1011, `1` 0001, `?` 1111 make 0101; `%` 000101, `A` 100001, `?` 011111 make
  /// 111011.
  @Test
  void checkCharactersAreThoseOfTheStandard() {
    var raw = new TrackReader(List.of("1"), true);
    assertInstanceOf(Swipe.Card.class, raw.read(";1?5"));
    assertEquals(new Swipe.Failed("the check character of track 2 does not fit"), raw.read(";1?4"));
    assertEquals(new Swipe.Failed("no track has a number"), raw.read("%A?["));
    assertEquals(new Swipe.Failed("the check character of track 1 does not fit"), raw.read("%A?Z"));
    assertEquals(new Swipe.Failed("track 2 has no end or no check"), raw.read(";1?"));
    assertInstanceOf(Swipe.Card.class, raw.read("%E?_;1?5"));
    assertInstanceOf(Swipe.Card.class, raw.read("%E?;1?5+E?"));
  }

  @Test
  void anyCharacterThatIsMisreadIsSeenByTheCheck() {
    var raw = new TrackReader(List.of("1"), true);
    String good = ";12345678=29121011234?";
    char check = (char) ('0' + good.chars().map(each -> each - '0').reduce(0, (a, b) -> a ^ b));
    assertInstanceOf(Swipe.Card.class, raw.read(good + check));
    for (int i = 1; i < good.length() - 1; i++) {
      for (char other = '0'; other <= '>'; other++) {
        if (other != good.charAt(i)) {
          String bad = good.substring(0, i) + other + good.substring(i + 1) + check;
          assertInstanceOf(Swipe.Failed.class, raw.read(bad), bad);
        }
      }
    }
  }

  @Test
  void everyPrefixOfACardIsReadOrRefusedAndShowsNothing() {
    String text = T1 + T2 + T3;
    for (int length = 0; length <= text.length(); length++) {
      assertShowsNothing(reader.read(text.substring(0, length)), text.substring(0, length));
    }
  }

  /// A hundred thousand, or two million with `-Dtilld.long=true`; `-Dtilld.seed=N` repeats a run.
  @Test
  void whateverIsDrawnThroughNoNumberOfAPaymentCardComesOut() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("tracks: seed " + seed);
    var random = new Random(seed);
    int count = Boolean.getBoolean("tilld.long") ? 2_000_000 : 100_000;
    var none = new TrackReader(List.of(), false);
    for (int i = 0; i < count; i++) {
      String pan = Pans.random(random);
      String text =
          switch (random.nextInt(4)) {
            case 0 -> ";" + pan + "=2912201" + random.nextInt(1_000_000) + "?";
            case 1 -> "%B" + pan + "^A/B^2912201" + random.nextInt(1_000_000) + "?";
            case 2 -> "%B" + pan + "^A/B^2912201?;" + pan + "=2912201" + random.nextInt(999) + "?";
            default -> "%E?;" + pan + "?+01" + pan + "=12345?";
          };
      if (random.nextBoolean()) {
        int at = random.nextInt(text.length());
        text = text.substring(0, at) + (char) (' ' + random.nextInt(96)) + text.substring(at + 1);
      }
      assertShowsNothing(none.read(text), "seed " + seed);
    }
  }

  private static void assertShowsNothing(Swipe swipe, String what) {
    assertFalse(Pans.isIn(swipe.toString()), what);
    if (swipe instanceof Swipe.Card card) {
      assertFalse(Pans.isIn(card.account().shown()), what);
      assertTrue(card.account().shown().replaceAll("#", "").length() <= 10, what);
    }
  }

  private Swipe.Card card(String text) {
    return assertInstanceOf(Swipe.Card.class, reader.read(text));
  }
}
