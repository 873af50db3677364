package till.fleet;

import java.nio.file.Path;

/// The kinds of store that everything has to work on alike.
public enum TestStore {
  SQLITE {
    @Override
    public LedgerAddress in(Path directory) {
      return new LedgerAddress.Sqlite(directory.resolve("ledger.db"));
    }
  },
  POSTGRESQL {
    @Override
    public LedgerAddress in(Path directory) throws Exception {
      return Postgres.shared().database();
    }
  };

  /// An empty one.
  ///
  /// @param directory of the test, where it may be
  public abstract LedgerAddress in(Path directory) throws Exception;
}
