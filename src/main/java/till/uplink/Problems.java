package till.uplink;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with the way out, told once when it begins and once when it is over. The uplink's
/// thread.
final class Problems {

  /// The fleet and our journal disagree: this disk was restored, or copied.
  static final String CONTRADICTION = "journal-contradiction";

  /// A document is larger than the broker takes.
  static final String TOO_LARGE = "document-too-large";

  /// What became of the configuration takes more words than the broker does.
  static final String REPORT_TOO_LARGE = "report-too-large";

  /// The broker refuses to take documents.
  static final String REFUSED = "publish-refused";

  /// The broker refuses what the terminal says of itself.
  static final String STATE_REFUSED = "state-refused";

  /// A certificate of the configuration ends within a month.
  static final String CERTIFICATE_EXPIRING = "certificate-expiring";

  /// It has ended.
  static final String CERTIFICATE_EXPIRED = "certificate-expired";

  /// The broker's certificate ends within a month.
  static final String BROKER_CERTIFICATE_EXPIRING = "broker-certificate-expiring";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final Map<String, String> texts = new TreeMap<>();

  /// Begins or ends what is wrong with the brokers.
  void note(Set<BrokerFleet.Alarm> alarms) {
    for (BrokerFleet.Alarm alarm : BrokerFleet.Alarm.values()) {
      if (alarms.contains(alarm)) {
        begin(alarm.code(), alarm.text());
      } else {
        end(alarm.code());
      }
    }
  }

  /// @param text takes the place of what was said of it before
  void begin(String code, String text) {
    if (texts.put(code, text) == null) {
      log.error("{}: {}", code, text);
    }
  }

  void end(String code) {
    if (texts.remove(code) != null) {
      log.info("{} is over", code);
    }
  }

  List<String> codes() {
    return List.copyOf(texts.keySet());
  }

  /// A sentence for each code.
  Map<String, String> texts() {
    return Map.copyOf(texts);
  }
}
