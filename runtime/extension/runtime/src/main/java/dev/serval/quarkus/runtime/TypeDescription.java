package dev.serval.quarkus.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java type in a form that a build can leave for the run. Two descriptions are equal when the
 * types are.
 *
 * @param kind says what {@code name} and {@code arguments} mean
 * @param name the name of the class, as {@link Class#getName()} gives it, or of the primitive type;
 *     empty for arrays and wildcards
 * @param arguments type arguments, the component type of an array, or the bound of a wildcard
 */
public record TypeDescription(Kind kind, String name, List<TypeDescription> arguments) {

  private static final Map<String, Class<?>> PRIMITIVES =
      List.of(
              boolean.class,
              byte.class,
              short.class,
              char.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

  /** The kinds of types. */
  public enum Kind {
    /** A class without type arguments, or a primitive type. */
    CLASS,
    /** A class with type arguments. */
    PARAMETERIZED,
    /** An array of the one argument. */
    ARRAY,
    /** {@code ? extends} the one argument. */
    UPPER_WILDCARD,
    /** {@code ? super} the one argument. */
    LOWER_WILDCARD
  }

  /** Copies what could change. */
  public TypeDescription {
    arguments = List.copyOf(arguments);
  }

  /** A class without type arguments, or a primitive type. */
  public static TypeDescription ofClass(String name) {
    return new TypeDescription(Kind.CLASS, name, List.of());
  }

  /**
   * The type itself.
   *
   * @throws IllegalStateException if {@code loader} does not have a class of it
   */
  public Type resolve(ClassLoader loader) {
    return switch (kind) {
      case CLASS -> load(loader);
      case PARAMETERIZED -> new Parameterized(load(loader), resolveArguments(loader));
      case ARRAY -> arrayOf(resolveArguments(loader)[0]);
      case UPPER_WILDCARD -> new Wildcard(resolveArguments(loader), new Type[0]);
      case LOWER_WILDCARD -> new Wildcard(new Type[] {Object.class}, resolveArguments(loader));
    };
  }

  private Type[] resolveArguments(ClassLoader loader) {
    return arguments.stream().map(argument -> argument.resolve(loader)).toArray(Type[]::new);
  }

  private Class<?> load(ClassLoader loader) {
    Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException("Class " + name + " is missing", missing);
    }
  }

  private static Type arrayOf(Type component) {
    return component instanceof Class<?> type
        ? Array.newInstance(type, 0).getClass()
        : new GenericArray(component);
  }

  /** As it is written in Java, with qualified names. */
  @Override
  public String toString() {
    return switch (kind) {
      case CLASS -> name.replace('$', '.');
      case PARAMETERIZED ->
          arguments.stream()
              .map(TypeDescription::toString)
              .collect(Collectors.joining(", ", name.replace('$', '.') + "<", ">"));
      case ARRAY -> arguments.getFirst() + "[]";
      case UPPER_WILDCARD -> "? extends " + arguments.getFirst();
      case LOWER_WILDCARD -> "? super " + arguments.getFirst();
    };
  }

  private record Parameterized(Class<?> raw, Type[] arguments) implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
      return arguments.clone();
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public Type getOwnerType() {
      return raw.getDeclaringClass();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ParameterizedType type
          && raw.equals(type.getRawType())
          && Arrays.equals(arguments, type.getActualTypeArguments());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(arguments) ^ raw.hashCode();
    }

    @Override
    public String toString() {
      return Arrays.stream(arguments)
          .map(Type::getTypeName)
          .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
    }
  }

  private record GenericArray(Type component) implements GenericArrayType {

    @Override
    public Type getGenericComponentType() {
      return component;
    }

    @Override
    public String toString() {
      return component.getTypeName() + "[]";
    }
  }

  private record Wildcard(Type[] upper, Type[] lower) implements WildcardType {

    @Override
    public Type[] getUpperBounds() {
      return upper.clone();
    }

    @Override
    public Type[] getLowerBounds() {
      return lower.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof WildcardType type
          && Arrays.equals(upper, type.getUpperBounds())
          && Arrays.equals(lower, type.getLowerBounds());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(lower) ^ Arrays.hashCode(upper);
    }

    @Override
    public String toString() {
      return lower.length > 0
          ? "? super " + lower[0].getTypeName()
          : "? extends " + upper[0].getTypeName();
    }
  }
}
