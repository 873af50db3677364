package till.lane;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import till.device.printer.PrinterProfile;
import till.journal.Documents;
import till.journal.Journal;
import till.journal.JournalIdentity;
import till.journal.Turn;
import till.sale.Authorization;
import till.sale.Input;
import till.sale.Item;
import till.sale.ItemMaker;
import till.sale.Money;
import till.sale.Till;
import till.trust.DeviceKey;

/// Sales in several languages, and their receipts by way of a real journal.
final class Shoppers {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// What is bought: two of the first one, at 1.99, 12.50, 3.49 and 1,234.00.
  record Shopper(String language, ReceiptSettings shop, List<String> goods, String slip) {}

  static final Shopper GERMAN =
      new Shopper(
          "de",
          new ReceiptSettings(
              List.of("Frisch seit 1924"),
              "Marktladen Süd",
              List.of("Hauptstraße 1", "10115 Berlin"),
              "DE123456789",
              List.of("Vielen Dank für Ihren Einkauf!", "Auf Wiedersehen")),
          List.of(
              "Bio-Vollmilch 3,8 %",
              "Olivenöl „Extra Vergine“ aus erster Kaltpressung 0,75 l",
              "Brötchen",
              "Espressomaschine"),
          "K-U-N-D-E-N-B-E-L-E-G");

  static final Shopper ARABIC =
      new Shopper(
          "ar",
          new ReceiptSettings(
              List.of("أهلاً وسهلاً"),
              "سوق النخيل",
              List.of("شارع الملك فيصل 12", "الشارقة"),
              "100234567800003",
              List.of("شكرًا لزيارتكم", "نراكم قريبًا")),
          List.of(
              "حليب كامل الدسم",
              "زيت زيتون بكر ممتاز معصور على البارد 750 مل",
              "Coca-Cola 1.5 L",
              "خبز عربي (6 قطع)"),
          "نسخة العميل");

  static final Shopper HEBREW =
      new Shopper(
          "he",
          new ReceiptSettings(
              List.of("ברוכים הבאים"),
              "שוק הכרמל",
              List.of("רחוב אלנבי 45", "תל אביב"),
              "514123456",
              List.of("תודה ולהתראות!")),
          List.of(
              "חלב טרי 3% שומן",
              "שמן זית כתית מעולה בכבישה קרה 750 מ״ל", "Coca-Cola 1.5 L", "לחם אחיד פרוס"),
          "העתק ללקוח");

  static final Shopper THAI =
      new Shopper(
          "th",
          new ReceiptSettings(
              List.of("ยินดีต้อนรับ"),
              "ตลาดน้ำใจ",
              List.of("99 ถนนสุขุมวิท", "กรุงเทพมหานคร 10110"),
              "0105551234567",
              List.of("ขอบคุณที่ใช้บริการ")),
          List.of(
              "นมสดพาสเจอร์ไรส์",
              "น้ำมันมะกอกบริสุทธิ์พิเศษสกัดเย็นจากอิตาลี 750 มล.",
              "ขนมปังปิ้ง",
              "เครื่องชงกาแฟ"),
          "สำเนาลูกค้า");

  static final Shopper CHINESE =
      new Shopper(
          "zh",
          new ReceiptSettings(
              List.of("欢迎光临"),
              "好邻居超市",
              List.of("人民路 88 号", "上海市黄浦区"),
              "91310101MA1FP0A12B",
              List.of("谢谢惠顾，欢迎再来！")),
          List.of("全脂鲜牛奶", "特级初榨橄榄油（冷压，意大利原装进口）750 毫升", "面包", "意式咖啡机"),
          "顾客存根");

  static final Shopper FRENCH =
      new Shopper(
          "fr",
          new ReceiptSettings(
              List.of("Bienvenue !"),
              "L’Épicerie",
              List.of("12, rue de l’Œuvre", "67000 Strasbourg"),
              "FR40303265045",
              List.of("Merci de votre visite à bientôt")),
          List.of(
              "Lait entier bio",
              "Huile d’olive vierge extra pressée à froid 75 cl",
              "Œufs",
              "Cafetière"),
          "TICKET CLIENT");

  static final List<Shopper> ALL = List.of(GERMAN, ARABIC, HEBREW, THAI, CHINESE, FRENCH);

  private static final JournalIdentity IDENTITY =
      new JournalIdentity("acme", "0042-03", "0042", "03", Till.EUR, BERLIN);

  private Shoppers() {}

  /// A sale that shows everything: a quantity, a voided line, cash and card.
  static Till buys(Shopper shopper) {
    Till till = Till.open();
    List<String> goods = shopper.goods();
    till.does(Till.enter(item("1", goods.get(0), 199, "B"), BigDecimal.TWO));
    till.does(Till.enter(item("2", goods.get(1), 1_250, "B")));
    till.does(Till.enter(item("3", goods.get(2), 349, "B")));
    till.does(Till.enter(item("4", goods.get(3), 123_400, "A")));
    till.does(Till.enter(item("5", "-", 99, "A"))).does(new Input.VoidLine(5));
    till.does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(10_000, Till.EUR))));
    till.does(new Input.TenderCard(Optional.empty()));
    Authorization card = Till.authorization();
    till.does(
        new Input.PaymentAnswered(
            till.sale().attempt().orElseThrow().attemptId(),
            till.settled(
                new Authorization(
                    card.terminalId(),
                    card.traceNumber(),
                    card.receiptNumber(),
                    card.maskedAccount(),
                    card.cardName(),
                    card.verification(),
                    Optional.of(shopper.slip()),
                    Optional.empty()))));
    return till;
  }

  static Item item(String id, String name, long price, String taxGroup) {
    return ItemMaker.of(id, Map.of("de", name, "en", name), price, taxGroup).item();
  }

  static PrinterProfile profile(int columns) {
    return PrinterProfile.find(columns == 42 ? "generic" : "generic-" + columns).orElseThrow();
  }

  static Receipts.Receipt receipt(Path folder, Shopper shopper, int columns) throws IOException {
    return receipt(folder, buys(shopper), shopper.shop(), List.of(shopper.language()), columns);
  }

  /// The same of an exercise.
  static Receipts.Receipt exercise(Path folder, Shopper shopper, int columns) throws IOException {
    return receipt(
        folder,
        IDENTITY.forTraining(),
        buys(shopper),
        shopper.shop(),
        List.of(shopper.language()),
        columns);
  }

  /// The receipt of what the till did last.
  static Receipts.Receipt receipt(
      Path folder, Till till, ReceiptSettings shop, List<String> languages, int columns)
      throws IOException {
    return receipt(folder, IDENTITY, till, shop, languages, columns);
  }

  private static Receipts.Receipt receipt(
      Path folder,
      JournalIdentity identity,
      Till till,
      ReceiptSettings shop,
      List<String> languages,
      int columns)
      throws IOException {
    Path state = Files.createTempDirectory(folder, "state");
    try (Journal journal =
        Journal.open(state, identity, DeviceKey.open(state), Instant.EPOCH, new Random(1))) {
      journal.append(new Turn(List.copyOf(till.facts), List.of(), till.workstation().state()));
      try (Documents documents = Documents.open(state)) {
        var layout = new ReceiptLayout(shop, languages, BERLIN, profile(columns));
        return new Receipts(documents, layout).byNumber(journal.head().number()).orElseThrow();
      }
    }
  }
}
