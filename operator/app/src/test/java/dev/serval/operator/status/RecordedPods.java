package dev.serval.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Statuses of pods as kubelets wrote them. */
public final class RecordedPods {

  private RecordedPods() {}

  /** The recorded status of that name. */
  public static PodStatus status(String name) {
    try (InputStream file = RecordedPods.class.getResourceAsStream("/pods/" + name + ".yaml")) {
      return Serialization.unmarshal(file, PodStatus.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Pod pod(String revision, String status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("recsys-ranker-" + revision + "-" + status)
        .addToLabels("serving.serval.dev/revision", revision)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("stage")
        .withNewReadinessProbe()
        .withPeriodSeconds(5)
        .withFailureThreshold(4)
        .endReadinessProbe()
        .endContainer()
        .endSpec()
        .withStatus(status(status))
        .build();
  }
}
