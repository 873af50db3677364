package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Reason;
import tools.jackson.databind.JsonNode;

/// The served description of the API, held against the API.
final class OpenApiTest {

  private static final JsonNode DOCUMENT = Described.DOCUMENT;

  private static Set<String> enumeration(String schema) {
    return DOCUMENT
        .path("components")
        .path("schemas")
        .path(schema)
        .path("enum")
        .valueStream()
        .map(JsonNode::stringValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReasonAndEveryFaultHasItsCodeThere() {
    assertEquals(
        Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet()),
        enumeration("Reason"));
    assertEquals(
        Arrays.stream(Fault.values()).map(Fault::code).collect(Collectors.toSet()),
        enumeration("Fault"));
  }

  @Test
  void everyFaultHasASentenceInEnglishAndInGerman() {
    for (Fault fault : Fault.values()) {
      assertNotEquals(fault.title(List.of("en")), fault.title(List.of("de")), fault.code());
    }
  }

  @Test
  void itDescribesWhatIsBuiltAndNothingElse(@TempDir Path folder) {
    Set<String> described = new TreeSet<>();
    DOCUMENT
        .path("paths")
        .propertyStream()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> built = new TreeSet<>();
    try (ShopCounter shop = ShopCounter.open(folder)) {
      shop.kiosk().routes().forEach(route -> built.add(route.method() + " " + route.path()));
    }
    built.removeAll(Set.of("GET /", "GET /tech"));
    built.removeIf(route -> route.startsWith("GET " + Pages.FOLDER));
    assertEquals(built, described);
  }

  /// Clients that are generated from it call their methods so.
  @Test
  void everyOperationHasANameOfItsOwn() {
    List<String> names = DOCUMENT.path("paths").findValuesAsString("operationId");
    long operations =
        DOCUMENT.path("paths").valueStream().flatMap(JsonNode::valueStream).distinct().count();
    assertEquals(operations, Set.copyOf(names).size(), names::toString);
    assertEquals(operations, names.size(), names::toString);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (String reference : DOCUMENT.findValuesAsString("$ref")) {
      JsonNode target = DOCUMENT.at(reference.substring(1));
      assertFalse(target.isMissingNode(), reference);
    }
  }
}
