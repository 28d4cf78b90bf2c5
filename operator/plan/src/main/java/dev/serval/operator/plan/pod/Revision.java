package dev.serval.operator.plan.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serval.operator.plan.resolve.ContentHash;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/** The revision of a pod template. */
final class Revision {

  private static final int HASH_CHARACTERS = 10;
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Revision() {}

  /**
   * The hash of the template's JSON with sorted fields: the same for the same content, whichever
   * version of the model wrote it.
   */
  static String of(PodTemplateSpec template) {
    try {
      Map<?, ?> fields = CANONICAL.convertValue(template, Map.class);
      return ContentHash.of(CANONICAL.writeValueAsString(fields), HASH_CHARACTERS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a pod template that cannot be written: " + template, e);
    }
  }
}
