package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static Options parse(String... arguments) {
    return Options.parse(List.of(arguments), Path.of("/home"));
  }

  @Test
  void hasDefaultsForEverything() {
    Options options = parse();

    assertThat(options.systems()).isEqualTo(Systems.DEFAULT);
    assertThat(options.shapes()).isEqualTo(Shapes.ALL);
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.output()).isEqualTo(Path.of("/home/target/results"));
    assertThat(options.jvmFlags()).contains("-Xmx256m");
  }

  @Test
  void readsWhatIsAskedFor() {
    Options options =
        parse("--shapes", "echo,fan4", "--concurrency", "8", "--seconds", "2", "--rounds", "1");

    assertThat(options.shapes()).extracting(Shape::name).containsExactly("echo", "fan4");
    assertThat(options.shapes().getFirst().concurrency()).containsExactly(8);
    assertThat(options.measure()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> parse("--shapes", "ring"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("ring")
        .hasMessageContaining("chain4");
    assertThatThrownBy(() -> parse("--rounds", "many"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("--rounds")
        .hasMessageContaining("many");
    assertThatThrownBy(() -> parse("--rounds")).hasMessageContaining("Nothing follows --rounds");
    assertThatThrownBy(() -> parse("--fast", "yes")).hasMessageContaining("--fast");
  }
}
