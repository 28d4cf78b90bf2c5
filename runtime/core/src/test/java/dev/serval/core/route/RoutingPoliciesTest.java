package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.RecordedCall;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.core.route.RoutingPolicy.Eligibility;
import dev.serval.protocol.wire.Load;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingPoliciesTest {

  private static final int DRAWS = 8_000;

  @ParameterizedTest
  @EnumSource(Policy.class)
  void choosesNobodyWhereThereIsNobody(Policy policy) {
    assertThat(choose(policy, ReplicaSet.EMPTY)).isNull();
    assertThat(choose(policy, ReplicaSet.of(List.of(replica("down", 2))))).isNull();
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void findsTheOnlyOneWithRoomAmongAThousand(Policy policy) {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Replica replica = up("r" + i, 1, 2);
      if (i != 617) {
        replica.reserve();
      }
      replicas.add(replica);
    }

    assertThat(choose(policy, ReplicaSet.of(replicas)).endpoint().id()).isEqualTo("r617");
  }

  @Test
  void leastLoadedChoosesTheLeastKnownLoad() {
    Replica own = up("own", 10, 2);
    Replica others = up("others", 10, 2);
    Replica idle = up("idle", 10, 2);
    own.reserve();
    others.report(Load.of(2, 10));

    assertThat(choose(Policy.LEAST_LOADED, ReplicaSet.of(List.of(own, others, idle))))
        .isSameAs(idle);
    idle.report(Load.of(3, 10));
    assertThat(choose(Policy.LEAST_LOADED, ReplicaSet.of(List.of(own, others, idle))))
        .isSameAs(own);
  }

  @Test
  void leastLoadedBreaksTiesAtRandomWhereverTheyStand() {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Replica replica = up("r" + i, 10, 2);
      replica.report(Load.of(i == 3 || i == 4 || i == 7 ? 0 : 5, 10));
      replicas.add(replica);
    }

    Map<String, Integer> drawn = draw(Policy.LEAST_LOADED, ReplicaSet.of(replicas));

    assertThat(drawn).containsOnlyKeys("r3", "r4", "r7");
    assertThat(drawn.values()).allSatisfy(count -> assertThat(count).isBetween(2_200, 3_200));
  }

  @Test
  void leastLoadedOfAThousandIsTheBestOfASampleThatDoesNotGrow() {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Replica replica = up("r" + i, 2_000, 2);
      replica.report(Load.of(i, 2_000));
      replicas.add(replica);
    }
    ReplicaSet set = ReplicaSet.of(replicas);

    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += choose(Policy.LEAST_LOADED, set).load();
    }

    assertThat(sum / DRAWS).as("the mean of the least of 16: 1000 / 17").isBetween(52.0, 65.0);
  }

  @Test
  void powerOfTwoChoosesTheLessLoadedOfTwo() {
    Replica busy = up("busy", 10, 2);
    Replica idle = up("idle", 10, 2);
    busy.reserve();

    assertThat(draw(Policy.POWER_OF_TWO_CHOICES, ReplicaSet.of(List.of(busy, idle))))
        .containsOnlyKeys("idle");
  }

  @Test
  void powerOfTwoLeavesOutTheBusiestButNotTheOthers() {
    Replica busiest = up("busiest", 10, 2);
    Replica middle = up("middle", 10, 2);
    Replica idle = up("idle", 10, 2);
    busiest.report(Load.of(4, 10));
    middle.report(Load.of(2, 10));

    Map<String, Integer> drawn =
        draw(Policy.POWER_OF_TWO_CHOICES, ReplicaSet.of(List.of(busiest, middle, idle)));

    assertThat(drawn).containsOnlyKeys("middle", "idle");
    assertThat(drawn.get("middle")).as("one pair in three").isBetween(2_300, 3_050);
  }

  @Test
  void roundRobinTakesTurnsAndSkipsWhoIsFull() {
    Replica a = up("a", 1, 2);
    Replica b = up("b", 1, 2);
    Replica c = up("c", 1, 2);
    b.reserve();
    RoutingPolicy policy = RoutingPolicies.of(Policy.ROUND_ROBIN);
    ReplicaSet set = ReplicaSet.of(List.of(a, b, c));

    List<String> turns = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      turns.add(policy.choose(set, new RecordedCall(), Eligibility.BELIEVED_FREE).endpoint().id());
    }

    assertThat(turns).containsExactly("a", "c", "c", "a", "c", "c");
  }

  @Test
  void theSameNodeIsPreferredThenTheSameZoneWhileNotBusier() {
    Replica node = up("node", 10, 0);
    Replica zone = up("zone", 10, 1);
    Replica far = up("far", 10, 2);
    ReplicaSet set = ReplicaSet.of(List.of(far, zone, node));
    assertThat(draw(Policy.LEAST_LOADED, set)).containsOnlyKeys("node");

    node.report(Load.of(2, 10));
    assertThat(draw(Policy.LEAST_LOADED, set)).containsOnlyKeys("zone");

    zone.report(Load.of(2, 10));
    node.report(Load.of(3, 10));
    assertThat(draw(Policy.LEAST_LOADED, set)).containsOnlyKeys("far");
  }

  @Test
  void whoAwaitsAGrantIsNotWorthAsking() {
    Replica replica = up("a", 2, 2);
    replica.rejected(Load.of(0, 2));
    ReplicaSet set = ReplicaSet.of(List.of(replica));

    assertThat(choose(Policy.LEAST_LOADED, set)).as("whatever its load says").isNull();
    assertThat(
            RoutingPolicies.of(Policy.LEAST_LOADED)
                .choose(set, new RecordedCall(), Eligibility.WORTH_ASKING))
        .isNull();

    replica.grantDeclined();
    assertThat(
            RoutingPolicies.of(Policy.LEAST_LOADED)
                .choose(set, new RecordedCall(), Eligibility.WORTH_ASKING))
        .isSameAs(replica);
  }

  static Replica up(String id, int limit, int distance) {
    Replica replica = replica(id, distance);
    replica.markUp(limit);
    return replica;
  }

  private static Replica replica(String id, int distance) {
    return new Replica(new ReplicaEndpoint(id, "", "", ""), distance, false);
  }

  private static Replica choose(Policy policy, ReplicaSet set) {
    return RoutingPolicies.of(policy).choose(set, new RecordedCall(), Eligibility.BELIEVED_FREE);
  }

  private static Map<String, Integer> draw(Policy policy, ReplicaSet set) {
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      drawn.merge(choose(policy, set).endpoint().id(), 1, Integer::sum);
    }
    return drawn;
  }
}
