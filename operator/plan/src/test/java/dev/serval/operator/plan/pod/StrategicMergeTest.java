package dev.serval.operator.plan.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As the API server merges; the cases are those of its documentation. */
class StrategicMergeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Objects
        "{a: 1, b: {c: 2}}        | {b: {d: 3}}                            | {a: 1, b: {c: 2, d:"
            + " 3}}",
        "{a: 1, b: 2}             | {b: null}                              | {a: 1}",
        "{a: {b: 1}}              | {a: {$patch: replace, c: 2}}           | {a: {c: 2}}",
        "{a: {b: 1}, d: 1}        | {a: {$patch: delete}}                  | {d: 1}",
        "{a: 1}                   | {b: {c: null}}                         | {a: 1, b: {}}",
        // Lists by key
        "{env: [{name: A, value: x}, {name: B}]} | {env: [{name: A, value: y}]} | {env: [{name: A,"
            + " value: y}, {name: B}]}",
        "{env: [{name: A}]}       | {env: [{name: C}]}                     | {env: [{name: A},"
            + " {name: C}]}",
        "{env: [{name: A}, {name: B}]} | {env: [{name: A, $patch: delete}]} | {env: [{name: B}]}",
        "{env: [{name: A, value: x}]} | {env: [{name: A, $patch: replace}]} | {env: [{name: A}]}",
        "{env: [{name: A}]}       | {env: [{$patch: replace}, {name: C}]}  | {env: [{name: C}]}",
        "{ports: [{containerPort: 1, name: a}]} | {ports: [{containerPort: 1, name: b}]} | {ports:"
            + " [{containerPort: 1, name: b}]}",
        "{volumeMounts: [{mountPath: /a, name: x}]} | {volumeMounts: [{mountPath: /a, readOnly:"
            + " true}]} | {volumeMounts: [{mountPath: /a, name: x, readOnly: true}]}",
        // Lists without a key
        "{tolerations: [{key: a}]} | {tolerations: [{key: b}]}             | {tolerations: [{key:"
            + " b}]}",
        "{args: [a, b]}           | {args: [c]}                            | {args: [c]}",
      })
  void mergesAsKubernetesDoes(String base, String patch, String expected) throws Exception {
    assertThat(StrategicMerge.of(tree(base), tree(patch))).isEqualTo(tree(expected));
  }

  @Test
  void theBaseStaysAsItIs() throws Exception {
    ObjectNode base = tree("{env: [{name: A, value: x}]}");

    StrategicMerge.of(base, tree("{env: [{name: A, value: y}]}"));

    assertThat(base).isEqualTo(tree("{env: [{name: A, value: x}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{env: [{value: x}]}          | .env[0]               | The entry has no name, by which it"
            + " is merged: give it one.",
        "{a: {$patch: merge}}         | .a.$patch             | It must be delete or replace, but"
            + " is \"merge\".",
        "{$setElementOrder/env: []}   | .$setElementOrder/env | Of the directives only $patch is"
            + " supported: leave this one out.",
      })
  void saysWhatIsWrongAndWhere(String patch, String path, String message) throws Exception {
    ObjectNode tree = tree(patch);

    assertThatThrownBy(() -> StrategicMerge.of(tree("{}"), tree))
        .isInstanceOfSatisfying(OverlayException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessage(message);
  }

  private static ObjectNode tree(String yaml) throws JsonProcessingException {
    return (ObjectNode) new YAMLMapper().readTree(yaml);
  }
}
