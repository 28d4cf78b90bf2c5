package dev.serval.operator.metricsapi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which metrics API autoscalers can read the load of deployments from. */
public sealed interface MetricsApiState {

  /** A sentence about it, the same while nothing changes. */
  String message();

  /**
   * It isn't known yet, as when the operator has just started: what is set up should stay.
   *
   * @param reason what is waited for
   */
  record Pending(String reason) implements MetricsApiState {

    @Override
    public String message() {
      return "it is not known yet who serves the metrics API: " + reason;
    }
  }

  /**
   * External metrics are the operator's.
   *
   * @param trouble why the API server doesn't reach them now, in its words; empty if it does
   */
  record External(Optional<String> trouble) implements MetricsApiState {

    @Override
    public String message() {
      return served(MetricsGroup.EXTERNAL, trouble);
    }
  }

  /**
   * External metrics are somebody else's, custom metrics the operator's.
   *
   * @param external who serves external metrics
   * @param trouble why the API server doesn't reach them now, in its words; empty if it does
   */
  record Custom(Holder external, Optional<String> trouble) implements MetricsApiState {

    @Override
    public String message() {
      return external + "; " + served(MetricsGroup.CUSTOM, trouble);
    }
  }

  /**
   * Both are somebody else's.
   *
   * @param holders who serves them
   */
  record Taken(List<Holder> holders) implements MetricsApiState {

    /** Copies what could change. */
    public Taken {
      holders = List.copyOf(holders);
    }

    @Override
    public String message() {
      return holders.stream().map(Holder::toString).collect(Collectors.joining("; "));
    }
  }

  /**
   * The operator serves none.
   *
   * @param reason why, and what would change it
   */
  record Unavailable(String reason) implements MetricsApiState {

    @Override
    public String message() {
      return "the operator serves no metrics API: " + reason;
    }
  }

  /**
   * Somebody else who serves an API.
   *
   * @param apiService the name of their APIService
   * @param server what it leads to
   */
  record Holder(String apiService, String server) {

    @Override
    public String toString() {
      return "APIService %s is held by %s".formatted(apiService, server);
    }
  }

  private static String served(MetricsGroup group, Optional<String> trouble) {
    String served = "the operator serves " + group.group();
    return trouble
        .map(why -> served + ", but the API server doesn't reach it: " + why)
        .orElse(served);
  }
}
