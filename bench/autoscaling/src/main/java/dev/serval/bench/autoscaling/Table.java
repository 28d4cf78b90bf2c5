package dev.serval.bench.autoscaling;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown. */
final class Table {

  private final String title;
  private final List<String[]> rows = new ArrayList<>();

  Table(String title, String... columns) {
    this.title = title;
    rows.add(columns);
    String[] line = new String[columns.length];
    Arrays.fill(line, "---");
    rows.add(line);
  }

  void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
  }

  void print(PrintStream out) {
    out.println("## " + title);
    out.println();
    rows.forEach(row -> out.println("| " + String.join(" | ", row) + " |"));
    out.println();
  }
}
