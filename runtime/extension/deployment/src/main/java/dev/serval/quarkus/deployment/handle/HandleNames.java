package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ServalNames;
import java.util.List;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;

/** Writes the logical name into every {@code @Handle} that leaves it to where it is. */
final class HandleNames implements AnnotationTransformation {

  @Override
  public boolean supports(AnnotationTarget.Kind kind) {
    return kind == AnnotationTarget.Kind.FIELD || kind == AnnotationTarget.Kind.METHOD;
  }

  @Override
  public void apply(TransformationContext context) {
    List<AnnotationInstance> handles =
        context.annotations().stream()
            .filter(annotation -> annotation.name().equals(ServalNames.HANDLE))
            .filter(
                annotation -> annotation.value() == null || annotation.value().asString().isEmpty())
            .toList();
    for (AnnotationInstance handle : handles) {
      context.remove(handle::equals);
      context.add(
          AnnotationInstance.builder(ServalNames.HANDLE)
              .value(HandleReader.logicalName(handle))
              .buildWithTarget(handle.target()));
    }
  }
}
