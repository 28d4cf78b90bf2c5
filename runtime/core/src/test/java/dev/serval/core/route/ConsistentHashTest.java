package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.call.RecordedCall;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.core.route.RoutingPolicy.Eligibility;
import dev.serval.protocol.wire.Load;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsistentHashTest {

  private static final int KEYS = 2_000;

  @Test
  void aSessionStaysWithItsReplicaWhateverTheOrderOfTheSet() {
    List<Replica> replicas = replicas(10);

    assertThat(owners(ReplicaSet.of(replicas.reversed())))
        .isEqualTo(owners(ReplicaSet.of(replicas)));
  }

  @Test
  void sessionsAreSpreadOverTheReplicas() {
    Map<String, Integer> counts = new HashMap<>();
    owners(ReplicaSet.of(replicas(10))).values().forEach(id -> counts.merge(id, 1, Integer::sum));

    assertThat(counts).hasSize(10);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(120, 300));
  }

  @Test
  void aReplicaThatGoesMovesItsOwnSessionsAlone() {
    List<Replica> before = replicas(10);
    Map<String, String> owners = owners(ReplicaSet.of(before));

    Map<String, String> after = owners(ReplicaSet.of(before.subList(0, 9)));

    owners.forEach(
        (session, owner) -> {
          if (!owner.equals("r9")) {
            assertThat(after).containsEntry(session, owner);
          }
        });
  }

  @Test
  void aReplicaThatComesTakesOnlyItsShare() {
    Map<String, String> owners = owners(ReplicaSet.of(replicas(10)));

    Map<String, String> after = owners(ReplicaSet.of(replicas(11)));

    long moved =
        owners.entrySet().stream()
            .filter(entry -> !after.get(entry.getKey()).equals(entry.getValue()))
            .peek(entry -> assertThat(after).containsEntry(entry.getKey(), "r10"))
            .count();
    assertThat(moved).as("about one in eleven").isBetween(KEYS / 20L, KEYS / 6L);
  }

  @Test
  void aSessionInFashionSpillsOverBeforeItsReplicaIsAQuarterBusierThanTheAverage() {
    List<Replica> replicas = replicas(4);
    ReplicaSet set = ReplicaSet.of(replicas);

    for (int i = 0; i < 40; i++) {
      choose(set, "in fashion").reserve();
    }

    assertThat(replicas)
        .allSatisfy(replica -> assertThat(replica.outstanding()).isLessThanOrEqualTo(13))
        .extracting(Replica::outstanding)
        .contains(13);
  }

  @Test
  void replicasThatAreDownDoNotLowerTheBound() {
    List<Replica> replicas = replicas(4);
    replicas.subList(1, 4).forEach(Replica::markDown);
    ReplicaSet set = ReplicaSet.of(replicas);

    for (int i = 0; i < 100; i++) {
      Replica chosen = choose(set, "anything");
      assertThat(chosen).as("the only replica, with %d of 100 calls", i).isNotNull();
      chosen.reserve();
    }
    assertThat(choose(set, "anything")).isNull();
  }

  @Test
  void replicasThatOthersKeepBusyDoNotLowerTheBound() {
    List<Replica> replicas = replicas(4);
    replicas.subList(1, 4).forEach(replica -> replica.report(Load.of(100, 100)));
    ReplicaSet set = ReplicaSet.of(replicas);

    for (int i = 0; i < 100; i++) {
      choose(set, "anything").reserve();
    }

    assertThat(replicas.getFirst().outstanding()).isEqualTo(100);
  }

  @Test
  void callsWithoutASessionGoToTheLeastLoaded() {
    List<Replica> replicas = replicas(3);
    replicas.get(0).reserve();
    replicas.get(2).reserve();

    assertThat(choose(ReplicaSet.of(replicas), null)).isSameAs(replicas.get(1));
  }

  @Test
  void aSessionInFashionSpillsOverAmongAThousandToo() {
    List<Replica> replicas = replicas(1_000);
    ReplicaSet set = ReplicaSet.of(replicas);
    for (int i = 0; i < 2_000; i++) {
      choose(set, "session-" + i).reserve();
    }
    int before = choose(set, "in fashion").outstanding();

    for (int i = 0; i < 500; i++) {
      choose(set, "in fashion").reserve();
    }

    int most = replicas.stream().mapToInt(Replica::outstanding).max().orElseThrow();
    assertThat(most)
        .as("about a quarter more than 2.5, give or take what 16 of them differ by")
        .isBetween(Math.max(3, before), 8);
  }

  @Test
  void theOnlyOneWithRoomAmongAThousandIsFoundForASession() {
    List<Replica> replicas = replicas(1_000);
    for (int i = 0; i < replicas.size(); i++) {
      if (i != 617) {
        replicas.get(i).report(Load.of(100, 100));
      }
    }
    ReplicaSet set = ReplicaSet.of(replicas);

    for (int i = 0; i < 100; i++) {
      Replica chosen = choose(set, "session-" + i);
      assertThat(chosen).isSameAs(replicas.get(617));
      chosen.reserve();
    }
    assertThat(choose(set, "one more")).isNull();
  }

  @Test
  void theRingIsMadeForThePolicyThatNeedsItAloneAndBeforeTheFirstCall() {
    for (Policy policy : Policy.values()) {
      RouterRig rig = new RouterRig(policy, RouterOptions.UNBOUNDED).with(10, "a", "b");
      for (int i = 0; i < 4; i++) {
        rig.submitForSession("session-" + i);
      }
      rig.replicas("a", "b", "c");
      assertThat(rig.router.replicas.ringMade())
          .as("%s", policy)
          .isEqualTo(policy == Policy.CONSISTENT_HASH);
    }
  }

  @Test
  void theRingIsMadeWhenThePolicyBecomesTheOneThatNeedsIt() {
    RouterRig rig = new RouterRig().with(10, "a", "b");

    rig.router.reconfigure(
        new RouterOptions(Policy.CONSISTENT_HASH, RouterOptions.UNBOUNDED, "", ""));

    assertThat(rig.router.replicas.ringMade()).isTrue();
  }

  private static List<Replica> replicas(int count) {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replicas.add(RoutingPoliciesTest.up("r" + i, 100, 2));
    }
    return replicas;
  }

  private static Map<String, String> owners(ReplicaSet set) {
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      owners.put("session-" + i, choose(set, "session-" + i).endpoint().id());
    }
    return owners;
  }

  private static Replica choose(ReplicaSet set, String session) {
    CallOptions options =
        session == null ? CallOptions.DEFAULTS : CallOptions.DEFAULTS.withSessionId(session);
    return RoutingPolicies.of(Policy.CONSISTENT_HASH)
        .choose(set, new RecordedCall(options, null, 0), Eligibility.BELIEVED_FREE);
  }
}
