package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.Returned;
import dev.serval.quarkus.deployment.ServalNames;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

/** Reads where handles are injected, and what types they have. Does not judge them. */
public final class HandleReader {

  private static final Set<DotName> LOOK_UPS =
      Set.of(
          DotName.createSimple("jakarta.inject.Provider"),
          DotName.createSimple("jakarta.enterprise.inject.Instance"),
          DotName.createSimple("io.quarkus.arc.InjectableInstance"));

  private final IndexView index;
  private final IndexView allClasses;

  /**
   * @param index the classes in which handles are looked for
   * @param allClasses where contracts are found, which may be in libraries
   */
  public HandleReader(IndexView index, IndexView allClasses) {
    this.index = index;
    this.allClasses = allClasses;
  }

  /** All places, in the order of their classes and names. */
  public List<HandlePoint> readPoints() {
    List<HandlePoint> points = new ArrayList<>();
    for (AnnotationInstance annotation : index.getAnnotations(ServalNames.HANDLE)) {
      AnnotationTarget target = annotation.target();
      switch (target.kind()) {
        case FIELD ->
            points.add(
                point(
                    target.asField().declaringClass(),
                    "field " + target.asField().name(),
                    target.asField().type(),
                    logicalName(annotation),
                    false));
        case METHOD_PARAMETER -> points.add(parameter(annotation, target.asMethodParameter()));
        default -> {}
      }
    }
    points.sort(Comparator.comparing(HandlePoint::displayName));
    return points;
  }

  private static HandlePoint parameter(
      AnnotationInstance annotation, MethodParameterInfo parameter) {
    MethodInfo method = parameter.method();
    return point(
        method.declaringClass(),
        "parameter "
            + (parameter.position() + 1)
            + (method.isConstructor() ? " of the constructor" : " of method " + method.name()),
        method.parameterType(parameter.position()),
        logicalName(annotation),
        method.isConstructor());
  }

  private static HandlePoint point(
      ClassInfo owner, String place, Type declared, String logicalName, boolean atConstruction) {
    Type type =
        LOOK_UPS.contains(declared.name()) && declared.kind() == Type.Kind.PARAMETERIZED_TYPE
            ? declared.asParameterizedType().arguments().getFirst()
            : declared;
    return new HandlePoint(owner, place, logicalName, type, atConstruction);
  }

  /** The name that a handle annotation gives, or the one that follows from where it is. */
  static String logicalName(AnnotationInstance handle) {
    if (handle.value() != null && !handle.value().asString().isEmpty()) {
      return handle.value().asString();
    }
    AnnotationTarget target = handle.target();
    boolean field = target.kind() == AnnotationTarget.Kind.FIELD;
    Type declared =
        field
            ? target.asField().type()
            : target
                .asMethodParameter()
                .method()
                .parameterType(target.asMethodParameter().position());
    Type type = point(null, "", declared, "", false).type();
    if (!type.name().equals(ServalNames.DEPLOYMENT_HANDLE)) {
      return simpleName(type.name());
    }
    String name = field ? target.asField().name() : target.asMethodParameter().name();
    return name == null ? "" : name;
  }

  private static String simpleName(DotName name) {
    String text = name.toString();
    return text.substring(Math.max(text.lastIndexOf('.'), text.lastIndexOf('$')) + 1);
  }

  /** The contracts of the given places, by name. */
  public Map<DotName, ContractModel> readContracts(List<HandlePoint> points) {
    Map<DotName, ContractModel> contracts = new LinkedHashMap<>();
    for (HandlePoint point : points) {
      DotName name = point.type().name();
      ClassInfo type = point.dynamic() ? null : allClasses.getClassByName(name);
      if (type != null) {
        contracts.computeIfAbsent(name, absent -> readContract(type));
      }
    }
    return contracts;
  }

  private ContractModel readContract(ClassInfo type) {
    List<ContractMethod> methods = new ArrayList<>();
    if (type.isInterface()) {
      collect(type, methods, new HashSet<>(), new HashSet<>());
    }
    return new ContractModel(type, methods);
  }

  private void collect(
      ClassInfo type, List<ContractMethod> methods, Set<String> signatures, Set<DotName> seen) {
    if (type == null || !seen.add(type.name())) {
      return;
    }
    for (MethodInfo method : type.methodsInDeclarationOrder()) {
      boolean overridden = !signatures.add(method.name() + method.descriptor());
      if (!overridden && Modifier.isAbstract(method.flags()) && !isOfObject(method)) {
        methods.add(
            new ContractMethod(
                method,
                Returned.of(method.returnType()),
                method.hasAnnotation(ServalNames.IDEMPOTENT)));
      }
    }
    for (DotName parent : type.interfaceNames()) {
      collect(allClasses.getClassByName(parent), methods, signatures, seen);
    }
  }

  /** Interfaces may declare these again, to document them. */
  private static boolean isOfObject(MethodInfo method) {
    return switch (method.name() + method.descriptor()) {
      case "toString()Ljava/lang/String;", "hashCode()I", "equals(Ljava/lang/Object;)Z" -> true;
      default -> false;
    };
  }
}
