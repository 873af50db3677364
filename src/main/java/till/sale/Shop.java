package till.sale;

import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// What a workstation has to know of its shop to decide anything.
///
/// @param languages for item names, best first
/// @param operator who serves when nobody has signed on: `self`
/// @param cards a payment terminal is configured
/// @param cashRounding how an amount is rounded that is paid in cash
/// @param fiscal the fiscal provider that has a word to say to each sale
/// @param receipts whether sales end with one on paper
/// @param voidLimit what a customer may take back alone; more needs somebody
/// @param checkEvery one in so many baskets of customers who serve themselves is looked into; 0 for
///   none
/// @param practice whether somebody may practise here, or does
public record Shop(
    Currency currency,
    TaxTable taxes,
    List<String> languages,
    String operator,
    boolean cards,
    CashRounding cashRounding,
    Optional<String> fiscal,
    ReceiptPolicy receipts,
    Optional<Money> voidLimit,
    int checkEvery,
    Practice practice) {

  /// Training.
  public enum Practice {
    FORBIDDEN,
    ALLOWED,
    /// What is sold is not sold: the till's other journal is the shop's.
    UNDER_WAY
  }

  public Shop {
    languages = List.copyOf(languages);
  }

  /// The same shop with another rule for receipts.
  public Shop with(ReceiptPolicy policy) {
    return with(policy, voidLimit, checkEvery, practice);
  }

  /// The same shop, where customers take back no more than this alone.
  public Shop limitingVoids(Optional<Money> most) {
    return with(receipts, most, checkEvery, practice);
  }

  /// The same shop, where one in so many baskets is looked into.
  public Shop checkingBaskets(int every) {
    return with(receipts, voidLimit, every, practice);
  }

  /// The same shop with another rule for training.
  public Shop with(Practice rule) {
    return with(receipts, voidLimit, checkEvery, rule);
  }

  private Shop with(ReceiptPolicy policy, Optional<Money> most, int every, Practice rule) {
    return new Shop(
        currency,
        taxes,
        languages,
        operator,
        cards,
        cashRounding,
        fiscal,
        policy,
        most,
        every,
        rule);
  }

  /// Whether somebody practises here.
  public boolean isTraining() {
    return practice == Practice.UNDER_WAY;
  }

  /// A shop that prints a receipt of each sale, where customers take back whatever they like,
  /// nobody looks into their baskets, and training is allowed.
  public Shop(
      Currency currency,
      TaxTable taxes,
      List<String> languages,
      String operator,
      boolean cards,
      CashRounding cashRounding,
      Optional<String> fiscal) {
    this(
        currency,
        taxes,
        languages,
        operator,
        cards,
        cashRounding,
        fiscal,
        ReceiptPolicy.ALWAYS,
        Optional.empty(),
        0,
        Practice.ALLOWED);
  }

  /// A shop that rounds cash as is usual for its currency, where no fiscal provider is asked.
  public Shop(
      Currency currency, TaxTable taxes, List<String> languages, String operator, boolean cards) {
    this(currency, taxes, languages, operator, cards, CashRounding.of(currency), Optional.empty());
  }
}
