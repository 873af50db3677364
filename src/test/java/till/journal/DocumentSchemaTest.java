package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import till.sale.Adjustment;
import till.sale.CashKind;
import till.sale.EntryMethod;
import till.sale.LineItem;
import till.sale.Link;
import till.sale.Moment;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.TenderType;
import till.sale.Transaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The schema that others get, held against the documents that were written.
final class DocumentSchemaTest {

  private static final JsonNode SCHEMA = JsonMapper.shared().readTree(DocumentSchema.text());

  private static ObjectNode golden(String name) {
    return (ObjectNode) JsonMapper.shared().readTree(Golden.bytes(name));
  }

  private static List<String> faults(JsonNode document) {
    return new SchemaCheck(SCHEMA).faults(document);
  }

  @Test
  void eachGoldenDocumentIsAsTheSchemaSaysAndHasNothingThatItDoesNotSay() {
    for (String name : Golden.documents()) {
      assertEquals(List.of(), faults(golden(name)), name);
    }
  }

  @Test
  void aDocumentWithoutOneOfItsFieldsIsNone() {
    Set<String> optional = Set.of("businessDay", "language", "receipt", "reason", "denominations");
    for (String name :
        List.of("sale-fiscal-1.json", "sign-on-1.json", "loan-1.json", "count-1.json")) {
      for (String field : golden(name).propertyNames().stream().toList()) {
        ObjectNode document = golden(name);
        document.remove(field);
        boolean isNeeded =
            !optional.contains(field) && !Set.of("facts", "expected", "difference").contains(field);
        assertEquals(isNeeded, !faults(document).isEmpty(), name + " without " + field);
      }
    }
  }

  @Test
  void whatIsOfAnotherKindIsNone() {
    for (String name : List.of("sale-1.json", "sale-weighed-1.json", "business-day-close-1.json")) {
      for (List<String> path : paths(golden(name), List.of())) {
        ObjectNode document = golden(name);
        JsonNode parent = document.at("/" + String.join("/", path.subList(0, path.size() - 1)));
        JsonNode holder = path.size() == 1 ? document : parent;
        JsonNode wrong = StringNode.valueOf("\u0001 never so");
        switch (holder) {
          case ObjectNode node -> {
            JsonNode before = node.get(path.getLast());
            if (before.isString() && !isBound(path.getLast())) {
              node.put(path.getLast(), 17);
            } else {
              node.set(path.getLast(), wrong);
            }
          }
          case ArrayNode node -> node.set(Integer.parseInt(path.getLast()), wrong);
          default -> throw new AssertionError(path);
        }
        assertNotEquals(List.of(), faults(document), name + " " + path);
      }
    }
  }

  /// Whether a text has to look like something.
  private static boolean isBound(String field) {
    return Set.of("org", "terminal", "prev", "at", "begin", "end", "currency", "quantity")
        .contains(field);
  }

  private static List<List<String>> paths(JsonNode node, List<String> before) {
    var all = new ArrayList<List<String>>();
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames().stream().toList()) {
        add(all, object.get(name), before, name);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        add(all, array.get(i), before, Integer.toString(i));
      }
    }
    return all;
  }

  private static void add(List<List<String>> all, JsonNode node, List<String> before, String name) {
    var path = new ArrayList<>(before);
    path.add(name);
    all.add(path);
    all.addAll(paths(node, path));
  }

  @Test
  void theWordsAreThoseOfTheCode() {
    words("/oneOf/0/properties/status", Transaction.Status.values(), Transaction.Status::wireName);
    words("/oneOf/0/properties/receipt", ReceiptChoice.values(), ReceiptChoice::wireName);
    words("/oneOf/2/properties/control", CashKind.values(), CashKind::wireName);
    words("/properties/clock", Moment.ClockState.values(), Moment.ClockState::wireName);
    words("/$defs/line/properties/kind", LineItem.Kind.values(), LineItem.Kind::wireName);
    words("/$defs/line/properties/entryMethod", EntryMethod.values(), EntryMethod::wireName);
    words(
        "/$defs/line/properties/adjustments/items/properties/code",
        Adjustment.Code.values(),
        Adjustment.Code::wireName);
    words("/$defs/tender/properties/type", TenderType.values(), TenderType::wireName);
    words(
        "/$defs/z/properties/tenders/items/properties/type",
        TenderType.values(),
        TenderType::wireName);
    words("/$defs/link/properties/kind", Link.Kind.values(), Link.Kind::wireName);
    words(
        "/$defs/problem/properties/decision",
        Problem.Decision.values(),
        Problem.Decision::wireName);
  }

  private static <E> void words(String where, E[] values, Function<E, String> wireName) {
    Set<String> ofTheCode = new TreeSet<>(Arrays.stream(values).map(wireName).toList());
    Set<String> described = new TreeSet<>();
    SCHEMA.at(where).path("enum").forEach(word -> described.add(word.stringValue()));
    assertEquals(ofTheCode, described, where);
  }
}
