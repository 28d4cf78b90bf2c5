package dev.serval.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationImageTest {

  @TempDir Path folder;
  private Path base;

  @BeforeEach
  void makeBase() throws Exception {
    base = folder.resolve("base.tar");
    Jib.fromScratch()
        .addEnvironmentVariable("PATH", "/opt/java/bin")
        .containerize(
            Containerizer.to(TarImage.at(base).named("base"))
                .setOfflineMode(true)
                .setApplicationLayersCache(folder.resolve("base-cache")));
  }

  @Test
  void sameFilesGiveTheSameDigestWheneverAndWhereverTheyWereBuilt() throws Exception {
    Path one = application("one", Instant.parse("2026-01-01T00:00:00Z"), "code");
    Path other = application("other", Instant.parse("2026-02-02T00:00:00Z"), "code");

    assertThat(digest(other, "other")).isEqualTo(digest(one, "one"));
  }

  @Test
  void otherCodeGivesAnotherDigest() throws Exception {
    Path one = application("one", Instant.EPOCH, "code");
    Path other = application("other", Instant.EPOCH, "more code");

    assertThat(digest(other, "other")).isNotEqualTo(digest(one, "one"));
  }

  @Test
  void startsJavaWithoutShellAsUserThatIsNotRoot() throws Exception {
    digest(application("app", Instant.EPOCH, "code"), "app");

    String config = config(folder.resolve("app.tar"));

    assertThat(config)
        .contains("\"Entrypoint\":[\"java\",", "\"-jar\",\"/work/quarkus-run.jar\"]")
        .contains("\"User\":\"65532:65532\"", "\"WorkingDir\":\"/work\"")
        .contains("PATH=/opt/java/bin", "JAVA_TOOL_OPTIONS=-Xms32m")
        .contains("\"8000/tcp\":{}")
        .contains("\"org.opencontainers.image.title\":\"recsys\"")
        .contains("\"org.opencontainers.image.version\":\"1.4.0\"")
        .contains("\"org.opencontainers.image.licenses\":\"Apache-2.0\"");
  }

  @Test
  void librariesSnapshotsAndApplicationAreLayersOfTheirOwn() throws Exception {
    digest(application("app", Instant.EPOCH, "code"), "app");

    assertThat(layers(folder.resolve("app.tar")))
        .containsExactlyInAnyOrder(
            "/work/lib/main/netty-4.2.jar",
            "/work/lib/main/serval-core-0.1.0-SNAPSHOT.jar",
            "/work/app/recsys.jar /work/quarkus-run.jar");
  }

  @Test
  void cacheIsALayerOfItsOwnAndTheImageStartsWithIt() throws Exception {
    Path application = application("app", Instant.EPOCH, "code");
    Files.writeString(application.resolve("serval-run.jar"), "flat start");
    Path cache = Files.writeString(folder.resolve("trained.aot"), "cache");

    digest(application, "app", "--aot-cache", cache.toString());

    assertThat(config(folder.resolve("app.tar")))
        .contains("\"-XX:AOTCache=/work/app.aot\",\"-jar\",\"/work/serval-run.jar\"]")
        .contains("-Xlog:aot=off");
    assertThat(layers(folder.resolve("app.tar"))).contains("/work/app.aot");
  }

  @Test
  void cacheForAnApplicationThatCannotUseItIsRefused() throws Exception {
    Path application = application("app", Instant.EPOCH, "code");
    Path cache = Files.writeString(folder.resolve("trained.aot"), "cache");

    assertThatThrownBy(() -> digest(application, "app", "--aot-cache", cache.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("serval-run.jar");
    assertThatThrownBy(() -> digest(application, "app", "--aot-cache", cache + ".gone"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There is no cache");
  }

  @Test
  void folderWithoutApplicationIsNamed() {
    Path empty = folder.resolve("empty");

    assertThatThrownBy(() -> digest(empty, "empty"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("Build the application first");
  }

  private Path application(String name, Instant modified, String code) throws IOException {
    Path application = folder.resolve(name);
    Map<String, String> files =
        Map.of(
            "quarkus-run.jar", "start",
            "quarkus-app-dependencies.txt", name,
            "app/recsys.jar", code,
            "lib/main/netty-4.2.jar", "netty",
            "lib/main/serval-core-0.1.0-SNAPSHOT.jar", "core");
    for (Map.Entry<String, String> entry : files.entrySet()) {
      Path file = application.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, entry.getValue());
      Files.setLastModifiedTime(file, FileTime.from(modified));
    }
    return application;
  }

  private String digest(Path application, String name, String... more) throws Exception {
    List<String> arguments =
        List.of(
            "--application",
            application.toString(),
            "--name",
            "registry.example/team/recsys:1.4.0",
            "--base",
            "tar://" + base,
            "--out",
            folder.resolve(name + ".tar").toString(),
            "--label",
            "org.opencontainers.image.licenses=Apache-2.0",
            "--port",
            "8000",
            "--cache",
            folder.resolve(name + "-cache").toString());
    ImageOptions options =
        ImageOptions.parse(
            Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
    return new ApplicationImage(options).build();
  }

  private static String config(Path archive) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.getName().equals("config.json")) {
          return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no config.json in " + archive);
  }

  /** The files of each layer, in one line. */
  private static Iterable<String> layers(Path archive) throws IOException {
    Map<String, String> layers = new TreeMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.getName().endsWith(".tar.gz")) {
          layers.put(e.getName(), files(new TarArchiveInputStream(new GZIPInputStream(tar))));
        }
      }
    }
    return layers.values();
  }

  private static String files(TarArchiveInputStream layer) throws IOException {
    StringBuilder files = new StringBuilder();
    for (TarArchiveEntry e = layer.getNextEntry(); e != null; e = layer.getNextEntry()) {
      if (e.isFile()) {
        files.append(files.isEmpty() ? "/" : " /").append(e.getName());
      }
    }
    return files.toString();
  }
}
