package dev.serval.operator.plan.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch, for pod templates. Objects are merged field by field, where
 * {@code null} removes; lists are merged by a key where Kubernetes has one for them, else replaced.
 * {@code $patch: delete} removes an entry or object, {@code $patch: replace} replaces instead of
 * merging.
 */
final class StrategicMerge {

  private static final String PATCH = "$patch";
  private static final String DELETE = "delete";
  private static final String REPLACE = "replace";

  /** By which field the entries of a list are the same, as the API of pods declares it. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ports", "containerPort"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("resourceClaims", "name"),
          Map.entry("schedulingGates", "name"));

  private static final Set<String> DIRECTIVES = Set.of(DELETE, REPLACE);

  private StrategicMerge() {}

  /**
   * A copy of {@code base} with {@code patch} merged into it.
   *
   * @throws OverlayException if {@code patch} is no strategic merge patch
   */
  static ObjectNode of(ObjectNode base, ObjectNode patch) throws OverlayException {
    return merged(base, patch, "");
  }

  private static ObjectNode merged(ObjectNode base, ObjectNode patch, String path)
      throws OverlayException {
    ObjectNode result =
        REPLACE.equals(directive(patch, path)) ? patch.objectNode() : base.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (!field.getKey().equals(PATCH)) {
        mergeField(result, field.getKey(), field.getValue(), path + '.' + field.getKey());
      }
    }
    return result;
  }

  private static void mergeField(ObjectNode into, String name, JsonNode patch, String path)
      throws OverlayException {
    if (name.startsWith("$")) {
      throw new OverlayException(
          path, "Of the directives only " + PATCH + " is supported: leave this one out.");
    }
    switch (patch) {
      case ObjectNode object when DELETE.equals(directive(object, path)) -> into.remove(name);
      case ObjectNode object -> into.set(name, merged(objectOf(into, name), object, path));
      case ArrayNode list when KEYS.containsKey(name) ->
          into.set(name, mergedList(listOf(into, name), list, KEYS.get(name), path));
      case JsonNode absent when absent.isNull() -> into.remove(name);
      default -> into.set(name, patch.deepCopy());
    }
  }

  private static ArrayNode mergedList(ArrayNode base, ArrayNode patch, String key, String path)
      throws OverlayException {
    ArrayNode result = replacesList(patch) ? patch.arrayNode() : base.deepCopy();
    for (int i = 0; i < patch.size(); i++) {
      if (!isReplaceAll(patch.get(i))) {
        mergeEntry(result, patch.get(i), key, path + '[' + i + ']');
      }
    }
    return result;
  }

  private static void mergeEntry(ArrayNode into, JsonNode entry, String key, String path)
      throws OverlayException {
    if (!(entry instanceof ObjectNode object) || !object.hasNonNull(key)) {
      throw new OverlayException(
          path, "The entry has no " + key + ", by which it is merged: give it one.");
    }
    int at = indexOf(into, key, object.get(key));
    if (DELETE.equals(directive(object, path))) {
      if (at >= 0) {
        into.remove(at);
      }
    } else if (at >= 0) {
      into.set(at, merged((ObjectNode) into.get(at), object, path));
    } else {
      into.add(merged(object.objectNode(), object, path));
    }
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (value.equals(list.get(i).get(key))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean replacesList(ArrayNode patch) {
    for (JsonNode entry : patch) {
      if (isReplaceAll(entry)) {
        return true;
      }
    }
    return false;
  }

  /** An entry that is nothing but {@code $patch: replace}, which speaks of the whole list. */
  private static boolean isReplaceAll(JsonNode entry) {
    return entry.size() == 1 && REPLACE.equals(entry.path(PATCH).textValue());
  }

  private static String directive(ObjectNode patch, String path) throws OverlayException {
    JsonNode directive = patch.get(PATCH);
    if (directive == null) {
      return "";
    }
    if (!DIRECTIVES.contains(directive.asText())) {
      throw new OverlayException(
          path + '.' + PATCH, "It must be delete or replace, but is " + directive + '.');
    }
    return directive.asText();
  }

  private static ObjectNode objectOf(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode object ? object : parent.objectNode();
  }

  private static ArrayNode listOf(ObjectNode parent, String name) {
    return parent.get(name) instanceof ArrayNode list ? list : parent.arrayNode();
  }
}
