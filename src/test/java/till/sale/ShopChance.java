package till.sale;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Chance, in the shop that it is about.
final class ShopChance {

  private final Random random;
  private final Shop shop;
  private Optional<String> actor = Optional.empty();

  ShopChance(Random random, Shop shop) {
    this.random = random;
    this.shop = shop;
  }

  boolean sometimes(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /// @param bound not reached
  int below(int bound) {
    return random.nextInt(bound);
  }

  /// @param bound not reached
  long between(long first, long bound) {
    return random.nextLong(first, bound);
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// Mostly one of the newest, else any.
  <T> T recent(List<T> all, int newest) {
    return any(sometimes(6) ? all : all.subList(Math.max(0, all.size() - newest), all.size()));
  }

  Money money(long minor) {
    return new Money(minor, shop.currency());
  }

  /// Somebody of the shop comes, or goes.
  void people() {
    actor = sometimes(2) ? Optional.of("op-" + random.nextInt(3)) : Optional.empty();
  }

  /// Who asks for what is done now.
  Optional<String> actor() {
    return actor;
  }

  boolean isSomebody() {
    return actor.isPresent();
  }

  /// Of the open sale's lines, or none of them.
  int line(Picture now) {
    return random.nextInt(now.bill.map(open -> open.lines.size()).orElse(1) + 2);
  }
}
