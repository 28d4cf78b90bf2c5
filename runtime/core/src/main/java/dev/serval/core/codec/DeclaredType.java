package dev.serval.core.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;

/** Holds values against the type that a method declares for them. */
final class DeclaredType {

  private DeclaredType() {}

  /** The class that values of the type are instances of; the wrapper of a primitive. */
  static Class<?> erase(Type type) {
    return switch (type) {
      case Class<?> c -> c.isPrimitive() ? MethodType.methodType(c).wrap().returnType() : c;
      case ParameterizedType p -> erase(p.getRawType());
      case GenericArrayType a -> erase(a.getGenericComponentType()).arrayType();
      case WildcardType w -> erase(w.getUpperBounds()[0]);
      case TypeVariable<?> v -> erase(v.getBounds()[0]);
      default -> throw new CodecException("unknown kind of type: " + type);
    };
  }

  /**
   * Returns the value if it is one of the type.
   *
   * @throws CodecException if it is an instance of something else, or null where the type is
   *     primitive
   */
  static Object require(Object value, Type type) {
    if (value == null) {
      if (type instanceof Class<?> c && c.isPrimitive() && c != void.class) {
        throw new CodecException("null is not a value of " + c);
      }
      return null;
    }
    if (!erase(type).isInstance(value)) {
      throw new CodecException(
          value.getClass().getTypeName() + " is not a value of " + type.getTypeName());
    }
    return value;
  }

  /**
   * Holds the arguments of a call against its parameters.
   *
   * @throws CodecException if there are more or fewer of them, or one is not of its type
   */
  static void requireAll(Object[] arguments, List<Type> types) {
    if (arguments.length != types.size()) {
      throw new CodecException(arguments.length + " arguments for " + types.size() + " parameters");
    }
    for (int i = 0; i < types.size(); i++) {
      require(arguments[i], types.get(i));
    }
  }
}
