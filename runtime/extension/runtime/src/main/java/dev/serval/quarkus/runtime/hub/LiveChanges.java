package dev.serval.quarkus.runtime.hub;

import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.NewestOnly;
import dev.serval.core.app.SettingsOutcome;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.http.IngressDoor;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Applies settings from the hub to the process, and tells what became of them. Reading them takes
 * milliseconds and a stage may take as long as it likes, so none of it happens on the thread that
 * brings them.
 */
final class LiveChanges implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LiveChanges.class);

  private final ServalRuntime runtime;
  private final StageCatalog catalog;
  private final SmallRyeConfig process;
  private final IngressDoor door;
  private final Consumer<ChangedSettings> onRead;
  private final BiConsumer<String, String> report;
  private final NewestOnly<Given> given;
  private volatile String newest = "";

  private record Given(String hash, Map<String, String> values) {}

  /**
   * @param onRead told of settings that are right, before they are applied
   * @param report told the hash of settings, and why some are not in force, or empty
   */
  LiveChanges(
      ServalRuntime runtime,
      StageCatalog catalog,
      SmallRyeConfig process,
      IngressDoor door,
      Consumer<ChangedSettings> onRead,
      BiConsumer<String, String> report) {
    this.runtime = runtime;
    this.catalog = catalog;
    this.process = process;
    this.door = door;
    this.onRead = onRead;
    this.report = report;
    this.given = new NewestOnly<>("serval-hub-settings", this::apply, passedOver -> {});
  }

  /** Takes settings; returns at once. */
  void take(String hash, Map<String, String> values) {
    newest = hash;
    given.put(new Given(hash, values));
  }

  private void apply(Given settings) {
    ChangedSettings changed;
    try {
      changed =
          ChangedSettings.read(
              settings.values(), process, catalog, runtime.host().routers().keySet());
    } catch (RuntimeException wrong) {
      LOG.debug("Settings from the hub cannot be read", wrong);
      ended(settings.hash(), List.of(), List.of(wrong.getMessage()));
      return;
    }
    onRead.accept(changed);
    List<String> atTheDoor = new ArrayList<>();
    changed.deployments().stream()
        .filter(deployment -> deployment.name().equals(runtime.ingressDeployment()))
        .forEach(deployment -> applyToDoor(deployment, changed, atTheDoor));
    runtime
        .host()
        .reconfigure(changed.deployments())
        .whenComplete(
            (outcome, failure) ->
                ended(settings.hash(), atTheDoor, missing(changed), outcome, failure));
  }

  /** What is called here and isn't there any more: its calls wait for replicas in vain. */
  private List<String> missing(ChangedSettings changed) {
    Set<String> there =
        changed.deployments().stream().map(DeploymentSettings::name).collect(Collectors.toSet());
    return runtime.host().called().stream()
        .filter(called -> !there.contains(called))
        .sorted()
        .map("calls deployment %s, which the application has no more"::formatted)
        .toList();
  }

  private void applyToDoor(
      DeploymentSettings deployment, ChangedSettings changed, List<String> changes) {
    Duration before = door.requestTimeout();
    Duration timeout = changed.ingress().requestTimeout();
    door.reconfigure(
        timeout.toNanos(), deployment.maxOngoingRequests(), deployment.maxQueuedRequests());
    if (!before.equals(timeout)) {
      changes.add(
          "ingress.requestTimeout %d ms -> %d ms".formatted(before.toMillis(), timeout.toMillis()));
    }
  }

  private void ended(
      String hash,
      List<String> atTheDoor,
      List<String> missing,
      SettingsOutcome outcome,
      Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      LOG.error("Settings from the hub could not be applied", cause);
      ended(hash, atTheDoor, List.of("The settings could not be applied: " + cause));
      return;
    }
    List<String> changes = new ArrayList<>(atTheDoor);
    changes.addAll(outcome.changes());
    if (outcome.superseded()) {
      logChanges(hash, changes);
    } else {
      ended(hash, changes, Stream.concat(outcome.problems().stream(), missing.stream()).toList());
    }
  }

  private void ended(String hash, List<String> changes, List<String> problems) {
    logChanges(hash, changes);
    String problem = String.join("; ", problems);
    if (!problem.isEmpty()) {
      LOG.warnf("Settings %s are not in force as a whole: %s", hash, problem);
    }
    if (hash.equals(newest)) {
      report.accept(hash, problem);
    }
  }

  private static void logChanges(String hash, List<String> changes) {
    if (!changes.isEmpty()) {
      LOG.infof("Settings %s: %s", hash, String.join(", ", changes));
    }
  }

  /** Applies no more. */
  @Override
  public void close() {
    given.close();
  }
}
