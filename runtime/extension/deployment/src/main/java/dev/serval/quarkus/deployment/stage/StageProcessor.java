package dev.serval.quarkus.deployment.stage;

import dev.serval.core.app.StageBinding;
import dev.serval.core.stage.StageMethod.ResultShape;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.ApplicationModelBuildItem;
import dev.serval.quarkus.deployment.GeneratedClasses;
import dev.serval.quarkus.deployment.SignatureTypes;
import dev.serval.quarkus.runtime.BatchDescription;
import dev.serval.quarkus.runtime.CatalogRecorder;
import dev.serval.quarkus.runtime.MethodDescription;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.StageDescription;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationClassPredicateBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import io.quarkus.runtime.RuntimeValue;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Generates what calls the stages and leaves their catalogue for the run. */
public final class StageProcessor {

  @BuildStep
  void generate(
      ApplicationModelBuildItem model,
      List<ApplicationClassPredicateBuildItem> applicationClasses,
      BuildProducer<GeneratedClassBuildItem> classes,
      BuildProducer<GeneratedResourceBuildItem> resources) {
    if (!model.valid()) {
      return;
    }
    StageClassGenerator generator =
        new StageClassGenerator(
            GeneratedClasses.generator(
                classes, resources, applicationClasses, StageClassGenerator::stageOf));
    model.application().stages().forEach(generator::generate);
  }

  @BuildStep
  @Record(ExecutionTime.STATIC_INIT)
  SyntheticBeanBuildItem catalog(
      ApplicationModelBuildItem model, CatalogRecorder recorder, RecorderContext context) {
    List<RuntimeValue<StageBinding>> stages = new ArrayList<>();
    List<String> carried = List.of();
    String ingress = "";
    if (model.valid()) {
      ApplicationModel application = model.application();
      carried = CarriedTypes.of(application).classNames();
      for (StageModel stage : application.stages()) {
        stages.add(record(stage, recorder, context));
        if (stage.ingress()) {
          ingress = stage.name();
        }
      }
    }
    return SyntheticBeanBuildItem.configure(StageCatalog.class)
        .scope(Singleton.class)
        .runtimeValue(recorder.catalog(stages, ingress, carried))
        .unremovable()
        .done();
  }

  private static RuntimeValue<StageBinding> record(
      StageModel stage, CatalogRecorder recorder, RecorderContext context) {
    Map<String, RuntimeValue<ToIntFunction<Object>>> weighers = new HashMap<>();
    List<MethodDescription> methods = new ArrayList<>();
    for (CallableMethod method : stage.methods()) {
      methods.add(describe(method));
      if (method.batch() != null && method.batch().weigher() != null) {
        weighers.put(method.name(), context.newInstance(method.batch().weigher().toString()));
      }
    }
    StageDescription description =
        new StageDescription(
            stage.name(),
            stage.type().name().toString(),
            methods,
            stage.reconfigure().isEmpty()
                ? null
                : SignatureTypes.describe(stage.reconfigure().getFirst().parameterType(0)));
    return recorder.stage(
        description,
        context.newInstance(StageClassGenerator.generatedName(stage.type().name())),
        weighers);
  }

  private static MethodDescription describe(CallableMethod method) {
    return new MethodDescription(
        method.name(),
        SignatureTypes.describe(method.parameters()),
        SignatureTypes.describe(method.result()),
        shape(method),
        method.execution(),
        method.idempotent(),
        method.batch() == null ? null : describe(method.batch()));
  }

  private static ResultShape shape(CallableMethod method) {
    return switch (method.returned().form()) {
      case VALUE -> ResultShape.VALUE;
      case COMPLETION_STAGE, UNI -> ResultShape.COMPLETION_STAGE;
      case PUBLISHER, MULTI -> ResultShape.PUBLISHER;
    };
  }

  private static BatchDescription describe(BatchModel batch) {
    return new BatchDescription(
        batch.maxSize(),
        DurationText.parse(batch.maxWait()).orElseThrow().toNanos(),
        batch.maxConcurrent());
  }
}
