package till.sale;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Something in a sale that somebody has to look at (an intervention). It stays with the sale after
/// it was cleared, and stands in its document.
///
/// @param id unique in the sale
/// @param line the line it is about
/// @param clearing how it ended; absent while it is open
/// @param coupon the code of the coupon it is about
public record Problem(
    String id,
    Code code,
    Optional<Integer> line,
    Optional<Clearing> clearing,
    Optional<String> coupon) {

  /// One that is about no coupon.
  public Problem(String id, Code code, Optional<Integer> line, Optional<Clearing> clearing) {
    this(id, code, line, clearing, Optional.empty());
  }

  /// When a problem has to be out of the way.
  public enum Level {
    /// Before the total is taken.
    DEFERRED,
    /// Now: nothing else is entered.
    BLOCKING,
    /// Now, and without somebody of the shop the sale does not even end.
    CRITICAL
  }

  /// What it is. The code is part of the API and never changes.
  public enum Code {
    /// Somebody has to look at the customer's age.
    AGE_RESTRICTED(Level.DEFERRED),
    /// More of an item than one customer may have.
    QUANTITY_LIMIT(Level.BLOCKING),
    /// A recalled item is in the customer's hands.
    NOT_FOR_SALE(Level.BLOCKING),
    /// No scale could weigh an item.
    WEIGHT_NEEDED(Level.BLOCKING),
    /// A line that is worth more than a customer may take back alone.
    VOID_LIMIT(Level.BLOCKING),
    /// A customer brings goods back.
    RETURN_CHECK(Level.DEFERRED),
    /// The customer has a coupon, and somebody has to look at it.
    COUPON_CHECK(Level.DEFERRED),
    /// Somebody has to look whether all that is in the basket was scanned.
    BASKET_CHECK(Level.CRITICAL),
    /// The customer called for somebody.
    ASSISTANCE(Level.BLOCKING),
    /// The cardholder has signed, and somebody has to compare.
    SIGNATURE_CHECK(Level.BLOCKING),
    /// Money was taken and could not be given back.
    REVERSAL_FAILED(Level.BLOCKING),
    /// Nobody has touched the sale for a while, and money was taken for it; or it was given up for
    /// that.
    IDLE(Level.BLOCKING);

    private static final Texts TEXTS = new Texts("till.sale.texts");

    private final Level level;

    Code(Level level) {
      this.level = level;
    }

    /// The sentence people see where nothing better is known.
    ///
    /// @param languages best first
    public String text(List<String> languages) {
      return TEXTS.text("problem." + wireName(), languages);
    }

    public Level level() {
      return level;
    }

    /// The word machines see: `age-restricted`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// What was decided.
  public enum Decision {
    APPROVED,
    REFUSED;

    /// The word machines see.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who decided (POSLog OperatorBypassApproval).
  ///
  /// @param method how they showed who they are, such as `pin`
  /// @param reason in their own words; may be empty
  public record Clearing(
      Decision decision, String operator, String method, String reason, Instant at) {

    /// Longest texts, in characters: what is longer is cut.
    static final int OPERATOR_CHARACTERS_MAX = 64;

    static final int METHOD_CHARACTERS_MAX = 16;
    static final int REASON_CHARACTERS_MAX = 100;

    /// All of them together.
    static final int CHARACTERS_MAX =
        OPERATOR_CHARACTERS_MAX + METHOD_CHARACTERS_MAX + REASON_CHARACTERS_MAX;

    public Clearing {
      operator = cut(operator, OPERATOR_CHARACTERS_MAX);
      method = cut(method, METHOD_CHARACTERS_MAX);
      reason = cut(reason, REASON_CHARACTERS_MAX);
    }

    static String cut(String text, int charactersMax) {
      return text.substring(0, Math.min(text.length(), charactersMax));
    }
  }

  public boolean isOpen() {
    return clearing.isEmpty();
  }

  boolean isBlocking() {
    return isOpen() && code.level() != Level.DEFERRED;
  }

  boolean isCritical() {
    return isOpen() && code.level() == Level.CRITICAL;
  }

  Problem cleared(Clearing how) {
    return new Problem(id, code, line, Optional.of(how), coupon);
  }
}
