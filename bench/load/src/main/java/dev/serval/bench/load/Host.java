package dev.serval.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What launchers build their commands from.
 *
 * @param home the folder of this module
 * @param java the Java program; the harness's own, so that all JVMs are of one build
 * @param jvmFlags flags of every JVM, ours and theirs
 * @param classPath class path of the harness, for the mains it brings itself
 * @param python the Python of the virtual environment that holds the Python peers
 */
public record Host(Path home, Path java, List<String> jvmFlags, String classPath, Path python) {

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

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(jvmFlags);
    command.addAll(List.of(arguments));
    return command;
  }
}
