package till.sale;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many bytes of its journal document a sale takes, as the document writes them, and how the
/// 192 KiB of one are divided:
///
/// | KiB | for |
/// |----:|-----|
/// | 6 | the head: who, where and when, the sums, and the perpetual totals of a hundred tax groups |
/// | 8 | what a fiscal provider says |
/// | 162 | lines with their taxes and links, and problems: 500 ordinary lines, or 390 that were changed |
/// | 16 | what goods leave to those who pay: tenders with their reversals and problems, and slips |
///
/// The last 5 of those 16 are for the tender that ends the sale; the payment terminal's slips have
/// what is left beside it, and a slip that finds no room is left out. A part that takes less leaves
/// the rest to those after it. Nothing is counted too low, and amounts are counted with a sign: a
/// sale that fits can be given back and undone.
public final class DocumentBytes {

  /// Largest document.
  public static final int MAX = 192 * 1024;

  /// What its head takes at most.
  public static final int HEAD_MAX = 6 * 1024;

  /// What a fiscal provider says at most.
  public static final int FISCAL_MAX = 8 * 1024;

  private static final int PAYING = 16 * 1024;

  // What the document writes around its values; behind each element of a list is a comma, or the
  // list's end.
  private static final int LINE =
      ("{'n':,'kind':'','itemId':'','description':'','quantity':'','unitOfMeasure':'',"
              + "'regularUnitPrice':,'actualUnitPrice':,'extendedAmount':,'taxGroup':'',"
              + "'entryMethod':'','voided':false},")
          .length();
  private static final int SCAN = ",'scan':{'symbology':'','data':''}".length();
  private static final int AIM = ",'aim':''".length();
  private static final int ELEMENTS = ",'elements':[".length();
  private static final int ELEMENT = "{'ai':'','value':''},".length();
  private static final int WEIGHT =
      ",'weight':{'gross':'','tare':'','net':'','unit':'kg'}".length();
  private static final int ADJUSTMENTS = ",'adjustments':[".length();
  private static final int ADJUSTMENT = "{'code':'','amount':,'reason':'','operator':''},".length();
  private static final int BELONGS_TO = ",'belongsTo':".length();
  private static final int AGE_CLASS = ",'ageClass':".length();
  private static final int RETURNED = ",'returned':{'transactionId':'','line':}".length();
  private static final int RETURNED_TAX = ",'tax':".length();
  private static final int TAX_PERCENT = ",'taxPercent':''".length();
  private static final int TAX =
      "{'group':'','percent':'','included':false,'taxable':,'amount':},".length();
  private static final int LINK = "{'kind':'','transactionId':''},".length();
  private static final int PROBLEM = "{'code':''},".length();
  private static final int PROBLEM_LINE = ",'line':".length();
  private static final int PROBLEM_COUPON = ",'coupon':''".length();
  private static final int CLEARING =
      ",'decision':'approved','clearedBy':'','method':'','reason':'','at':'2026-11-24T09:15:02.123Z'"
          .length();
  private static final int TENDER = "{'n':,'type':'','amount':,'given':},".length();
  private static final int REVERSES = ",'reverses':".length();
  private static final int AUTHORIZATION =
      (",'authorization':{'terminalId':'','traceNumber':'','receiptNumber':'','maskedAccount':'',"
              + "'cardName':'','verification':'','receipts':{}}")
          .length();
  private static final int SLIP = "'customer':'',".length();

  /// Longest number in it, with a sign.
  private static final int LONG = Long.toString(Long.MIN_VALUE).length();

  /// A tender without the terminal's word.
  private static final int PLAIN_TENDER_MAX = TENDER + REVERSES + 4 * LONG + 16;

  private static final int CARD_TENDER_MAX =
      PLAIN_TENDER_MAX + AUTHORIZATION + 3 * Authorization.CHARACTERS_MAX;

  /// A problem that comes after the goods, however it is cleared.
  private static final int PROBLEM_MAX =
      PROBLEM + PROBLEM_LINE + LONG + 32 + CLEARING + 6 * Problem.Clearing.CHARACTERS_MAX;

  /// A card, a signature to be compared, a reversal, and its refusal.
  private static final int LAST_TENDER = 2 * CARD_TENDER_MAX + 2 * PROBLEM_MAX;

  private DocumentBytes() {}

  /// What a sale takes beside its head and beside the fiscal provider's words: all that is in it,
  /// and what giving back the money taken will add.
  public static int of(RetailTransaction sale) {
    int bytes = lines(sale.lines());
    for (Problem problem : sale.problems()) {
      bytes += problem(problem);
    }
    for (Link link : sale.links()) {
      bytes += LINK + text(link.kind().wireName()) + text(link.transactionId());
    }
    for (Tender tender : sale.tenders()) {
      bytes += tender(tender);
    }
    for (Tender tender : sale.standing()) {
      bytes += tender.isCard() ? CARD_TENDER_MAX : PLAIN_TENDER_MAX;
    }
    return bytes;
  }

  private static int left(RetailTransaction sale) {
    return MAX - HEAD_MAX - FISCAL_MAX - of(sale);
  }

  /// Whether goods have taken what is for those who pay.
  static boolean isTooLong(RetailTransaction sale) {
    return left(sale) < PAYING;
  }

  /// Whether what was done has taken what is for the tender that ends the sale.
  static boolean isFull(RetailTransaction sale) {
    return left(sale) < LAST_TENDER;
  }

  /// Whether one more problem fits before the tender that ends the sale.
  static boolean hasRoomForProblem(RetailTransaction sale) {
    return left(sale) >= PROBLEM_MAX + LAST_TENDER;
  }

  /// Whether a reversal may be tried that can be refused.
  static boolean hasRoomForReversal(RetailTransaction sale) {
    return left(sale) >= PROBLEM_MAX;
  }

  /// Whether a tender fits with all that may come of it.
  ///
  /// @param ends whether it is the last one; else there has to be room for that too
  static boolean hasRoomFor(TenderType type, boolean ends, RetailTransaction sale) {
    int needed =
        switch (type) {
          case CREDIT_DEBIT -> LAST_TENDER;
          case CASH, VOUCHER -> 2 * PLAIN_TENDER_MAX;
        };
    return left(sale) >= needed + (ends ? 0 : LAST_TENDER);
  }

  /// What is left to the terminal's slips of a tender, once that is in the sale without them.
  static int leftForSlips(RetailTransaction sale) {
    return left(sale) - LAST_TENDER;
  }

  /// What the lines of a sale take, with the taxes on them.
  public static int lines(List<LineItem> lines) {
    Map<String, Set<Optional<LineRate>>> rates = rates(lines);
    int bytes = 0;
    for (LineItem line : lines) {
      boolean saysItsRate =
          line.returned().isPresent() || rates.getOrDefault(line.taxGroup(), Set.of()).size() > 1;
      bytes += line(line) + (saysItsRate ? TAX_PERCENT + percent(line.taxRate()) : 0);
    }
    for (Map.Entry<String, Set<Optional<LineRate>>> group : rates.entrySet()) {
      for (Optional<LineRate> rate : group.getValue()) {
        bytes += TAX + text(group.getKey()) + percent(rate) + 2 * LONG;
      }
    }
    return bytes;
  }

  /// By group; a line that was written before lines knew theirs has one that is not known.
  private static Map<String, Set<Optional<LineRate>>> rates(List<LineItem> lines) {
    var rates = new HashMap<String, Set<Optional<LineRate>>>();
    for (LineItem line : lines) {
      rates.computeIfAbsent(line.taxGroup(), _ -> new HashSet<>()).add(line.taxRate());
    }
    return rates;
  }

  private static int percent(Optional<LineRate> rate) {
    return rate.map(known -> number(known.percent())).orElse(LONG);
  }

  private static int line(LineItem line) {
    int bytes =
        LINE
            + number(line.n())
            + text(line.kind().wireName())
            + text(line.itemId())
            + text(line.description())
            + number(line.quantity())
            + text(line.unitOfMeasure())
            + amount(line.regularUnitPrice())
            + amount(line.actualUnitPrice())
            + amount(line.extendedAmount())
            + text(line.taxGroup())
            + text(line.entryMethod().wireName());
    bytes += line.scan().map(DocumentBytes::scan).orElse(0);
    bytes += line.weight().map(DocumentBytes::weight).orElse(0);
    bytes += adjustments(line.adjustments());
    bytes += line.belongsTo().map(article -> BELONGS_TO + number(article)).orElse(0);
    bytes += line.ageClass().map(age -> AGE_CLASS + number(age)).orElse(0);
    return bytes + line.returned().map(DocumentBytes::returned).orElse(0);
  }

  private static int scan(Scan scan) {
    int bytes = SCAN + text(scan.symbology()) + text(scan.data());
    bytes += scan.aim().map(aim -> AIM + text(aim)).orElse(0);
    bytes += scan.elements().isEmpty() ? 0 : ELEMENTS;
    for (Scan.Element element : scan.elements()) {
      bytes += ELEMENT + text(element.ai()) + text(element.value());
    }
    return bytes;
  }

  private static int weight(Weight weight) {
    return WEIGHT + number(weight.gross()) + number(weight.tare()) + number(weight.net());
  }

  private static int adjustments(List<Adjustment> adjustments) {
    int bytes = adjustments.isEmpty() ? 0 : ADJUSTMENTS;
    for (Adjustment each : adjustments) {
      bytes +=
          ADJUSTMENT
              + text(each.code().wireName())
              + amount(each.amount())
              + text(each.reason())
              + text(each.operator());
    }
    return bytes;
  }

  private static int returned(ReturnedLine from) {
    return RETURNED
        + text(from.transactionId())
        + number(from.line())
        + from.tax().map(tax -> RETURNED_TAX + amount(tax)).orElse(0);
  }

  private static int problem(Problem problem) {
    return PROBLEM
        + text(problem.code().wireName())
        + problem.line().map(line -> PROBLEM_LINE + number(line)).orElse(0)
        + problem.coupon().map(code -> PROBLEM_COUPON + text(code)).orElse(0)
        + CLEARING
        + problem
            .clearing()
            .map(how -> text(how.operator()) + text(how.method()) + text(how.reason()))
            .orElse(6 * Problem.Clearing.CHARACTERS_MAX);
  }

  private static int tender(Tender tender) {
    return TENDER
        + number(tender.n())
        + text(tender.type().wireName())
        + amount(tender.amount())
        + amount(tender.given())
        + tender.reverses().map(n -> REVERSES + number(n)).orElse(0)
        + tender.authorization().map(DocumentBytes::authorization).orElse(0);
  }

  private static int authorization(Authorization said) {
    return AUTHORIZATION
        + text(said.terminalId())
        + text(said.traceNumber())
        + text(said.receiptNumber())
        + text(said.maskedAccount())
        + text(said.cardName())
        + text(said.verification())
        + said.customerReceipt().map(DocumentBytes::slip).orElse(0)
        + said.merchantReceipt().map(DocumentBytes::slip).orElse(0);
  }

  /// One slip of the payment terminal.
  static int slip(String text) {
    return SLIP + text(text);
  }

  /// A sign is counted, whether there is one or not.
  private static int amount(Money money) {
    return 1 + number(Math.abs(money.minor()));
  }

  private static int number(long number) {
    return Long.toString(number).length();
  }

  private static int number(BigDecimal number) {
    return number.toPlainString().length();
  }

  /// A text in a JSON string, in UTF-8.
  static int text(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += unit(text.charAt(i));
    }
    return bytes;
  }

  private static int unit(char unit) {
    return switch (unit) {
      case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
      default ->
          unit < 0x20 ? 6 : unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    };
  }
}
