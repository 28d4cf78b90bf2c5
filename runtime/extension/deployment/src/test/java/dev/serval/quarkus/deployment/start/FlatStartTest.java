package dev.serval.quarkus.deployment.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatStartTest {

  @TempDir Path application;

  @BeforeEach
  void packaged() throws IOException {
    for (String jar :
        List.of(
            "quarkus/generated-bytecode.jar",
            "quarkus/transformed-bytecode.jar",
            "app/recsys.jar",
            "lib/main/netty.jar",
            "lib/main/fory.jar",
            "lib/boot/logging.jar")) {
      Path file = application.resolve(jar);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    Files.createFile(application.resolve("lib/main/notes.txt"));
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    attributes.putValue("Add-Opens", "java.base/java.lang");
    try (OutputStream out = Files.newOutputStream(application.resolve("quarkus-run.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
  }

  @Test
  void whatQuarkusChangedComesBeforeTheLibraries() throws IOException {
    assertThat(new FlatStart(application).classPath())
        .containsExactly(
            "quarkus/transformed-bytecode.jar",
            "quarkus/generated-bytecode.jar",
            "app/recsys.jar",
            "lib/boot/logging.jar",
            "lib/main/fory.jar",
            "lib/main/netty.jar");
  }

  @Test
  void jarStartsTheApplicationWithTheRightsOfQuarkusOwn() throws IOException {
    try (JarFile jar = new JarFile(write().toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("app.Main");
      assertThat(attributes.getValue(Attributes.Name.CLASS_PATH))
          .startsWith("quarkus/transformed-bytecode.jar quarkus/generated-bytecode.jar app/");
      assertThat(attributes.getValue("Add-Opens")).isEqualTo("java.base/java.lang");
    }
  }

  @Test
  void sameApplicationGivesTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(write());

    assertThat(Files.readAllBytes(write())).isEqualTo(first);
  }

  private Path write() throws IOException {
    return new FlatStart(application).write(application.resolve("quarkus-run.jar"), "app.Main");
  }
}
