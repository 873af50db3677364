package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import till.simulator.SimulatedPaymentTerminal.Fault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The served description of the simulator's API, held against its words. The routes are held
/// against it in `SimulatorApiTest`, where there is an API.
final class SimulatorOpenApiTest {

  static final JsonNode DOCUMENT =
      JsonMapper.builder().build().readTree(Resource.bytes("openapi.json"));

  /// As `SimulatorApi.routes` names them.
  static Set<String> described() {
    return DOCUMENT
        .path("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue().propertyNames().stream()
                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (String reference : DOCUMENT.findValuesAsString("$ref")) {
      assertFalse(DOCUMENT.at(reference.substring(1)).isMissingNode(), reference);
    }
  }

  @Test
  void everyRowAndEveryFaultIsThere() {
    Stream<String> rows = Arrays.stream(CutRow.values()).map(CutRow::id);
    assertEquals(rows.toList(), words("/components/schemas/PowerCut/properties/row/enum"));
    Stream<String> faults = Arrays.stream(Fault.values()).map(Fault::name);
    assertEquals(
        faults.collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(words("/components/schemas/View/properties/terminal/properties/fault/enum")));
  }

  private static List<String> words(String pointer) {
    return DOCUMENT.at(pointer).valueStream().map(JsonNode::stringValue).toList();
  }
}
