package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ServalNames;
import io.quarkus.arc.processor.BuiltinScope;
import java.util.Collection;
import java.util.function.Predicate;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;

/**
 * Gives an ingress one instance that both answers HTTP and is told of its configuration, unless the
 * user chose a scope.
 */
final class IngressScope implements AnnotationTransformation {

  private final Predicate<Collection<AnnotationInstance>> hasScope;

  IngressScope(Predicate<Collection<AnnotationInstance>> hasScope) {
    this.hasScope = hasScope;
  }

  /** After those that add scopes for reasons of their own. */
  @Override
  public int priority() {
    return DEFAULT_PRIORITY_VALUE - 100;
  }

  @Override
  public boolean supports(AnnotationTarget.Kind kind) {
    return kind == AnnotationTarget.Kind.CLASS;
  }

  @Override
  public void apply(TransformationContext context) {
    if (context.hasAnnotation(ServalNames.INGRESS)
        && context.hasAnnotation(ServalNames.STAGE)
        && !hasScope.test(context.annotations())) {
      context.add(AnnotationInstance.builder(BuiltinScope.SINGLETON.getName()).build());
    }
  }
}
