package till;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the house's walls: which room may look into which, and which library lives where.
final class HouseTest {

  /// The table of the README. A room may always look into itself.
  private static final Map<String, Set<String>> MAY_LOOK_INTO =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("sale", Set.of()),
              Map.entry("trust", Set.of()),
              Map.entry("port", Set.of()),
              Map.entry("paper", Set.of()),
              Map.entry("device", Set.of("port")),
              Map.entry("journal", Set.of("sale", "trust")),
              Map.entry("lane", Set.of("sale", "journal", "device", "trust")),
              Map.entry("uplink", Set.of("journal")),
              Map.entry("kiosk", Set.of("lane", "sale", "paper", "trust")),
              Map.entry(
                  "config",
                  Set.of("trust", "sale", "port", "device", "journal", "lane", "uplink", "kiosk")),
              Map.entry("fleet", Set.of("uplink", "journal", "trust")),
              Map.entry("simulator", Set.of("port", "paper")),
              Map.entry(
                  "cli",
                  Set.of(
                      "sale", "trust", "port", "paper", "device", "journal", "lane", "uplink",
                      "kiosk", "config", "fleet"))));

  private static final Map<String, Set<String>> LIBRARIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("com.fazecast..", Set.of("port")),
              Map.entry("com.pi4j..", Set.of("port")),
              Map.entry("java.sql..", Set.of("journal", "fleet")),
              Map.entry("org.sqlite..", Set.of("journal", "fleet")),
              Map.entry("org.postgresql..", Set.of("fleet")),
              Map.entry("org.eclipse.paho..", Set.of("uplink")),
              Map.entry("org.jose4j..", Set.of("trust")),
              Map.entry("org.bouncycastle..", Set.of("trust")),
              Map.entry("org.tomlj..", Set.of("config")),
              Map.entry("com.sun.net.httpserver..", Set.of("kiosk", "fleet")),
              Map.entry("picocli..", Set.of("cli")),
              Map.entry("org.apache.activemq..", Set.of("demo")),
              Map.entry("java.awt..", Set.of("paper", "device")),
              Map.entry("io.nayuki..", Set.of("paper", "device", "cli")),
              Map.entry("ch.qos.logback..", Set.of())));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("till");

  @TestFactory
  Stream<DynamicTest> aRoomLooksOnlyWhereItMay() {
    return MAY_LOOK_INTO.entrySet().stream()
        .map(room ->
            DynamicTest.dynamicTest(
                room.getKey() + " looks into " + new TreeSet<>(room.getValue()),
                () -> looksOnlyInto(room.getKey(), room.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> aLibraryStaysInItsRoom() {
    return LIBRARIES.entrySet().stream()
        .map(library ->
            DynamicTest.dynamicTest(
                library.getKey() + " in " + library.getValue(),
                () -> staysIn(library.getKey(), library.getValue())));
  }

  @Test
  void everyRoomIsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      String[] path = type.getPackageName().split("\\.", -1);
      if (path.length > 1) {
        rooms.add(path[1]);
      }
    }
    rooms.removeAll(MAY_LOOK_INTO.keySet());
    rooms.remove("demo");
    if (!rooms.isEmpty()) {
      throw new AssertionError("rooms without a row in the table: " + rooms);
    }
  }

  @Test
  void theSaleIsPure() {
    classes()
        .that()
        .resideInAPackage("till.sale")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "till.sale", "java.lang..", "java.util..", "java.time..", "java.math"))
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("till.sale")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "java.util.logging.."))
        .orShould()
        .dependOnClassesThat(DescribedPredicate.describe("are threads", HouseTest::isThread))
        .check(HOUSE);
  }

  @Test
  void jsonStaysOutOfSalePortAndDevice() {
    noClasses()
        .that()
        .resideInAnyPackage("till.sale..", "till.port..", "till.device..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
        .check(HOUSE);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices().matching("(till..)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void onlyTheFrontDoorReadsClockEnvironmentAndProperties() {
    noClasses()
        .that()
        .resideInAPackage("till..")
        .and()
        .resideOutsideOfPackages("till", "till.demo..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .check(HOUSE);
  }

  private static void looksOnlyInto(String room, Set<String> others) {
    List<String> allowed = new ArrayList<>();
    allowed.add("till." + room + "..");
    others.forEach(other -> allowed.add("till." + other + ".."));
    DescribedPredicate<JavaClass> ours = resideInAnyPackage("till", "till..");
    classes()
        .that()
        .resideInAPackage("till." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(ours).or(resideInAnyPackage(allowed.toArray(String[]::new))))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  private static void staysIn(String library, Set<String> rooms) {
    String[] homes = rooms.stream().map(room -> "till." + room + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("till..")
        .and()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  private static boolean isThread(JavaClass type) {
    return type.isEquivalentTo(Thread.class) || type.isEquivalentTo(Runnable.class);
  }
}
