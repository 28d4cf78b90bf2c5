package dev.serval.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits a built application into layers, by how often they change: released libraries, snapshots
 * of libraries, the application itself. What did not change is neither stored nor sent again.
 */
final class ApplicationLayers {

  /** The file with which an application starts. */
  static final String START = "quarkus-run.jar";

  /** The file with which it starts from one class path, as a cache of loaded classes needs it. */
  static final String FLAT_START = "serval-run.jar";

  /** The time that every file has in the image. A cache holds for jars of the same times alone. */
  static final Instant TIME = FileEntriesLayer.DEFAULT_MODIFICATION_TIME;

  /** The cache of loaded classes, if there is one. */
  static final String CACHE = "app.aot";

  /** Where the application is in the image. */
  static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/work");

  private final Path application;
  private final Optional<Path> cache;

  /**
   * @param application folder of the built application
   * @param cache trained on these jars
   * @throws UsageException if there is no built application in the folder
   */
  ApplicationLayers(Path application, Optional<Path> cache) {
    if (!Files.isRegularFile(application.resolve(START))) {
      throw new UsageException(
          application
              + " has no "
              + START
              + ". Build the application first, and name its target/quarkus-app");
    }
    for (Path file : cache.stream().toList()) {
      require(file, "There is no cache " + file);
      Path flatStart = application.resolve(FLAT_START);
      require(flatStart, "A cache needs " + flatStart + ", which only Serval's applications have");
    }
    this.application = application;
    this.cache = cache;
  }

  private static void require(Path file, String otherwise) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(otherwise);
    }
  }

  /** The layers, the one that changes most last. */
  List<FileEntriesLayer> layers() throws IOException {
    List<Path> files = files();
    Stream<FileEntriesLayer> parts = Stream.of(Part.values()).map(part -> layer(part, files));
    Stream<FileEntriesLayer> trained =
        cache.stream()
            .map(
                file ->
                    FileEntriesLayer.builder()
                        .setName("cache of loaded classes")
                        .addEntry(file, HOME.resolve(CACHE))
                        .build());
    return Stream.concat(parts, trained).toList();
  }

  private FileEntriesLayer layer(Part part, List<Path> files) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(part.title);
    files.stream()
        .filter(file -> part == partOf(file))
        .forEach(file -> layer.addEntry(application.resolve(file), HOME.resolve(file)));
    return layer.build();
  }

  /** Relative to the application's folder, in an order that is always the same. */
  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(application)) {
      return walk.filter(Files::isRegularFile)
          .map(application::relativize)
          .filter(file -> !isOfTheBuild(file))
          .sorted()
          .toList();
    }
  }

  /** What Quarkus' build leaves beside the application, with paths of the machine in it. */
  private static boolean isOfTheBuild(Path file) {
    return file.getNameCount() == 1 && !file.endsWith(START) && !file.endsWith(FLAT_START);
  }

  private static Part partOf(Path file) {
    if (!file.startsWith("lib")) {
      return Part.APPLICATION;
    }
    return file.getFileName().toString().endsWith("-SNAPSHOT.jar")
        ? Part.SNAPSHOTS
        : Part.LIBRARIES;
  }

  private enum Part {
    LIBRARIES("libraries"),
    SNAPSHOTS("snapshots of libraries"),
    APPLICATION("application");

    final String title;

    Part(String title) {
      this.title = title;
    }
  }
}
