package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds whenever calls inside a process pass through the codec. */
abstract class CopiedValues {

  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  record Drawing(String name, List<Shape> shapes, Map<String, Integer> counts) {}

  interface Mirror {
    Drawing reflect(Drawing drawing);

    List<Shape> shapes(Shape[] shapes);

    void nothing(int[] values, Long none);
  }

  @Stage("Mirror")
  public static class MirrorStage {
    public Drawing reflect(Drawing drawing) {
      return drawing;
    }

    public List<Shape> shapes(Shape[] shapes) {
      return List.of(shapes);
    }

    public void nothing(int[] values, Long none) {
      assertThat(values).containsExactly(1, 2);
      assertThat(none).isNull();
    }
  }

  @Inject @Handle Mirror mirror;

  @Test
  void valuesAreEqualButNotTheSame() {
    Drawing drawing = new Drawing("d", List.of(new Circle(1), new Square(2)), Map.of("circles", 1));
    assertThat(mirror.reflect(drawing)).isEqualTo(drawing).isNotSameAs(drawing);
  }

  @Test
  void arraysAndNothingTravelToo() {
    assertThat(mirror.shapes(new Shape[] {new Square(3)})).containsExactly(new Square(3));
    mirror.nothing(new int[] {1, 2}, null);
  }
}
