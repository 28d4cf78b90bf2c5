package dev.serval.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param application folder of the built application, in which {@code quarkus-run.jar} is
 * @param name of the image, with a tag
 * @param base what it is built on
 * @param aotCache a cache of loaded classes that was trained on these jars with the base's Java,
 *     all of them with the times they have in the image, see {@link ApplicationLayers#TIME}
 * @param target where it goes
 * @param labels of the image, beside those that are always set
 * @param ports on which it listens, for those who look at it
 * @param cache folder in which layers are kept for the next time
 */
public record ImageOptions(
    Path application,
    String name,
    ImageBase base,
    Optional<Path> aotCache,
    ImageTarget target,
    Map<String, String> labels,
    List<Integer> ports,
    Path cache) {

  /** How to use it. */
  public static final String USAGE =
      """
      Makes the container image of a built Quarkus application.

        --application FOLDER   target/quarkus-app of the application
        --name NAME            of the image, such as recsys:1.4.0
        --base IMAGE           a Java 25 image of a registry, or tar://FILE for an archive
        --aot-cache FILE       the JVM's cache of loaded classes, trained by hack/aot.sh for this base
        --out FILE.tar         writes the image as an archive
        --push                 pushes it to the registry that its name begins with
        --insecure             which may be one without TLS
        --label KEY=VALUE      a label, may be repeated
        --port NUMBER          a port on which it listens, may be repeated
        --cache FOLDER         where layers are kept for the next time
      """;

  /**
   * Reads a command line.
   *
   * @throws UsageException with what is wrong with it
   */
  public static ImageOptions parse(String... arguments) {
    Parser parser = new Parser();
    int i = 0;
    while (i < arguments.length) {
      String option = arguments[i++];
      switch (option) {
        case "--push" -> parser.push = true;
        case "--insecure" -> parser.insecure = true;
        default -> {
          if (i == arguments.length) {
            throw new UsageException("Nothing follows " + option + "\n\n" + USAGE);
          }
          parser.accept(option, arguments[i++]);
        }
      }
    }
    return parser.options();
  }

  private static final class Parser {

    private static final int MOST_PORT = 65_535;

    private String application;
    private String name;
    private String base;
    private String aotCache;
    private String out;
    private boolean push;
    private boolean insecure;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();
    private String cache = "target/image-cache";

    void accept(String option, String value) {
      switch (option) {
        case "--application" -> application = value;
        case "--name" -> name = value;
        case "--base" -> base = value;
        case "--aot-cache" -> aotCache = value;
        case "--out" -> out = value;
        case "--label" -> label(value);
        case "--port" -> ports.add(port(value));
        case "--cache" -> cache = value;
        default -> throw new UsageException("Unknown option " + option + "\n\n" + USAGE);
      }
    }

    private void label(String value) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--label takes KEY=VALUE, not \"" + value + "\"");
      }
      labels.put(value.substring(0, equals), value.substring(equals + 1));
    }

    private static int port(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 1 && port <= MOST_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message for both.
      }
      throw new UsageException(
          "--port takes a number from 1 to " + MOST_PORT + ", not \"" + value + "\"");
    }

    ImageOptions options() {
      return new ImageOptions(
          Path.of(required("--application", application)),
          required("--name", name),
          ImageBase.parse(required("--base", base)),
          Optional.ofNullable(aotCache).map(Path::of),
          target(),
          Map.copyOf(labels),
          List.copyOf(ports),
          Path.of(cache));
    }

    private ImageTarget target() {
      if (push == (out != null)) {
        throw new UsageException("Give either --out FILE.tar or --push");
      }
      return push ? new ImageTarget.Registry(insecure) : new ImageTarget.Archive(Path.of(out));
    }

    private static String required(String option, String value) {
      if (value == null) {
        throw new UsageException(option + " is missing\n\n" + USAGE);
      }
      return value;
    }
  }
}
