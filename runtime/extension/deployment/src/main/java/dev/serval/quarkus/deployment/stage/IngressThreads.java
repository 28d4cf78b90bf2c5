package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ServalNames;
import java.util.Set;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.MethodInfo;

/** Lets methods of an ingress that may wait for their handles run on virtual threads. */
final class IngressThreads implements AnnotationTransformation {

  private final Set<MethodInfo> methods;

  IngressThreads(Set<MethodInfo> methods) {
    this.methods = Set.copyOf(methods);
  }

  @Override
  public boolean supports(AnnotationTarget.Kind kind) {
    return kind == AnnotationTarget.Kind.METHOD;
  }

  @Override
  public void apply(TransformationContext context) {
    if (methods.contains(context.declaration().asMethod())) {
      context.add(AnnotationInstance.builder(ServalNames.RUN_ON_VIRTUAL_THREAD).build());
    }
  }
}
