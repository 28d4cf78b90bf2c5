package dev.serval.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The real kube-controller-manager, with the controller of HorizontalPodAutoscalers alone. That
 * reads metrics as its own service account, with the rights that Kubernetes gives it.
 */
public final class AutoscalerController implements AutoCloseable {

  private static final String BINARY = "kube-controller-manager";
  private static final long END_SECONDS = 10;

  private final Process process;

  /**
   * Starts it.
   *
   * @param sync how often it looks at each autoscaler
   * @param tolerance how far from what it should be a metric is ignored; 0.1 is the default
   * @param folder where its log is written, and its kubeconfig
   */
  public AutoscalerController(ApiServer server, Duration sync, double tolerance, Path folder)
      throws IOException {
    Path kubeconfig = folder.resolve(BINARY + ".kubeconfig");
    Files.writeString(kubeconfig, server.adminKubeconfig());
    process =
        new ProcessBuilder(
                server.binary(BINARY).toString(),
                "--kubeconfig=" + kubeconfig,
                "--controllers=horizontal-pod-autoscaler-controller",
                "--horizontal-pod-autoscaler-sync-period=" + sync.toSeconds() + "s",
                "--horizontal-pod-autoscaler-tolerance=" + tolerance,
                "--use-service-account-credentials=true",
                "--leader-elect=false",
                // It serves nothing.
                "--secure-port=0",
                // Its usual 20 requests each second are for looks every 15 s.
                "--kube-api-qps=500",
                "--kube-api-burst=500")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(BINARY + ".log").toFile())
            .start();
  }

  /** Ends it and waits until it has ended, so that it moves nothing under the next test. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
