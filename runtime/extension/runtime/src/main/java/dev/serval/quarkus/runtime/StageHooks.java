package dev.serval.quarkus.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.serval.core.app.StageBinding;
import dev.serval.quarkus.runtime.json.JsonProblem;
import io.quarkus.arc.Arc;
import java.lang.reflect.Type;

/** Decodes the user configuration before the stage sees it. */
final class StageHooks implements StageBinding.Hooks {

  private final GeneratedStage generated;
  private final String className;
  private final Type configType;

  /**
   * @param configType what the stage's reconfigure method takes, or {@code null} if it has none
   */
  StageHooks(GeneratedStage generated, String className, Type configType) {
    this.generated = generated;
    this.className = className;
    this.configType = configType;
  }

  @Override
  public void reconfigure(Object stage, Object userConfig) throws Exception {
    if (configType == null) {
      throw new IllegalArgumentException(
          "userConfig is set, but " + className + " has no @Reconfigure method to take it");
    }
    generated.reconfigure(stage, decoded(userConfig));
  }

  private Object decoded(Object userConfig) {
    ObjectMapper mapper = mapper();
    try {
      return mapper.convertValue(userConfig, mapper.constructType(configType));
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof JsonProcessingException wrong
              && !(wrong instanceof InvalidDefinitionException)
          ? new IllegalArgumentException(problem(wrong))
          : e;
    }
  }

  private static String problem(JsonProcessingException wrong) {
    String field = JsonProblem.fieldOf(wrong);
    return "userConfig"
        + (field.isEmpty() || field.startsWith("[") ? field : '.' + field)
        + ": "
        + JsonProblem.reasonOf(wrong);
  }

  /** The application's mapper, but strict: a misspelt field would silently have its default. */
  private static ObjectMapper mapper() {
    return Arc.container()
        .instance(ObjectMapper.class)
        .get()
        .copy()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Override
  public void checkHealth(Object stage) throws Exception {
    generated.checkHealth(stage);
  }

  @Override
  public boolean checksHealth() {
    return generated.checksHealth();
  }
}
