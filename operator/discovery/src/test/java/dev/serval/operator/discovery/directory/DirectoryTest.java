package dev.serval.operator.discovery.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.discovery.ApplicationId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {

  private static final ApplicationId SHOP = new ApplicationId("shop", "recsys");
  private static final SliceId SLICE = new SliceId("shop", "recsys-ranker-x");

  private final Directory directory = new Directory(7);

  @BeforeEach
  void configure() {
    directory.putSettings(SHOP, settings("1"));
  }

  @Test
  void anUnknownApplicationHasNoVersionAndNothing() {
    ApplicationId other = new ApplicationId("bank", "recsys");
    assertThat(directory.version(other)).isZero();
    Difference difference = directory.since(other, 0);
    assertThat(difference.complete()).isTrue();
    assertThat(difference.to()).isZero();
    assertThat(difference.deployments()).isEmpty();
  }

  @Test
  void nothingIsToldBeforeThereAreSettings() {
    Directory fresh = new Directory(8);
    fresh.putSlice(SLICE, SHOP, "Ranker", endpoints("a"));
    assertThat(fresh.version(SHOP)).isZero();
    assertThat(fresh.since(SHOP, 0).deployments()).isEmpty();
    fresh.putSettings(SHOP, settings("1"));
    assertThat(fresh.since(SHOP, 0).deployments()).containsKey("Ranker");
  }

  @Test
  void settingsStayAsLongAsThereAreReplicas() {
    put("a");
    assertThat(directory.removeSettings(SHOP)).isFalse();
    assertThat(directory.since(SHOP, 0).settings()).contains(settings("1"));
    assertThat(directory.removeSlice(SLICE)).isTrue();
    assertThat(directory.version(SHOP)).isZero();
    assertThat(directory.size()).isEqualTo(new DirectorySize(0, 0, 0));
  }

  @Test
  void whatIsToldTwiceChangesNothing() {
    assertThat(put("a")).isTrue();
    long version = directory.version(SHOP);
    assertThat(put("a")).isFalse();
    assertThat(directory.putSettings(SHOP, settings("2"))).isTrue();
    assertThat(directory.putSettings(SHOP, settings("2"))).isFalse();
    assertThat(directory.version(SHOP)).isGreaterThan(version);
  }

  @Test
  void replicasAreKnownByName() {
    assertThat(directory.replicas(SHOP)).isEmpty();
    put("a", "b");
    put("b", "c");
    directory.putSlice(new SliceId("shop", "front-x"), SHOP, "Front", endpoints("f"));

    assertThat(directory.replicas(SHOP))
        .isEqualTo(Map.of("Ranker", Set.of("b", "c"), "Front", Set.of("f")));
    assertThat(directory.replicas(new ApplicationId("bank", "recsys"))).isEmpty();
  }

  @Test
  void aDifferenceHasWhatChangedAlone() {
    put("a", "b");
    long known = directory.version(SHOP);
    put("b", "c");

    Difference difference = directory.since(SHOP, known);

    assertThat(difference.complete()).isFalse();
    assertThat(difference.from()).isEqualTo(known);
    assertThat(difference.settings()).isEmpty();
    assertThat(difference.deployments())
        .isEqualTo(
            Map.of("Ranker", new DeploymentDifference(List.of(endpoint("c")), List.of("a"))));
  }

  @Test
  void whatCameAndWentIsToldOnce() {
    put("a");
    long known = directory.version(SHOP);
    put("a", "b");
    put("a");
    put("a", "b");
    put("b");

    assertThat(directory.since(SHOP, known).deployments().get("Ranker"))
        .isEqualTo(new DeploymentDifference(List.of(endpoint("b")), List.of("a")));
  }

  @Test
  void aDeploymentWithoutReplicasIsThereUntilItsLastSliceGoes() {
    put("a");
    long known = directory.version(SHOP);
    put();
    assertThat(new KnownApplication().apply(directory.since(SHOP, 0)).deployments())
        .isEqualTo(Map.of("Ranker", Map.of()));

    directory.removeSlice(SLICE);

    assertThat(directory.since(SHOP, known).removedDeployments()).containsExactly("Ranker");
  }

  @Test
  void anApplicationMadeAnewHasNoVersionOfTheEarlierOne() {
    put("a");
    long known = directory.version(SHOP);
    directory.removeSettings(SHOP);
    directory.removeSlice(SLICE);
    put("b");
    directory.putSettings(SHOP, settings("1"));

    assertThat(directory.version(SHOP)).isGreaterThan(known);
    assertThat(directory.since(SHOP, known).complete()).isTrue();
  }

  @Test
  void aVersionThatWasNeverGivenGetsEverything() {
    put("a");
    assertThat(directory.since(SHOP, directory.version(SHOP) + 1).complete()).isTrue();
  }

  @Test
  void anEndpointThatMovesBetweenSlicesStays() {
    SliceId other = new SliceId("shop", "recsys-ranker-y");
    put("a");
    long known = directory.version(SHOP);
    directory.putSlice(other, SHOP, "Ranker", endpoints("a"));
    assertThat(directory.version(SHOP)).isEqualTo(known);
    put();
    assertThat(directory.version(SHOP)).isEqualTo(known);
    directory.removeSlice(other);
    assertThat(directory.since(SHOP, known).deployments().get("Ranker").removed())
        .containsExactly("a");
  }

  @Test
  void theLogIsBounded() {
    put("stays");
    long known = directory.version(SHOP);
    for (int i = 0; i < 10_000; i++) {
      put("stays", "flaps-" + i);
    }
    assertThat(directory.size().logged()).isLessThanOrEqualTo(64);
    assertThat(directory.since(SHOP, known).complete()).isTrue();
    long recent = directory.version(SHOP);
    put("stays");
    assertThat(directory.since(SHOP, recent).complete()).isFalse();
  }

  @Test
  void theLogOfALargeApplicationReachesFurther() {
    Map<String, Endpoint> many = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      many.put("pod-" + i, endpoint("pod-" + i));
    }
    directory.putSlice(SLICE, SHOP, "Ranker", many);
    long known = directory.version(SHOP);
    for (int i = 0; i < 500; i++) {
      many.remove("pod-" + i);
      directory.putSlice(SLICE, SHOP, "Ranker", many);
    }
    assertThat(directory.since(SHOP, known).complete()).isFalse();
    assertThat(directory.size().logged()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void noEpochIsRefused() {
    assertThatThrownBy(() -> new Directory(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private boolean put(String... ids) {
    return directory.putSlice(SLICE, SHOP, "Ranker", endpoints(ids));
  }

  private static Map<String, Endpoint> endpoints(String... ids) {
    Map<String, Endpoint> endpoints = new TreeMap<>();
    for (String id : ids) {
      endpoints.put(id, endpoint(id));
    }
    return endpoints;
  }

  private static Endpoint endpoint(String id) {
    return new Endpoint(id, "10.0.0.1:9400", "node-1", "zone-a");
  }

  private static RuntimeSettings settings(String hash) {
    return new RuntimeSettings(hash, Map.of("serval.key", hash));
  }
}
