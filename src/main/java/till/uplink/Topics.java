package till.uplink;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The names of everything on the wire for one terminal.
public record Topics(String org, String terminal) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final String ROOT = "till/v1/";

  /// @throws IllegalArgumentException when a name would not be a plain level of a topic
  public Topics {
    checkName("org", org);
    checkName("terminal", terminal);
  }

  public String journal() {
    return own("up/journal");
  }

  public String state() {
    return own("up/state");
  }

  public String reported() {
    return own("up/reported");
  }

  public String ack() {
    return own("dn/ack");
  }

  public String config() {
    return own("dn/config");
  }

  public String command() {
    return own("dn/command");
  }

  /// All that a terminal of this store listens to.
  List<String> letters(String store) {
    return List.of(
        ack(), config(), command(), storeConfig(org, store), fleetConfig(org), trust(org));
  }

  public static String storeConfig(String org, String store) {
    checkName("store", store);
    return root(org) + "cfg/store/" + store;
  }

  public static String fleetConfig(String org) {
    return root(org) + "cfg/fleet";
  }

  public static String trust(String org) {
    return root(org) + "cfg/trust";
  }

  /// Where a collector says that it listens.
  public static String collector(String org, String id) {
    checkName("collector", id);
    return root(org) + "srv/collector/" + id;
  }

  /// The documents of all terminals, each to one of the collectors.
  public static String sharedJournals(String org) {
    return "$share/collect/" + root(org) + "+/up/journal";
  }

  /// The states of all terminals, to everyone who asks.
  public static String states(String org) {
    return root(org) + "+/up/state";
  }

  /// Whose topic this is, when it is one of a terminal of this organisation.
  public static Optional<Topics> of(String org, String topic) {
    String root = root(org);
    int end = topic.indexOf('/', root.length());
    if (!topic.startsWith(root) || end < 0) {
      return Optional.empty();
    }
    String terminal = topic.substring(root.length(), end);
    return NAME.matcher(terminal).matches()
        ? Optional.of(new Topics(org, terminal))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return org + "/" + terminal;
  }

  private String own(String name) {
    return root(org) + terminal + "/" + name;
  }

  private static String root(String org) {
    checkName("org", org);
    return ROOT + org + "/";
  }

  private static void checkName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " \"" + name + "\" is not of the letters a-z, 0-9 and -, at most 64");
    }
  }
}
