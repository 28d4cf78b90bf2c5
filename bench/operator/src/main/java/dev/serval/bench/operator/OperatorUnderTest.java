package dev.serval.bench.operator;

import com.sun.management.OperatingSystemMXBean;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.process.Operators;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The operator in a process of its own, so that its processor time and its heap are its alone.
 * Answers each line that it reads with its figures, and ends when there are no more.
 */
final class OperatorUnderTest {

  /** Begins each line that is meant for the parent; libraries may print too. */
  static final String MARK = "figures: ";

  private static final long PAGE_BYTES = 4096;

  private OperatorUnderTest() {}

  /**
   * Runs it.
   *
   * @param arguments the file with the kubeconfig to use
   */
  public static void main(String[] arguments) throws IOException {
    RequestCounter requests = new RequestCounter();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(Path.of(arguments[0]))))
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("requests", requests))
            .build();
    Operator operator =
        Operators.create(
            client,
            new ServeApplicationReconciler(PlanSettings::defaults, Clock.systemUTC()),
            Set.of(),
            settings -> settings.withCloseClientOnStop(true));
    operator.start();
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (commands.readLine() != null) {
        System.out.println(MARK + figures(requests).text());
      }
    } finally {
      // Whoever asked is gone, and perhaps the API server too, for which a stop would wait.
      Runtime.getRuntime().halt(0);
    }
  }

  private static Figures figures(RequestCounter requests) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Duration processor = Duration.ofNanos(system.getProcessCpuTime());
    System.gc();
    return new Figures(
        requests.reads(),
        requests.watches(),
        requests.writes(),
        processor,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        residentBytes());
  }

  private static long residentBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
    return Long.parseLong(pages) * PAGE_BYTES;
  }
}
