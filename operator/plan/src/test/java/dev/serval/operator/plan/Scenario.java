package dev.serval.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with an application, what is observed of it, and the plan that is expected.
 *
 * @param folder with {@code application.yaml}, perhaps {@code observed.yaml}, and {@code expected/}
 */
record Scenario(Path folder) {

  static final HubAccess HUB =
      new HubAccess(
          "serval-hub.serval-system.svc.cluster.local:9443",
          """
          -----BEGIN CERTIFICATE-----
          MIIBdzCCAR2gAwIBAgIUYm9vaw==
          -----END CERTIFICATE-----
          """);

  private static final Path ALL = Path.of("src/test/resources");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static List<Scenario> all() {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("application.yaml")))
          .sorted()
          .map(Scenario::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scenario named(String name) {
    return new Scenario(ALL.resolve(name));
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** The application as the API server stores it. */
  ServeApplication application() {
    return StoredApplication.of(tree());
  }

  /** The application as the user applies it. */
  JsonNode tree() {
    return read(folder.resolve("application.yaml"));
  }

  Observed observed() {
    Path file = folder.resolve("observed.yaml");
    return Files.exists(file)
        ? new ObjectMapper().convertValue(read(file), Observed.class)
        : Observed.nothing();
  }

  ApplicationPlan plan() {
    return plan(PlanSettings.defaults().withHub(Optional.of(HUB)).withMetricsApi(metricsApi()));
  }

  /** What the file {@code metrics-api} names; External without one. */
  private MetricsApi metricsApi() {
    Path file = folder.resolve("metrics-api");
    try {
      String name = Files.exists(file) ? Files.readString(file).strip() : "External";
      return switch (name) {
        case "External" -> new MetricsApi.External();
        case "Custom" -> new MetricsApi.Custom();
        case "None" -> new MetricsApi.None("both are held by others");
        default -> throw new IllegalStateException(file + " names none: " + name);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ApplicationPlan plan(PlanSettings settings) {
    return new ApplicationPlanner(settings).plan(application(), observed());
  }

  /** The plan as files, by name: each object, and what else it says. */
  static SortedMap<String, String> files(ApplicationPlan plan) {
    SortedMap<String, String> files = new TreeMap<>();
    for (HasMetadata object : plan.objects()) {
      String name =
          object.getKind().toLowerCase(Locale.ROOT) + '-' + object.getMetadata().getName();
      files.put(name + ".yaml", text(object));
    }
    files.put(
        "plan.yaml", text(Map.of("deployments", plan.deployments(), "findings", plan.findings())));
    return files;
  }

  SortedMap<String, String> expected() {
    SortedMap<String, String> files = new TreeMap<>();
    if (Files.exists(expectedFolder())) {
      try (Stream<Path> paths = Files.list(expectedFolder())) {
        for (Path path : paths.toList()) {
          files.put(path.getFileName().toString(), Files.readString(path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  void writeExpected(SortedMap<String, String> files) throws IOException {
    Files.createDirectories(expectedFolder());
    for (String old : expected().keySet()) {
      Files.delete(expectedFolder().resolve(old));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(expectedFolder().resolve(file.getKey()), file.getValue());
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path expectedFolder() {
    return folder.resolve("expected");
  }

  /** Through a map, so that fields are in the order of their names. */
  private static String text(Object value) {
    try {
      return YAML.writeValueAsString(YAML.convertValue(value, Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
