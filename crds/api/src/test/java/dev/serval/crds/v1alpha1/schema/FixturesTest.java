package dev.serval.crds.v1alpha1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema accepts and what it says of the rest. */
class FixturesTest {

  private static final SchemaCheck CHECK = new SchemaCheck();

  static Stream<Fixture> valid() {
    return Fixture.all().stream().filter(Fixture::valid);
  }

  static Stream<Fixture> invalid() {
    return Fixture.all().stream().filter(fixture -> !fixture.valid());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isAccepted(Fixture fixture) {
    assertThat(CHECK.errors(fixture.resource())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isReadAndWrittenWithoutLoss(Fixture fixture) throws IOException {
    ServeApplication application = ServeApplicationYaml.read(fixture.yaml());
    String written = ServeApplicationYaml.write(application);

    assertThat(ServeApplicationYaml.read(written)).isEqualTo(application);
    assertThat(CHECK.errors(new YAMLMapper().readTree(written))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void isRefused(Fixture fixture) {
    assertThat(CHECK.errors(fixture.resource()))
        .anySatisfy(error -> assertThat(error).contains(fixture.message()));
  }

  @Test
  void everyRuleHasAFixture() {
    String expected = invalid().map(Fixture::message).collect(Collectors.joining("\n"));

    assertThat(messages(CommittedDefinition.schema()))
        .isNotEmpty()
        .allSatisfy(message -> assertThat(expected).contains(message));
  }

  private static List<String> messages(JsonNode schema) {
    return schema.findParents("rule").stream().map(rule -> rule.get("message").asText()).toList();
  }
}
