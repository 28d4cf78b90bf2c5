package dev.serval.bench.app;

import dev.serval.api.Stage;
import java.util.Random;

/** Looks a user up, which takes about 10 ms. */
@Stage
public class FeatureExtractor {

  private static final long LOOKUP_MILLIS = 10;

  /** The features of a user, the same for every call. */
  public Features extract(String user) throws InterruptedException {
    Thread.sleep(LOOKUP_MILLIS);
    Random random = new Random(user.hashCode());
    float[] embedding = new float[Features.DIMENSIONS];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = random.nextFloat();
    }
    return new Features(user, embedding);
  }
}
