package dev.serval.core.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.Buffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.BaseStream;

/** What {@link CarriableTypes} makes of a class that isn't an array. */
enum JdkCarriage {

  /** Carried as it is. */
  SCALAR,

  /** Carried if what it contains is. */
  CONTAINER,

  /** Of the JDK or of a reactive library, and not carried. */
  REFUSED,

  /** Somebody's own class. */
  USER;

  private static final Set<Class<?>> SCALARS =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Void.class,
          String.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          URI.class,
          Instant.class,
          Duration.class,
          Period.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          Year.class,
          YearMonth.class,
          MonthDay.class,
          ZoneId.class,
          ZoneOffset.class,
          DayOfWeek.class,
          Month.class,
          ChronoUnit.class,
          TimeUnit.class);

  private static final Set<Class<?>> CONTAINERS =
      Set.of(
          Optional.class,
          Collection.class,
          List.class,
          Set.class,
          SortedSet.class,
          NavigableSet.class,
          Queue.class,
          Deque.class,
          ArrayList.class,
          LinkedList.class,
          ArrayDeque.class,
          HashSet.class,
          LinkedHashSet.class,
          TreeSet.class,
          EnumSet.class,
          Map.class,
          SortedMap.class,
          NavigableMap.class,
          ConcurrentMap.class,
          HashMap.class,
          LinkedHashMap.class,
          TreeMap.class,
          EnumMap.class,
          ConcurrentHashMap.class);

  /** By name, since this module has none of them on its class path. */
  private static final Set<String> REACTIVE =
      Set.of("io.smallrye.mutiny.Uni", "io.smallrye.mutiny.Multi", "org.reactivestreams.Publisher");

  static JdkCarriage of(Class<?> type) {
    if (type.isPrimitive() || SCALARS.contains(type)) {
      return SCALAR;
    }
    if (CONTAINERS.contains(type)) {
      return CONTAINER;
    }
    return isPlatform(type) || REACTIVE.contains(type.getName()) ? REFUSED : USER;
  }

  /** Why a refused class, or one that inherits from such, is not carried. */
  static String reasonAgainst(Class<?> type) {
    if (type == Object.class) {
      return "it may be anything, declare the type or a sealed interface of the types it may be";
    }
    if (isLater(type)) {
      return "it arrives later than the value around it, only the whole result may do so";
    }
    if (BaseStream.class.isAssignableFrom(type)) {
      return "it can be read only once, declare a List";
    }
    if (isResource(type)) {
      return "it is a resource of this process";
    }
    if (Buffer.class.isAssignableFrom(type)) {
      return "its memory belongs to this process, declare an array";
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return "it is an error, throw it";
    }
    return isFunctional(type)
        ? "it is code, not a value"
        : "classes of the JDK other than scalars, collections and java.time have no wire form";
  }

  static boolean isLater(Class<?> type) {
    return CompletionStage.class.isAssignableFrom(type)
        || Future.class.isAssignableFrom(type)
        || Flow.Publisher.class.isAssignableFrom(type)
        || REACTIVE.contains(type.getName());
  }

  static boolean isResource(Class<?> type) {
    return AutoCloseable.class.isAssignableFrom(type)
        || Thread.class.isAssignableFrom(type)
        || ClassLoader.class.isAssignableFrom(type)
        || type == Class.class;
  }

  static boolean isFunctional(Class<?> type) {
    return type.isInterface()
        && Arrays.stream(type.getMethods()).filter(JdkCarriage::isAbstract).count() == 1;
  }

  private static boolean isAbstract(Method method) {
    return Modifier.isAbstract(method.getModifiers());
  }

  private static boolean isPlatform(Class<?> type) {
    String name = type.getName();
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.");
  }
}
