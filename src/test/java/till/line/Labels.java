package till.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Made-up articles with valid EAN-13 numbers, as a price book and as what a scanner sends.
final class Labels {

  private Labels() {}

  /// The number of the n-th article: GS1 prefix 200, for use inside a shop.
  static String ean(int n) {
    return checked("200%09d".formatted(n));
  }

  /// The digits of a GTIN with the check digit that belongs to them.
  static String checked(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      sum += (body.charAt(i) - '0') * ((body.length() - i) % 2 == 0 ? 1 : 3);
    }
    return body + (10 - sum % 10) % 10;
  }

  /// As it comes out of a scanner: AIM identifier, number, carriage return and line feed.
  static String onTheWire(int n) {
    return "]E0" + ean(n) + "\r\n";
  }

  /// A price book of this many articles; the n-th costs n cents.
  static void writePrices(Path file, int articles) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int n = 1; n <= articles; n++) {
      lines.add(
          "{\"itemId\":\"%s\",\"codes\":[\"%s\"],\"names\":{\"de\":\"Artikel %d\",\"en\":\"Article %d\"},\"unitPrice\":%d,\"taxGroup\":\"A\"}"
              .formatted(ean(n), ean(n), n, n, n));
    }
    Files.write(file, lines);
  }
}
