package dev.serval.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes results as text, Markdown, JSON and pictures. */
final class Report {

  private final Results results;
  private final Path folder;

  Report(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  /** Writes all files and returns the table for the terminal. */
  String write() {
    Tables tables = new Tables(results);
    Table comparison = tables.comparison();
    Table details = tables.details();
    String text = comparison.toText() + "\n" + details.toText() + failures("");
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("results.txt"), text);
      Files.writeString(
          folder.resolve("results.md"),
          about() + "\n" + comparison.toMarkdown() + "\n" + details.toMarkdown() + failures("- "));
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.writeString(folder.resolve("results.json"), json.writeValueAsString(tree()) + "\n");
      Files.writeString(
          folder.resolve("throughput.svg"),
          new BarChart(
                  "Answers per second, more is better",
                  results,
                  cell -> cell.rate().median(),
                  Tables::count)
              .toSvg());
      Files.writeString(
          folder.resolve("latency.svg"),
          new BarChart(
                  "Median latency in ms, less is better",
                  results,
                  cell -> cell.p50Micros().median(),
                  Tables::millis)
              .toSvg());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text;
  }

  private String about() {
    StringBuilder text = new StringBuilder();
    results.about().forEach((name, value) -> text.append("- " + name + ": " + value + "\n"));
    results
        .systems()
        .forEach(system -> text.append("- " + system.name() + ": " + system.description() + "\n"));
    return text.toString();
  }

  private String failures(String mark) {
    if (results.failures().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nNot measured:\n\n");
    results.failures().forEach(failure -> text.append(mark).append(failure).append('\n'));
    return text.toString();
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("about", results.about());
    tree.put(
        "systems",
        results.systems().stream()
            .map(
                system ->
                    Map.of(
                        "name", system.name(),
                        "ours", system.ours(),
                        "description", system.description()))
            .toList());
    tree.put(
        "shapes",
        results.shapes().stream()
            .map(shape -> Map.of("name", shape.name(), "description", shape.description()))
            .toList());
    tree.put("cells", results.cells());
    tree.put("failures", List.copyOf(results.failures()));
    return tree;
  }
}
