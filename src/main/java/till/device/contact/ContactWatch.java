package till.device.contact;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// What a contact's levels mean: a level counts when it has lasted for the debounce time, and each
/// change is told once. No I/O, no clock: whoever uses it says when it is, in nanoseconds of a
/// clock that nobody sets. One thread at a time.
///
/// After each change the next one waits for a rest, which doubles while the contact does not come
/// to rest and ends where a contact flutters for good. What is pressed or opened meanwhile is told
/// late and never lost; more of the same in one rest is told once.
final class ContactWatch {

  /// The shortest time between two changes that are told: nobody presses faster to a purpose.
  static final long REST_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);

  /// The longest. A switch that is broken fills no journal: it is told of six times a minute.
  static final long REST_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private final long debounceNanos;

  private boolean level;

  /// Since when the level is what it is.
  private long since;

  /// Whether the level counts.
  private boolean settled;

  /// Whether it was active, for long enough, since this was last told.
  private boolean wasActive;

  private Optional<Boolean> told = Optional.empty();
  private long toldAt;
  private long restNanos = REST_NANOS_MIN;

  /// @param now when it is
  ContactWatch(int debounceMillis, boolean level, long now) {
    this.debounceNanos = TimeUnit.MILLISECONDS.toNanos(debounceMillis);
    this.level = level;
    this.since = now;
  }

  /// The line has this level now.
  void seen(boolean active, long now) {
    settle(now);
    if (active != level) {
      level = active;
      since = now;
      settled = false;
      settle(now);
    }
  }

  private void settle(long now) {
    if (!settled && now - since >= debounceNanos) {
      settled = true;
      wasActive |= level;
    }
  }

  /// What is to be told now; it is taken as told.
  Optional<Boolean> look(long now) {
    settle(now);
    Optional<Boolean> next = next();
    if (next.isEmpty() || (told.isPresent() && now - (toldAt + restNanos) < 0)) {
      return Optional.empty();
    }
    if (told.isPresent()) {
      restNanos = isCalm(now) ? REST_NANOS_MIN : Math.min(2 * restNanos, REST_NANOS_MAX);
    }
    told = next;
    toldAt = now;
    wasActive = settled && level;
    return next;
  }

  private Optional<Boolean> next() {
    if (wasActive && !told.orElse(false)) {
      return Optional.of(true);
    }
    boolean news = settled && (told.isEmpty() || told.get() != level);
    return news ? Optional.of(level) : Optional.empty();
  }

  /// When there may be something to tell, if no other level is seen until then.
  OptionalLong lookAt() {
    long settles = since + debounceNanos;
    if (next().isEmpty()) {
      return settled ? OptionalLong.empty() : OptionalLong.of(settles);
    }
    return OptionalLong.of(told.isEmpty() ? settles : toldAt + restNanos);
  }

  /// Whether it has changed so often of late that it cannot be a person.
  boolean flutters(long now) {
    return restNanos == REST_NANOS_MAX && !isCalm(now);
  }

  private boolean isCalm(long now) {
    return now - toldAt > 2 * restNanos;
  }
}
