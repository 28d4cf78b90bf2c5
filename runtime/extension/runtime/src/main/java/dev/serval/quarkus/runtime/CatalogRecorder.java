package dev.serval.quarkus.runtime;

import dev.serval.core.app.StageBinding;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Rebuilds at start-up what the build found. */
@Recorder
public class CatalogRecorder {

  /**
   * One stage.
   *
   * @param generated calls the stage
   * @param weighers of batch methods, by method
   */
  public RuntimeValue<StageBinding> stage(
      StageDescription stage,
      RuntimeValue<GeneratedStage> generated,
      Map<String, RuntimeValue<ToIntFunction<Object>>> weighers) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<StageMethod> methods = new ArrayList<>();
    for (MethodDescription method : stage.methods()) {
      RuntimeValue<ToIntFunction<Object>> weigher = weighers.get(method.name());
      methods.add(
          new StageMethod(
              methods.size(),
              method.name(),
              method.parameters().stream().map(type -> type.resolve(loader)).toList(),
              method.result().resolve(loader),
              method.shape(),
              method.execution(),
              method.idempotent(),
              method.batch() == null ? null : method.batch().options(),
              weigher == null ? null : weigher.getValue()));
    }
    Type configType = stage.configType() == null ? null : stage.configType().resolve(loader);
    return new RuntimeValue<>(
        new StageBinding(
            new StageDescriptor(stage.name(), stage.className(), List.copyOf(methods)),
            generated.getValue(),
            new StageInstances(classOf(stage.className(), loader)),
            new StageHooks(generated.getValue(), stage.className(), configType)));
  }

  /**
   * All stages.
   *
   * @param ingressStage the name of the stage that answers HTTP, or empty
   * @param carriedTypes the names of the user's classes that travel between stages
   */
  public RuntimeValue<StageCatalog> catalog(
      List<RuntimeValue<StageBinding>> stages, String ingressStage, List<String> carriedTypes) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Map<String, StageBinding> byName = new HashMap<>();
    for (RuntimeValue<StageBinding> stage : stages) {
      byName.put(stage.getValue().descriptor().name(), stage.getValue());
    }
    Set<Class<?>> carried = new HashSet<>();
    for (String name : carriedTypes) {
      carried.add(classOf(name, loader));
    }
    return new RuntimeValue<>(new StageCatalog(byName, ingressStage, carried));
  }

  private static Class<?> classOf(String name, ClassLoader loader) {
    return (Class<?>) TypeDescription.ofClass(name).resolve(loader);
  }
}
