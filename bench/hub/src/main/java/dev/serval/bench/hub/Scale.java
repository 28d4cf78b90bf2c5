package dev.serval.bench.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How much there is and how long it is looked at.
 *
 * @param applications that the endpoints are spread over
 * @param replicas that are connected
 * @param endpoints in all applications
 * @param steady how long the hub is left alone but for reports
 * @param changes of one endpoint, one after the other
 */
record Scale(int applications, int replicas, int endpoints, Duration steady, int changes) {

  private static final int SLICE = 100;

  /** Reads {@code --applications N --replicas N --endpoints N --seconds N --changes N}. */
  static Scale of(String[] arguments) {
    Map<String, Integer> given =
        new HashMap<>(
            Map.of(
                "--applications", 10,
                "--replicas", 1_000,
                "--endpoints", 10_000,
                "--seconds", 30,
                "--changes", 100));
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException("options are pairs, of " + given.keySet());
    }
    for (int i = 0; i < arguments.length; i += 2) {
      if (given.replace(arguments[i], Integer.parseInt(arguments[i + 1])) == null) {
        throw new IllegalArgumentException(
            arguments[i] + " is no option; there are " + given.keySet());
      }
    }
    return new Scale(
        given.get("--applications"),
        given.get("--replicas"),
        given.get("--endpoints"),
        Duration.ofSeconds(given.get("--seconds")),
        given.get("--changes"));
  }

  int slicesOfApplication() {
    return endpoints / applications / SLICE;
  }

  int endpointsOfSlice() {
    return SLICE;
  }

  int replicasOfApplication() {
    return replicas / applications;
  }
}
