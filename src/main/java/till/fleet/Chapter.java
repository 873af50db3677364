package till.fleet;

import till.uplink.Topics;

/// One epoch of one terminal: what numbers are counted in.
record Chapter(Topics terminal, String epoch) {

  /// Its parts, as queries have them: org, terminal, epoch.
  Object[] key() {
    return new Object[] {terminal.org(), terminal.terminal(), epoch};
  }

  /// One document in it.
  record Place(Chapter chapter, long number) {

    Object[] key() {
      return new Object[] {
        chapter.terminal().org(), chapter.terminal().terminal(), chapter.epoch(), number
      };
    }
  }

  Place at(long number) {
    return new Place(this, number);
  }
}
