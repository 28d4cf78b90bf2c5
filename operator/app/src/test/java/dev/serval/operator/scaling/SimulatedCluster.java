package dev.serval.operator.scaling;

import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.metricsapi.ServedValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One application of a ranker, which is autoscaled, and a front with one replica; no threads. */
final class SimulatedCluster implements ScaledApplications {

  static final ApplicationId APPLICATION = new ApplicationId("shop", "recsys");
  static final String RANKER = "Ranker";

  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ScalingBoard board = new ScalingBoard();
  final ServedValues values = new ServedValues();

  /** Numbers that were written, in order. */
  final List<Integer> writes = new ArrayList<>();

  /** How often something else was to be said. */
  int told;

  ScaledBy by = new ScaledBy.Operator();
  Autoscaling spec = between(1, 5);
  boolean exists = true;
  boolean answers = true;
  int asked = 1;
  int ready = 1;
  int front = 1;
  Optional<String> foreign = Optional.empty();
  Optional<DeploymentLoad> load = load(0, 0);

  /** How many of those that are ready can't reach the hub. */
  int silent;

  int silentFront;
  RuntimeException refusal;

  /** Whether the last number that was written is still to be set. */
  BooleanSupplier wanted;

  private final List<CompletableFuture<Boolean>> unanswered = new ArrayList<>();
  private Scaler scaler = newScaler();
  private Duration passed = Duration.ZERO;

  private Scaler newScaler() {
    return new Scaler(
        this,
        new ScalerPorts(
            new Reports(),
            this::write,
            board,
            values,
            new ScalingMetrics(meters),
            application -> told++));
  }

  /** An operator that has just begun to lead. */
  void anotherLeads() {
    scaler.forgetAll();
    scaler = newScaler();
  }

  private CompletableFuture<Boolean> write(
      String namespace, String name, int replicas, BooleanSupplier stillWanted) {
    writes.add(replicas);
    wanted = stillWanted;
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    unanswered.add(answer);
    if (answers) {
      answer();
    }
    return answer;
  }

  /** The API server answers what it hasn't answered yet; the last write holds. */
  void answer() {
    for (CompletableFuture<Boolean> answer : unanswered) {
      if (refusal == null) {
        asked = writes.getLast();
        foreign = Optional.empty();
        answer.complete(true);
      } else {
        answer.completeExceptionally(refusal);
      }
    }
    unanswered.clear();
  }

  /** The last write comes to its turn when it is no longer wanted. */
  void drop() {
    unanswered.removeLast().complete(false);
  }

  private final class Reports implements LoadSource {

    @Override
    public Optional<DeploymentLoad> load(
        ApplicationId application, String deployment, Instant now) {
      return load;
    }

    @Override
    public Map<String, ReadyReports> ready(ApplicationId application, Instant now) {
      return Map.of(
          RANKER,
          new ReadyReports(ready, ready - silent),
          "Front",
          new ReadyReports(front, front - silentFront));
    }
  }

  /** The load is that from now on, as far as it is reported. */
  void carry(long ongoing, long queued) {
    load = load(ongoing, queued);
  }

  private Optional<DeploymentLoad> load(long ongoing, long queued) {
    return Optional.of(new DeploymentLoad(ready, ongoing, queued));
  }

  /** The replicas that the Deployment asks for are ready, and report. */
  void start() {
    ready = asked;
    load = load.map(told -> load(told.ongoing(), told.queued()).orElseThrow());
  }

  /** A look each second for so long. */
  void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      passed = passed.plusSeconds(1);
      look();
    }
  }

  void look() {
    scaler.lookAtAll(now());
  }

  /** Time passes without a look. */
  void advance(Duration time) {
    passed = passed.plus(time);
  }

  /** Looks as when something has happened between two seconds. */
  void lookInBetween() {
    scaler.lookAt(APPLICATION, now());
  }

  void lookIfCalledAtZero() {
    scaler.lookAtCalledAtZero(now());
  }

  private Moment now() {
    return new Moment(passed.toNanos(), START.plus(passed));
  }

  ScalingReport report() {
    return board.of(APPLICATION).get(RANKER);
  }

  ServedValue served() {
    return values.values(APPLICATION.namespace()).getFirst();
  }

  double metric(String name) {
    return meters.get("serval.scaling." + name).gauge().value();
  }

  static Autoscaling between(int least, int most) {
    return between(least, most, 2);
  }

  static Autoscaling between(int least, int most, double target) {
    return new Autoscaling(
        ScalingMode.NATIVE, least, most, null, target, null, null, null, null, null, null);
  }

  @Override
  public List<ScaledApplication> all() {
    return find(APPLICATION).stream().toList();
  }

  @Override
  public Optional<ScaledApplication> find(ApplicationId application) {
    return exists
        ? Optional.of(
            new ScaledApplication(
                APPLICATION,
                ready + front,
                List.of(
                    new ScaledDeployment(
                        RANKER, "recsys-ranker", spec, false, by, asked, ready, ready, foreign))))
        : Optional.empty();
  }
}
