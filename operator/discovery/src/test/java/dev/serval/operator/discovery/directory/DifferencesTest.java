package dev.serval.operator.discovery.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However changes are cut into differences, who applies these knows what there is. */
class DifferencesTest {

  private static final int CHANGES = 400;

  static Stream<Integer> seeds() {
    return IntStream.range(0, 50).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void differencesInAnyChunksGiveTheCompleteSnapshot(int seed) {
    Directory directory = new Directory(7);
    RandomChanges changes = new RandomChanges(seed, directory);
    for (ApplicationId application : RandomChanges.APPLICATIONS) {
      List<KnownApplication> replicas = new ArrayList<>();
      for (int i = 0; i < CHANGES; i++) {
        changes.change();
        if (changes.nextInt(20) == 0) {
          replicas.add(new KnownApplication());
        }
        for (KnownApplication replica : replicas) {
          if (changes.nextInt(replicas.size() + 3) == 0) {
            check(replica, directory, application, changes);
          }
        }
      }
      replicas.forEach(replica -> check(replica, directory, application, changes));
    }
  }

  private static void check(
      KnownApplication replica,
      Directory directory,
      ApplicationId application,
      RandomChanges changes) {
    if (replica.version() == directory.version(application)) {
      // what the sender takes for "has everything"
      if (replica.version() != 0) {
        assertThat(replica.deployments()).isEqualTo(changes.expected(application));
      }
      return;
    }
    replica.apply(directory.since(application, replica.version()));
    assertThat(replica.deployments()).isEqualTo(changes.expected(application));
    assertThat(replica.version()).isEqualTo(directory.version(application));
    KnownApplication fresh = new KnownApplication().apply(directory.since(application, 0));
    assertThat(fresh.deployments()).isEqualTo(replica.deployments());
    if (fresh.settings() != null) {
      assertThat(replica.settings()).isEqualTo(fresh.settings());
    }
  }
}
