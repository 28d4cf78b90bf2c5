package dev.serval.quarkus.deployment.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes manifests as YAML. The same manifest always gives the same text. */
final class ManifestWriter {

  static final String API_VERSION = "serving.serval.dev/v1alpha1";
  static final String KIND = "ServeApplication";

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*");
  private static final Set<String> NOT_TEXT =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private ManifestWriter() {}

  /** The manifest as a YAML document. */
  static String write(Manifest manifest) {
    Map<String, Node> spec = new LinkedHashMap<>();
    spec.put("image", new Node.Text(manifest.image()));
    if (manifest.ingress() != null) {
      spec.put("ingress", ingress(manifest.ingress()));
    }
    spec.put(
        "deployments",
        new Node.Elements(
            manifest.deployments().stream().map(ManifestWriter::deployment).toList()));
    Map<String, Node> root = new LinkedHashMap<>();
    root.put("apiVersion", new Node.Text(API_VERSION));
    root.put("kind", new Node.Text(KIND));
    root.put("metadata", new Node.Fields(Map.of("name", new Node.Text(manifest.name()))));
    root.put("spec", new Node.Fields(spec));
    StringBuilder text = new StringBuilder();
    fields(text, new Node.Fields(root), "", "");
    return text.toString();
  }

  private static Node ingress(Manifest.Ingress ingress) {
    Map<String, Node> fields = new LinkedHashMap<>();
    fields.put("deployment", new Node.Text(ingress.deployment()));
    if (!ingress.routePrefix().isEmpty()) {
      fields.put("routePrefix", new Node.Text(ingress.routePrefix()));
    }
    if (!ingress.requestTimeout().isEmpty()) {
      fields.put("requestTimeout", new Node.Text(ingress.requestTimeout()));
    }
    return new Node.Fields(fields);
  }

  private static Node deployment(Manifest.Deployment deployment) {
    Map<String, Node> fields = new LinkedHashMap<>();
    fields.put("name", new Node.Text(deployment.name()));
    fields.putAll(deployment.fields().values());
    return new Node.Fields(fields);
  }

  /**
   * @param first what stands before the first field, in place of {@code indent}
   */
  private static void fields(StringBuilder text, Node.Fields fields, String first, String indent) {
    String before = first;
    for (Map.Entry<String, Node> field : fields.values().entrySet()) {
      text.append(before).append(scalar(field.getKey())).append(':');
      value(text, field.getValue(), indent);
      before = indent;
    }
  }

  private static void value(StringBuilder text, Node value, String indent) {
    switch (value) {
      case Node.Fields inner when inner.values().isEmpty() -> text.append(" {}\n");
      case Node.Elements inner when inner.values().isEmpty() -> text.append(" []\n");
      case Node.Fields inner -> {
        text.append('\n');
        fields(text, inner, indent + "  ", indent + "  ");
      }
      case Node.Elements inner -> {
        text.append('\n');
        elements(text, inner.values(), indent);
      }
      case Node.Text scalar -> text.append(' ').append(scalar(scalar.value())).append('\n');
      case Node.Literal scalar -> text.append(' ').append(scalar.value()).append('\n');
    }
  }

  private static void elements(StringBuilder text, List<Node> elements, String indent) {
    for (Node element : elements) {
      if (element instanceof Node.Fields inner && !inner.values().isEmpty()) {
        fields(text, inner, indent + "- ", indent + "  ");
      } else {
        text.append(indent).append('-');
        value(text, element, indent + "  ");
      }
    }
  }

  private static String scalar(String value) {
    if (PLAIN.matcher(value).matches()
        && !NOT_TEXT.contains(value.toLowerCase(java.util.Locale.ROOT))) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
