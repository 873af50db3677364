package till.sale;

import java.util.List;
import till.sale.Picture.Job;

/// The model's rules for receipts on their way to paper.
final class ShopPaper {

  private static final int JOBS_MAX = 64;

  private ShopPaper() {}

  private static boolean isOnItsWay(Job job) {
    return job.state().equals("SENDING") || job.state().equals("SENT");
  }

  static void doubts(Picture p) {
    p.jobs.replaceAll(job -> isOnItsWay(job) ? new Job(job.id(), "DOUBTFUL") : job);
  }

  /// Where there is no room, the oldest goes that is not on its way.
  static void queues(Picture p, String id) {
    if (p.jobs.size() >= JOBS_MAX) {
      p.jobs.stream()
          .filter(job -> !isOnItsWay(job))
          .findFirst()
          .ifPresent(oldest -> p.jobs.remove(oldest));
    }
    p.jobs.add(new Job(id, "QUEUED"));
  }

  static boolean moves(Picture p, String id, String to) {
    for (int i = 0; i < p.jobs.size(); i++) {
      Job job = p.jobs.get(i);
      if (job.id().equals(id) && mayMove(job.state(), to)) {
        if (List.of("HELD", "SENDING", "SENT", "DOUBTFUL").contains(to)) {
          p.jobs.set(i, new Job(id, to));
        } else {
          p.jobs.remove(i);
        }
        return true;
      }
    }
    return false;
  }

  private static boolean mayMove(String from, String to) {
    boolean waits = from.equals("QUEUED") || from.equals("HELD");
    return switch (to) {
      case "HELD" -> from.equals("QUEUED") || from.equals("SENDING");
      case "SENDING", "EXPIRED" -> waits;
      case "SENT", "CONFIRMED", "UNCONFIRMED", "DOUBTFUL" -> !from.equals("DOUBTFUL");
      default -> false;
    };
  }

  static boolean resolves(Picture p, String id, boolean copy, String freshId) {
    boolean removed = p.jobs.remove(new Job(id, "DOUBTFUL"));
    p.sequence++;
    if (copy) {
      queues(p, freshId + "-copy");
    }
    return removed;
  }

  static boolean copies(Picture p, String freshId) {
    p.sequence++;
    queues(p, freshId + "-copy");
    return true;
  }
}
