package dev.serval.crds.v1alpha1.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A resource in a file whose folder is the path of the field that it is about: {@code valid-….yaml}
 * or {@code invalid-….yaml}, the latter with the expected message in a comment at its beginning.
 *
 * @param name the file, below the folder of the fixtures
 * @param valid whether it is to be accepted
 * @param message what an error has to contain, empty if it is to be accepted
 */
public record Fixture(String name, boolean valid, String message, String yaml) {

  private static final Path FOLDER = Path.of("src/test/resources");
  private static final String MESSAGE = "# message: ";

  /** All of them, in the order of their names. */
  public static List<Fixture> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Fixture::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fixture read(Path file) {
    try {
      String yaml = Files.readString(file);
      boolean valid = file.getFileName().toString().startsWith("valid-");
      String name = FOLDER.relativize(file).toString();
      if (valid) {
        return new Fixture(name, true, "", yaml);
      }
      if (!yaml.startsWith(MESSAGE)) {
        throw new IllegalStateException(name + " does not begin with \"" + MESSAGE + '"');
      }
      return new Fixture(name, false, yaml.substring(MESSAGE.length(), yaml.indexOf('\n')), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resource. */
  public JsonNode resource() {
    try {
      return new YAMLMapper().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
