package till.line;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a kiosk reads in the lane's view.
final class Seen {

  private Seen() {}

  static String state(JsonNode lane) {
    return lane.path("state").asString("");
  }

  static String prompt(JsonNode lane) {
    return lane.path("prompt").asString("");
  }

  /// Empty while no sale is open.
  static String transactionId(JsonNode lane) {
    return lane.at("/transaction/transactionId").asString("");
  }

  /// Of the open sale; empty while there is none.
  static String status(JsonNode lane) {
    return lane.at("/transaction/status").asString("");
  }

  static int lines(JsonNode lane) {
    return lane.at("/transaction/lines").size();
  }

  /// Whether the last receipt is of this sale: then it is completed.
  static boolean isCompleted(JsonNode lane, String transactionId) {
    return lane.at("/lastReceipt/transactionId").asString("").equals(transactionId);
  }

  /// Whether the customer can choose how to pay, and nothing is on its way to the terminal.
  static boolean canBePaid(JsonNode lane) {
    return prompt(lane).equals("pay") && lane.at("/transaction/payment").isNull();
  }

  static boolean isGood(JsonNode lane, String category) {
    return lane.path("devices")
        .valueStream()
        .filter(device -> device.path("category").asString("").equals(category))
        .anyMatch(device -> device.path("state").asString("").equals("good"));
  }

  /// The print jobs that a person has to decide about.
  static List<String> doubtful(JsonNode lane) {
    return problems(lane, "print-doubtful");
  }

  /// The ids of the problems with this code.
  static List<String> problems(JsonNode lane, String code) {
    return lane.path("problems")
        .valueStream()
        .filter(problem -> problem.path("code").asString("").equals(code))
        .map(problem -> problem.path("id").asString(""))
        .toList();
  }
}
