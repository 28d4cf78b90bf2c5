package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The last spec of each application that could be served. What runs is by that one, and so is
 * scaling, while a newer one is refused. Known since this operator leads. Safe for several threads.
 */
final class GoodSpecs {

  /**
   * A spec.
   *
   * @param uid of the application: another of the same name has nothing to do with it
   */
  private record Good(String uid, ServeApplicationSpec spec) {}

  private final Map<ResourceID, Good> specs = new ConcurrentHashMap<>();

  /** The spec that the application has can be served. */
  void put(ServeApplication application) {
    specs.put(
        ResourceID.fromResource(application),
        new Good(application.getMetadata().getUid(), application.getSpec()));
  }

  /** The last one of the application; empty if this operator has seen none. */
  Optional<ServeApplicationSpec> of(ServeApplication application) {
    return Optional.ofNullable(specs.get(ResourceID.fromResource(application)))
        .filter(good -> good.uid().equals(application.getMetadata().getUid()))
        .map(Good::spec);
  }

  /**
   * Forgets applications that are gone.
   *
   * @param exists whether there is one of that name now
   */
  void retain(Predicate<ResourceID> exists) {
    specs.keySet().removeIf(id -> !exists.test(id));
  }
}
