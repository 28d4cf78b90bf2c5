package dev.serval.quarkus.runtime.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The names under which exceptions are counted: the first twenty types, and one for all others. */
final class ExceptionTypes {

  static final int MOST = 20;
  static final String OTHER = "other";

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  String nameOf(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    if (names.contains(name)) {
      return name;
    }
    return add(name.isEmpty() ? OTHER : name);
  }

  private synchronized String add(String name) {
    if (names.contains(name)) {
      return name;
    }
    if (names.size() >= MOST) {
      return OTHER;
    }
    names.add(name);
    return name;
  }
}
