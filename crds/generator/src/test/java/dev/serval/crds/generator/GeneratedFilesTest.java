package dev.serval.crds.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is committed is what the records say. */
class GeneratedFilesTest {

  private static final String DEFINITION = "serveapplications.serving.serval.dev.yaml";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    DEFINITION + ", ../manifests/" + DEFINITION,
    "serveapplication.md, ../../docs/reference/serveapplication.md"
  })
  void isCommitted(String file, Path committed) throws IOException {
    Generate.main(new String[] {folder.toString()});

    assertThat(Files.readString(committed))
        .as("%s differs from the records in crds/api: run make generate", committed)
        .isEqualTo(Files.readString(folder.resolve(file)));
  }

  @Test
  void isTheSameEachTime() throws IOException {
    Generate.main(new String[] {folder.resolve("one").toString()});
    Generate.main(new String[] {folder.resolve("two").toString()});

    assertThat(folder.resolve("one").resolve(DEFINITION))
        .hasSameTextualContentAs(folder.resolve("two").resolve(DEFINITION));
  }
}
