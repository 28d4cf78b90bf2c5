package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operator as a Deployment of the cluster. What its pods log is kept before they go. */
public final class InstalledOperator implements RunningOperator {

  /** Two JVMs may have to share two cores with the control plane. */
  private static final Duration START = Duration.ofSeconds(120);

  private static final Duration STOP = Duration.ofSeconds(60);

  private final OperatorDeployment deployment;
  private final PodKill podKill;
  private final Path log;
  private Optional<OperatorBundle> ours;
  private int replicas;

  private InstalledOperator(
      OperatorDeployment deployment, PodKill podKill, Optional<OperatorBundle> ours, Path log) {
    this.deployment = deployment;
    this.podKill = podKill;
    this.ours = ours;
    this.log = log;
  }

  /** Installs it from the bundle; what earlier scenarios left is replaced. */
  static InstalledOperator install(KubernetesClient client, PodKill podKill, Path home) {
    OperatorBundle bundle = bundle(client, home);
    OperatorDeployment deployment = new OperatorDeployment(client);
    deployment.get().ifPresent(InstalledOperator::requireOurs);
    if (deployment.get().isPresent()) {
      bundle.delete();
    }
    InstalledOperator operator =
        new InstalledOperator(deployment, podKill, Optional.of(bundle), logFile(home));
    bundle.apply();
    try {
      operator.begin();
    } catch (IllegalStateException e) {
      operator.close();
      throw e;
    }
    return operator;
  }

  /** The one that somebody else installed; it stays. */
  static InstalledOperator existing(KubernetesClient client, PodKill podKill, Path home) {
    OperatorDeployment deployment = new OperatorDeployment(client);
    if (deployment.get().isEmpty()) {
      throw new IllegalStateException(
          "OPERATOR=existing, but there is no deployment serval-operator in serval-system");
    }
    InstalledOperator operator =
        new InstalledOperator(deployment, podKill, Optional.empty(), logFile(home));
    operator.begin();
    return operator;
  }

  private static void requireOurs(Deployment deployment) {
    boolean ours =
        deployment.getMetadata().getManagedFields().stream()
            .anyMatch(entry -> entry.getManager().equals(OperatorBundle.MANAGER));
    if (!ours) {
      throw new IllegalStateException(
          "Somebody installed an operator in serval-system. OPERATOR=existing uses it as it is.");
    }
  }

  private static Path logFile(Path home) {
    Path file = home.resolve("target/e2e-operator.log").toAbsolutePath().normalize();
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }

  private void begin() {
    deployment.awaitReady(START);
    replicas = deployment.replicas();
  }

  @Override
  public void stop() {
    keepLogs();
    deployment.access().scale(0);
    deployment.awaitPodsGone(STOP);
  }

  @Override
  public void start() {
    deployment.access().scale(replicas);
    deployment.awaitReady(START);
  }

  @Override
  public void killLeader() {
    Pod leader =
        deployment.leader().orElseThrow(() -> new IllegalStateException("no operator leads"));
    keepLog(leader);
    podKill.kill(leader);
  }

  @Override
  public Optional<String> leader() {
    return deployment.leader().map(pod -> pod.getMetadata().getName());
  }

  @Override
  public void roll() {
    keepLogs();
    deployment.access().rolling().restart();
    deployment.awaitReady(START.plus(TAKE_OVER));
  }

  /**
   * Takes it away, and installs an earlier version.
   *
   * @param version folder of that version, with the bundle that installs it
   * @param image its image, which the nodes have
   */
  public void reinstallAs(Path version, String image) {
    keepLogs();
    ours.orElseThrow(() -> new IllegalStateException("somebody else installed it")).delete();
    become(OperatorBundle.read(deployment.client(), version, image));
  }

  /**
   * Applies the bundle of this version over what there is, as an upgrade does, and waits until it
   * is ready.
   *
   * @param home folder of the project
   */
  public void upgrade(Path home) {
    keepLogs();
    become(bundle(deployment.client(), home));
  }

  private void become(OperatorBundle bundle) {
    bundle.apply();
    ours = Optional.of(bundle);
    deployment.awaitReady(START.plus(TAKE_OVER));
    replicas = deployment.replicas();
  }

  private static OperatorBundle bundle(KubernetesClient client, Path home) {
    return OperatorBundle.read(client, home, System.getenv("OPERATOR_IMAGE"));
  }

  @Override
  public void awaitReady(Duration atMost) {
    deployment.awaitReady(atMost);
  }

  @Override
  public boolean runsWithout(String node) {
    return deployment.pods().stream()
        .filter(Readiness::isPodReady)
        .anyMatch(pod -> !pod.getSpec().getNodeName().equals(node));
  }

  @Override
  public String log() {
    return deployment.pods().stream().map(this::titled).collect(Collectors.joining("\n"));
  }

  private String titled(Pod pod) {
    return "== " + pod.getMetadata().getName() + '\n' + deployment.log(pod);
  }

  private void keepLogs() {
    deployment.pods().forEach(this::keepLog);
  }

  private void keepLog(Pod pod) {
    try {
      Files.writeString(
          log, titled(pod) + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + log, e);
    }
  }

  /** Keeps its log, and removes it if these scenarios installed it, unless {@code KEEP=1}. */
  @Override
  public void close() {
    keepLogs();
    if (!"1".equals(System.getenv("KEEP"))) {
      ours.ifPresent(OperatorBundle::delete);
    }
  }
}
