package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;

/** The health check that is shipped for Argo CD, run on what the operator writes. */
class ArgoCdHealthTest {

  private static final Path SHIPPED = Path.of("../../docs/gitops/argocd-cm.yaml");
  private static final String KEY =
      "resource.customizations.health.serving.serval.dev_ServeApplication";

  @ParameterizedTest
  @CsvSource({
    "NOT_OBSERVED,                          Progressing, the operator has not seen this spec yet",
    "READY_BEFORE_THE_LAST_CHANGE,          Progressing, the operator has not seen this spec yet",
    "STARTING,                              Progressing, A: why A is not ready",
    "ROLLING_OUT,                           Progressing, A: why A is not ready",
    "SCALING,                               Progressing, A: why A is not ready",
    "READY,                                 Healthy,     the deployment serves",
    "READY_WITH_FIELDS_THAT_DO_NOTHING_YET, Healthy,     the deployment serves",
    "READY_WITH_REFUSED_SETTINGS,           Degraded,    A: a threshold must be below 1",
    "IMAGE_PULL_FAILED,                     Degraded,    A: why A is not ready",
    "CRASH_LOOP,                            Degraded,    A: why A is not ready",
    "DEADLINE_EXCEEDED,                     Degraded,    A: why A is not ready",
    "SPEC_INVALID,                          Degraded,    spec.deployments[A].podTemplate: is no pod"
        + " template",
    "FOREIGN_OBJECT,                        Degraded,    Service a belongs to somebody",
    "OPERATOR_FAILS_AFTER_A_CHANGE,         Degraded,    the operator failed and tries again:"
        + " connection refused",
  })
  void isWhatAnOwnerExpects(ApplicationInState state, String status, String message)
      throws IOException {
    LuaTable health = run(new ObjectMapper().valueToTree(state.application()));

    assertThat(health.get("status").tojstring()).isEqualTo(status);
    assertThat(health.get("message").tojstring()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "'{}', 1"})
  void aResourceWithoutStatusProgresses(String status, int generation) throws IOException {
    String json =
        "{\"metadata\": {\"generation\": %d}%s}"
            .formatted(generation, status.isEmpty() ? "" : ", \"status\": " + status);

    LuaTable health = run(new ObjectMapper().readTree(json));

    assertThat(health.get("status").tojstring()).isEqualTo("Progressing");
  }

  /** With the libraries that Argo CD gives to a script: no files, no operating system. */
  private static LuaTable run(JsonNode resource) throws IOException {
    Globals lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    lua.load(new StringLib());
    LuaC.install(lua);
    lua.set("obj", value(resource));
    return lua.load(script(), "health.lua").call().checktable();
  }

  private static String script() throws IOException {
    return new YAMLMapper().readTree(Files.readString(SHIPPED)).get("data").get(KEY).asText();
  }

  private static LuaValue value(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        LuaTable table = new LuaTable();
        json.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        LuaTable table = new LuaTable();
        json.forEach(element -> table.set(table.length() + 1, value(element)));
        yield table;
      }
      case NUMBER -> LuaValue.valueOf(json.asDouble());
      case BOOLEAN -> LuaValue.valueOf(json.asBoolean());
      case NULL, MISSING -> LuaValue.NIL;
      default -> LuaValue.valueOf(json.asText());
    };
  }
}
