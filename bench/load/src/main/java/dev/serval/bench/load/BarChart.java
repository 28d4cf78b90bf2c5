package dev.serval.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Draws one figure of all results as SVG: a panel for each shape, a group of bars for each
 * concurrency, a bar for each system. Every panel has its own scale, as the shapes differ by orders
 * of magnitude; the number stands on the bar.
 */
final class BarChart {

  private static final List<String> PALETTE =
      List.of("#0b6e4f", "#6fb98f", "#4c6a92", "#9aa7b8", "#c2703d", "#d9a878", "#8b5a8c");
  private static final String FONT = "font-family=\"system-ui, sans-serif\"";

  private static final int PANEL_WIDTH = 460;
  private static final int PANEL_HEIGHT = 240;
  private static final int PANELS_PER_ROW = 2;
  private static final int MARGIN = 24;
  private static final int HEADER = 76;
  private static final int TITLE = 40;
  private static final int FOOT = 26;
  private static final int GAP = 16;
  private static final int WIDEST_BAR = 48;

  private final String title;
  private final Results results;
  private final Function<Cell, Double> value;
  private final Function<Double, String> label;
  private final StringBuilder out = new StringBuilder();

  /** Draws {@code value} of every cell and writes {@code label} on its bar. */
  BarChart(
      String title, Results results, Function<Cell, Double> value, Function<Double, String> label) {
    this.title = title;
    this.results = results;
    this.value = value;
    this.label = label;
  }

  String toSvg() {
    List<Shape> shapes =
        results.shapes().stream()
            .filter(shape -> results.cells().stream().anyMatch(c -> c.shape().equals(shape.name())))
            .toList();
    int rows = (shapes.size() + PANELS_PER_ROW - 1) / PANELS_PER_ROW;
    int width = 2 * MARGIN + PANELS_PER_ROW * PANEL_WIDTH;
    int height = HEADER + rows * PANEL_HEIGHT + MARGIN;
    out.setLength(0);
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" %s>",
        width, height, FONT);
    line("<title>%s</title>", escaped(title));
    line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    text(MARGIN, 32, 18, "start", "#1b1b1b", title);
    legend();
    for (int i = 0; i < shapes.size(); i++) {
      int x = MARGIN + i % PANELS_PER_ROW * PANEL_WIDTH;
      int y = HEADER + i / PANELS_PER_ROW * PANEL_HEIGHT;
      panel(shapes.get(i), x, y);
    }
    line("</svg>");
    return out.toString();
  }

  private void legend() {
    int x = MARGIN;
    for (int i = 0; i < results.systems().size(); i++) {
      String name = results.systems().get(i).name();
      line(
          "<rect x=\"%d\" y=\"48\" width=\"12\" height=\"12\" rx=\"2\" fill=\"%s\"/>", x, color(i));
      text(x + 18, 58, 13, "start", "#1b1b1b", name);
      x += 42 + 8 * name.length();
    }
  }

  private void panel(Shape shape, int x, int y) {
    text(x, y + 18, 14, "start", "#1b1b1b", shape.name());
    text(x, y + 33, 11, "start", "#666666", shape.description());
    int base = y + PANEL_HEIGHT - FOOT;
    double highest =
        results.cells().stream()
            .filter(cell -> cell.shape().equals(shape.name()))
            .mapToDouble(value::apply)
            .max()
            .orElse(1);
    // The label of the highest bar needs room above it.
    double perUnit = (PANEL_HEIGHT - TITLE - FOOT - 20) / Math.max(highest, Double.MIN_NORMAL);
    int groups = shape.concurrency().size();
    int groupWidth = (PANEL_WIDTH - 2 * GAP) / groups;
    for (int group = 0; group < groups; group++) {
      int concurrency = shape.concurrency().get(group);
      int left = x + group * groupWidth;
      bars(shape, concurrency, left, groupWidth - GAP, base, perUnit);
      text(left + (groupWidth - GAP) / 2, base + 16, 11, "middle", "#666666", "c=" + concurrency);
    }
    line(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#999999\"/>",
        x, base, x + PANEL_WIDTH - 2 * GAP, base);
  }

  private void bars(Shape shape, int concurrency, int left, int width, int base, double perUnit) {
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < results.systems().size(); i++) {
      if (cell(i, shape, concurrency).isPresent()) {
        present.add(i);
      }
    }
    if (present.isEmpty()) {
      return;
    }
    int bar = Math.min(WIDEST_BAR, width / present.size());
    int x = left + (width - bar * present.size()) / 2;
    for (int system : present) {
      double figure = value.apply(cell(system, shape, concurrency).orElseThrow());
      double height = figure * perUnit;
      line(
          "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>",
          x + 1, base - height, bar - 2, height, color(system));
      text(x + bar / 2, (int) (base - height - 4), 10, "middle", "#333333", label.apply(figure));
      x += bar;
    }
  }

  private Optional<Cell> cell(int system, Shape shape, int concurrency) {
    return results.cell(results.systems().get(system), shape, concurrency);
  }

  private static String color(int system) {
    return PALETTE.get(system % PALETTE.size());
  }

  private void text(int x, int y, int size, String anchor, String color, String text) {
    line(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, size, anchor, color, escaped(text));
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
