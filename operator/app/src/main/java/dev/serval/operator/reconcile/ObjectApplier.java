package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.scaling.ReplicasField;
import dev.serval.operator.status.FailureMessage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies one object of a plan by server-side apply, if the server's differs in a field that the
 * operator manages. Objects of others are never touched.
 */
final class ObjectApplier {

  private static final int INVALID = 422;

  /** Bad request, forbidden (quota, terminating namespace), too large, and invalid. */
  private static final Set<Integer> REFUSALS =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
          INVALID);

  /** How the server begins, with code 500, to say that a field of an applied object isn't one. */
  private static final String UNKNOWN_FIELD = "failed to create typed patch object";

  /** That, with the name of the object, up to the path of the field. */
  private static final String OBJECT_AGAIN = "^" + UNKNOWN_FIELD + " \\([^)]*\\): ";

  /** Who replaces lists. As an owner it would keep a field that is left out later. */
  private static final String LISTS_MANAGER = Labels.MANAGER + "-lists";

  private final OwnedObjects owned;

  ObjectApplier(OwnedObjects owned) {
    this.owned = owned;
  }

  /**
   * Makes the object in the cluster like {@code desired}.
   *
   * @throws KubernetesClientException if it may work another time
   */
  ApplyOutcome apply(
      HasMetadata desired, ServeApplication application, Context<ServeApplication> context) {
    Optional<HasMetadata> cached = owned.find(desired);
    Optional<HasMetadata> existing =
        cached.isPresent() ? cached : Optional.ofNullable(read(desired, context.getClient()));
    if (existing.isEmpty()) {
      return create(desired, application, context.getClient());
    }
    HasMetadata there = existing.get();
    if (!Ownership.isOwned(there, application)) {
      return new ApplyOutcome.Foreign(Ownership.describeForeign(there, application));
    }
    if (SSABasedGenericKubernetesResourceMatcher.getInstance().matches(there, desired, context)) {
      return new ApplyOutcome.Unchanged(there);
    }
    return update(desired, there, context.getClient());
  }

  private static HasMetadata read(HasMetadata like, KubernetesClient client) {
    return client.resource(like).get();
  }

  /**
   * Without force: if somebody makes an object of that name in this moment, the server reports the
   * conflict instead of handing over the fields.
   */
  private ApplyOutcome create(
      HasMetadata desired, ServeApplication application, KubernetesClient client) {
    try {
      HasMetadata created = client.resource(desired).patch(context(false));
      owned.remember(created, Optional.empty());
      return new ApplyOutcome.Applied(created);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        HasMetadata winner = read(desired, client);
        if (winner != null && !Ownership.isOwned(winner, application)) {
          return new ApplyOutcome.Foreign(Ownership.describeForeign(winner, application));
        }
      }
      return refusedOrThrow(desired, e);
    }
  }

  /** The uid makes the server refuse if the object was replaced by one of the same name. */
  private ApplyOutcome update(HasMetadata desired, HasMetadata there, KubernetesClient client) {
    HasMetadata withUid = client.getKubernetesSerialization().clone(desired);
    withUid.getMetadata().setUid(there.getMetadata().getUid());
    try {
      handOverReplicas(desired, there, client);
      HasMetadata updated = put(withUid, client);
      owned.remember(updated, Optional.of(there));
      return new ApplyOutcome.Applied(updated);
    } catch (KubernetesClientException e) {
      return refusedOrThrow(desired, e);
    }
  }

  /**
   * Entries of a list have keys, such as a Service's ports their number. Whoever changes a key of
   * ours leaves an entry of their own, and both together may be refused: then lists become those of
   * {@code desired} alone.
   */
  private static HasMetadata put(HasMetadata desired, KubernetesClient client) {
    try {
      return client.resource(desired).patch(context(true));
    } catch (KubernetesClientException e) {
      if (e.getCode() != INVALID || !replaceLists(desired, client)) {
        throw e;
      }
      return client.resource(desired).patch(context(true));
    }
  }

  /** Whether the server took it. Nobody owns then what it changed. */
  private static boolean replaceLists(HasMetadata desired, KubernetesClient client) {
    PatchContext merge =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(LISTS_MANAGER)
            .build();
    try {
      HasMetadata replaced =
          client
              .resource(desired)
              .patch(merge, client.getKubernetesSerialization().asJson(desired));
      disown(replaced, client);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != INVALID) {
        throw e;
      }
      return false;
    }
  }

  private static void disown(HasMetadata replaced, KubernetesClient client) {
    List<ManagedFieldsEntry> others =
        replaced.getMetadata().getManagedFields().stream()
            .filter(entry -> !LISTS_MANAGER.equals(entry.getManager()))
            .toList();
    client
        .resource(replaced)
        .patch(
            PatchContext.of(PatchType.JSON),
            client
                .getKubernetesSerialization()
                .asJson(
                    List.of(
                        replacement(
                            "/metadata/resourceVersion",
                            replaced.getMetadata().getResourceVersion()),
                        replacement("/metadata/managedFields", others))));
  }

  private static Map<String, Object> replacement(String path, Object value) {
    return Map.of("op", "replace", "path", path, "value", value);
  }

  /**
   * A field that its only owner leaves out is gone, which makes one replica of any number: before
   * it is left out for the first time, the manager of scaling becomes an owner of it too.
   */
  private static void handOverReplicas(
      HasMetadata desired, HasMetadata there, KubernetesClient client) {
    if (desired instanceof Deployment wanted
        && wanted.getSpec().getReplicas() == null
        && there instanceof Deployment deployment) {
      ReplicasField.handOver(client, deployment);
    }
  }

  private static ApplyOutcome refusedOrThrow(HasMetadata desired, KubernetesClientException e) {
    String said = FailureMessage.of(e);
    boolean unknownField = said.startsWith(UNKNOWN_FIELD);
    if (!unknownField && !REFUSALS.contains(e.getCode())) {
      throw e;
    }
    return new ApplyOutcome.Refused(
        "the API server refuses %s %s: %s"
            .formatted(
                desired.getKind(),
                desired.getMetadata().getName(),
                unknownField ? fieldsOf(said) : said));
  }

  /**
   * Several are on a line each, in any order, below one that says that there are several. Of one
   * object's fields the server names the first that it finds, which may be another the next time.
   */
  private static String fieldsOf(String said) {
    return said.replaceFirst(OBJECT_AGAIN, "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.equals("errors:"))
        .map(line -> line.replaceFirst("^\\.", ""))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static PatchContext context(boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Labels.MANAGER)
        .withForce(force)
        .build();
  }
}
