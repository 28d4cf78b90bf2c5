package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the hub has heard of replicas, beside who of them takes calls. By name: a replica that
 * starts reports too, and must not be counted for one that takes calls and doesn't report.
 */
public final class ReplicaReports implements LoadSource {

  private final Directory directory;
  private final LoadBook book;

  /**
   * @param directory which replicas take calls
   * @param book what replicas report
   */
  public ReplicaReports(Directory directory, LoadBook book) {
    this.directory = directory;
    this.book = book;
  }

  @Override
  public Optional<DeploymentLoad> load(ApplicationId application, String deployment, Instant now) {
    return book.load(application, deployment, now);
  }

  @Override
  public Map<String, ReadyReports> ready(ApplicationId application, Instant now) {
    Map<String, ReadyReports> ready = new HashMap<>();
    directory
        .replicas(application)
        .forEach(
            (deployment, replicas) ->
                ready.put(
                    deployment,
                    new ReadyReports(
                        replicas.size(), reporting(application, deployment, replicas, now))));
    return ready;
  }

  private int reporting(
      ApplicationId application, String deployment, Set<String> replicas, Instant now) {
    return (int)
        replicas.stream()
            .filter(
                name -> book.latest(new ReplicaId(application, deployment, name), now).isPresent())
            .count();
  }
}
