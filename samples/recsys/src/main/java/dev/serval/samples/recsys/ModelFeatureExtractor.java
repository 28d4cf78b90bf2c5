package dev.serval.samples.recsys;

import dev.serval.api.Idempotent;
import dev.serval.api.Stage;
import dev.serval.samples.recsys.model.RankingModel;
import java.time.Duration;

/** Takes the features of users from the trained model. */
@Stage("UserFeatureExtractor")
public class ModelFeatureExtractor {

  private final RankingModel model;
  private final Duration delay;

  ModelFeatureExtractor(RankingModel model, SimulatedWork simulated) {
    this.model = model;
    this.delay = simulated.features();
  }

  /** The features of a user, known or not. */
  @Idempotent
  public UserFeatures extract(int userId) throws InterruptedException {
    Thread.sleep(delay);
    if (!model.knows(userId)) {
      return new UserFeatures(userId, false, new float[0], new int[0]);
    }
    return new UserFeatures(userId, true, model.userVector(userId), model.seen(userId));
  }
}
