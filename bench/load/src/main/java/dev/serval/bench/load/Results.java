package dev.serval.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a run found.
 *
 * @param about what ran where and how, for the reader
 * @param systems the systems compared
 * @param shapes the shapes loaded
 * @param cells what was measured
 * @param failures what could not be measured and why
 */
public record Results(
    Map<String, String> about,
    List<SystemUnderTest> systems,
    List<Shape> shapes,
    List<Cell> cells,
    List<String> failures) {

  /** Copies the collections. */
  public Results {
    systems = List.copyOf(systems);
    shapes = List.copyOf(shapes);
    cells = List.copyOf(cells);
    failures = List.copyOf(failures);
  }

  /** Gathers measurements by cell. */
  public static List<Cell> cells(List<Measurement> measurements) {
    Map<String, List<Measurement>> byCell = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      String key =
          measurement.shape() + "/" + measurement.concurrency() + "/" + measurement.system();
      byCell.computeIfAbsent(key, absent -> new ArrayList<>()).add(measurement);
    }
    return byCell.values().stream().map(Cell::of).toList();
  }

  /** Returns one cell, if it was measured. */
  public Optional<Cell> cell(SystemUnderTest system, Shape shape, int concurrency) {
    return cells.stream()
        .filter(
            cell ->
                cell.system().equals(system.name())
                    && cell.shape().equals(shape.name())
                    && cell.concurrency() == concurrency)
        .findFirst();
  }

  /** Returns the systems of one side that have a figure for this cell. */
  public List<SystemUnderTest> side(boolean ours, Shape shape, int concurrency) {
    return systems.stream()
        .filter(system -> system.ours() == ours && cell(system, shape, concurrency).isPresent())
        .toList();
  }
}
