package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModelBuildItem;
import dev.serval.quarkus.deployment.GeneratedClasses;
import dev.serval.quarkus.deployment.ServalNames;
import dev.serval.quarkus.deployment.SignatureTypes;
import dev.serval.quarkus.runtime.handle.ContractDescription;
import dev.serval.quarkus.runtime.handle.HandleRecorder;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.QualifierRegistrarBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.QualifierRegistrar;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationClassPredicateBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;

/** Generates the clients that are injected as handles, and makes them beans. */
public final class HandleProcessor {

  @BuildStep
  QualifierRegistrarBuildItem qualifier() {
    return new QualifierRegistrarBuildItem(
        new QualifierRegistrar() {
          @Override
          public Map<DotName, Set<String>> getAdditionalQualifiers() {
            return Map.of(ServalNames.HANDLE, Set.of("value"));
          }
        });
  }

  /** The name of a field or parameter is not known when the application runs. */
  @BuildStep
  AnnotationsTransformerBuildItem nameHandles() {
    return new AnnotationsTransformerBuildItem(new HandleNames());
  }

  @BuildStep
  void generate(
      ApplicationModelBuildItem model,
      List<ApplicationClassPredicateBuildItem> applicationClasses,
      BuildProducer<GeneratedClassBuildItem> classes,
      BuildProducer<GeneratedResourceBuildItem> resources) {
    if (!model.valid()) {
      return;
    }
    HandleClassGenerator generator =
        new HandleClassGenerator(
            GeneratedClasses.generator(
                classes, resources, applicationClasses, HandleClassGenerator::contractOf));
    model.application().contracts().values().forEach(generator::generate);
  }

  @BuildStep
  @Record(ExecutionTime.STATIC_INIT)
  void beans(
      ApplicationModelBuildItem model,
      HandleRecorder recorder,
      RecorderContext context,
      BuildProducer<SyntheticBeanBuildItem> beans) {
    Map<DotName, Function<SyntheticCreationalContext<Object>, Object>> creators =
        new LinkedHashMap<>();
    creators.put(ServalNames.DEPLOYMENT_HANDLE, recorder.dynamic());
    for (HandlePoint handle : model.application().handles()) {
      DotName type = handle.type().name();
      creators.computeIfAbsent(
          type,
          absent ->
              model.valid()
                  ? recorder.typed(
                      context.newInstance(HandleClassGenerator.factoryName(type)),
                      describe(model.application().contracts().get(type)))
                  // The build fails anyway, and should not complain of missing beans too.
                  : recorder.dynamic());
    }
    creators.forEach((type, creator) -> beans.produce(bean(type, creator)));
  }

  private static ContractDescription describe(ContractModel contract) {
    return new ContractDescription(
        contract.type().name().toString(),
        contract.methods().stream().map(HandleProcessor::describe).toList());
  }

  private static ContractDescription.Method describe(ContractMethod method) {
    return new ContractDescription.Method(
        method.method().name(),
        SignatureTypes.describe(method.method().parameterTypes()),
        SignatureTypes.describe(method.returned().type()),
        method.returned().form().streams(),
        method.idempotent());
  }

  private static SyntheticBeanBuildItem bean(
      DotName type, Function<SyntheticCreationalContext<Object>, Object> creator) {
    return SyntheticBeanBuildItem.configure(type)
        .types(ClassType.create(type))
        .scope(Dependent.class)
        .addQualifier(AnnotationInstance.builder(ServalNames.HANDLE).value("").build())
        .addInjectionPoint(ClassType.create(DotName.createSimple(InjectionPoint.class)))
        .createWith(creator)
        .unremovable()
        .done();
  }
}
