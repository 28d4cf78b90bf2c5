package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModelBuildItem;
import dev.serval.quarkus.deployment.ServalNames;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.CustomScopeAnnotationsBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.resteasy.reactive.spi.AdditionalResourceClassBuildItem;
import java.util.HashSet;
import java.util.Set;
import org.jboss.jandex.MethodInfo;

/** Makes ingress stages Jakarta REST resources. */
public final class IngressProcessor {

  @BuildStep
  void mount(
      ApplicationModelBuildItem model, BuildProducer<AdditionalResourceClassBuildItem> resources) {
    for (StageModel stage : model.application().stages()) {
      if (stage.ingress() && !stage.type().hasDeclaredAnnotation(ServalNames.PATH)) {
        resources.produce(new AdditionalResourceClassBuildItem(stage.type(), stage.path()));
      }
    }
  }

  @BuildStep
  AnnotationsTransformerBuildItem oneInstance(CustomScopeAnnotationsBuildItem scopes) {
    return new AnnotationsTransformerBuildItem(new IngressScope(scopes::isScopeIn));
  }

  @BuildStep
  io.quarkus.resteasy.reactive.server.spi.AnnotationsTransformerBuildItem threads(
      ApplicationModelBuildItem model) {
    Set<MethodInfo> blocking = new HashSet<>();
    for (StageModel stage : model.application().stages()) {
      for (MethodInfo method : stage.resourceMethods()) {
        if (!ExecutionOf.onEventLoop(method) && !ExecutionOf.chosen(method)) {
          blocking.add(method);
        }
      }
    }
    return new io.quarkus.resteasy.reactive.server.spi.AnnotationsTransformerBuildItem(
        new IngressThreads(blocking));
  }
}
