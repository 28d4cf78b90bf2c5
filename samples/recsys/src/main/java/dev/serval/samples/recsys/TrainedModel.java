package dev.serval.samples.recsys;

import dev.serval.samples.recsys.model.RankingModel;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Loads the model once for all the stages of a process. */
class TrainedModel {

  @Produces
  @Singleton
  RankingModel load() throws IOException {
    return RankingModel.bundled();
  }
}
