package dev.serval.operator.hub.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serval.crds.PodConditions;
import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sets the condition of a pod that says whether it runs with the settings it was given. */
public final class PodConditionWriter implements BiConsumer<ReplicaIdentity, String> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final Clock clock;

  /** Writes with {@code client}. */
  public PodConditionWriter(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Writes at once; a pod of another uid is left alone by the server. */
  @Override
  public void accept(ReplicaIdentity replica, String problem) {
    boolean fine = problem.isEmpty();
    Map<String, Object> condition =
        Map.of(
            "type",
            PodConditions.CONFIGURED,
            "status",
            fine ? "True" : "False",
            "reason",
            fine ? "SettingsTaken" : "SettingsRefused",
            "message",
            problem,
            "lastTransitionTime",
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Object> patch =
        Map.of(
            "metadata",
            Map.of("uid", replica.podUid()),
            "status",
            Map.of("conditions", List.of(condition)));
    client
        .pods()
        .inNamespace(replica.namespace())
        .withName(replica.podName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), json(patch));
  }

  private static String json(Map<String, Object> patch) {
    try {
      return JSON.writeValueAsString(patch);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is no JSON", e);
    }
  }
}
