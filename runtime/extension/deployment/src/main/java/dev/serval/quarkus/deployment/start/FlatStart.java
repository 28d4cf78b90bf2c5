package dev.serval.quarkus.deployment.start;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A second way to start an application that Quarkus packaged: from one class path, with the JVM's
 * own class loader. The JVM keeps only classes of its own loader in an AOT cache.
 */
final class FlatStart {

  /** The jar that starts the application; it has nothing but a manifest. */
  static final String JAR = "serval-run.jar";

  /** What Quarkus changed in libraries comes before the libraries. */
  private static final List<String> FIRST =
      List.of("quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar");

  private static final List<String> FOLDERS = List.of("app", "lib/boot", "lib/main");

  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path application;

  /**
   * @param application the folder that Quarkus packaged into
   */
  FlatStart(Path application) {
    this.application = application;
  }

  /**
   * Writes the jar. The same application gives the same bytes.
   *
   * @param quarkusRun the jar with which Quarkus starts the application, whose rights it takes over
   * @param main the class with which the application begins
   * @return the jar
   */
  Path write(Path quarkusRun, String main) throws IOException {
    Manifest manifest;
    try (JarFile jar = new JarFile(quarkusRun.toFile())) {
      manifest = new Manifest(jar.getManifest());
    }
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MAIN_CLASS, main);
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath()));
    Path jar = application.resolve(JAR);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      JarEntry entry = new JarEntry(JarFile.MANIFEST_NAME);
      entry.setTimeLocal(FIXED_TIME);
      out.putNextEntry(entry);
      manifest.write(out);
      out.closeEntry();
    }
    return jar;
  }

  /** Relative to the application's folder, in an order that is always the same. */
  List<String> classPath() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String first : FIRST) {
      if (Files.exists(application.resolve(first))) {
        jars.add(first);
      }
    }
    for (String folder : FOLDERS) {
      jars.addAll(jarsIn(folder));
    }
    return jars;
  }

  private List<String> jarsIn(String folder) throws IOException {
    Path path = application.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .map(name -> folder + "/" + name)
          .toList();
    }
  }
}
