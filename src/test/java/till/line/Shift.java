package till.line;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import till.fleet.Collector;
import till.fleet.CollectorSettings;
import till.fleet.Ledger;
import till.uplink.Access;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// Sales at a counter, one after the other, and the fleet that takes them in.
record Shift(ShopFloor floor, KioskClient kiosk) {

  static Shift at(ShopFloor floor) {
    return new Shift(floor, floor.kiosk());
  }

  static Collector collector(Mosquitto broker, Ledger ledger) {
    return Collector.start(
        new CollectorSettings("c1", "acme", List.of(broker.broker("a")), Access.NONE),
        ledger,
        InstantSource.system(),
        new SecureRandom());
  }

  /// The section of the configuration for this broker.
  static String uplink(Mosquitto broker) {
    return "[uplink]\nbrokers = [{ id = \"a\", url = \"" + broker.url() + "\" }]\n";
  }

  /// Sales of one article each, paid in cash.
  void sell(int sales) {
    for (int i = 0; i < sales; i++) {
      awaitReady();
      openSale(i + 1);
      pay();
    }
  }

  JsonNode awaitReady() {
    return kiosk.await(
        "a lane that sells", lane -> lane.path("state").asString("").equals("READY"));
  }

  void openSale(int article) {
    floor.scan(article);
    kiosk.await("a line", lane -> lane.path("transaction").path("lines").size() == 1);
  }

  void pay() {
    kiosk.total();
    kiosk.tender("Cash");
  }

  /// Ends the sale that came back with the lane, if one did.
  void giveUpOpenSale() {
    JsonNode lane = kiosk.await("a lane", seen -> !seen.path("state").asString("").isEmpty());
    if (lane.path("transaction").isObject()) {
      kiosk.post("/v1/transaction/cancel", kiosk.aboutSale());
    }
  }

  /// Waits until the fleet has everything.
  ///
  /// @return how the way out stands then
  JsonNode awaitSent() {
    return kiosk.awaitSent();
  }

  /// Waits until the journal is in another epoch than this one.
  void awaitOtherEpoch(String epoch) {
    kiosk.await(
        "/v1/uplink",
        "another epoch",
        seen ->
            !seen.path("epoch").asString("").isEmpty()
                && !seen.path("epoch").asString("").equals(epoch));
  }
}
