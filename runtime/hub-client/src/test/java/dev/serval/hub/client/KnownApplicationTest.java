package dev.serval.hub.client;

import static dev.serval.hub.client.Snapshots.complete;
import static dev.serval.hub.client.Snapshots.difference;
import static dev.serval.hub.client.Snapshots.removed;
import static dev.serval.hub.client.Snapshots.replicas;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.hub.v1.DeploymentChange;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownApplicationTest {

  private final KnownApplication known = new KnownApplication();

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(known.hello()).isEqualTo(Hello.getDefaultInstance());
  }

  @Test
  void everythingIsTakenAndAskedForNoMore() throws Exception {
    AppliedSnapshot applied =
        known.apply(
            complete(
                    3,
                    "h1",
                    DeploymentChange.newBuilder()
                        .setDeployment("Ranker")
                        .addEndpoints(
                            Endpoint.newBuilder()
                                .setId("ranker-1")
                                .setAddress("198.18.0.1:9400")
                                .setNode("node-1")
                                .setZone("zone-1"))
                        .build(),
                    replicas("Features"))
                .build());

    assertThat(applied.endpoints())
        .isEqualTo(
            Map.of(
                "Ranker",
                List.of(new ReplicaEndpoint("ranker-1", "198.18.0.1:9400", "node-1", "zone-1")),
                "Features",
                List.of()));
    assertThat(applied.settings().getHash()).isEqualTo("h1");
    assertThat(known.hello())
        .isEqualTo(Hello.newBuilder().setEpoch(Snapshots.EPOCH).setVersion(3).build());
  }

  @Test
  void aDifferenceChangesWhatItNames() throws Exception {
    known.apply(
        complete(
                1,
                "h1",
                replicas("Ranker", "r1=198.18.0.1:9400", "r2=198.18.0.2:9400"),
                replicas("Features", "f1=198.18.0.3:9400"))
            .build());

    AppliedSnapshot applied =
        known.apply(
            difference(
                    1,
                    4,
                    removed("Ranker", "r1", "never told of").toBuilder()
                        .addEndpoints(
                            Endpoint.newBuilder().setId("r3").setAddress("198.18.0.1:9400"))
                        .build())
                .build());

    assertThat(applied.endpoints()).containsOnlyKeys("Ranker");
    assertThat(ids(applied, "Ranker")).containsExactly("r2", "r3");
    assertThat(applied.settings()).isNull();
    assertThat(known.hello().getVersion()).isEqualTo(4);
  }

  @Test
  void whatEverythingDoesNotHaveIsGone() throws Exception {
    known.apply(complete(1, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    AppliedSnapshot applied =
        known.apply(complete(2, "h", replicas("Other", "o1=198.18.0.2:9400")).build());

    assertThat(ids(applied, "Ranker")).isEmpty();
    assertThat(ids(applied, "Other")).containsExactly("o1");
  }

  @Test
  void aDeploymentThatIsRemovedHasNoReplicas() throws Exception {
    known.apply(complete(1, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    AppliedSnapshot applied = known.apply(difference(1, 2).addRemovedDeployments("Ranker").build());

    assertThat(ids(applied, "Ranker")).isEmpty();
    assertThat(known.apply(difference(2, 3, removed("Ranker", "r1")).build()).endpoints())
        .isEqualTo(Map.of("Ranker", List.of()));
  }

  @Test
  void anotherHubIsTakenWithEverythingItKnows() throws Exception {
    known.apply(complete(9, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    known.apply(complete(1, "h", replicas("Ranker")).setEpoch(8).build());

    assertThat(known.hello()).isEqualTo(Hello.newBuilder().setEpoch(8).setVersion(1).build());
  }

  @Test
  void nothingNewIsTakenToo() throws Exception {
    known.apply(complete(5, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    assertThat(known.apply(difference(5, 5).build()).endpoints()).isEmpty();
  }

  @Test
  void ofAnApplicationThatIsGoneNothingIsKnownButItsLastReplicas() throws Exception {
    known.apply(complete(5, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    AppliedSnapshot applied =
        known.apply(Snapshot.newBuilder().setEpoch(Snapshots.EPOCH).setComplete(true).build());

    assertThat(applied.gone()).isTrue();
    assertThat(applied.endpoints()).isEmpty();
    assertThat(known.hello()).isEqualTo(Hello.getDefaultInstance());
  }

  @Test
  void anAddressHasTheFormThatDnsGivesIt() throws Exception {
    AppliedSnapshot applied =
        known.apply(complete(1, "h", replicas("Ranker", "r1=[2001:db8::1]:9400")).build());

    assertThat(applied.endpoints().get("Ranker"))
        .extracting(ReplicaEndpoint::address)
        .containsExactly("[2001:db8:0:0:0:0:0:1]:9400");
  }

  // ---- Nonsense

  @Test
  void aDifferenceThatDoesNotFitIsRefused() throws Exception {
    refused(difference(1, 2), "the difference to version 1 of 7, but the replica has version 0");
    known.apply(complete(3, "h").build());

    refused(difference(2, 4), "the difference to version 2 of 7, but the replica has version 3");
    refused(difference(3, 4).setEpoch(8), "version 3 of 8");
    refused(difference(3, 2), "goes back from version 3 to 2");
  }

  @Test
  void whatBreaksARuleIsRefusedAsAWhole() throws Exception {
    known.apply(complete(1, "h", replicas("Ranker", "r1=198.18.0.1:9400")).build());
    DeploymentChange good = replicas("Features", "f1=198.18.0.3:9400");

    refused(complete(2, "h", good, replicas("Ranker", "=198.18.0.1:9400")), "name of a replica");
    refused(complete(2, "h", good, replicas("Ranker", "r=nowhere:x")), "host:port", "replica r of");
    refused(complete(2, "h", good, replicas("Ranker", "r=name:9400")), "host's number");
    refused(complete(2, "h", good, replicas("Ranker", "r=198.18.0.1:0")), "1 to 65535");
    refused(
        complete(2, "h", good, replicas("R", "r=198.18.0.1:1", "r=198.18.0.2:1")),
        "replica r twice");
    refused(complete(2, "h", good, good), "deployment Features twice");
    refused(complete(2, "h", good, replicas(" ")), "name of a deployment");
    refused(complete(2, "", good), "hash");
    refused(complete(2, "h", good).setEpoch(0), "no epoch");
    refused(difference(1, 2, good).addRemovedDeployments("Features"), "Features twice");
    refused(
        difference(
            1,
            2,
            removed("Ranker", "r1").toBuilder()
                .mergeFrom(replicas("Ranker", "r1=198.18.0.1:1"))
                .build()),
        "r1 twice");

    assertThat(known.hello().getVersion()).isEqualTo(1);
    assertThat(ids(known.apply(difference(1, 2, replicas("Ranker")).build()), "Ranker"))
        .containsExactly("r1");
  }

  @Test
  void whatIsKnownIsBounded() throws Exception {
    Snapshot.Builder deployments = complete(1, "h");
    for (int i = 0; i <= SnapshotRules.MOST_DEPLOYMENTS; i++) {
      deployments.addDeployments(replicas("D" + i));
    }
    refused(deployments, "more than 1000 deployments");

    DeploymentChange.Builder many = DeploymentChange.newBuilder().setDeployment("Ranker");
    for (int i = 0; i <= SnapshotRules.MOST_REPLICAS; i++) {
      many.addEndpoints(
          Endpoint.newBuilder().setId("r" + i).setAddress("198.18.0.1:" + (1 + i % 65_535)));
    }
    refused(complete(1, "h", many.build()), "more than 50000 replicas");

    Snapshot.Builder settings = complete(1, "h");
    settings.getSettingsBuilder().putValues("key", "x".repeat(SnapshotRules.MOST_SETTINGS_BYTES));
    refused(settings, "settings have more than");
  }

  /** Bytes of a snapshot are changed here and there: whatever it says then, nothing else throws. */
  @Test
  void nonsenseIsTakenOrRefusedAndNothingElse() throws Exception {
    byte[] bytes =
        complete(
                2,
                "h",
                replicas("Ranker", "r1=198.18.0.1:9400", "r2=[2001:db8::1]:9400"),
                removed("Features", "f1"))
            .addRemovedDeployments("Old")
            .build()
            .toByteArray();
    Random random = new Random(11);
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = bytes.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        Snapshot snapshot = Snapshot.parseFrom(mutated);
        known.apply(snapshot).endpoints().values().forEach(Collection::size);
        taken++;
      } catch (InvalidProtocolBufferException unreadable) {
        // The library refuses it.
      } catch (SnapshotException wrong) {
        assertThat(wrong.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(taken).isPositive();
    assertThat(refused).isPositive();
  }

  private void refused(Snapshot.Builder snapshot, String... why) {
    Hello before = known.hello();
    assertThatThrownBy(() -> known.apply(snapshot.build()))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContainingAll(why);
    assertThat(known.hello()).isEqualTo(before);
  }

  private static List<String> ids(AppliedSnapshot applied, String deployment) {
    return new ArrayList<>(applied.endpoints().get(deployment))
        .stream().map(ReplicaEndpoint::id).toList();
  }
}
