package dev.serval.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.crds.v1alpha1.Ingress;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.config.HealthSettings;
import dev.serval.quarkus.runtime.config.IngressSettings;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The runtime's own reader takes what is in the ConfigMap, and understands it as it was meant. */
class RuntimeReadsTopologyTest {

  private static final Map<String, String> POD =
      Map.of("SERVAL_POD_NAME", "shop-front-1", "SERVAL_NODE_NAME", "node-7");

  /** What a pod of an application reads. */
  private record Topology(Map<String, String> properties, StageCatalog catalog) {

    static Topology of(Scenario scenario) {
      return new Topology(written(scenario.plan()), stagesOf(scenario.application().getSpec()));
    }

    /** What a pod of {@code deployment} reads whose image holds the stage of no other. */
    Topology inImageOf(String deployment, String stage) {
      Map<String, String> hosted = new HashMap<>(properties);
      hosted.put("serval.deployment", deployment);
      return new Topology(
          hosted,
          new StageCatalog(
              Map.of(stage, catalog.stages().get(stage)),
              stage.equals(catalog.ingressStage()) ? stage : "",
              Set.of()));
    }

    SettingsReader reader() {
      SmallRyeConfig config =
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .addDiscoveredConverters()
              .withMapping(ServalConfig.class)
              .withValidateUnknown(false)
              .withSources(
                  new PropertiesConfigSource(properties, "topology", 100),
                  new PropertiesConfigSource(POD, "pod", 300))
              .build();
      return new SettingsReader(config.getConfigMapping(ServalConfig.class), properties.keySet());
    }

    DeploymentSettings deployment(String name) {
      return reader().read(catalog).deployments().stream()
          .filter(deployment -> deployment.name().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKeyAndValueIsTaken() {
    return Scenario.all().stream()
        .filter(scenario -> scenario.plan().servable())
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> read(scenario)));
  }

  private static void read(Scenario scenario) {
    Topology topology = Topology.of(scenario);

    ApplicationSettings settings = topology.reader().read(topology.catalog());

    assertThat(settings.deployments())
        .extracting(DeploymentSettings::name)
        .containsExactlyInAnyOrderElementsOf(deployments(scenario));
    assertThat(settings.replicaId()).isEqualTo("shop-front-1");
    assertThat(settings.node()).isEqualTo("node-7");
  }

  @TestFactory
  Stream<DynamicTest> aPodNeedsTheStageOfItsOwnDeploymentAlone() {
    return Scenario.all().stream()
        .filter(scenario -> scenario.plan().servable())
        .map(
            scenario ->
                DynamicTest.dynamicTest(scenario.name(), () -> readWithOneStageEach(scenario)));
  }

  private static void readWithOneStageEach(Scenario scenario) {
    for (StageDeployment deployment : scenario.application().getSpec().deployments()) {
      Topology topology = Topology.of(scenario).inImageOf(deployment.name(), stage(deployment));

      ApplicationSettings settings = topology.reader().read(topology.catalog());

      assertThat(settings.hosted()).isEqualTo(deployment.name());
      assertThat(settings.deployments()).hasSameSizeAs(deployments(scenario));
    }
  }

  /** Those of the spec, and those that it has no more and that still run. */
  private static List<String> deployments(Scenario scenario) {
    return Stream.concat(
            scenario.application().getSpec().deployments().stream().map(StageDeployment::name),
            scenario.observed().leaving().keySet().stream()
                .filter(key -> key.endsWith(".stage"))
                .map(key -> key.split("\"")[1]))
        .toList();
  }

  @Test
  void eachFieldMeansWhatTheSpecSays() {
    Topology calls = Topology.of(Scenario.named("calls"));

    DeploymentSettings front = calls.deployment("Front");
    assertThat(front.stage()).isEqualTo("Shop");
    assertThat(front.maxQueuedRequests()).isEqualTo(50);
    assertThat(front.handles()).isEqualTo(Map.of("ranker", "Ranker", "the.other", "Other"));

    DeploymentSettings ranker = calls.deployment("Ranker");
    assertThat(ranker.maxOngoingRequests()).isEqualTo(3);
    assertThat(ranker.maxQueuedRequests()).isEqualTo(RouterOptions.UNBOUNDED);
    assertThat(ranker.routing()).isEqualTo(RouterOptions.Policy.POWER_OF_TWO_CHOICES);
    assertThat(ranker.batching())
        .isEqualTo(
            Map.of(
                "rank", new BatchOptions(32, Duration.ofMillis(10), 2),
                "score", new BatchOptions(4, Duration.ZERO, 1)));
    assertThat(calls.reader().health("Ranker"))
        .isEqualTo(new HealthSettings(Duration.ofMillis(500), Duration.ofMillis(1_500), 5));
    assertThat(calls.reader().ingress())
        .isEqualTo(new IngressSettings("/shop", Duration.ofMillis(5_400_500), false));
  }

  @Test
  void userConfigKeepsItsShapeAndItsTexts() {
    Object userConfig = Topology.of(Scenario.named("calls")).deployment("Ranker").userConfig();

    assertThat(userConfig)
        .isEqualTo(
            Map.of(
                "weights", Map.of("engagement", "0.6", "recency", "0.001"),
                "names", List.of("Ann", "Bob: \\ ${HOME} $5 # = ! é", List.of("nested", "2")),
                "enabled", "true",
                "gap", List.of("1"),
                "deep", List.of(Map.of("a", "1"), Map.of("a", "2")),
                " spaced key ", "3"));
  }

  @Test
  void everyDeploymentIsFoundByTheNameOfItsHeadlessService() {
    Topology recsys = Topology.of(Scenario.named("recsys"));

    assertThat(recsys.reader().hostNames(recsys.catalog().stages().keySet()))
        .hasSize(3)
        .containsEntry("ItemRankingModel", "recsys-item-ranking-model.shop.svc.cluster.local:9400");
  }

  private static Map<String, String> written(ApplicationPlan plan) {
    ConfigMap topology =
        plan.objects().stream()
            .filter(ConfigMap.class::isInstance)
            .map(ConfigMap.class::cast)
            .findFirst()
            .orElseThrow();
    Properties read = new Properties();
    try {
      read.load(new StringReader(topology.getData().get("application.properties")));
    } catch (IOException e) {
      throw new IllegalStateException("a reader of memory failed", e);
    }
    Map<String, String> properties = new HashMap<>();
    read.forEach((key, value) -> properties.put((String) key, (String) value));
    return properties;
  }

  private static StageCatalog stagesOf(ServeApplicationSpec spec) {
    Map<String, Set<String>> batched =
        spec.deployments().stream()
            .collect(
                Collectors.toMap(
                    RuntimeReadsTopologyTest::stage,
                    deployment -> deployment.batching().keySet(),
                    (one, another) ->
                        Stream.of(one, another)
                            .flatMap(Collection::stream)
                            .collect(Collectors.toSet())));
    Map<String, StageBinding> stages =
        batched.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> binding(entry.getKey(), entry.getValue())));
    return new StageCatalog(stages, ingressStage(spec), Set.of());
  }

  private static String ingressStage(ServeApplicationSpec spec) {
    Ingress ingress = spec.ingress();
    return spec.deployments().stream()
        .filter(deployment -> ingress != null && deployment.name().equals(ingress.deployment()))
        .map(RuntimeReadsTopologyTest::stage)
        .findFirst()
        .orElse("");
  }

  private static String stage(StageDeployment deployment) {
    return Objects.requireNonNullElse(deployment.stage(), deployment.name());
  }

  private static StageBinding binding(String stage, Set<String> batched) {
    List<StageMethod> methods =
        batched.stream()
            .map(
                method ->
                    new StageMethod(
                        0,
                        method,
                        List.of(String.class),
                        String.class,
                        StageMethod.ResultShape.VALUE,
                        StageMethod.Execution.VIRTUAL_THREAD,
                        false,
                        new BatchOptions(4, Duration.ofMillis(5), 1),
                        null))
            .toList();
    return new StageBinding(
        new StageDescriptor(stage, "com.shop." + stage, methods),
        (index, instance, arguments) -> null,
        (deployment, replica) -> null,
        StageBinding.Hooks.NONE);
  }
}
