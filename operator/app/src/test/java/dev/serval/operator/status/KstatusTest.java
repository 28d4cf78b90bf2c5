package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tools that follow kstatus, such as Flux, make of an application's status. */
class KstatusTest {

  private enum Result {
    IN_PROGRESS,
    CURRENT,
    FAILED,
    TERMINATING
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_OBSERVED,                          IN_PROGRESS",
    "READY_BEFORE_THE_LAST_CHANGE,          IN_PROGRESS",
    "STARTING,                              IN_PROGRESS",
    "ROLLING_OUT,                           IN_PROGRESS",
    "SCALING,                               IN_PROGRESS",
    "READY,                                 CURRENT",
    "READY_WITH_FIELDS_THAT_DO_NOTHING_YET, CURRENT",
    "READY_WITH_REFUSED_SETTINGS,           CURRENT",
    "IMAGE_PULL_FAILED,                     IN_PROGRESS",
    "CRASH_LOOP,                            IN_PROGRESS",
    "DEADLINE_EXCEEDED,                     FAILED",
    "SPEC_INVALID,                          FAILED",
    "FOREIGN_OBJECT,                        FAILED",
    "OPERATOR_FAILS_AFTER_A_CHANGE,         IN_PROGRESS",
  })
  void isWhatAnOwnerExpects(ApplicationInState state, Result expected) {
    assertThat(result(json(state))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void isTerminatingOnceItIsDeleted(ApplicationInState state) {
    JsonNode application = json(state);
    ((ObjectNode) application.get("metadata")).put("deletionTimestamp", "2026-11-22T10:00:00Z");

    assertThat(result(application)).isEqualTo(Result.TERMINATING);
  }

  @Test
  void stalledIsThereOnlyWhileItHolds() {
    assertThat(condition(json(ApplicationInState.READY), "Stalled").isMissingNode()).isTrue();
    assertThat(condition(json(ApplicationInState.CRASH_LOOP), "Stalled").isMissingNode()).isTrue();
    assertThat(condition(json(ApplicationInState.SPEC_INVALID), "Stalled").get("message").asText())
        .isEqualTo("spec.deployments[A].podTemplate: is no pod template");
  }

  private static JsonNode json(ApplicationInState state) {
    return new ObjectMapper().valueToTree(state.application());
  }

  /**
   * The rules for a resource of an unknown kind, as kstatus documents them: deletion first, then
   * the observed generation, then Reconciling and Stalled, then Ready; without any of these it is
   * current.
   */
  private static Result result(JsonNode resource) {
    if (resource.at("/metadata").has("deletionTimestamp")) {
      return Result.TERMINATING;
    }
    JsonNode observed = resource.at("/status/observedGeneration");
    if (!observed.isMissingNode()
        && observed.asLong() != resource.at("/metadata/generation").asLong()) {
      return Result.IN_PROGRESS;
    }
    if (holds(resource, "Reconciling")) {
      return Result.IN_PROGRESS;
    }
    if (holds(resource, "Stalled")) {
      return Result.FAILED;
    }
    JsonNode ready = condition(resource, "Ready");
    return ready.isMissingNode() || holds(resource, "Ready") ? Result.CURRENT : Result.IN_PROGRESS;
  }

  private static boolean holds(JsonNode resource, String type) {
    return condition(resource, type).path("status").asText().equals("True");
  }

  private static JsonNode condition(JsonNode resource, String type) {
    for (JsonNode condition : resource.at("/status/conditions")) {
      if (condition.get("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
