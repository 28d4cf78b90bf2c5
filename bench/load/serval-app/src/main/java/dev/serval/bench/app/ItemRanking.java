package dev.serval.bench.app;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Scores a thousand items for a batch of users, which takes about 50 ms. */
@Stage
public class ItemRanking {

  private static final long MODEL_MILLIS = 50;
  private static final int ITEMS = 1000;
  private static final int BEST = 10;

  private final float[] items = new float[ITEMS * Features.DIMENSIONS];

  ItemRanking() {
    Random random = new Random(0);
    for (int i = 0; i < items.length; i++) {
      items[i] = (float) random.nextGaussian();
    }
  }

  /** The ten best items of each user, best first. */
  @Batch(maxSize = 32, maxWait = "10ms")
  public List<List<ScoredItem>> rank(List<Features> users) throws InterruptedException {
    Thread.sleep(MODEL_MILLIS);
    List<List<ScoredItem>> answers = new ArrayList<>(users.size());
    for (Features user : users) {
      answers.add(best(user.embedding()));
    }
    return answers;
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
