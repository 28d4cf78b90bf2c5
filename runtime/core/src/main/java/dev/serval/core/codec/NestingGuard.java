package dev.serval.core.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses values that contain themselves or are nested too deep, before they are written. Fory
 * checks depth when it reads only; a writer that followed a cycle would end in a stack overflow,
 * having written the contents of the cycle thousands of times.
 *
 * <p>Only classes that can contain themselves (a tree, a linked list) are followed. A table without
 * such classes costs nothing, nor does a call whose declared types don't reach one.
 */
final class NestingGuard {

  private final CodecLimits limits;

  /** For each class from which a recursive one can be reached, the fields that lead there. */
  private final Map<Class<?>, List<Field>> leads = new HashMap<>();

  private final Map<Type, Boolean> followed = new ConcurrentHashMap<>();

  NestingGuard(Set<Class<?>> types, CodecLimits limits) {
    this.limits = limits;
    Map<Class<?>, Set<Class<?>>> contents = new HashMap<>();
    types.forEach(type -> contents.put(type, contentsOf(type, types)));
    Set<Class<?>> recursive = new HashSet<>(types);
    recursive.removeIf(type -> !closure(type, contents).contains(type));
    for (Class<?> type : types) {
      List<Field> leading = new ArrayList<>();
      for (Field field : fields(type)) {
        if (leadsTo(recursive, mentioned(field.getGenericType(), types), contents)) {
          field.setAccessible(true);
          leading.add(field);
        }
      }
      if (!leading.isEmpty()) {
        leads.put(type, List.copyOf(leading));
      }
    }
  }

  /**
   * @param declared the declared type of the value
   * @throws CodecException if the value is nested deeper than the limit allows, contains itself, or
   *     has more objects than a body has bytes
   */
  void check(Object value, Type declared) {
    if (!leads.isEmpty() && followed.computeIfAbsent(declared, this::canBeRecursive)) {
      new Walk().visit(value, 1);
    }
  }

  private boolean canBeRecursive(Type declared) {
    return !mentioned(declared, leads.keySet()).isEmpty();
  }

  private static boolean leadsTo(
      Set<Class<?>> goals, Set<Class<?>> starts, Map<Class<?>, Set<Class<?>>> contents) {
    return starts.stream()
        .anyMatch(
            start ->
                goals.contains(start)
                    || closure(start, contents).stream().anyMatch(goals::contains));
  }

  /** The classes that can be reached in one step or more. */
  private static Set<Class<?>> closure(Class<?> start, Map<Class<?>, Set<Class<?>>> contents) {
    Set<Class<?>> reached = new HashSet<>();
    List<Class<?>> open = new ArrayList<>(contents.get(start));
    while (!open.isEmpty()) {
      Class<?> next = open.removeLast();
      if (reached.add(next)) {
        open.addAll(contents.get(next));
      }
    }
    return reached;
  }

  private static Set<Class<?>> contentsOf(Class<?> type, Set<Class<?>> types) {
    Set<Class<?>> contents = new HashSet<>();
    fields(type).forEach(field -> contents.addAll(mentioned(field.getGenericType(), types)));
    return contents;
  }

  /** The classes of the table that a value of the type, or an element of it, may be. */
  private static Set<Class<?>> mentioned(Type type, Set<Class<?>> types) {
    Set<Class<?>> found = new HashSet<>();
    List<Type> open = new ArrayList<>(List.of(type));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Class<?> c when c.isArray() -> open.add(c.componentType());
        case Class<?> c -> types.stream().filter(c::isAssignableFrom).forEach(found::add);
        case GenericArrayType a -> open.add(a.getGenericComponentType());
        case ParameterizedType p -> {
          open.add(p.getRawType());
          open.addAll(List.of(p.getActualTypeArguments()));
        }
        case WildcardType w -> open.addAll(List.of(w.getUpperBounds()));
        case Type other -> open.add(DeclaredType.erase(other));
      }
    }
    return found;
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    if (!type.isEnum()) {
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        fields.addAll(List.of(c.getDeclaredFields()));
      }
    }
    fields.removeIf(
        field -> Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive());
    return fields;
  }

  /** One value; counts its objects, since shared ones are written once per mention. */
  private final class Walk {

    private int objects;

    void visit(Object value, int depth) {
      switch (value) {
        case null -> {}
        case Collection<?> elements -> descend(elements, depth);
        case Map<?, ?> map -> {
          descend(map.keySet(), depth);
          descend(map.values(), depth);
        }
        case Optional<?> optional when optional.isPresent() -> {
          requireDepth(optional, depth);
          visit(optional.get(), depth + 1);
        }
        case Object[] elements -> descend(Arrays.asList(elements), depth);
        default -> follow(value, depth);
      }
    }

    private void descend(Collection<?> elements, int depth) {
      requireDepth(elements, depth);
      elements.forEach(element -> visit(element, depth + 1));
    }

    private void follow(Object value, int depth) {
      List<Field> leading = leads.get(value.getClass());
      if (leading != null) {
        requireDepth(value, depth);
        for (Field field : leading) {
          visit(read(field, value), depth + 1);
        }
      }
    }

    private void requireDepth(Object value, int depth) {
      if (depth > limits.maxDepth()) {
        throw new CodecException(
            value.getClass().getTypeName()
                + " is nested more than "
                + limits.maxDepth()
                + " levels deep, or contains itself");
      }
      if (++objects > limits.maxBodyBytes()) {
        throw new CodecException(
            "more than "
                + limits.maxBodyBytes()
                + " objects; shared ones count once for each mention");
      }
    }

    private static Object read(Field field, Object owner) {
      try {
        return field.get(owner);
      } catch (IllegalAccessException e) {
        throw new CodecException(field + " cannot be read", e);
      }
    }
  }
}
