package dev.serval.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOptionsTest {

  @Test
  void baseIsAnArchiveOrAnImageOfARegistry() {
    assertThat(parse("--base", "tar:///cache/jre.tar", "--out", "a.tar").base())
        .isEqualTo(new ImageBase.Archive(Path.of("/cache/jre.tar")));
    assertThat(parse("--base", "eclipse-temurin:25-jre", "--out", "a.tar").base())
        .isEqualTo(new ImageBase.Registry("eclipse-temurin:25-jre"));
  }

  @Test
  void registryMayBeInsecureIfAllowed() {
    assertThat(parse("--base", "b", "--push", "--insecure").target())
        .isEqualTo(new ImageTarget.Registry(true));
  }

  @ParameterizedTest
  @CsvSource({
    "--push --out a.tar, either --out FILE.tar or --push",
    "--port 0 --out a.tar, --port takes a number from 1 to 65535",
    "--label text --out a.tar, --label takes KEY=VALUE",
    "--out, Nothing follows --out",
    "--what x, Unknown option --what",
  })
  void wrongOptionIsNamed(String line, String message) {
    assertThatThrownBy(() -> parse(("--base b " + line).split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingOptionIsNamed() {
    assertThatThrownBy(() -> ImageOptions.parse("--name", "n", "--out", "a.tar"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--application is missing");
  }

  private static ImageOptions parse(String... more) {
    String[] all = new String[more.length + 4];
    System.arraycopy(new String[] {"--application", "app", "--name", "recsys:1"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return ImageOptions.parse(all);
  }
}
