package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.RecordedCall;
import dev.serval.core.call.Together;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.core.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterStressTest {

  private static final int THREADS = 8;

  private final ManualTime time = new ManualTime();
  private final AtomicInteger pending = new AtomicInteger();
  private final ExecutorService[] loops = {
    Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor()
  };
  private final Map<String, TestingReplica> replicas = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<RecordedCall> calls = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stopLoops() {
    for (ExecutorService loop : loops) {
      loop.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void eachCallEndsOnceAndLeavesNothingBehindWhateverHappensAround(Policy policy) throws Exception {
    Router router = router(policy);
    for (int i = 0; i < 6; i++) {
      replicas.put("r" + i, newReplica(2));
    }
    router.update(endpoints(6));

    Together.run(
        THREADS,
        thread -> {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          RecordedCall mine = null;
          for (int i = 0; i < 3_000; i++) {
            switch (random.nextInt(10)) {
              case 0, 1, 2, 3 -> mine = submit(router);
              case 4 -> cancel(mine);
              case 5 -> changeReplicas(router, thread, i, random);
              default -> anyReplica().act(true);
            }
          }
        });
    router.update(endpoints(6));
    finishAll();

    assertThat(calls).allSatisfy(call -> assertThat(call.outcomes()).isEqualTo(1));
    assertThat(calls).extracting(RecordedCall::result).doesNotContain("twice");
    assertThat(router.queued()).isZero();
    Together.until("every place is given back", () -> router.outstanding() == 0);
    assertThat(replicas.values())
        .allSatisfy(
            replica -> {
              assertThat(replica.admission.ongoing()).isZero();
              assertThat(replica.links).allSatisfy(link -> assertThat(link.carried).hasValue(0));
            });
  }

  /** Two callers share the replicas, so that each finds them full through the other's doing. */
  @Test
  void nothingWaitsWhileASlotIsFree() throws Exception {
    for (int i = 0; i < 3; i++) {
      replicas.put("r" + i, newReplica(2));
    }
    List<Router> routers = List.of(router(Policy.LEAST_LOADED), router(Policy.LEAST_LOADED));
    routers.forEach(router -> router.update(endpoints(3)));

    for (int round = 0; round < 150; round++) {
      Together.run(
          THREADS,
          thread -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int i = 0; i < 12; i++) {
              switch (random.nextInt(5)) {
                case 0, 1 -> submit(routers.get(random.nextInt(2)));
                case 2 -> cancelAThird(random);
                default -> anyReplica().act(false);
              }
            }
          });
      calls.removeIf(RecordedCall::ended);
      Together.until(
          "nobody waits, or every replica is full",
          () ->
              pending.get() == 0
                  && (routers.stream().allMatch(router -> router.queued() == 0)
                      || replicas.values().stream().allMatch(TestingReplica::full)));
    }
    finishAll();

    assertThat(calls).allSatisfy(call -> assertThat(call.outcomes()).isEqualTo(1));
    routers.forEach(
        router -> Together.until("every place is given back", () -> router.outstanding() == 0));
  }

  private void changeReplicas(Router router, int thread, int i, ThreadLocalRandom random) {
    if (i % 20 == 0) {
      router.update(endpoints(3 + random.nextInt(4)));
    } else if (thread == 0) {
      time.advance(Duration.ofMillis(100));
    }
  }

  private void finishAll() {
    Together.until(
        "every call ends",
        () -> {
          time.advance(Duration.ofMillis(200));
          if (pending.get() < 50) {
            replicas.values().forEach(replica -> replica.act(false));
          }
          return calls.stream().allMatch(RecordedCall::ended);
        });
    Together.until("the loops are idle", () -> pending.get() == 0);
  }

  private RecordedCall submit(Router router) {
    CallOptions options =
        CallOptions.DEFAULTS.withSessionId("s" + ThreadLocalRandom.current().nextInt(50));
    boolean idempotent = ThreadLocalRandom.current().nextBoolean();
    RecordedCall call =
        new RecordedCall(idempotent ? options.asIdempotent() : options, null, System.nanoTime());
    calls.add(call);
    router.submit(call);
    return call;
  }

  private void cancelAThird(ThreadLocalRandom random) {
    for (RecordedCall call : calls) {
      if (random.nextInt(3) == 0) {
        cancel(call);
      }
    }
  }

  private static void cancel(RecordedCall call) {
    if (call != null) {
      call.cancel(CancelReason.CANCELLED);
    }
  }

  private TestingReplica anyReplica() {
    return replicas.get("r" + ThreadLocalRandom.current().nextInt(replicas.size()));
  }

  private TestingReplica newReplica(int limit) {
    return new TestingReplica(limit, loops[replicas.size() % loops.length], pending);
  }

  private Router router(Policy policy) {
    return new Router(
        "Ranker",
        new RouterOptions(policy, RouterOptions.UNBOUNDED, "", ""),
        time,
        (endpoint, listener) -> replicas.get(endpoint.id()).open(listener));
  }

  private static List<ReplicaEndpoint> endpoints(int count) {
    List<ReplicaEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      endpoints.add(new ReplicaEndpoint("r" + i, "r" + i, "", ""));
    }
    return endpoints;
  }
}
