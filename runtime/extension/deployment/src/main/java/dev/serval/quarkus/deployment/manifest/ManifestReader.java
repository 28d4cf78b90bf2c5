package dev.serval.quarkus.deployment.manifest;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.stage.StageModel;
import io.smallrye.config.NameIterator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the manifest of an application from its stages and from what its configuration says about
 * deployments. Fields of the resource are keys of the configuration in another spelling: {@code
 * max-ongoing-requests} is {@code maxOngoingRequests}.
 */
final class ManifestReader {

  private static final String PREFIX = "serval.deployments.";
  private static final String USER_CONFIG = "user-config";

  /** The fields of a deployment in the order of the resource; others follow. */
  private static final List<String> ORDER =
      List.of(
          "stage",
          "image",
          "replicas",
          "autoscaling",
          "maxOngoingRequests",
          "maxQueuedRequests",
          "userConfig",
          "resources",
          "healthCheck",
          "gracefulShutdown",
          "batching",
          "routing",
          "handles");

  /** Fields whose values are numbers; all others outside of userConfig are texts. */
  private static final Set<String> NUMBERS =
      Set.of(
          "replicas",
          "maxOngoingRequests",
          "maxQueuedRequests",
          "minReplicas",
          "maxReplicas",
          "initialReplicas",
          "targetOngoingRequests",
          "upscalingFactor",
          "downscalingFactor",
          "failureThreshold",
          "maxSize",
          "maxConcurrent");

  /** Fields whose values are durations. */
  private static final Set<String> DURATIONS =
      Set.of(
          "upscaleDelay",
          "downscaleDelay",
          "downscaleToZeroDelay",
          "lookBackPeriod",
          "period",
          "timeout",
          "maxWait");

  /** Fields below which names are the user's own. */
  private static final Set<String> OWN_NAMES = Set.of("batching", "handles", "requests", "limits");

  /** The most characters of a resource's name: it is the value of a label. */
  private static final int MOST_NAME = 63;

  /** The header that {@code ConsistentHash} hashes; the resource names it. */
  private static final String SESSION_HEADER = "x-session-id";

  private static final Pattern LITERAL =
      Pattern.compile("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d+)]");

  private final Map<String, String> properties;

  /**
   * @param properties the keys under {@code serval.} that are set
   */
  ManifestReader(Map<String, String> properties) {
    this.properties = new TreeMap<>(properties);
  }

  /** The manifest of {@code application}. */
  Manifest read(String name, String image, ApplicationModel application) {
    List<Manifest.Deployment> deployments = new ArrayList<>();
    for (String deployment : application.deployments().stream().sorted().toList()) {
      deployments.add(new Manifest.Deployment(deployment, fields(deployment)));
    }
    return new Manifest(resourceName(name), image, ingress(application), deployments);
  }

  /** The name with what the name of a resource can't have taken out. */
  private static String resourceName(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String shortened = lower.replaceAll("^-+", "");
    shortened = shortened.substring(0, Math.min(shortened.length(), MOST_NAME));
    String trimmed = shortened.replaceAll("-+$", "");
    return trimmed.isEmpty() ? "application" : trimmed;
  }

  private Manifest.Ingress ingress(ApplicationModel application) {
    Optional<StageModel> ingress =
        application.stages().stream().filter(StageModel::ingress).findFirst();
    return ingress
        .map(
            stage ->
                new Manifest.Ingress(
                    application.hosting(stage.name()).getFirst(),
                    properties.getOrDefault("serval.ingress.route-prefix", ""),
                    DurationForm.of(properties.getOrDefault("serval.ingress.request-timeout", ""))))
        .orElse(null);
  }

  private Node.Fields fields(String deployment) {
    Map<String, Object> tree = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            NameIterator segments = new NameIterator(key, PREFIX.length() - 1);
            if (segments.getNextSegment().equals(deployment)) {
              segments.next();
              put(tree, segments, value);
            }
          }
        });
    nameHashedHeader(tree);
    Map<String, Node> ordered = new LinkedHashMap<>();
    for (String field : ORDER) {
      Object value = tree.remove(field);
      if (value != null && !(field.equals("stage") && value.equals(new Node.Text(deployment)))) {
        ordered.put(field, node(value));
      }
    }
    tree.forEach((field, value) -> ordered.put(field, node(value)));
    return new Node.Fields(ordered);
  }

  @SuppressWarnings("unchecked")
  private static void nameHashedHeader(Map<String, Object> deployment) {
    if (deployment.get("routing") instanceof Map<?, ?> routing
        && new Node.Text("ConsistentHash").equals(routing.get("policy"))) {
      ((Map<String, Object>) routing).putIfAbsent("header", new Node.Text(SESSION_HEADER));
    }
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tree, NameIterator segments, String value) {
    Map<String, Object> at = tree;
    boolean own = false;
    boolean userConfig = false;
    while (segments.hasNext()) {
      String segment = segments.getNextSegment();
      segments.next();
      String field = own || userConfig ? segment : camelCase(segment);
      own = !own && OWN_NAMES.contains(field);
      userConfig |= at == tree && segment.equals(USER_CONFIG);
      if (!segments.hasNext()) {
        at.put(field, userConfig ? userValue(value) : value(field, value));
        return;
      }
      Object below = at.computeIfAbsent(field, absent -> new TreeMap<String, Object>());
      if (!(below instanceof Map)) {
        // A key that is both a value and a group: the application's own start says what is wrong.
        return;
      }
      at = (Map<String, Object>) below;
    }
  }

  private static Node userValue(String value) {
    return LITERAL.matcher(value).matches() ? new Node.Literal(value) : new Node.Text(value);
  }

  private static Node value(String field, String value) {
    if (NUMBERS.contains(field)) {
      return new Node.Literal(value);
    }
    return new Node.Text(DURATIONS.contains(field) ? DurationForm.of(value) : value);
  }

  @SuppressWarnings("unchecked")
  private static Node node(Object value) {
    if (value instanceof Node scalar) {
      return scalar;
    }
    Map<String, Node> fields = new TreeMap<>();
    ((Map<String, Object>) value).forEach((name, below) -> fields.put(name, node(below)));
    return new Node.Fields(withLists(fields));
  }

  /** Keys like {@code names[0]} become the elements of a list, {@code names[0][1]} those of two. */
  private static Map<String, Node> withLists(Map<String, Node> fields) {
    Map<String, Node> others = new TreeMap<>();
    Map<String, TreeMap<Integer, Node>> lists = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          Matcher element = ELEMENT.matcher(name);
          if (element.matches()) {
            lists
                .computeIfAbsent(element.group(1), absent -> new TreeMap<>())
                .put(Integer.valueOf(element.group(2)), value);
          } else {
            others.put(name, value);
          }
        });
    if (lists.isEmpty()) {
      return others;
    }
    lists.forEach(
        (name, elements) -> others.put(name, new Node.Elements(List.copyOf(elements.values()))));
    return withLists(others);
  }

  private static String camelCase(String kebab) {
    StringBuilder camel = new StringBuilder();
    for (String word : kebab.split("-")) {
      camel.append(
          camel.isEmpty() || word.isEmpty()
              ? word
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }
}
