package dev.serval.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text.
 *
 * @param header one per column
 * @param rows as many texts as columns each
 * @param leftColumns how many columns from the left hold words; the others hold numbers
 */
public record Table(List<String> header, List<List<String>> rows, int leftColumns) {

  /** Copies the lists. */
  public Table {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException("A row of " + row.size() + " for " + header);
      }
    }
  }

  /** As aligned plain text. */
  public String toText() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, "  "));
    int width = lines.getFirst().length();
    lines.add("-".repeat(width));
    rows.forEach(row -> lines.add(line(row, widths, "  ")));
    return String.join("\n", lines.stream().map(String::stripTrailing).toList()) + "\n";
  }

  /** As Markdown. */
  public String toMarkdown() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines.add("| " + line(header, widths, " | ") + " |");
    StringBuilder rule = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      rule.append("-".repeat(widths[column] + 1)).append(column < leftColumns ? "-|" : ":|");
    }
    lines.add(rule.toString());
    rows.forEach(row -> lines.add("| " + line(row, widths, " | ") + " |"));
    return String.join("\n", lines) + "\n";
  }

  private int[] widths() {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = header.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private String line(List<String> texts, int[] widths, String between) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String text = texts.get(column);
      String blanks = " ".repeat(widths[column] - text.length());
      padded.add(column < leftColumns ? text + blanks : blanks + text);
    }
    return String.join(between, padded);
  }
}
