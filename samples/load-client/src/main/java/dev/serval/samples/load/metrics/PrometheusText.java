package dev.serval.samples.load.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the text format of Prometheus. Lines that it does not understand are left out. */
public final class PrometheusText {

  private PrometheusText() {}

  /** The samples of a page, in its order. */
  public static List<Sample> parse(String page) {
    List<Sample> samples = new ArrayList<>();
    page.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              Sample sample = new Line(line).sample();
              if (sample != null) {
                samples.add(sample);
              }
            });
    return samples;
  }

  private static final class Line {

    private final String text;
    private int at;

    Line(String text) {
      this.text = text.strip();
    }

    /** The sample of this line, or {@code null} if it has none. */
    Sample sample() {
      String name = until("{ \t");
      Map<String, String> labels = new HashMap<>();
      if (name.isEmpty() || (next('{') && !readLabels(labels))) {
        return null;
      }
      skipBlanks();
      try {
        return new Sample(name, labels, number(until(" \t")));
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private static double number(String text) {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    }

    /** Reads up to the closing brace; false if it is missing. */
    private boolean readLabels(Map<String, String> labels) {
      while (true) {
        skipBlanks();
        if (next('}')) {
          return true;
        }
        String label = until("=}").strip();
        if (!next('=') || !next('"')) {
          return false;
        }
        String value = quoted();
        if (value == null) {
          return false;
        }
        labels.put(label, value);
        skipBlanks();
        next(',');
      }
    }

    /** Reads up to the closing quote; {@code null} if it is missing. */
    private String quoted() {
      StringBuilder value = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          return value.toString();
        }
        if (c == '\\' && at < text.length()) {
          char escaped = text.charAt(at++);
          value.append(escaped == 'n' ? '\n' : escaped);
        } else {
          value.append(c);
        }
      }
      return null;
    }

    private String until(String ends) {
      int start = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private boolean next(char expected) {
      if (at < text.length() && text.charAt(at) == expected) {
        at++;
        return true;
      }
      return false;
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
