package till.uplink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import till.journal.Chain;

/// Which broker a terminal turns to, when, and which one after that.
///
/// Weighted rendezvous hashing: each terminal has an order of its own, so that terminals spread by
/// weight, a dead broker's terminals spread over all others, and a new broker takes over its share
/// from all of them. The first in the order is home.
///
/// Each broker has a back-off of its own. Who fails is followed by the next; a connection that had
/// stood for a while is followed by the first that may be tried. From elsewhere a terminal goes
/// home at a random moment, so that a fleet does not come back all at once to a broker that
/// returned.
///
/// No thread, no clock: one owner says what happened and when (`System.nanoTime()`).
final class BrokerFleet {

  private final List<Choice> order;
  private final Patience patience;
  private final RandomGenerator chance;
  private final Backoff takeovers;
  private final Set<Alarm> alarms = EnumSet.noneOf(Alarm.class);
  private int turn;
  private int refusals;
  private boolean stood;
  private long connectedNanos;
  private long homeNanos;

  /// What somebody has to look after.
  enum Alarm {
    /// Somebody else is connected by our name: this terminal was cloned.
    TAKEN_OVER(
        "session-taken-over", "another client uses the name of this terminal; was it cloned?"),
    /// Two brokers, or all, say that we may not.
    ACCESS_REFUSED("broker-access-refused", "brokers refuse access to this terminal"),
    /// A broker does not understand us, or we do not understand it.
    PROTOCOL("broker-protocol", "a broker says that we break the protocol");

    private final String code;
    private final String text;

    Alarm(String code, String text) {
      this.code = code;
      this.text = text;
    }

    String code() {
      return code;
    }

    String text() {
      return text;
    }
  }

  /// What follows an ending.
  private enum Answer {
    /// The next broker, after a random part of its back-off's first step.
    NEXT,
    /// The next broker; many others were sent away at the same time.
    NEXT_SPREAD,
    /// Where it sends us, if that is one of ours.
    REDIRECT,
    /// The same broker, but not before a minute.
    HELD,
    /// Like `HELD`, longer each time.
    TAKEN_OVER,
    /// One other broker, then a long pause.
    REFUSED,
    /// The next broker, and somebody should know.
    PROTOCOL;

    static Answer to(Ending ending) {
      return switch (ending.code()) {
        case ReasonCode.SERVER_UNAVAILABLE,
            ReasonCode.SERVER_BUSY,
            ReasonCode.SERVER_SHUTTING_DOWN ->
            NEXT_SPREAD;
        case ReasonCode.USE_ANOTHER_SERVER, ReasonCode.SERVER_MOVED -> REDIRECT;
        case ReasonCode.QUOTA_EXCEEDED, ReasonCode.CONNECTION_RATE_EXCEEDED -> HELD;
        case ReasonCode.SESSION_TAKEN_OVER -> TAKEN_OVER;
        case ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED -> REFUSED;
        case ReasonCode.MALFORMED_PACKET,
            ReasonCode.PROTOCOL_ERROR,
            ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
            ReasonCode.TOPIC_ALIAS_INVALID,
            ReasonCode.PACKET_TOO_LARGE ->
            PROTOCOL;
        default -> NEXT;
      };
    }
  }

  /// A broker, and when it may be tried again.
  private static final class Choice {

    private final UplinkSettings.Broker broker;
    private final Backoff backoff;
    private long readyNanos;

    Choice(UplinkSettings.Broker broker, Backoff backoff, long nowNanos) {
      this.broker = broker;
      this.backoff = backoff;
      this.readyNanos = nowNanos;
    }
  }

  /// @throws IllegalArgumentException without a broker
  BrokerFleet(
      List<UplinkSettings.Broker> brokers,
      String terminal,
      Patience patience,
      RandomGenerator chance,
      long nowNanos) {
    if (brokers.isEmpty()) {
      throw new IllegalArgumentException("an uplink without a broker");
    }
    this.patience = patience;
    this.chance = chance;
    takeovers = new Backoff(patience.held(), patience.heldMost(), chance);
    order =
        brokers.stream()
            .sorted(
                Comparator.comparingDouble(
                        (UplinkSettings.Broker broker) -> score(terminal, broker))
                    .reversed())
            .map(broker ->
                new Choice(broker, new Backoff(patience.base(), patience.cap(), chance), nowNanos))
            .toList();
  }

  List<UplinkSettings.Broker> order() {
    return order.stream().map(choice -> choice.broker).toList();
  }

  UplinkSettings.Broker current() {
    return order.get(turn).broker;
  }

  Set<Alarm> alarms() {
    return Set.copyOf(alarms);
  }

  /// There is a connection to the current one.
  void connected(long nowNanos) {
    stood = false;
    connectedNanos = nowNanos;
    homeNanos = nowNanos + between(patience.home(), patience.homeMost()).toNanos();
    refusals = 0;
    alarms.remove(Alarm.ACCESS_REFUSED);
  }

  /// The connection has stood for a while, and did what it is for. To be called now and then.
  ///
  /// @return whether to leave it for home now
  boolean stands(long nowNanos) {
    stood = true;
    order.get(turn).backoff.reset();
    alarms.remove(Alarm.PROTOCOL);
    if (nowNanos - connectedNanos >= patience.quiet().toNanos()) {
      takeovers.reset();
      alarms.remove(Alarm.TAKEN_OVER);
    }
    return turn != 0 && nowNanos - homeNanos >= 0 && isReady(0, nowNanos);
  }

  /// It was left for home.
  void goHome() {
    stood = false;
    turn = 0;
  }

  /// The current one failed: there is another current one.
  ///
  /// @return how long to wait before it is tried
  Duration ended(Ending ending, long nowNanos) {
    boolean fromFirst = stood;
    stood = false;
    Choice failed = order.get(turn);
    failed.readyNanos = nowNanos + failed.backoff.next().toNanos();
    Answer answer = Answer.to(ending);
    return switch (answer) {
      case NEXT -> moveOn(fromFirst, jitter(patience.base()), nowNanos);
      case NEXT_SPREAD -> moveOn(fromFirst, spread(failed, nowNanos), nowNanos);
      case REDIRECT -> redirected(ending, fromFirst, nowNanos);
      case HELD -> hold(failed, patience.held().plus(jitter(patience.held())), nowNanos);
      case TAKEN_OVER -> {
        alarms.add(Alarm.TAKEN_OVER);
        yield hold(failed, patience.held().plus(takeovers.next()), nowNanos);
      }
      case REFUSED -> refused(failed, nowNanos);
      case PROTOCOL -> {
        alarms.add(Alarm.PROTOCOL);
        yield moveOn(fromFirst, jitter(patience.base()), nowNanos);
      }
    };
  }

  /// It goes for the failed one too, should that be the only one.
  private Duration spread(Choice failed, long nowNanos) {
    Duration spread = jitter(patience.spread());
    failed.readyNanos = later(failed.readyNanos, nowNanos + spread.toNanos());
    return spread;
  }

  private Duration redirected(Ending ending, boolean fromFirst, long nowNanos) {
    Optional<Choice> named =
        ending
            .reference()
            .flatMap(reference ->
                order.stream().filter(it -> isNamed(it.broker, reference)).findFirst());
    if (named.isEmpty()) {
      return moveOn(fromFirst, jitter(patience.base()), nowNanos);
    }
    turn = order.indexOf(named.get());
    return untilReady(jitter(patience.base()), nowNanos);
  }

  /// A reference is a host, with or without a port, or several with spaces between (MQTT 5.0,
  /// 4.11); the first one counts.
  private static boolean isNamed(UplinkSettings.Broker broker, String reference) {
    String first = reference.strip().split(" ", 2)[0];
    String host = String.valueOf(broker.url().getHost());
    return first.equals(broker.id())
        || first.equalsIgnoreCase(host)
        || first.equalsIgnoreCase(host + ":" + broker.url().getPort());
  }

  private Duration hold(Choice failed, Duration pause, long nowNanos) {
    failed.readyNanos = later(failed.readyNanos, nowNanos + pause.toNanos());
    return untilReady(Duration.ZERO, nowNanos);
  }

  private Duration refused(Choice failed, long nowNanos) {
    Duration pause = between(patience.refused(), patience.refusedMost());
    failed.readyNanos = nowNanos + pause.toNanos();
    refusals++;
    if (refusals < 2 && order.size() > 1) {
      return moveOn(false, jitter(patience.base()), nowNanos);
    }
    refusals = 0;
    alarms.add(Alarm.ACCESS_REFUSED);
    return moveOn(false, pause, nowNanos);
  }

  private Duration moveOn(boolean fromFirst, Duration pause, long nowNanos) {
    int failed = turn;
    int begin = fromFirst ? 0 : failed + 1;
    turn =
        IntStream.range(begin, begin + order.size())
            .map(next -> next % order.size())
            .filter(next -> next != failed && isReady(next, nowNanos + pause.toNanos()))
            .findFirst()
            .orElseGet(() -> soonest(nowNanos));
    return untilReady(turn == failed ? Duration.ZERO : pause, nowNanos);
  }

  private int soonest(long nowNanos) {
    int soonest = 0;
    for (int i = 1; i < order.size(); i++) {
      if (order.get(i).readyNanos - nowNanos < order.get(soonest).readyNanos - nowNanos) {
        soonest = i;
      }
    }
    return soonest;
  }

  private boolean isReady(int index, long atNanos) {
    return order.get(index).readyNanos - atNanos <= 0;
  }

  private Duration untilReady(Duration atLeast, long nowNanos) {
    Duration left = Duration.ofNanos(Math.max(0, order.get(turn).readyNanos - nowNanos));
    return left.compareTo(atLeast) > 0 ? left : atLeast;
  }

  private static long later(long oneNanos, long otherNanos) {
    return oneNanos - otherNanos > 0 ? oneNanos : otherNanos;
  }

  private Duration jitter(Duration span) {
    return between(Duration.ZERO, span);
  }

  private Duration between(Duration least, Duration most) {
    return Duration.ofMillis(chance.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  private static double score(String terminal, UplinkSettings.Broker broker) {
    byte[] digest = Chain.digest((terminal + "|" + broker.id()).getBytes(StandardCharsets.UTF_8));
    double between0And1 = ((ByteBuffer.wrap(digest).getLong() >>> 11) + 0.5) * 0x1p-53;
    return -broker.weight() / Math.log(between0And1);
  }
}
