package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import till.device.payment.PaymentProgress;

/// What a terminal is busy with (04 FF), in our own words: `progress.tsv` has them by code.
final class IntermediateStatus {

  /// From here on the codes from 01 on are said again, with a card that is left in the terminal.
  private static final int WITH_CARD = 0x40;

  private static final int WITH_CARD_FIRST = 0x41;
  private static final int WITH_CARD_LAST = 0x67;

  private static final String REMOVE_CARD_ENGLISH = ". Please remove your card";
  private static final String REMOVE_CARD_GERMAN = ". Bitte Karte entnehmen";

  private static final Map<Integer, String[]> TEXTS = read();

  private IntermediateStatus() {}

  static PaymentProgress progress(String attemptId, int code) {
    return new PaymentProgress(attemptId, String.format("%02x", code), texts(code));
  }

  /// A code that is not known is a moment's patience.
  private static Map<String, String> texts(int code) {
    return own(code)
        .or(() ->
            code >= WITH_CARD_FIRST && code <= WITH_CARD_LAST
                ? own(code - WITH_CARD).map(IntermediateStatus::withCard)
                : Optional.empty())
        .or(() -> own(0x17))
        .orElseThrow();
  }

  private static Optional<Map<String, String>> own(int code) {
    return Optional.ofNullable(TEXTS.get(code)).map(row -> Map.of("en", row[1], "de", row[2]));
  }

  private static Map<String, String> withCard(Map<String, String> texts) {
    return Map.of(
        "en", texts.get("en") + REMOVE_CARD_ENGLISH, "de", texts.get("de") + REMOVE_CARD_GERMAN);
  }

  private static Map<Integer, String[]> read() {
    try (InputStream file =
        Objects.requireNonNull(IntermediateStatus.class.getResourceAsStream("progress.tsv"))) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .collect(Collectors.toMap(row -> Integer.parseInt(row[0], 16), row -> row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
