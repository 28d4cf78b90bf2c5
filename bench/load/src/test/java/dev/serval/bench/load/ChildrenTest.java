package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChildrenTest {

  @TempDir private Path folder;

  private ProcessSpec shell(String script) {
    return new ProcessSpec("shell", List.of("sh", "-c", script), Map.of());
  }

  @Test
  void stopsAProcessAndWhatItStarted() throws InterruptedException {
    Child child;
    long grandchild;
    try (Children children = new Children()) {
      child = children.start(shell("sleep 60 & wait"), folder.resolve("log"));
      while (child.use().processes() < 2) {
        Thread.sleep(10);
      }
      grandchild =
          ProcessHandle.current()
              .descendants()
              .filter(handle -> handle.info().command().orElse("").endsWith("sleep"))
              .findFirst()
              .orElseThrow()
              .pid();
      assertThat(child.use().residentMib()).isPositive();
    }

    assertThat(child.isAlive()).isFalse();
    assertThat(ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void startsNothingOnceClosed() {
    Children children = new Children();
    children.close();

    assertThatThrownBy(() -> children.start(shell("true"), folder.resolve("log")))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void aFailureShowsWhatTheProcessPrinted() throws InterruptedException {
    try (Children children = new Children()) {
      Child child = children.start(shell("echo no such port; exit 3"), folder.resolve("log"));

      assertThat(child.hasEndedWithin(Duration.ofSeconds(10))).isTrue();
      assertThatThrownBy(child::result)
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("3")
          .hasMessageContaining("no such port");
    }
  }
}
