package dev.serval.operator.discovery.directory;

import dev.serval.operator.discovery.ApplicationId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Changes a directory by chance, and writes down in the plainest way how it is to be. */
final class RandomChanges {

  static final List<ApplicationId> APPLICATIONS =
      List.of(new ApplicationId("shop", "recsys"), new ApplicationId("bank", "recsys"));

  private static final List<String> DEPLOYMENTS = List.of("Front", "Ranker");

  private final Random random;
  private final Directory directory;
  private final Set<ApplicationId> configured = new HashSet<>();

  /** Those whose present life had settings at some time. */
  private final Set<ApplicationId> told = new HashSet<>();

  private final Map<SliceId, Placed> slices = new TreeMap<>(byText());

  RandomChanges(long seed, Directory directory) {
    this.random = new Random(seed);
    this.directory = directory;
  }

  private static <T> Comparator<T> byText() {
    return Comparator.comparing(Object::toString);
  }

  /** Makes one change, perhaps one that changes nothing. */
  void change() {
    changeSomething();
    told.removeIf(each -> !configured.contains(each) && isWithoutSlices(each));
  }

  private boolean isWithoutSlices(ApplicationId application) {
    return slices.values().stream().noneMatch(placed -> placed.application().equals(application));
  }

  private void changeSomething() {
    ApplicationId application = any(APPLICATIONS);
    switch (random.nextInt(10)) {
      case 0 -> putSettings(application);
      case 1 -> {
        configured.remove(application);
        directory.removeSettings(application);
      }
      case 2, 3 -> {
        SliceId slice = anySlice(application);
        slices.remove(slice);
        directory.removeSlice(slice);
      }
      default -> putSlice(application);
    }
  }

  private void putSettings(ApplicationId application) {
    String hash = Integer.toString(random.nextInt(3));
    RuntimeSettings now = new RuntimeSettings(hash, Map.of("key", hash));
    configured.add(application);
    told.add(application);
    directory.putSettings(application, now);
  }

  private void putSlice(ApplicationId application) {
    SliceId slice = anySlice(application);
    Map<String, Endpoint> endpoints = new TreeMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      String id = "pod-" + random.nextInt(40);
      endpoints.put(id, new Endpoint(id, "10.0.0." + random.nextInt(3) + ":9400", "node", ""));
    }
    String deployment = any(DEPLOYMENTS);
    slices.put(slice, new Placed(application, deployment, endpoints));
    directory.putSlice(slice, application, deployment, endpoints);
  }

  private SliceId anySlice(ApplicationId application) {
    return new SliceId(application.namespace(), "slice-" + random.nextInt(4));
  }

  /**
   * What is to be known of an application, nothing before it has settings; of endpoints that two
   * slices name, the first.
   */
  Map<String, Map<String, Endpoint>> expected(ApplicationId application) {
    Map<String, Map<String, Endpoint>> expected = new TreeMap<>();
    if (!told.contains(application)) {
      return expected;
    }
    slices.forEach(
        (slice, placed) -> {
          if (placed.application().equals(application)) {
            Map<String, Endpoint> endpoints =
                expected.computeIfAbsent(placed.deployment(), name -> new TreeMap<>());
            placed.endpoints().forEach(endpoints::putIfAbsent);
          }
        });
    return expected;
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private record Placed(
      ApplicationId application, String deployment, Map<String, Endpoint> endpoints) {}
}
