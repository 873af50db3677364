package till.lane;

import java.time.chrono.Chronology;
import java.time.chrono.IsoChronology;
import java.time.chrono.ThaiBuddhistChronology;
import java.util.List;
import java.util.Locale;

/// What a receipt says beside the sale, in one language, and how that language writes numbers and
/// dates.
///
/// Digits are always 0 to 9, in Arabic too: they are the ones of the price tag, the payment
/// terminal's slip and the screen, every Arabic-speaking country reads them, and printers have them
/// in their own letters. Separators and the order of a date are the language's; Thai counts years
/// in the Buddhist era.
///
/// @param datePattern of `java.time`
/// @param training what is said above and below what was only an exercise, in large letters, with
///   `noReceipt` below it
record ReceiptWords(
    Locale locale,
    String datePattern,
    String total,
    String cash,
    String card,
    String voucher,
    String change,
    String rate,
    String tax,
    String net,
    String gross,
    String terminal,
    String trace,
    String receipt,
    String vatId,
    String copy,
    String discount,
    String newPrice,
    String tare,
    String returned,
    String undone,
    String coupon,
    String training,
    String noReceipt) {

  private static final ReceiptWords GERMAN =
      new ReceiptWords(
          Locale.GERMANY,
          "dd.MM.yyyy HH:mm",
          "SUMME",
          "Bar",
          "Karte",
          "Gutschein",
          "Rückgeld",
          "Satz",
          "MwSt",
          "Netto",
          "Brutto",
          "Terminal",
          "Trace-Nr.",
          "Beleg",
          "USt-IdNr.",
          "KOPIE",
          "Rabatt",
          "Preisänderung",
          "Tara",
          "Rückgabe",
          "STORNO",
          "Coupon",
          "TRAINING",
          "KEIN BELEG");

  private static final ReceiptWords ENGLISH =
      new ReceiptWords(
          Locale.UK,
          "dd/MM/yyyy HH:mm",
          "TOTAL",
          "Cash",
          "Card",
          "Voucher",
          "Change",
          "Rate",
          "VAT",
          "Net",
          "Gross",
          "Terminal",
          "Trace no.",
          "Receipt",
          "VAT no.",
          "COPY",
          "Discount",
          "Price change",
          "Tare",
          "Return",
          "VOID",
          "Coupon",
          "TRAINING",
          "NO RECEIPT");

  private static final ReceiptWords FRENCH =
      new ReceiptWords(
          Locale.FRANCE,
          "dd/MM/yyyy HH:mm",
          "TOTAL",
          "Espèces",
          "Carte",
          "Bon d’achat",
          "Rendu",
          "Taux",
          "TVA",
          "HT",
          "TTC",
          "Terminal",
          "N° trace",
          "Ticket",
          "N° TVA",
          "DUPLICATA",
          "Remise",
          "Prix modifié",
          "Tare",
          "Retour",
          "ANNULATION",
          "Bon de réduction",
          "FORMATION",
          "SANS VALEUR");

  private static final ReceiptWords ARABIC =
      new ReceiptWords(
          Locale.forLanguageTag("ar-AE-u-nu-latn"),
          "dd/MM/yyyy HH:mm",
          "المجموع",
          "نقدًا",
          "بطاقة",
          "قسيمة",
          "الباقي",
          "النسبة",
          "الضريبة",
          "الصافي",
          "الإجمالي",
          "الجهاز",
          "رقم التتبع",
          "إيصال",
          "الرقم الضريبي",
          "نسخة",
          "خصم",
          "تعديل السعر",
          "وزن العبوة",
          "مرتجع",
          "إلغاء",
          "كوبون",
          "تدريب",
          "ليس إيصالاً");

  private static final ReceiptWords HEBREW =
      new ReceiptWords(
          Locale.forLanguageTag("he-IL"),
          "dd.MM.yyyy HH:mm",
          "סה״כ",
          "מזומן",
          "כרטיס",
          "שובר",
          "עודף",
          "שיעור",
          "מע״מ",
          "נטו",
          "ברוטו",
          "מסוף",
          "מס׳ מעקב",
          "קבלה",
          "עוסק מורשה",
          "העתק",
          "הנחה",
          "שינוי מחיר",
          "טרה",
          "החזרה",
          "ביטול",
          "קופון",
          "הדרכה",
          "אינו קבלה");

  private static final ReceiptWords THAI =
      new ReceiptWords(
          Locale.forLanguageTag("th-TH"),
          "dd/MM/yyyy HH:mm",
          "รวมทั้งสิ้น",
          "เงินสด",
          "บัตร",
          "บัตรกำนัล",
          "เงินทอน",
          "อัตรา",
          "ภาษี",
          "ก่อนภาษี",
          "รวมภาษี",
          "เครื่อง",
          "เลขติดตาม",
          "ใบเสร็จ",
          "เลขผู้เสียภาษี",
          "สำเนา",
          "ส่วนลด",
          "เปลี่ยนราคา",
          "น้ำหนักภาชนะ",
          "คืนสินค้า",
          "ยกเลิก",
          "คูปอง",
          "ฝึกอบรม",
          "ไม่ใช่ใบเสร็จ");

  private static final ReceiptWords CHINESE =
      new ReceiptWords(
          Locale.SIMPLIFIED_CHINESE,
          "yyyy-MM-dd HH:mm",
          "合计",
          "现金",
          "银行卡",
          "代金券",
          "找零",
          "税率",
          "税额",
          "不含税",
          "含税",
          "终端",
          "流水号",
          "小票",
          "税号",
          "副本",
          "折扣",
          "价格调整",
          "皮重",
          "退货",
          "作废",
          "优惠券",
          "培训",
          "不是小票");

  private static final List<ReceiptWords> ALL =
      List.of(GERMAN, ENGLISH, FRENCH, ARABIC, HEBREW, THAI, CHINESE);

  /// The first of these languages that receipts can speak; else English.
  static ReceiptWords in(List<String> languages) {
    for (String language : languages) {
      for (ReceiptWords words : ALL) {
        if (words.locale.getLanguage().equals(Locale.forLanguageTag(language).getLanguage())) {
          return words;
        }
      }
    }
    return ENGLISH;
  }

  boolean isRightToLeft() {
    return switch (locale.getLanguage()) {
      case "ar", "he" -> true;
      default -> false;
    };
  }

  Chronology chronology() {
    return locale.getLanguage().equals("th")
        ? ThaiBuddhistChronology.INSTANCE
        : IsoChronology.INSTANCE;
  }
}
