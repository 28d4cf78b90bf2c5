package dev.serval.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change of a field replaces the pods that its class says, and no others. */
class ChangesTest {

  private static final Path FOLDER = Path.of("src/test/resources/changes");
  private static final SortedMap<String, ChangeClass> CLASSES = SpecFields.classes();

  /** A line of {@code changes.yaml}. */
  private record SpecChange(
      String field, String at, JsonNode to, Set<String> rolls, boolean inactive) {

    static SpecChange of(JsonNode line) {
      return new SpecChange(
          line.get("field").asText(),
          line.get("at").asText(),
          line.get("to"),
          line.path("rolls").valueStream().map(JsonNode::asText).collect(Collectors.toSet()),
          line.path("inactive").asBoolean());
    }

    JsonNode applied() {
      JsonNode application = before();
      JsonPointer pointer = JsonPointer.compile(at);
      ObjectNode parent = (ObjectNode) application.at(pointer.head());
      assertThat(parent.set(pointer.last().getMatchingProperty(), to).isObject()).isTrue();
      return application;
    }
  }

  @Test
  void everyFieldIsChanged() {
    Set<String> changed = changes().map(SpecChange::field).collect(Collectors.toSet());
    Set<String> fields =
        CLASSES.keySet().stream()
            .filter(field -> CLASSES.get(field) != ChangeClass.IDENTITY)
            .collect(Collectors.toSet());

    assertThat(changed).isEqualTo(fields);
  }

  @TestFactory
  Stream<DynamicTest> aChangeRollsWhatItsClassSays() {
    return changes().map(change -> DynamicTest.dynamicTest(change.field(), () -> check(change)));
  }

  private static void check(SpecChange change) {
    boolean shouldRoll =
        CLASSES.get(change.field()) == ChangeClass.ROLLS_DEPLOYMENT && !change.inactive();
    assertThat(!change.rolls().isEmpty()).as("rolls anything").isEqualTo(shouldRoll);

    assertThat(rolled(before(), change.applied())).isEqualTo(change.rolls());
  }

  @Test
  void aLiveChangeOfTheConfigurationChangesTheConfigMapAlone() {
    changes()
        .filter(
            change -> change.field().matches(".*\\.deployments\\.(userConfig|max.*|batching.*)"))
        .forEach(
            change ->
                assertThat(changedFiles(before(), change.applied()))
                    .as(change.field())
                    .containsExactly("configmap-shop-topology.yaml"));
  }

  @Test
  void aChangeOfReplicasChangesTheDeploymentAlone() {
    SpecChange change =
        changes()
            .filter(candidate -> candidate.field().equals("spec.deployments.replicas"))
            .findFirst()
            .orElseThrow();

    assertThat(changedFiles(before(), change.applied()))
        .containsExactly("deployment-shop-other.yaml", "plan.yaml");
  }

  @Test
  void anotherIngressBelowAPrefixRollsBothSinceEachMountsItsRoutesAtItsStart() {
    JsonNode front = before();
    ((ObjectNode) front.at("/spec/ingress")).put("routePrefix", "/shop");
    JsonNode other = front.deepCopy();
    ((ObjectNode) other.at("/spec/ingress")).put("deployment", "Other");

    assertThat(rolled(front, other)).containsExactlyInAnyOrder("Front", "Other");
  }

  @Test
  void defaultsThatAreSpelledOutRollNothing() {
    for (Scenario scenario : Scenario.all()) {
      ServeApplication applied = StoredApplication.withoutDefaults(scenario.tree());

      assertThat(templates(plan(applied)))
          .as(scenario.name())
          .isEqualTo(templates(plan(scenario.application())));
    }
  }

  @Test
  void aHubThatComesMovesOrGoesChangesTheConfigMapAlone() {
    Scenario recsys = Scenario.named("recsys");
    SortedMap<String, String> without =
        Scenario.files(
            recsys.plan(PlanSettings.defaults().withMetricsApi(new MetricsApi.External())));
    SortedMap<String, String> with = Scenario.files(recsys.plan());

    assertThat(with.keySet()).isEqualTo(without.keySet());
    assertThat(with.keySet())
        .filteredOn(name -> !with.get(name).equals(without.get(name)))
        .containsExactly("configmap-recsys-topology.yaml");
    assertThat(without.get("configmap-recsys-topology.yaml")).doesNotContain("hub");
  }

  @Test
  void defaultsThatAreSpelledOutChangeNothing() {
    JsonNode bare = before();
    ArrayNode deployments = (ArrayNode) bare.at("/spec/deployments");
    deployments.addObject().put("name", "Bare");
    JsonNode spelledOut = bare.deepCopy();
    ((ObjectNode) spelledOut.at("/spec/deployments").get(deployments.size() - 1))
        .setAll((ObjectNode) Scenario.read(FOLDER.resolve("defaults.yaml")));

    assertThat(plan(StoredApplication.of(spelledOut)).objects())
        .isEqualTo(plan(StoredApplication.of(bare)).objects());
  }

  @Test
  void oneMoreDeploymentRollsAndRenamesNoOther() {
    JsonNode more = before();
    ((ArrayNode) more.at("/spec/deployments")).addObject().put("name", "other");

    assertThat(templates(plan(StoredApplication.of(more))))
        .containsAllEntriesOf(templates(plan(StoredApplication.of(before()))));
  }

  private static JsonNode before() {
    return Scenario.read(FOLDER.resolve("application-before.yaml"));
  }

  private static Stream<SpecChange> changes() {
    return StreamSupport.stream(Scenario.read(FOLDER.resolve("changes.yaml")).spliterator(), false)
        .map(SpecChange::of);
  }

  private static ApplicationPlan plan(ServeApplication application) {
    return new ApplicationPlanner(PlanSettings.defaults()).plan(application, Observed.nothing());
  }

  /** The names of the deployments whose pod templates differ. */
  private static Set<String> rolled(JsonNode before, JsonNode after) {
    ApplicationPlan old = plan(StoredApplication.of(before));
    ApplicationPlan changed = plan(StoredApplication.of(after));
    Map<String, PodTemplateSpec> templates = templates(changed);
    Map<String, PodTemplateSpec> oldTemplates = templates(old);
    return changed.deployments().stream()
        .filter(
            deployment ->
                !templates
                    .get(deployment.objectName())
                    .equals(oldTemplates.get(deployment.objectName())))
        .map(PlannedDeployment::name)
        .collect(Collectors.toSet());
  }

  private static Map<String, PodTemplateSpec> templates(ApplicationPlan plan) {
    return plan.objects().stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .collect(
            Collectors.toMap(
                deployment -> deployment.getMetadata().getName(),
                deployment -> deployment.getSpec().getTemplate()));
  }

  private static Set<String> changedFiles(JsonNode before, JsonNode after) {
    SortedMap<String, String> old = Scenario.files(plan(StoredApplication.of(before)));
    SortedMap<String, String> changed = Scenario.files(plan(StoredApplication.of(after)));
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(changed.keySet());
    names.removeIf(name -> changed.getOrDefault(name, "").equals(old.get(name)));
    return names;
  }
}
