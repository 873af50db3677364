package till.sale;

import java.util.Map;

/// What a fiscal provider (a TSE, RKSV or like middleware) said of a sale.
///
/// @param provider its name in the configuration
/// @param outage it did not answer in time; the law lets the sale end and wants that seen
/// @param facts its words for the document and the receipt, such as a signature
public record FiscalRecord(String provider, boolean outage, Map<String, String> facts) {

  /// Most facts of one record.
  public static final int FACTS_MAX = 16;

  /// Longest name or value of a fact, in characters.
  public static final int FACT_CHARACTERS_MAX = 512;

  private static final int FIXED_BYTES =
      ",'fiscal':{'provider':'','outage':false,'facts':{}}".length();

  private static final int FACT_BYTES = "'':'',".length();

  /// @throws IllegalArgumentException when there is more of it than a document has room for
  public FiscalRecord {
    facts = Map.copyOf(facts);
    if (facts.size() > FACTS_MAX
        || facts.entrySet().stream()
            .anyMatch(fact ->
                fact.getKey().length() > FACT_CHARACTERS_MAX
                    || fact.getValue().length() > FACT_CHARACTERS_MAX)) {
      throw new IllegalArgumentException(
          "a fiscal record has at most %d facts of %d characters"
              .formatted(FACTS_MAX, FACT_CHARACTERS_MAX));
    }
    int bytes = FIXED_BYTES + DocumentBytes.text(provider);
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      bytes += FACT_BYTES + DocumentBytes.text(fact.getKey()) + DocumentBytes.text(fact.getValue());
    }
    if (bytes > DocumentBytes.FISCAL_MAX) {
      throw new IllegalArgumentException(
          "a fiscal record has at most %d bytes, not %d"
              .formatted(DocumentBytes.FISCAL_MAX, bytes));
    }
  }
}
