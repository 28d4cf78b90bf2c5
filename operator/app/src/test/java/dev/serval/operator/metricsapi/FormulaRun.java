package dev.serval.operator.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.ReplicasOverTime;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.directory.Endpoint;
import dev.serval.operator.discovery.directory.SliceId;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.operator.scaling.ScaledApplications;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An application of one vector in a namespace of its own, and what becomes of it. */
final class FormulaRun implements AutoCloseable {

  static final String APPLICATION = "formula";

  private static final String RANKER = "Ranker";
  private static final String CALLER = "Front";

  /** The metric as it was served to the autoscaler. */
  private record Read(long milli, long nanos) {}

  private final FormulaVector vector;
  private final KubernetesClient cluster;
  private final ClusterUser user;
  private final List<Read> reads = new CopyOnWriteArrayList<>();
  private ReplicasOverTime replicas;

  FormulaRun(FormulaVector vector, KubernetesClient cluster, String namespace) {
    this.vector = vector;
    this.cluster = cluster;
    this.user = new ClusterUser(cluster, namespace);
  }

  FormulaVector vector() {
    return vector;
  }

  String namespace() {
    return user.namespace();
  }

  private ApplicationId application() {
    return new ApplicationId(namespace(), APPLICATION);
  }

  /** Applies the application; its ranker has as many replicas as the vector says. */
  void apply(Duration upscaleDelay, Duration downscaleDelay) {
    user.apply(
        """
        apiVersion: serving.serval.dev/v1alpha1
        kind: ServeApplication
        metadata: {name: %s}
        spec:
          image: registry.example/recsys:1.4.0
          deployments:
          - name: %s
            autoscaling:
              minReplicas: %d
              maxReplicas: %d
              initialReplicas: %d
              targetOngoingRequests: %s
              upscalingFactor: %s
              downscalingFactor: %s
              upscaleDelay: %ds
              downscaleDelay: %ds
              lookBackPeriod: 2s
          - {name: %s}
        """
            .formatted(
                APPLICATION,
                RANKER,
                vector.min(),
                vector.max(),
                vector.present(),
                vector.perReplica().toPlainString(),
                vector.up(),
                vector.down(),
                upscaleDelay.toSeconds(),
                downscaleDelay.toSeconds(),
                CALLER));
  }

  /** How many replicas of a Deployment become ready. */
  int mostReady(Deployment deployment) {
    return isRanker(deployment) ? vector.ready() : Integer.MAX_VALUE;
  }

  private static boolean isRanker(Deployment deployment) {
    return RANKER.equals(deployment.getMetadata().getLabels().get(Labels.DEPLOYMENT));
  }

  /** Whether the operator's cache has as many replicas as the vector says, and the caller. */
  boolean isSettled(ScaledApplications applications) {
    return applications
        .find(application())
        .filter(found -> found.ready() == vector.ready() + 1)
        .stream()
        .flatMap(found -> found.deployments().stream())
        .anyMatch(
            ranker -> ranker.asked() == vector.present() && ranker.present() == vector.present());
  }

  /** The autoscaler follows what it is served, or rests because there is no replica. */
  void assertFollowed() {
    if (vector.present() > 0) {
      assertThat(reads).as("looks of the autoscaler for %s", vector.name()).isNotEmpty();
    } else {
      assertThat(user.owned(HorizontalPodAutoscaler.class, user.application(APPLICATION)))
          .as("the autoscaler for %s", vector.name())
          .extracting(HorizontalPodAutoscaler::getStatus)
          .singleElement()
          .asString()
          .contains("ScalingDisabled");
    }
  }

  /** As {@code kubectl scale} does. */
  void scaleByHand(int replicas) {
    cluster
        .apps()
        .deployments()
        .inNamespace(namespace())
        .withName(ranker().getMetadata().getName())
        .subresource("scale")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kubectl")
                .build(),
            "{\"spec\": {\"replicas\": %d}}".formatted(replicas));
  }

  private Deployment ranker() {
    return cluster.apps().deployments().inNamespace(namespace()).list().getItems().stream()
        .filter(FormulaRun::isRanker)
        .findFirst()
        .orElseThrow();
  }

  /** Notes from now on which numbers the Deployment asks for. */
  void watch() {
    replicas = new ReplicasOverTime(cluster, ranker());
  }

  /** What its autoscaler, or whoever else, is served. */
  void served(List<ServedValue> values) {
    values.forEach(value -> reads.add(new Read(value.milli(), System.nanoTime())));
  }

  /** As the endpoints of its Services say: who is ready at the beginning. */
  void canBeCalled(Directory directory) {
    canBeCalled(directory, CALLER, 1);
    canBeCalled(directory, RANKER, vector.ready());
  }

  private void canBeCalled(Directory directory, String deployment, int replicas) {
    directory.putSlice(
        new SliceId(namespace(), deployment),
        application(),
        deployment,
        IntStream.range(0, replicas)
            .mapToObj(replica -> new Endpoint(deployment + replica, "10.0.0.1:9400", "", ""))
            .collect(Collectors.toMap(Endpoint::id, Function.identity())));
  }

  /** As its replicas do: a third of the calls waits, where somebody runs the others. */
  void report(LoadBook book, long sequence, Instant now) {
    long queued = vector.ready() == 0 ? vector.load() : vector.load() / 3;
    report(book, CALLER, 0, new ReplicaLoad(sequence, 0, Map.of(RANKER, queued), false), now);
    for (int replica = 0; replica < vector.ready(); replica++) {
      long ongoing = replica == 0 ? vector.load() - queued : 0;
      report(book, RANKER, replica, new ReplicaLoad(sequence, ongoing, Map.of(), false), now);
    }
  }

  private void report(
      LoadBook book, String deployment, int replica, ReplicaLoad load, Instant now) {
    book.report(new ReplicaId(application(), deployment, deployment + replica), 1, load, now);
  }

  /** The first number that it came to; empty while it has the one that it began with. */
  Optional<ReplicasOverTime.Change> reached() {
    return replicas.changes().stream().skip(1).findFirst();
  }

  /** When it last came to another number. */
  long lastChange() {
    return replicas.changes().getLast().nanos();
  }

  /** All numbers that it has had. */
  List<Integer> numbers() {
    return replicas.numbers();
  }

  /** How often its autoscaler has looked since a time. */
  long readsSince(long nanos) {
    return reads.stream().filter(read -> read.nanos() > nanos).count();
  }

  /** The values that lead to the decided number, up to a time. */
  LongStream valuesForDecided(long nanos) {
    return reads.stream()
        .filter(read -> read.nanos() < nanos)
        .mapToLong(Read::milli)
        .filter(milli -> leadsTo(milli) == vector.reached());
  }

  private int leadsTo(long milli) {
    return BigDecimal.valueOf(milli, 3)
        .divide(vector.perReplica(), 0, RoundingMode.CEILING)
        .intValueExact();
  }

  @Override
  public void close() {
    if (replicas != null) {
      replicas.close();
    }
  }
}
