package dev.serval.core.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The user's classes that calls may carry, each under a stable id.
 *
 * <p>The id of a class is the first 31 bits of the SHA-256 of its binary name in UTF-8. It depends
 * on nothing else, so processes whose tables differ agree about the types they share, and adding a
 * type never renumbers another. Two names with the same id (one chance in 4 000 for a table of a
 * thousand types) are found when the table is built; renaming either class resolves it.
 *
 * <p>Ids rather than names on the wire: a message describes each class it contains. Registered by
 * id, a record of a string and a double takes 44 bytes, by name 57; an enum constant 9 and 35. Fory
 * accepts ids of 32 bits; one is left out so that they are positive {@code int}s everywhere.
 */
public final class TypeTable {

  /** A table without classes: scalars, strings, arrays and collections of them only. */
  public static final TypeTable EMPTY = new TypeTable(List.of());

  private final Map<Class<?>, Integer> ids;

  private TypeTable(List<Class<?>> types) {
    Map<Integer, Class<?>> owners = new HashMap<>();
    Map<Class<?>, Integer> ids = new LinkedHashMap<>();
    for (Class<?> type : types) {
      int id = idOf(type.getName());
      Class<?> owner = owners.putIfAbsent(id, type);
      if (owner != null) {
        throw collision(owner, type, id);
      }
      ids.put(type, id);
    }
    this.ids = ids;
  }

  /**
   * A table of the given classes; their order and duplicates do not matter.
   *
   * @throws IllegalArgumentException if a class is not a user's (primitive, array, or of the JDK),
   *     or if two classes have the same name or the same id; the message names them
   */
  public static TypeTable of(Collection<? extends Class<?>> types) {
    List<Class<?>> sorted =
        types.stream()
            .<Class<?>>map(TypeTable::requireUserClass)
            .distinct()
            .sorted(Comparator.comparing(Class::getName))
            .toList();
    return new TypeTable(sorted);
  }

  /** The same as {@link #of(Collection)}. */
  public static TypeTable of(Class<?>... types) {
    return of(List.of(types));
  }

  /** The id of the class of that binary name ({@link Class#getName()}); 0 to 2³¹ − 1. */
  public static int idOf(String binaryName) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(binaryName.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getInt() >>> 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The classes with their ids, in the order of their names; unmodifiable. */
  public Map<Class<?>, Integer> ids() {
    return Collections.unmodifiableMap(ids);
  }

  /** Whether values of exactly that class may be carried. */
  public boolean contains(Class<?> type) {
    return ids.containsKey(type);
  }

  private static Class<?> requireUserClass(Class<?> type) {
    if (type.isPrimitive() || type.isArray() || type.getName().startsWith("java.")) {
      throw new IllegalArgumentException(
          type.getTypeName() + " needs no registration: only the user's own classes do");
    }
    return type;
  }

  private static IllegalArgumentException collision(Class<?> one, Class<?> other, int id) {
    if (one.getName().equals(other.getName())) {
      return new IllegalArgumentException(
          one.getName() + " is there twice, loaded by two class loaders");
    }
    return new IllegalArgumentException(
        one.getName()
            + " and "
            + other.getName()
            + " have the same wire id "
            + id
            + ": rename one of them");
  }
}
