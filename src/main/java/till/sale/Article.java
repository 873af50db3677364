package till.sale;

import java.util.Optional;

/// What is being sold, however much of it.
///
/// @param deposit the item that is charged along with it
record Article(Item item, EntryMethod method, Optional<Scan> scan, Optional<Item> deposit) {

  static Article of(Input.EnterItem enter) {
    return new Article(enter.item(), enter.method(), enter.scan(), enter.pack().deposit());
  }
}
