package dev.serval.bench.load;

import java.util.List;
import java.util.function.Predicate;

/**
 * One graph as its client sees it.
 *
 * @param name short name, used on the command line and in the tables
 * @param description what the graph does
 * @param path path of the ingress, the same for every system
 * @param body body of every request
 * @param concurrency how many calls are outstanding, one measurement for each
 * @param rightAnswer accepts the body of a right answer; load only starts once the system gives it
 */
public record Shape(
    String name,
    String description,
    String path,
    String body,
    List<Integer> concurrency,
    Predicate<String> rightAnswer) {

  /** Copies the list. */
  public Shape {
    concurrency = List.copyOf(concurrency);
  }

  /** Whether it is the same graph, whatever the concurrencies. */
  public boolean is(Shape other) {
    return name.equals(other.name);
  }

  Shape withConcurrency(List<Integer> other) {
    return new Shape(name, description, path, body, other, rightAnswer);
  }
}
