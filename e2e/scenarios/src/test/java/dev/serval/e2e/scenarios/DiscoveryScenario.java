package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.PodMoments;
import dev.serval.e2e.support.PodMoments.Moment;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas come and go: when do their callers know, and when does the last call reach them? */
@ExtendWith(OnCluster.class)
class DiscoveryScenario {

  /** Few: what is to be measured is how fast word gets around, not how busy two cores are. */
  private static final int PER_SECOND = 10;

  private static final int MILLIS = 1;
  private static final int ROUNDS =
      Integer.parseInt(System.getenv().getOrDefault("DISCOVERY_ROUNDS", "3"));

  /** Until JVMs that have just started don't keep the machine busy any more. */
  private static final int BEGINNING = 20 * PER_SECOND;

  private static final int BETWEEN = 5 * PER_SECOND;

  /** Generous, for machines that do other things too: docs/benchmarks/hub.md has what it takes. */
  private static final long KNOWN_MILLIS = 5_000;

  /** A pod is told to stop so long after its deletion has begun. */
  private static final long TOLD_TO_STOP_MILLIS = 3_000;

  /** Callers may be told before this machine is; earlier than so much it was for another reason. */
  private static final long BEFORE_MILLIS = -1_000;

  /**
   * A replica that came, in milliseconds since it was ready.
   *
   * @param said until its EndpointSlice said so
   * @param known until every caller could call it
   */
  private record Come(long said, long known) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  ms since readiness: said by the EndpointSlice %,d, callable for all callers %,d",
          said,
          known);
    }
  }

  /**
   * A replica that went, in milliseconds since its deletion began.
   *
   * @param said until its EndpointSlice said so
   * @param avoided until no caller counted it among those that it can call
   * @param lastCall until the answer to its last call; negative if that was before
   */
  private record Gone(long said, long avoided, long lastCall) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  ms since deletion: said by the EndpointSlice %,d, avoided by all callers %,d,"
              + " last call %,d",
          said,
          avoided,
          lastCall);
    }
  }

  @Test
  void callersKnowInTimeWhoComesAndGoes(ClusterUnderTest cluster) {
    List<Come> come = new ArrayList<>();
    List<Gone> gone = new ArrayList<>();
    try (Workshop workshop = Workshop.withPackers(cluster)) {
      ApplicationUnderTest application = workshop.application();
      Map<String, Long> lastAnswers = new ConcurrentHashMap<>();
      try (LoadThroughService load =
              LoadThroughService.start(
                  workshop.parcel(MILLIS, "any session"),
                  PER_SECOND,
                  answer -> noteIn(lastAnswers, answer));
          PackersKnown known =
              new PackersKnown(cluster.client(), application.readyPods(Workshop.INGRESS));
          PodMoments moments = application.watchPods(Workshop.PACKER)) {
        load.awaitServed(BEGINNING);
        for (int round = 0; round < ROUNDS; round++) {
          load.awaitServed(BETWEEN);
          come.add(addOne(application, known, moments));
          load.awaitServed(BETWEEN);
          gone.add(removeOne(application, known, moments, lastAnswers));
        }
        LoadFigures figures = load.stop("a third replica of Packer comes and goes");
        come.forEach(System.out::println);
        gone.forEach(System.out::println);
        assertThat(figures.failed()).as(figures.toString()).isZero();
      }
    }
    assertThat(come).allMatch(each -> isWithin(each.known(), KNOWN_MILLIS));
    assertThat(gone).allMatch(each -> isWithin(each.avoided(), TOLD_TO_STOP_MILLIS));
  }

  private static boolean isWithin(long millis, long most) {
    return BEFORE_MILLIS < millis && millis < most;
  }

  /** Notes when a packer answered; false if that is no answer of one. */
  private static boolean noteIn(Map<String, Long> lastAnswers, String answer) {
    Optional<Parcel> parcel = Parcel.of(answer);
    parcel.ifPresent(each -> lastAnswers.put(each.packer(), System.nanoTime()));
    return parcel.isPresent();
  }

  private static Come addOne(
      ApplicationUnderTest application, PackersKnown known, PodMoments moments) {
    Set<String> before = packers(application);
    CompletableFuture<Long> callable = known.are(3);
    application.scale(Workshop.PACKER, 3);
    application.awaitPods(Workshop.PACKER, 3, Workshop.START);
    String pod = only(packers(application), before);
    long ready = moments.of(pod, Moment.READY);
    return new Come(
        millis(moments.of(pod, Moment.READY_IN_SLICE) - ready), millis(callable.join() - ready));
  }

  private static Gone removeOne(
      ApplicationUnderTest application,
      PackersKnown known,
      PodMoments moments,
      Map<String, Long> lastAnswers) {
    Set<String> before = packers(application);
    CompletableFuture<Long> avoided = known.are(2);
    application.scale(Workshop.PACKER, 2);
    application.awaitPods(Workshop.PACKER, 2, Workshop.START);
    String pod = only(before, packers(application));
    long ending = moments.of(pod, Moment.ENDING);
    return new Gone(
        millis(moments.of(pod, Moment.ENDING_IN_SLICE) - ending),
        millis(avoided.join() - ending),
        millis(Objects.requireNonNull(lastAnswers.get(pod), pod + " was never called") - ending));
  }

  private static Set<String> packers(ApplicationUnderTest application) {
    return application.readyPods(Workshop.PACKER).stream()
        .map(Pod::getMetadata)
        .map(metadata -> metadata.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The one of {@code more} that isn't among {@code fewer}. */
  private static String only(Set<String> more, Set<String> fewer) {
    Set<String> rest = new TreeSet<>(more);
    rest.removeAll(fewer);
    assertThat(rest).hasSize(1);
    return rest.iterator().next();
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
