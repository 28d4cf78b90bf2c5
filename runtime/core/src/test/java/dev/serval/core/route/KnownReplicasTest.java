package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.RecordedCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which replicas keep their connections when a router is told of replicas. */
class KnownReplicasTest {

  private static final String ADDRESS = "198.18.0.1:9400";

  private final RouterRig rig = new RouterRig();

  @Test
  void aReplicaFoundByItsAddressStaysWhenItIsNamed() {
    told(ReplicaEndpoint.at(ADDRESS));
    rig.link(ADDRESS).up(2);
    RecordedCall call = rig.submit();

    told(new ReplicaEndpoint("ranker-1", ADDRESS, "node-1", "zone-1"));

    assertThat(rig.links).containsOnlyKeys(ADDRESS);
    assertThat(rig.link(ADDRESS).closed).isFalse();
    assertThat(rig.router.availableReplicas()).isEqualTo(1);
    assertThat(rig.router.outstanding()).isEqualTo(1);
    rig.link(ADDRESS).lose(call, true);
    assertThat(call.error()).hasMessageContaining("was lost with replica ranker-1 ");
  }

  @Test
  void aReplicaThatHadANameStaysWhenItsAddressAloneIsKnown() {
    told(new ReplicaEndpoint("ranker-1", ADDRESS, "", ""));
    rig.link("ranker-1").up(2);

    told(ReplicaEndpoint.at(ADDRESS));

    assertThat(rig.links).containsOnlyKeys("ranker-1");
    assertThat(rig.router.availableReplicas()).isEqualTo(1);
  }

  @Test
  void anotherNameAtTheSameAddressIsAnotherReplica() {
    told(new ReplicaEndpoint("ranker-1", ADDRESS, "", ""));
    rig.link("ranker-1").up(2);

    told(new ReplicaEndpoint("ranker-2", ADDRESS, "", ""));

    assertThat(rig.link("ranker-1").closed).isTrue();
    assertThat(rig.links).containsKey("ranker-2");
    assertThat(rig.router.availableReplicas()).isZero();
  }

  @Test
  void theSameNameAtAnotherAddressIsConnectedAnew() {
    told(new ReplicaEndpoint("ranker-0", ADDRESS, "", ""));
    TestingLink before = rig.link("ranker-0").up(2);

    told(new ReplicaEndpoint("ranker-0", "198.18.0.2:9400", "", ""));

    assertThat(before.closed).isTrue();
    assertThat(rig.link("ranker-0")).isNotSameAs(before);
  }

  @Test
  void aReplicaThatIsToldTwiceIsConnectedOnce() {
    told(ReplicaEndpoint.at(ADDRESS), new ReplicaEndpoint("ranker-1", ADDRESS, "", ""));
    rig.link(ADDRESS).up(1);
    told(ReplicaEndpoint.at(ADDRESS), new ReplicaEndpoint("ranker-1", ADDRESS, "", ""));

    assertThat(rig.links).containsOnlyKeys(ADDRESS);
    assertThat(rig.router.availableReplicas()).isEqualTo(1);
  }

  @Test
  void whereAReplicaIsCountsFromWhenItIsKnown() {
    told(ReplicaEndpoint.at("a:1"), ReplicaEndpoint.at("b:1"));
    rig.link("a:1").up(10);
    rig.link("b:1").up(10);

    told(
        new ReplicaEndpoint("a", "a:1", "node-2", "zone-2"),
        new ReplicaEndpoint("b", "b:1", "node-1", "zone-1"));
    rig.submit();
    rig.submit();

    assertThat(rig.link("b:1").running).as("near, and at most two calls ahead").hasSize(2);
  }

  @Test
  void whereTheCallerIsCountsFromWhenItIsKnown() {
    told(
        new ReplicaEndpoint("a", "a:1", "", "zone-2"),
        new ReplicaEndpoint("b", "b:1", "", "zone-3"));
    rig.link("a").up(10);
    rig.link("b").up(10);

    rig.router.reconfigure(
        new RouterOptions(
            RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED, "node-1", "zone-3"));

    assertThat(rig.placeOf(rig.submit())).isEqualTo("b");
  }

  @Test
  void aHigherLimitThatIsAnnouncedLetsWaitingCallsGoWithoutAnAnswer() {
    told(ReplicaEndpoint.at(ADDRESS));
    rig.link(ADDRESS).up(1);
    rig.submit();
    rig.submit();
    assertThat(rig.router.queued()).isEqualTo(1);

    rig.router.expectLimit(2);

    assertThat(rig.router.queued()).isZero();
    assertThat(rig.link(ADDRESS).running).hasSize(2);
  }

  @Test
  void aSessionHasOneReplicaHoweverItWasFound() {
    List<Replica> named =
        List.of(replica("ranker-1", "a:1"), replica("ranker-2", "b:1"), replica("ranker-3", "c:1"));
    List<Replica> found =
        List.of(replica("c:1", "c:1"), replica("a:1", "a:1"), replica("b:1", "b:1"));

    for (int session = 0; session < 100; session++) {
      assertThat(owner(found, "session-" + session)).isEqualTo(owner(named, "session-" + session));
    }
  }

  private static String owner(List<Replica> replicas, String session) {
    HashRing ring = ReplicaSet.of(replicas).ring();
    return ring.owner(ring.position(session)).endpoint().address();
  }

  private static Replica replica(String id, String address) {
    return new Replica(new ReplicaEndpoint(id, address, "", ""), 2, false);
  }

  private void told(ReplicaEndpoint... endpoints) {
    rig.endpoints(List.of(endpoints));
  }
}
