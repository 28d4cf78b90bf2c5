package dev.serval.bench.load;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same graphs as plain Quarkus services, one process per service. */
public final class QuarkusPeer implements Launcher {

  private final Host host;
  private final Path jar;

  private QuarkusPeer(Host host) {
    this.host = host;
    this.jar = host.home().resolve("quarkus-peer/target/quarkus-app/quarkus-run.jar");
  }

  /** The system. */
  public static SystemUnderTest system(Host host) {
    return new SystemUnderTest(
        "quarkus",
        false,
        "plain Quarkus services, REST and reactive REST client",
        List.of(
            Shapes.NOOP, Shapes.NOOP_JSON, Shapes.ECHO, Shapes.CHAIN4, Shapes.FAN4, Shapes.RECSYS),
        new QuarkusPeer(host));
  }

  @Override
  public void check() {
    if (!Files.exists(jar)) {
      throw new BenchException(
          "The Quarkus peer isn't built: "
              + jar
              + " is missing. Build it with: mvn package -pl bench/load/quarkus-peer");
    }
  }

  @Override
  public LaunchPlan plan(Shape shape, Ports ports) {
    Graph graph = new Graph(ports);
    Map<String, String> ingress =
        switch (shape.name()) {
          case "noop", "noop-json" -> Map.of();
          case "echo" -> Map.of("QUARKUS_REST_CLIENT_ECHO_URL", graph.service("echo", Map.of()));
          case "chain4" -> Map.of("PEER_NEXT", chain(graph));
          case "fan4" -> Map.of("PEER_FAN", graph.services("fan", 4));
          case "recsys" ->
              Map.of(
                  "PEER_FEATURES",
                  graph.services("features", 2),
                  "QUARKUS_REST_CLIENT_RANKING_URL",
                  graph.service("ranking", Map.of()));
          default -> throw new IllegalArgumentException(shape.name());
        };
    return graph.behind(ingress);
  }

  /** Links are made from the last to the first: each needs the address of the one after it. */
  private static String chain(Graph graph) {
    String next = graph.service("add-4", Map.of());
    for (int link = 3; link >= 1; link--) {
      next = graph.service("add-" + link, Map.of("PEER_NEXT", next));
    }
    return next;
  }

  private final class Graph {

    private final Ports ports;
    private final List<ProcessSpec> processes = new ArrayList<>();

    Graph(Ports ports) {
      this.ports = ports;
    }

    /** Adds a service and returns its address. */
    String service(String role, Map<String, String> settings) {
      int port = ports.next();
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      processes.add(new ProcessSpec(role, host.jar(jar), environment));
      return LaunchPlan.address("http", port).toString();
    }

    String services(String role, int count) {
      List<String> addresses = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        addresses.add(service(role + "-" + i, Map.of()));
      }
      return String.join(",", addresses);
    }

    LaunchPlan behind(Map<String, String> ingress) {
      String address = service("ingress", ingress);
      return new LaunchPlan(processes, URI.create(address), Optional.empty());
    }
  }
}
