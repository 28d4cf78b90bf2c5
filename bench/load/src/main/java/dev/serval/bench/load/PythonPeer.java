package dev.serval.bench.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same graphs in Ray Serve or BentoML; one script each, which starts its own processes. */
public final class PythonPeer implements Launcher {

  private static final List<Shape> HTTP =
      List.of(
          Shapes.NOOP, Shapes.NOOP_JSON, Shapes.ECHO, Shapes.CHAIN4, Shapes.FAN4, Shapes.RECSYS);

  private final Host host;
  private final Path scripts;
  private final String script;
  private final Map<String, String> environment;

  private PythonPeer(Host host, String script, Map<String, String> environment) {
    this.host = host;
    this.scripts = host.home().resolve("peers");
    this.script = script;
    this.environment = new HashMap<>(environment);
    // The scripts lie in the source tree, where compiled copies of them have no business.
    this.environment.put("PYTHONDONTWRITEBYTECODE", "1");
  }

  /** Ray Serve with its default settings. */
  public static SystemUnderTest ray(Host host) {
    return ray("ray", "Ray Serve", host, Map.of());
  }

  /** Ray Serve with the setting its documentation names for throughput. */
  public static SystemUnderTest rayOptimized(Host host) {
    return ray(
        "ray-opt",
        "Ray Serve, RAY_SERVE_THROUGHPUT_OPTIMIZED=1",
        host,
        Map.of("RAY_SERVE_THROUGHPUT_OPTIMIZED", "1"));
  }

  private static SystemUnderTest ray(
      String name, String description, Host host, Map<String, String> environment) {
    return new SystemUnderTest(
        name, false, description, Shapes.ALL, new PythonPeer(host, "ray_serve.py", environment));
  }

  /** BentoML, one worker per service. */
  public static SystemUnderTest bento(Host host) {
    return new SystemUnderTest(
        "bentoml",
        false,
        "BentoML, one worker per service",
        HTTP,
        new PythonPeer(host, "bento_serve.py", Map.of()));
  }

  @Override
  public void check() {
    if (!Files.isExecutable(host.python())) {
      throw new BenchException(
          "No Python peers at "
              + host.python()
              + ". hack/bench-peers.sh installs them into a virtual environment and runs them;"
              + " --python names another one.");
    }
  }

  @Override
  public LaunchPlan plan(Shape shape, Ports ports) {
    int port = ports.next();
    List<String> command =
        List.of(python(), "-u", path(script), shape.name(), Integer.toString(port));
    ProcessSpec process = new ProcessSpec("all", command, environment);
    boolean handle = HTTP.stream().noneMatch(shape::is);
    return new LaunchPlan(
        List.of(process),
        LaunchPlan.address("http", port),
        handle ? Optional.of(handleClient(shape, port)) : Optional.empty());
  }

  /** The calls are made inside a replica, as a stage makes them; the client only asks for a run. */
  private LoadClient handleClient(Shape shape, int port) {
    return (int concurrency, Duration warmUp, Duration measure) ->
        List.of(
            python(),
            path("handle_client.py"),
            LaunchPlan.address("http", port) + shape.path(),
            Integer.toString(concurrency),
            Long.toString(warmUp.toMillis()),
            Long.toString(measure.toMillis()));
  }

  private String python() {
    return host.python().toString();
  }

  private String path(String file) {
    return scripts.resolve(file).toString();
  }
}
