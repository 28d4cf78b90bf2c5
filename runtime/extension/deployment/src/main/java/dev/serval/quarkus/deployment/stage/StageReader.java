package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.Returned;
import dev.serval.quarkus.deployment.ServalNames;
import dev.serval.quarkus.deployment.SignatureTypes;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** Reads the stages of an application from its index. Does not judge them. */
public final class StageReader {

  private static final String EACH_WEIGHS_ONE = "dev.serval.api.Batch$EachItemWeighsOne";

  private static final Set<DotName> LIFE_CYCLE =
      Set.of(
          ServalNames.POST_CONSTRUCT,
          ServalNames.PRE_DESTROY,
          ServalNames.RECONFIGURE,
          ServalNames.HEALTH_CHECK,
          ServalNames.INJECT,
          DotName.createSimple("jakarta.enterprise.inject.Produces"),
          DotName.createSimple("jakarta.enterprise.inject.Disposes"),
          DotName.createSimple("jakarta.enterprise.event.Observes"),
          DotName.createSimple("jakarta.enterprise.event.ObservesAsync"));

  private final IndexView index;
  private final BiPredicate<String, String> inContract;

  /**
   * @param inContract whether a contract that is used with a stage has a method, given the names of
   *     both
   */
  public StageReader(IndexView index, BiPredicate<String, String> inContract) {
    this.index = index;
    this.inContract = inContract;
  }

  /** All stages, in the order of their class names. */
  public List<StageModel> read() {
    List<StageModel> stages = new ArrayList<>();
    for (AnnotationInstance annotation : index.getAnnotations(ServalNames.STAGE)) {
      if (annotation.target().kind() == AnnotationTarget.Kind.CLASS) {
        stages.add(readStage(annotation.target().asClass(), annotation));
      }
    }
    stages.sort(Comparator.comparing(stage -> stage.type().name()));
    return stages;
  }

  /** The classes that are {@code @Ingress} but not {@code @Stage}. */
  public List<DotName> readStrayIngresses() {
    return index.getAnnotations(ServalNames.INGRESS).stream()
        .filter(annotation -> annotation.target().kind() == AnnotationTarget.Kind.CLASS)
        .map(annotation -> annotation.target().asClass())
        .filter(type -> !type.hasDeclaredAnnotation(ServalNames.STAGE))
        .map(ClassInfo::name)
        .sorted()
        .toList();
  }

  private StageModel readStage(ClassInfo type, AnnotationInstance annotation) {
    AnnotationValue value = annotation.value();
    String name =
        value == null || value.asString().isEmpty() ? type.simpleName() : value.asString();
    boolean ingress = type.hasDeclaredAnnotation(ServalNames.INGRESS);
    AnnotationInstance path = type.declaredAnnotation(ServalNames.PATH);
    List<CallableMethod> callable = new ArrayList<>();
    List<MethodInfo> resourceMethods = new ArrayList<>();
    List<MethodInfo> reconfigure = new ArrayList<>();
    List<MethodInfo> healthChecks = new ArrayList<>();
    for (MethodInfo method : type.methodsInDeclarationOrder()) {
      boolean resource = ingress && answersHttp(method);
      if (resource) {
        resourceMethods.add(method);
      }
      if (method.hasAnnotation(ServalNames.RECONFIGURE)) {
        reconfigure.add(method);
      }
      if (method.hasAnnotation(ServalNames.HEALTH_CHECK)) {
        healthChecks.add(method);
      }
      if (callable(method) && (!resource || inContract.test(name, method.name()))) {
        callable.add(readMethod(method));
      }
    }
    return new StageModel(
        type,
        name,
        ingress,
        path == null ? "/" : path.value().asString(),
        callable,
        resourceMethods,
        reconfigure,
        healthChecks);
  }

  private boolean answersHttp(MethodInfo method) {
    return hasHttpMethod(method)
        || method.declaringClass().interfaceNames().stream()
            .map(index::getClassByName)
            .filter(declaring -> declaring != null)
            .map(
                declaring ->
                    declaring.method(method.name(), method.parameterTypes().toArray(Type[]::new)))
            .anyMatch(declared -> declared != null && hasHttpMethod(declared));
  }

  private static boolean hasHttpMethod(MethodInfo method) {
    return ServalNames.HTTP_METHODS.stream().anyMatch(method::hasDeclaredAnnotation);
  }

  private static boolean callable(MethodInfo method) {
    if (method.isConstructor()
        || method.isStaticInitializer()
        || method.isSynthetic()
        || Modifier.isStatic(method.flags())
        || Modifier.isAbstract(method.flags())
        || LIFE_CYCLE.stream().anyMatch(method::hasAnnotation)) {
      return false;
    }
    return Modifier.isPublic(method.flags())
        ? !isOfObject(method)
        : method.hasAnnotation(ServalNames.BATCH);
  }

  private static boolean isOfObject(MethodInfo method) {
    return switch (method.name()) {
      case "toString", "hashCode" -> method.parametersCount() == 0;
      case "equals" ->
          method.parametersCount() == 1
              && method.parameterType(0).name().equals(DotName.OBJECT_NAME);
      default -> false;
    };
  }

  private static CallableMethod readMethod(MethodInfo method) {
    Returned returned = Returned.of(method.returnType());
    boolean idempotent = method.hasAnnotation(ServalNames.IDEMPOTENT);
    AnnotationInstance batch = method.annotation(ServalNames.BATCH);
    if (batch == null) {
      return new CallableMethod(
          method,
          returned,
          method.parameterTypes(),
          returned.type(),
          ExecutionOf.callable(method),
          idempotent,
          null);
    }
    Type item =
        method.parametersCount() == 1
            ? SignatureTypes.elementOfList(method.parameterType(0))
            : null;
    Type result = itemResult(returned);
    return new CallableMethod(
        method,
        returned,
        item == null ? method.parameterTypes() : List.of(item),
        result == null ? returned.type() : result,
        ExecutionOf.callable(method),
        idempotent,
        readBatch(batch, shapeProblem(method, item, result)));
  }

  /** What one caller gets of a batch's result, or {@code null} if the result is no list. */
  private static Type itemResult(Returned returned) {
    Type element = SignatureTypes.elementOfList(returned.type());
    boolean wrapped = element != null && element.name().equals(ServalNames.BATCH_ITEM);
    if (wrapped && element.kind() == Type.Kind.PARAMETERIZED_TYPE) {
      return SignatureTypes.bound(element.asParameterizedType().arguments().getFirst());
    }
    return element;
  }

  private static String shapeProblem(MethodInfo method, Type item, Type result) {
    if (item == null) {
      return "takes "
          + (method.parametersCount() == 1
              ? SignatureTypes.describe(method.parameterType(0))
              : method.parametersCount() + " parameters");
    }
    return result == null ? "returns " + SignatureTypes.describe(method.returnType()) : null;
  }

  private static BatchModel readBatch(AnnotationInstance batch, String shapeProblem) {
    AnnotationValue maxSize = batch.value("maxSize");
    AnnotationValue maxWait = batch.value("maxWait");
    AnnotationValue maxConcurrent = batch.value("maxConcurrent");
    AnnotationValue weigher = batch.value("weigher");
    boolean weighs =
        weigher != null && !weigher.asClass().name().toString().equals(EACH_WEIGHS_ONE);
    return new BatchModel(
        maxSize == null ? 10 : maxSize.asInt(),
        maxWait == null ? "0s" : maxWait.asString(),
        maxConcurrent == null ? 1 : maxConcurrent.asInt(),
        weighs ? weigher.asClass().name() : null,
        shapeProblem);
  }
}
