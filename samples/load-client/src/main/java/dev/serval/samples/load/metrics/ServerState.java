package dev.serval.samples.load.metrics;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a server has counted up to a moment. What it does not tell is absent.
 *
 * @param batches by the method that executes them
 * @param queued calls that wait now, at the ingress or for a replica
 * @param backPressured calls that were refused since there were too many waiting
 */
public record ServerState(
    Map<String, Batches> batches, OptionalDouble queued, OptionalDouble backPressured) {

  private static final Pattern BATCH_SIZE =
      Pattern.compile("serval_(\\w+_)?batch_size(_[a-z]+)?_(sum|count)");
  private static final Pattern QUEUED =
      Pattern.compile("serval_(?!.*batch)\\w*(queued|queue_length|queue_len)\\w*");
  private static final Pattern NOT_A_GAUGE =
      Pattern.compile("\\w*_(total|sum|count|bucket|max|created)");
  private static final Pattern BACK_PRESSURE =
      Pattern.compile("serval_\\w*back_?pressure\\w*_total");

  /** Copies the map. */
  public ServerState {
    batches = Map.copyOf(batches);
  }

  /**
   * Batches of one method.
   *
   * @param count how many
   * @param items in all of them together
   */
  public record Batches(double count, double items) {

    Batches plus(Batches other) {
      return new Batches(count + other.count, items + other.items);
    }

    /** Items in a batch, on average; 0 if there were no batches. */
    public double meanSize() {
      return count == 0 ? 0 : items / count;
    }
  }

  /** What a page of metrics says. */
  public static ServerState of(List<Sample> samples) {
    Map<String, Batches> batches = new TreeMap<>();
    for (Sample sample : samples) {
      if (BATCH_SIZE.matcher(sample.name()).matches() && Double.isFinite(sample.value())) {
        boolean sum = sample.name().endsWith("_sum");
        Batches part = new Batches(sum ? 0 : sample.value(), sum ? sample.value() : 0);
        batches.merge(methodOf(sample), part, Batches::plus);
      }
    }
    return new ServerState(
        batches,
        total(
            samples,
            name -> QUEUED.matcher(name).matches() && !NOT_A_GAUGE.matcher(name).matches()),
        total(samples, name -> BACK_PRESSURE.matcher(name).matches()));
  }

  private static OptionalDouble total(List<Sample> samples, Predicate<String> named) {
    double[] values =
        samples.stream()
            .filter(sample -> named.test(sample.name()) && Double.isFinite(sample.value()))
            .mapToDouble(Sample::value)
            .toArray();
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return OptionalDouble.of(sum);
  }

  private static String methodOf(Sample sample) {
    String deployment = sample.label("deployment");
    String method = sample.label("method");
    return method.isEmpty() || deployment.isEmpty()
        ? deployment + method
        : deployment + "." + method;
  }

  /**
   * The batches that were executed since {@code before}, by method; methods without any are out.
   */
  public Map<String, Batches> batchesSince(ServerState before) {
    Map<String, Batches> since = new TreeMap<>();
    batches.forEach(
        (method, now) -> {
          Batches then = before.batches.getOrDefault(method, new Batches(0, 0));
          if (now.count > then.count) {
            since.put(method, new Batches(now.count - then.count, now.items - then.items));
          }
        });
    return since;
  }

  /** The calls that were refused since {@code before}, or nothing if the server does not say. */
  public OptionalDouble backPressuredSince(ServerState before) {
    return backPressured.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(backPressured.getAsDouble() - before.backPressured.orElse(0));
  }
}
