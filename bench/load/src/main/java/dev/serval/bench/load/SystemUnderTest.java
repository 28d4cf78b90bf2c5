package dev.serval.bench.load;

import java.util.List;

/**
 * One system of the comparison.
 *
 * @param name short name, used on the command line and in the tables
 * @param ours whether it stands on our side of the table
 * @param description what it is, for the reader of the table
 * @param shapes the shapes it can serve
 * @param launcher how it is started
 */
public record SystemUnderTest(
    String name, boolean ours, String description, List<Shape> shapes, Launcher launcher) {

  /** Copies the list. */
  public SystemUnderTest {
    shapes = List.copyOf(shapes);
  }

  boolean serves(Shape shape) {
    return shapes.stream().anyMatch(shape::is);
  }
}
