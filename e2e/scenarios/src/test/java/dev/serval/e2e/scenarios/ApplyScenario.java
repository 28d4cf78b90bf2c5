package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.OnCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application is applied, becomes Ready and answers right. */
@ExtendWith(OnCluster.class)
class ApplyScenario {

  @Test
  void appliedApplicationBecomesReadyAndAnswersRight(ClusterUnderTest cluster) throws Exception {
    try (Recommender recommender = Recommender.ready(cluster)) {
      assertThat(recommender.recommend(42, 3))
          .contains("\"userId\":42", "\"basis\":\"RATINGS\"")
          .satisfies(body -> assertThat(body.split("\"title\"")).hasSize(4));
      assertThat(recommender.recommend(999_999, 1)).contains("\"basis\":\"POPULARITY\"");
      assertThat(recommender.application().resource().getStatus().deployments())
          .extracting("name")
          .containsExactlyInAnyOrder(
              Recommender.INGRESS, Recommender.FEATURES, Recommender.RANKING);
    }
  }
}
