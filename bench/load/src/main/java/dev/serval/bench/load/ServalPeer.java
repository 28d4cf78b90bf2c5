package dev.serval.bench.load;

import dev.serval.bench.load.handle.HandleClient;
import dev.serval.bench.load.handle.HandleServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serval itself: one process per replica over the wire, or everything in one JVM. */
public final class ServalPeer implements Launcher {

  private static final String INGRESS = "Front";
  private static final String BUSY_POLL_MICROS = "100";
  private static final List<Shape> OVER_HTTP =
      List.of(
          Shapes.NOOP, Shapes.NOOP_JSON, Shapes.ECHO, Shapes.CHAIN4, Shapes.FAN4, Shapes.RECSYS);

  private enum Mode {
    PROCESSES,
    BUSY_PROCESSES,
    ONE_JVM
  }

  private final Host host;
  private final Path jar;
  private final Mode mode;

  private ServalPeer(Host host, Mode mode) {
    this.host = host;
    String start = host.aotCache().isPresent() ? "serval-run.jar" : "quarkus-run.jar";
    this.jar = host.home().resolve("serval-app/target/quarkus-app").resolve(start);
    this.mode = mode;
  }

  /** One process per replica. */
  public static SystemUnderTest system(Host host) {
    return new SystemUnderTest(
        "serval",
        true,
        "Serval, one process per replica",
        Shapes.ALL,
        new ServalPeer(host, Mode.PROCESSES));
  }

  /** One process per replica, whose event loops don't sleep at once. */
  public static SystemUnderTest busyPolling(Host host) {
    return new SystemUnderTest(
        "serval-busy-poll",
        true,
        "Serval, one process per replica, serval.busy-poll-micros=" + BUSY_POLL_MICROS,
        OVER_HTTP,
        new ServalPeer(host, Mode.BUSY_PROCESSES));
  }

  /** All deployments in one JVM. */
  public static SystemUnderTest inOneJvm(Host host) {
    return new SystemUnderTest(
        "serval-one-jvm",
        true,
        "Serval, all deployments in one JVM",
        OVER_HTTP,
        new ServalPeer(host, Mode.ONE_JVM));
  }

  @Override
  public void check() {
    if (!Files.exists(jar)) {
      throw new BenchException(
          "Serval's application isn't built: "
              + jar
              + " is missing. Build it with: mvn package -pl bench/load/serval-app -am");
    }
  }

  @Override
  public LaunchPlan plan(Shape shape, Ports ports) {
    if (shape.name().startsWith("handle-")) {
      return host.withoutHttp(HandleServer.class, HandleClient.class, shape, ports);
    }
    if (mode == Mode.ONE_JVM) {
      int port = ports.next();
      ProcessSpec all =
          new ProcessSpec(
              "all", command(List.of()), Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)));
      return new LaunchPlan(List.of(all), LaunchPlan.address("http", port), Optional.empty());
    }
    Graph graph = new Graph(ports);
    switch (shape.name()) {
      case "noop", "noop-json" -> {
        // The ingress alone.
      }
      case "echo" -> graph.deployment("Echo", 1);
      case "chain4" -> {
        for (int link = 1; link <= 4; link++) {
          graph.deployment("Chain" + link, 1);
        }
      }
      case "fan4" -> {
        for (int service = 1; service <= 4; service++) {
          graph.deployment("Fan" + service, 1);
        }
      }
      case "recsys" -> {
        graph.deployment("FeatureExtractor", 2);
        graph.deployment("ItemRanking", 1);
      }
      default -> throw new IllegalArgumentException(shape.name());
    }
    return graph.behindIngress();
  }

  private List<String> command(List<String> properties) {
    List<String> command = new ArrayList<>(host.jar(jar));
    int beforeJar = command.size() - 2;
    command.addAll(beforeJar, properties);
    // As runtime/image starts it.
    host.aotCache()
        .ifPresent(
            cache ->
                command.addAll(
                    beforeJar,
                    List.of(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:AOTCache=" + cache)));
    return command;
  }

  /** The processes of a shape; each knows where all the others listen. */
  private final class Graph {

    private record Planned(String deployment, int replica, int wirePort, int httpPort) {}

    private final Ports ports;
    private final List<Planned> planned = new ArrayList<>();

    Graph(Ports ports) {
      this.ports = ports;
    }

    void deployment(String name, int replicas) {
      for (int replica = 1; replica <= replicas; replica++) {
        planned.add(new Planned(name, replica, ports.next(), ports.next()));
      }
    }

    LaunchPlan behindIngress() {
      deployment(INGRESS, 1);
      List<String> discovery = discovery();
      List<ProcessSpec> processes = new ArrayList<>();
      for (Planned process : planned) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVAL_DEPLOYMENT", process.deployment());
        environment.put("SERVAL_LISTEN_HOST", "127.0.0.1");
        environment.put("SERVAL_LISTEN_PORT", Integer.toString(process.wirePort()));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(process.httpPort()));
        if (mode == Mode.BUSY_PROCESSES) {
          environment.put("SERVAL_BUSY_POLL_MICROS", BUSY_POLL_MICROS);
        }
        processes.add(
            new ProcessSpec(
                process.deployment() + "-" + process.replica(), command(discovery), environment));
      }
      URI ingress = LaunchPlan.address("http", planned.getLast().httpPort());
      return new LaunchPlan(processes, ingress, Optional.empty());
    }

    private List<String> discovery() {
      Map<String, List<String>> addresses = new HashMap<>();
      for (Planned process : planned) {
        addresses
            .computeIfAbsent(process.deployment(), name -> new ArrayList<>())
            .add("127.0.0.1:" + process.wirePort());
      }
      List<String> properties = new ArrayList<>();
      addresses.forEach(
          (deployment, list) ->
              properties.add(
                  "-Dserval.discovery.static.\"" + deployment + "\"=" + String.join(",", list)));
      return properties;
    }
  }
}
