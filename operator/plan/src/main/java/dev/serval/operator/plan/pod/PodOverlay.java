package dev.serval.operator.plan.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.v1alpha1.pod.PodTemplate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;

/** What the user lays over a pod template. */
final class PodOverlay {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final ObjectNode fields = MAPPER.createObjectNode();

  private PodOverlay() {}

  /** An overlay of {@code podTemplate}, which may be {@code null}. */
  static PodOverlay of(PodTemplate podTemplate) {
    PodOverlay overlay = new PodOverlay();
    if (podTemplate != null) {
      overlay.fields.setAll(present(podTemplate));
    }
    return overlay;
  }

  private static ObjectNode present(PodTemplate podTemplate) {
    ObjectNode present = MAPPER.createObjectNode();
    if (podTemplate.metadata() != null) {
      present.set("metadata", podTemplate.metadata());
    }
    if (podTemplate.spec() != null) {
      present.set("spec", podTemplate.spec());
    }
    return present;
  }

  /**
   * A copy of {@code template} with the overlay merged into it.
   *
   * @throws OverlayException if the overlay is no strategic merge patch, if what comes out is no
   *     pod template, or if it lacks what the operator finds the pods and their stage by
   */
  PodTemplateSpec over(PodTemplateSpec template) throws OverlayException {
    if (fields.isEmpty()) {
      return template;
    }
    ObjectNode merged = StrategicMerge.of(MAPPER.valueToTree(template), fields);
    PodTemplateSpec overlaid = podTemplate(merged);
    checkLabels(template, overlaid);
    checkStage(overlaid);
    return overlaid;
  }

  private static PodTemplateSpec podTemplate(ObjectNode merged) throws OverlayException {
    try {
      return MAPPER.treeToValue(merged, PodTemplateSpec.class);
    } catch (JsonMappingException e) {
      throw new OverlayException(
          FieldPath.of(e), "It doesn't have the form of a pod's field: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be read: " + merged, e);
    }
  }

  private static void checkLabels(PodTemplateSpec own, PodTemplateSpec overlaid)
      throws OverlayException {
    Map<String, String> labels =
        overlaid.getMetadata() == null ? Map.of() : overlaid.getMetadata().getLabels();
    for (Map.Entry<String, String> label : own.getMetadata().getLabels().entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        throw new OverlayException(
            ".metadata.labels",
            "It changes the label "
                + label.getKey()
                + ", by which the operator finds the pods: leave it out.");
      }
    }
  }

  private static void checkStage(PodTemplateSpec overlaid) throws OverlayException {
    if (containers(overlaid).stream()
        .map(Container::getName)
        .noneMatch(StageContainer.NAME::equals)) {
      throw new OverlayException(
          ".spec.containers",
          "It removes the container " + StageContainer.NAME + ", which hosts the stage: keep it.");
    }
  }

  private static List<Container> containers(PodTemplateSpec template) {
    return template.getSpec() == null ? List.of() : template.getSpec().getContainers();
  }
}
