package dev.serval.quarkus.runtime.http;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** The application's routes: templates of paths, and the methods that each answers. */
final class Routes {

  private final Map<String, Collection<String>> methods = new TreeMap<>();
  private final Map<String, Pattern> patterns = new TreeMap<>();

  /** No routes; {@link #add} brings them. */
  Routes() {}

  /** The routes that REST serves. */
  static Routes of(Deployment deployment) {
    Routes routes = new Routes();
    RuntimeResourceVisitor.visitRuntimeResources(
        "",
        deployment.getClassMappers(),
        new RuntimeResourceVisitor() {
          @Override
          public void visitRuntimeResource(
              String method, String path, RuntimeResource runtimeResource) {
            routes.add(method, path);
          }
        });
    return routes;
  }

  void add(String method, String template) {
    String route = template.startsWith("/") ? template : '/' + template;
    methods.computeIfAbsent(route, absent -> new TreeSet<>()).add(method);
    patterns.computeIfAbsent(route, Routes::patternOf);
  }

  private static Pattern patternOf(String template) {
    StringBuilder pattern = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      pattern.append(Pattern.quote(template.substring(at, open)));
      // A variable with a pattern of its own may span several segments.
      pattern.append(template.substring(open, close).contains(":") ? ".+" : "[^/]+");
      at = close + 1;
    }
    pattern.append(Pattern.quote(template.substring(at))).append("/?");
    return Pattern.compile(pattern.toString());
  }

  /** The methods that a path answers, sorted; empty if there is no such route. */
  Collection<String> allowed(String path) {
    Collection<String> allowed = new TreeSet<>();
    patterns.forEach(
        (template, pattern) -> {
          if (pattern.matcher(path).matches()) {
            allowed.addAll(methods.get(template));
          }
        });
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    if (!allowed.isEmpty()) {
      allowed.add("OPTIONS");
    }
    return allowed;
  }

  /** The methods by the template of the path, sorted. */
  Map<String, Collection<String>> byTemplate() {
    return methods;
  }
}
