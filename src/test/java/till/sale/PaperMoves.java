package till.sale;

import java.util.List;
import java.util.Optional;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// Receipts move on, or are doubted.
record PaperMoves(ShopChance chance) {

  List<Move> all() {
    return List.of(
        new Move("a receipt moves on", 14, this::print),
        new Move("a doubtful receipt", 3, this::doubt),
        new Move("a copy", 4, this::copy).bold());
  }

  private String job(Picture now) {
    return now.jobs.isEmpty() || chance.sometimes(20) ? "no such job" : chance.any(now.jobs).id();
  }

  private Step print(Picture now) {
    String id = job(now);
    PrintJob.State to = chance.any(List.of(PrintJob.State.values()));
    return Step.of(
        new Input.MovePrintJob(id, to, chance.sometimes(2) ? Optional.of("why") : Optional.empty()),
        (p, _) -> ShopPaper.moves(p, id, to.name()));
  }

  private Step doubt(Picture now) {
    String id =
        now.jobs.stream()
            .filter(job -> job.state().equals("DOUBTFUL"))
            .map(Picture.Job::id)
            .findFirst()
            .orElseGet(() -> job(now));
    PrintJob.Decision decision = chance.any(List.of(PrintJob.Decision.values()));
    return Step.of(
        new Input.ResolvePrintJob(id, decision),
        (p, fresh) -> ShopPaper.resolves(p, id, decision == PrintJob.Decision.COPY, fresh));
  }

  private Step copy(Picture now) {
    return Step.of(new Input.CopyReceipt("t-" + chance.below(100), 1), ShopPaper::copies);
  }
}
