package dev.serval.core.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which types of a method's signature values can travel in, and which classes that takes.
 * Applied at build time, so that a type that can't be sent is an error where it is declared.
 *
 * <p>Carried are primitives and their wrappers, {@code String}, numbers, {@code UUID}, {@code URI},
 * {@code java.time}, enums, records, plain classes, sealed types whose permitted subclasses are
 * carried, arrays of these, {@code Optional}, and the collections and maps of {@code java.util}.
 * What arrives later ({@code CompletionStage}, {@code Uni}, publishers) is unwrapped by the caller
 * of this class; inside another type it is refused.
 */
public final class CarriableTypes {

  /**
   * What was found.
   *
   * @param registered the user's classes for the {@link TypeTable}: everything that a value may
   *     contain, the sealed types themselves included
   * @param problems one message for each type that can't be carried, beginning with the path to it;
   *     empty if all can
   */
  public record Result(Set<Class<?>> registered, List<String> problems) {

    /** Copies both. */
    public Result {
      registered = Collections.unmodifiableSet(new LinkedHashSet<>(registered));
      problems = List.copyOf(problems);
    }
  }

  private final Set<Class<?>> registered = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  private CarriableTypes() {}

  /** Examines declared types of parameters and results, and all that is reachable from them. */
  public static Result of(Collection<? extends Type> types) {
    CarriableTypes found = new CarriableTypes();
    types.forEach(type -> found.visit(type, simpleName(type)));
    return new Result(found.registered, found.problems);
  }

  /** The same as {@link #of(Collection)}. */
  public static Result of(Type... types) {
    return of(List.of(types));
  }

  private void visit(Type type, String path) {
    switch (type) {
      case Class<?> c when c.isArray() -> visitElements(c.componentType(), path);
      case Class<?> c -> visitClass(c, path);
      case GenericArrayType a -> visitElements(a.getGenericComponentType(), path);
      case ParameterizedType p -> visitParameterized(p, path);
      case WildcardType w -> visit(w.getUpperBounds()[0], path);
      case TypeVariable<?> v -> visitVariable(v, path);
      default -> refuse(path, type, "it is of an unknown kind");
    }
  }

  private void visitElements(Type component, String path) {
    if (JdkCarriage.of(DeclaredType.erase(component)) == JdkCarriage.CONTAINER
        && DeclaredType.erase(component) != Optional.class) {
      refuse(path + "[]", component, "arrays of collections have no wire form, declare a List");
    } else {
      visit(component, path + "[]");
    }
  }

  /** The argument that takes its place is examined where it is given. */
  private void visitVariable(TypeVariable<?> variable, String path) {
    if (!(variable.getGenericDeclaration() instanceof Class<?>)) {
      refuse(path, variable, "the method doesn't say which type it stands for");
    }
  }

  private void visitParameterized(ParameterizedType type, String path) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (JdkCarriage.of(raw) != JdkCarriage.CONTAINER) {
      int before = problems.size();
      visitKnown(raw, type, path);
      for (int i = 0; i < arguments.length && problems.size() == before; i++) {
        visit(arguments[i], path + "<" + raw.getTypeParameters()[i] + ">");
      }
    } else if (Map.class.isAssignableFrom(raw)) {
      visit(arguments[0], path + "[key]");
      visit(arguments[1], path + "[value]");
    } else {
      visit(arguments[0], path + "[]");
    }
  }

  private void visitClass(Class<?> type, String path) {
    if (type.getTypeParameters().length > 0 && JdkCarriage.of(type) != JdkCarriage.REFUSED) {
      refuse(path, type, "it is raw, say what it is a " + type.getSimpleName() + " of");
    } else {
      visitKnown(type, type, path);
    }
  }

  /** Visits a class whose type arguments, if it has any, are none of its concern. */
  private void visitKnown(Class<?> type, Type declared, String path) {
    switch (JdkCarriage.of(type)) {
      case SCALAR, CONTAINER -> {}
      case REFUSED -> refuse(path, declared, JdkCarriage.reasonAgainst(type));
      case USER -> visitUserClass(type, declared, path);
    }
  }

  private void visitUserClass(Class<?> type, Type declared, String path) {
    String objection = objection(type);
    if (objection != null) {
      refuse(path, declared, objection);
      return;
    }
    if (!registered.add(type)) {
      return;
    }
    if (type.isSealed() && !type.isEnum()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        visitKnown(permitted, permitted, path + "(" + permitted.getSimpleName() + ")");
      }
    }
    if (!type.isEnum()) {
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        visitFields(c, path);
        visitArgumentsOfSuperclass(c, path);
      }
    }
  }

  /** Inherited fields may be of these types. */
  private void visitArgumentsOfSuperclass(Class<?> type, String path) {
    if (type.getGenericSuperclass() instanceof ParameterizedType superclass) {
      for (Type argument : superclass.getActualTypeArguments()) {
        visit(argument, path + "<" + argument.getTypeName() + ">");
      }
    }
  }

  private void visitFields(Class<?> type, String path) {
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        visit(field.getGenericType(), path + "." + field.getName());
      }
    }
  }

  /** Why values of a user's class can't be carried, or null if they can. */
  private static String objection(Class<?> type) {
    if (type.isEnum()) {
      return null;
    }
    if (type.isAnnotation() || type.isHidden() || type.isLocalClass() || type.isAnonymousClass()) {
      return "it has no name that another process knows";
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      return "it is an inner class and drags its enclosing instance along, make it static";
    }
    if (Modifier.isAbstract(type.getModifiers()) && !type.isSealed()) {
      return JdkCarriage.isFunctional(type)
          ? "it is code, not a value"
          : "it is open to classes nobody knows yet, seal it or declare a record";
    }
    return inheritedObjection(type);
  }

  private static String inheritedObjection(Class<?> type) {
    if (JdkCarriage.isResource(type) || JdkCarriage.isLater(type)) {
      return JdkCarriage.reasonAgainst(type);
    }
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      return "it is a collection of its own kind, declare one of java.util";
    }
    for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
      if (JdkCarriage.of(c) != JdkCarriage.USER && c != Object.class && c != Record.class) {
        return "it extends " + c.getName() + ", whose state has no wire form";
      }
    }
    return null;
  }

  private void refuse(String path, Type type, String reason) {
    problems.add(path + ": " + type.getTypeName() + " cannot be carried: " + reason);
  }

  private static String simpleName(Type type) {
    return switch (type) {
      case GenericArrayType a -> simpleName(a.getGenericComponentType());
      case Class<?> c when c.isArray() -> simpleName(c.componentType());
      case TypeVariable<?> v -> v.getName();
      default -> DeclaredType.erase(type).getSimpleName();
    };
  }
}
