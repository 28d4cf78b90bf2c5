package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Scores a thousand items for one user, which takes about 50 ms.
 *
 * <p>Each call waits and scores for itself. A service without a serving layer has no batcher, and
 * nothing limits how many calls wait at the same time.
 */
@Path("/services/ranking")
public class RankingService {

  private static final long MODEL_MILLIS = 50;
  private static final int ITEMS = 1000;
  private static final int BEST = 10;

  private final Delay delay;
  private final float[] items = new float[ITEMS * Features.DIMENSIONS];

  RankingService(Delay delay) {
    this.delay = delay;
    Random random = new Random(0);
    for (int i = 0; i < items.length; i++) {
      items[i] = (float) random.nextGaussian();
    }
  }

  /** Returns the ten best items, best first. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<List<ScoredItem>> rank(Features features) {
    return delay.millis(MODEL_MILLIS).map(ignored -> best(features.embedding()));
  }

  private List<ScoredItem> best(float[] user) {
    PriorityQueue<ScoredItem> best =
        new PriorityQueue<>(BEST + 1, Comparator.comparingDouble(ScoredItem::score));
    for (int item = 0; item < ITEMS; item++) {
      float score = 0;
      int from = item * Features.DIMENSIONS;
      for (int i = 0; i < Features.DIMENSIONS; i++) {
        score += user[i] * items[from + i];
      }
      if (best.size() < BEST || score > best.peek().score()) {
        best.add(new ScoredItem(item, score));
        if (best.size() > BEST) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(Comparator.comparingDouble(ScoredItem::score).reversed()).toList();
  }
}
