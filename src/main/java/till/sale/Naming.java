package till.sale;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the goods of the open sale are called, once its customer has chosen what to read.
///
/// A line keeps its name where nobody knows another: its item has left the price book, or it comes
/// back as it was sold. So do all of them where the names would not fit the sale's document.
final class Naming {

  private final Plan plan;

  Naming(Plan plan) {
    this.plan = plan;
  }

  /// @param goods the items of the sale, as far as they are known
  void rename(List<Item> goods) {
    if (plan.sale().status() == SaleStatus.FISCALISING) {
      return; // its lines were told already
    }
    List<LineItem> renamed = renamed(goods);
    if (!DocumentBytes.isTooLong(with(renamed))) {
      renamed.forEach(line -> plan.fact(new Entry.LineChanged(line)));
    }
    plan.sale()
        .unweighed()
        .map(what -> what.called(what.item().name(plan.languages())))
        .filter(what -> !plan.sale().unweighed().equals(Optional.of(what)))
        .ifPresent(what -> plan.fact(new Entry.WeighingStarted(what)));
  }

  private List<LineItem> renamed(List<Item> goods) {
    List<String> languages = plan.languages();
    Map<String, String> names =
        goods.stream()
            .collect(Collectors.toMap(Item::itemId, item -> item.name(languages), (one, _) -> one));
    RetailTransaction sale = plan.sale();
    return sale.lines().stream()
        .filter(line -> line.returned().isEmpty())
        .map(line -> line.called(names.getOrDefault(line.itemId(), line.description())))
        .filter(line -> !sale.line(line.n()).equals(Optional.of(line)))
        .toList();
  }

  private RetailTransaction with(List<LineItem> lines) {
    RetailTransaction sale = plan.sale();
    for (LineItem line : lines) {
      sale = sale.changing(line);
    }
    return sale;
  }
}
