package dev.serval.quarkus.deployment;

import dev.serval.quarkus.runtime.TypeDescription;
import dev.serval.quarkus.runtime.TypeDescription.Kind;
import java.util.List;
import java.util.Map;
import org.jboss.jandex.ArrayType;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;
import org.jboss.jandex.WildcardType;

/** Describes the types of signatures, so that they can be compared and left for the run. */
public final class SignatureTypes {

  private static final Map<String, String> WRAPPERS =
      Map.of(
          "boolean", "java.lang.Boolean",
          "byte", "java.lang.Byte",
          "short", "java.lang.Short",
          "char", "java.lang.Character",
          "int", "java.lang.Integer",
          "long", "java.lang.Long",
          "float", "java.lang.Float",
          "double", "java.lang.Double",
          "void", "java.lang.Void");

  private SignatureTypes() {}

  /** The type; a type variable is described as its bound. */
  public static TypeDescription describe(Type type) {
    return switch (type.kind()) {
      case VOID -> TypeDescription.ofClass("void");
      case PRIMITIVE -> TypeDescription.ofClass(primitiveName(type.asPrimitiveType()));
      case PARAMETERIZED_TYPE ->
          new TypeDescription(
              Kind.PARAMETERIZED,
              type.name().toString(),
              describe(type.asParameterizedType().arguments()));
      case ARRAY -> describeArray(type.asArrayType());
      case WILDCARD_TYPE -> describeWildcard(type.asWildcardType());
      default -> TypeDescription.ofClass(type.name().toString());
    };
  }

  /** Each of the types. */
  public static List<TypeDescription> describe(List<Type> types) {
    return types.stream().map(SignatureTypes::describe).toList();
  }

  private static String primitiveName(PrimitiveType type) {
    return type.name().toString();
  }

  private static TypeDescription describeArray(ArrayType type) {
    TypeDescription described = describe(type.elementType());
    for (int i = 0; i < type.deepDimensions(); i++) {
      described = new TypeDescription(Kind.ARRAY, "", List.of(described));
    }
    return described;
  }

  private static TypeDescription describeWildcard(WildcardType type) {
    return type.superBound() != null
        ? new TypeDescription(Kind.LOWER_WILDCARD, "", List.of(describe(type.superBound())))
        : new TypeDescription(Kind.UPPER_WILDCARD, "", List.of(describe(type.extendsBound())));
  }

  /** Whether a value of one type is one of the other, but for boxing. */
  public static boolean same(Type one, Type other) {
    return boxed(describe(one)).equals(boxed(describe(other)));
  }

  private static TypeDescription boxed(TypeDescription type) {
    return type.kind() == Kind.CLASS
        ? TypeDescription.ofClass(WRAPPERS.getOrDefault(type.name(), type.name()))
        : type;
  }

  /** Whether the type is, or contains, a type variable. */
  public static boolean hasVariables(Type type) {
    return switch (type.kind()) {
      case TYPE_VARIABLE, UNRESOLVED_TYPE_VARIABLE, TYPE_VARIABLE_REFERENCE -> true;
      case PARAMETERIZED_TYPE ->
          type.asParameterizedType().arguments().stream().anyMatch(SignatureTypes::hasVariables);
      case ARRAY -> hasVariables(type.asArrayType().elementType());
      case WILDCARD_TYPE -> hasVariables(type.asWildcardType().extendsBound());
      default -> false;
    };
  }

  /**
   * The type that elements of a declared {@code List<X>} have, or {@code null} if it is no list.
   */
  public static Type elementOfList(Type type) {
    if (type.kind() != Type.Kind.PARAMETERIZED_TYPE
        || !type.name().toString().equals("java.util.List")) {
      return null;
    }
    return bound(type.asParameterizedType().arguments().getFirst());
  }

  /** The upper bound of a wildcard, or the type itself. */
  public static Type bound(Type type) {
    return type.kind() == Type.Kind.WILDCARD_TYPE ? type.asWildcardType().extendsBound() : type;
  }
}
