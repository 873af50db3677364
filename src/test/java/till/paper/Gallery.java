package till.paper;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Jobs with everything a reader of ESC/POS can show, to be looked at.
final class Gallery {

  private Gallery() {}

  /// Their names and bytes.
  static Map<String, byte[]> jobs() {
    return new TreeMap<>(
        Map.of(
            "receipt", Bytes.receipt(),
            "styles", styles(),
            "pages", pages(),
            "wide", wide(),
            "symbols", symbols()));
  }

  private static byte[] styles() {
    var job = Bytes.job().put(0x1B, 'a', 1);
    heading(job, "Text");
    job.put(0x1B, 'a', 0)
        .line("Font A 12 x 24: Größe 38 €")
        .put(0x1B, 'M', 1)
        .line("Font B 9 x 17: Größe 38 € 0123456789")
        .put(0x1B, 'M', 2)
        .line("Font C 8 x 16: Größe 38 € 0123456789")
        .put(0x1B, 'M', 0, 0x1B, 'E', 1)
        .line("bold")
        .put(0x1B, 'E', 0, 0x1B, 'G', 1)
        .line("double strike")
        .put(0x1B, 'G', 0, 0x1B, '4', 1)
        .line("italic: schräg und schnell")
        .put(0x1B, '4', 0, 0x1B, '-', 1)
        .line("underlined, one dot")
        .put(0x1B, '-', 2)
        .line("underlined, two dots")
        .put(0x1B, '-', 0, 0x1D, 'B', 1)
        .line(" white on black ")
        .put(0x1D, 'B', 0, 0x1B, ' ', 6)
        .line("spaced by six dots")
        .put(0x1B, ' ', 0)
        .line("turned:")
        .put(0x1B, 'V', 1)
        .line("CLOCKWISE")
        .put(0x1B, 'V', 0, 0x1B, '{', 1)
        .line("upside down, left")
        .put(0x1B, 'a', 1)
        .line("upside down, centred")
        .put(0x1B, 'a', 0, 0x1B, '{', 0)
        .line("a\ttab\tand\tanother")
        .put(0x1B, 'a', 2)
        .line("right")
        .put(0x1B, 'a', 1)
        .line("centred")
        .put(0x1B, 'a', 0);
    for (int size = 2; size <= 8; size++) {
      job.put(0x1D, '!', (size - 1) << 4 | (size - 1)).text("" + size);
    }
    job.put('\n', 0x1D, '!', 0x10).line("twice as wide");
    job.put(0x1D, '!', 0x01).line("twice as tall").put(0x1D, '!', 0);
    job.put(0x1B, 'R', 2).line("ESC R 2: [ ] { | } ~").put(0x1B, 'R', 0);
    job.text("┌──────────┬─────────┐\n│ Summe    │   12,34 │\n╚══════════╩═════════╝\n");
    return job.put(0x1D, 'V', 66, 0).line("the next sheet, not cut yet").toBytes();
  }

  private static void heading(Bytes job, String text) {
    job.put(0x1D, '!', 0x11, 0x1B, 'E', 1).line(text).put(0x1D, '!', 0, 0x1B, 'E', 0);
  }

  /// A word of the page's language, as the page writes it.
  private record Sample(int page, String charset, String text) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(0, "IBM437", "Müller £5 ½ ░▒▓█ ╔═╗"),
          new Sample(2, "IBM850", "Åse Ñandú Ærø Þór"),
          new Sample(3, "IBM860", "Pão de Açúcar"),
          new Sample(4, "IBM863", "Crème brûlée à Québec"),
          new Sample(5, "IBM865", "Rødgrød på Ærø"),
          new Sample(13, "IBM857", "İstanbul ığüşöç"),
          new Sample(14, "x-IBM737", "Καλημέρα κόσμε"),
          new Sample(15, "ISO-8859-7", "Ευχαριστούμε"),
          new Sample(16, "windows-1252", "“Größe” 5 € – ‰"),
          new Sample(17, "IBM866", "Спасибо за покупку"),
          new Sample(18, "IBM852", "Děkujeme, žluťoučký kůň"),
          new Sample(19, "IBM00858", "Käse 1,99 €"),
          new Sample(21, "TIS-620", "ขอบคุณที่ใช้บริการ น้ำดื่ม"),
          new Sample(33, "IBM775", "Ačiū, paldies, aitäh"),
          new Sample(34, "IBM855", "Хвала на куповини"),
          new Sample(35, "IBM861", "Þakka þér fyrir"),
          new Sample(36, "IBM862", visual("תודה על קנייתכם")),
          new Sample(37, "IBM864", visual("ﺍﻟﻣﺟﻣﻭﻉ ﺷﻛﺭﺍ")),
          new Sample(38, "IBM869", "Ευχαριστούμε ½"),
          new Sample(39, "ISO-8859-2", "Zażółć gęślą jaźń"),
          new Sample(40, "ISO-8859-15", "Œuvre 5 € Žižka"),
          new Sample(41, "x-IBM1098", "ﺱ ﺷ ﮎ"),
          new Sample(45, "windows-1250", "Příliš žluťoučký €"),
          new Sample(46, "windows-1251", "Дякуємо, їжак"),
          new Sample(47, "windows-1253", "Σύνολο 12,34 €"),
          new Sample(48, "windows-1254", "Teşekkürler İzmir"),
          new Sample(49, "windows-1255", visual("סך הכל ₪")),
          new Sample(50, "windows-1256", visual("شكرا المجموع")),
          new Sample(51, "windows-1257", "Ačiū, paldies €"),
          new Sample(52, "windows-1258", "Ca\u0309m ơn quy\u0301 khách"));

  /// As a printer is sent what reads from right to left.
  private static String visual(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static byte[] pages() {
    var job = Bytes.job().put(0x1B, 'a', 1);
    heading(job, "Code pages");
    job.put(0x1B, 'a', 0);
    for (Sample sample : SAMPLES) {
      job.put(0x1B, 't', 0).text("%2d ".formatted(sample.page()));
      job.put(0x1B, 'M', 1).text(sample.charset()).put(0x1B, 'M', 0, 0x1B, '$', 160, 0);
      job.put(0x1B, 't', sample.page());
      for (byte each : sample.text().getBytes(Charset.forName(sample.charset()))) {
        job.put(each);
      }
      job.put('\n');
    }
    bytes(job, 1, "Katakana", 0xB1, 0xD8, 0xB6, 0xDE, 0xC4, 0xB3, ' ', 0xF8, ' ', 0xEC);
    bytes(job, 11, "851", 0xC5, 0xE0, 0xDB);
    bytes(job, 32, "720", 0x9F, 0xA0, 0xA9, 0xE0, 0xE8);
    bytes(job, 44, "1125", 0x80, 0xF2, 0xF4, 0xF6, 0xF8);
    bytes(job, 53, "KZ-1048", 0x8D, 0x8E, 0xA3, 0xAA, 0xFF);
    return job.put(0x1D, 'V', 65, 0).toBytes();
  }

  private static void bytes(Bytes job, int page, String name, int... values) {
    job.put(0x1B, 't', 0).text("%2d ".formatted(page));
    job.put(0x1B, 'M', 1).text(name).put(0x1B, 'M', 0, 0x1B, '$', 160, 0);
    job.put(0x1B, 't', page).put(values).put('\n');
  }

  private static byte[] wide() {
    var job = Bytes.job().put(0x1B, 'a', 1);
    heading(job, "FS &");
    job.put(0x1B, 'a', 0, 0x1C, '&');
    encoded(job, 15, "GB18030", "谢谢惠顾！ 合计 12.34 元");
    encoded(job, 8, "Shift_JIS", "毎度ありがとうございます ｶﾀｶﾅ");
    encoded(job, 13, "x-windows-949", "감사합니다 합계 12,340");
    job.put(0x1B, 'R', 15, 0x1C, 'W', 1);
    encoded(job, 15, "GB18030", "四倍大");
    job.put(0x1C, 'W', 0, 0x1C, '-', 1);
    encoded(job, 15, "GB18030", "下划线");
    return job.put(0x1C, '-', 0, 0x1C, '.', 0x1D, 'V', 65, 0).toBytes();
  }

  private static void encoded(Bytes job, int country, String charset, String text) {
    if (country == 8) {
      job.put(0x1C, 'C', 1);
    }
    job.put(0x1B, 'R', country);
    if (country == 8) {
      job.put(0x1B, 't', 1);
    }
    for (byte each : text.getBytes(Charset.forName(charset))) {
      job.put(each);
    }
    job.put('\n').put(0x1B, 't', 19);
  }

  private static byte[] symbols() {
    var job = Bytes.job().put(0x1B, 'a', 1);
    heading(job, "Symbols");
    job.put(0x1D, 'h', 50, 0x1D, 'w', 2, 0x1D, 'H', 2, 0x1D, 'f', 1);
    bars(job, "UPC-A", 65, "03600029145");
    bars(job, "UPC-E", 66, "123456");
    bars(job, "EAN-13", 67, "4006381333931");
    bars(job, "EAN-8", 68, "9638507");
    bars(job, "Code 39", 69, "BON 1041");
    bars(job, "ITF", 70, "00421041");
    bars(job, "Codabar", 71, "A1041B");
    bars(job, "Code 93", 72, "Bon 1041");
    bars(job, "Code 128", 73, "{BBon 1041");
    bars(job, "GS1-128", 74, "(01)04006381333931");
    bars(job, "GS1 DataBar", 75, "0400638133393");
    job.line("QR").qr("https://example.com/0042-03/1041").line("PDF417");
    job.put(0x1D, '(', 'k', 7, 0, 48, 80, '0').text("1041").put(0x1D, '(', 'k', 3, 0, 48, 81, '0');
    job.line("GS v 0, twice as large").put(0x1D, 'v', '0', 3, 4, 0, 16, 0);
    checkers(job, 64);
    job.line("ESC *").put(0x1B, '*', 33, 64, 0);
    checkers(job, 192);
    job.put('\n').line("FS p").put(0x1C, 'q', 1, 4, 0, 2, 0);
    checkers(job, 64);
    return job.put(0x1C, 'p', 1, 3, 0x1D, 'V', 1).toBytes();
  }

  private static void checkers(Bytes job, int bytes) {
    for (int i = 0; i < bytes; i++) {
      job.put(i / 8 % 2 == 0 ? 0xF0 : 0x0F);
    }
  }

  private static void bars(Bytes job, String name, int kind, String data) {
    job.line(name).put(0x1D, 'k', kind, data.length()).text(data);
  }
}
