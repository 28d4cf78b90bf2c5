package dev.serval.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The image of an application. Nothing in it depends on when, where or by whom it was made: the
 * same files give the same digest.
 */
public final class ApplicationImage {

  /** What the code needs, whatever the size of the process; a user has no reason to change it. */
  private static final List<String> NEEDED =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+ExitOnOutOfMemoryError");

  /**
   * How the cache is used. At the address it was made for its pages stay those of the file, which
   * processes share; elsewhere the JVM would write to all of them. Of a cache that it can't use the
   * JVM should not speak: it goes on without.
   */
  private static final List<String> WITH_CACHE =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-Xlog:aot=off",
          "-Xlog:cds=off");

  /** Sizes, which a deployment replaces as a whole by an environment variable of its own. */
  private static final String SIZES =
      "-Xms32m -Xmx256m -XX:+UseSerialGC -XX:TrimNativeHeapInterval=5000";

  /** A user of no machine. It is a number, since Kubernetes can't tell whether a name is root. */
  private static final String USER = "65532:65532";

  private static final String LABEL = "org.opencontainers.image.";

  private final ImageOptions options;

  /** The image that {@code options} ask for. */
  public ApplicationImage(ImageOptions options) {
    this.options = options;
  }

  /**
   * Makes it and brings it where it is to go.
   *
   * @return the image's digest
   * @throws UsageException if the options name what isn't there
   * @throws IOException if a file can't be read or written
   * @throws RegistryException if a registry refuses
   */
  public String build() throws IOException, RegistryException, InterruptedException {
    try {
      JibContainer made = container().containerize(containerizer());
      return made.getDigest().toString();
    } catch (ExecutionException e) {
      throw new IOException(
          "building " + options.name() + " failed: " + e.getCause().getMessage(), e.getCause());
    } catch (CacheDirectoryCreationException | CancellationException e) {
      throw new IOException("building " + options.name() + " failed: " + e.getMessage(), e);
    }
  }

  private JibContainerBuilder container() throws IOException {
    JibContainerBuilder image =
        onBase()
            .setFileEntriesLayers(layers())
            .setEntrypoint(entrypoint())
            .addEnvironmentVariable("JAVA_TOOL_OPTIONS", SIZES)
            .setUser(USER)
            .setWorkingDirectory(ApplicationLayers.HOME)
            .setCreationTime(Instant.EPOCH)
            .setExposedPorts(Set.copyOf(options.ports().stream().map(Port::tcp).toList()));
    labels(image::addLabel);
    return image;
  }

  private List<FileEntriesLayer> layers() throws IOException {
    return new ApplicationLayers(options.application(), options.aotCache()).layers();
  }

  private List<String> entrypoint() {
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(NEEDED);
    String start = ApplicationLayers.START;
    if (options.aotCache().isPresent()) {
      command.addAll(WITH_CACHE);
      command.add("-XX:AOTCache=" + ApplicationLayers.HOME.resolve(ApplicationLayers.CACHE));
      start = ApplicationLayers.FLAT_START;
    }
    command.addAll(List.of("-jar", ApplicationLayers.HOME.resolve(start).toString()));
    return List.copyOf(command);
  }

  private void labels(BiConsumer<String, String> label) {
    ImageReference name = reference(options.name());
    String repository = name.getRepository();
    label.accept(LABEL + "title", repository.substring(repository.lastIndexOf('/') + 1));
    name.getTag().ifPresent(tag -> label.accept(LABEL + "version", tag));
    options.labels().forEach(label);
  }

  private JibContainerBuilder onBase() throws IOException {
    return switch (options.base()) {
      case ImageBase.Archive archive -> Jib.from(TarImage.at(existing(archive.file())));
      case ImageBase.Registry registry ->
          Jib.from(withCredentials(registry.reference())).setPlatforms(Set.of(here()));
    };
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "There is no base image " + file + ". hack/images/base.sh makes one");
    }
    return file;
  }

  /** The images run where they are made, in a cluster beside it; Jib would take amd64. */
  private static Platform here() {
    String architecture = System.getProperty("os.arch");
    return new Platform("aarch64".equals(architecture) ? "arm64" : architecture, "linux");
  }

  private Containerizer containerizer() throws IOException {
    Containerizer containerizer =
        switch (options.target()) {
          case ImageTarget.Archive archive -> toArchive(archive.file());
          case ImageTarget.Registry registry ->
              Containerizer.to(withCredentials(options.name()))
                  .setAllowInsecureRegistries(registry.insecure());
        };
    return containerizer
        .setToolName("serval")
        .setBaseImageLayersCache(options.cache().resolve("base"))
        .setApplicationLayersCache(options.cache().resolve("application"));
  }

  private Containerizer toArchive(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Containerizer.to(TarImage.at(file).named(reference(options.name())))
        .setOfflineMode(options.base() instanceof ImageBase.Archive);
  }

  /** Those of {@code docker login}, or of the helpers that it is set up with. */
  private static RegistryImage withCredentials(String image) throws IOException {
    ImageReference reference = reference(image);
    Consumer<LogEvent> silent = event -> {};
    CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference, silent);
    return RegistryImage.named(reference)
        .addCredentialRetriever(credentials.dockerConfig())
        .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
  }

  private static ImageReference reference(String image) {
    try {
      return ImageReference.parse(image);
    } catch (InvalidImageReferenceException e) {
      throw new UsageException(
          "\"" + image + "\" is no name of an image; one is registry.example/team/recsys:1.4.0");
    }
  }
}
