package dev.serval.operator.reconcile;

import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.scaling.HandDrivenScaling;

/** An application whose ranking is scaled, by looks that the test drives. */
abstract class AutoscaledFixture extends OperatorFixture {

  static final String RANKER = "ItemRankingModel";
  static final String NATIVE = "autoscaling: {mode: Native, maxReplicas: 5}";
  static final String HPA = "autoscaling: {maxReplicas: 5}";

  /** Applies the application with these fields of the ranking, and waits until it is ready. */
  void apply(String ranker) {
    user.apply(recsys(ranker, "replicas: 1"));
    user.awaitReady("recsys");
  }

  /** The number of replicas that the ranking's Deployment asks for. */
  int asked() {
    return deployment(RANKER).getSpec().getReplicas();
  }

  void awaitAsked(int replicas) {
    ClusterUser.await(replicas + " are asked for").until(() -> asked() == replicas);
  }

  /** Whether so many are asked for and ready, as the loop sees it. */
  boolean isSettled(HandDrivenScaling scaling, int replicas) {
    return scaling.isSettled(user.namespace(), "recsys", RANKER, replicas);
  }

  void awaitSettled(HandDrivenScaling scaling, int replicas) {
    ClusterUser.await(replicas + " are ready").until(() -> isSettled(scaling, replicas));
  }
}
