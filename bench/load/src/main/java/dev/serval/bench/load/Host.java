package dev.serval.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What launchers build their commands from.
 *
 * @param home the folder of this module
 * @param java the Java program; the harness's own, so that all JVMs are of one build
 * @param jvmFlags flags of every JVM, ours and theirs
 * @param aotCache the cache of loaded classes that Serval's processes start with
 * @param classPath class path of the harness, for the mains it brings itself
 * @param python the Python of the virtual environment that holds the Python peers
 */
public record Host(
    Path home,
    Path java,
    List<String> jvmFlags,
    Optional<Path> aotCache,
    String classPath,
    Path python) {

  /** Copies the list. */
  public Host {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** Command that runs a jar. */
  public List<String> jar(Path jar) {
    return java("-jar", jar.toString());
  }

  /** Command that runs a main class of the harness. */
  public List<String> main(Class<?> main, String... arguments) {
    List<String> command = java("-cp", classPath, main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * A server and a client of the harness itself that measure calls without HTTP in front.
   *
   * @param server takes the port to listen on
   * @param client takes port, bytes per call, calls outstanding, warm-up and measurement in
   *     milliseconds, and prints the result line
   */
  public LaunchPlan withoutHttp(Class<?> server, Class<?> client, Shape shape, Ports ports) {
    int port = ports.next();
    String portText = Integer.toString(port);
    LoadClient load =
        (concurrency, warmUp, measure) ->
            main(
                client,
                portText,
                Integer.toString(shape.body().length()),
                Integer.toString(concurrency),
                Long.toString(warmUp.toMillis()),
                Long.toString(measure.toMillis()));
    return new LaunchPlan(
        List.of(new ProcessSpec("server", main(server, portText), Map.of())),
        LaunchPlan.address("tcp", port),
        Optional.of(load));
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(jvmFlags);
    command.addAll(List.of(arguments));
    return command;
  }
}
