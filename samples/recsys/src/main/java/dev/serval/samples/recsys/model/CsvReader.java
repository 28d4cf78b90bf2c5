package dev.serval.samples.recsys.model;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated rows under a known header, as RFC 4180 has them: a field may be quoted, and
 * then hold commas, line breaks and doubled quotes. Every row has as many fields as the header.
 */
final class CsvReader {
  private static final int END = -1;

  private final Reader in;
  private final String file;
  private final List<String> columns;
  private final List<String> row = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private int peeked;
  private int line = 1;
  private int rowLine = 1;

  /**
   * @param in the text; buffered by the caller
   * @param file how errors call it
   * @throws MalformedDataException if the first row is not {@code columns}
   */
  CsvReader(Reader in, String file, List<String> columns) throws IOException {
    this.in = in;
    this.file = file;
    this.columns = columns;
    this.peeked = in.read();
    if (!parseRow() || !row.equals(columns)) {
      throw new MalformedDataException(
          file, rowLine, "the header must be " + columns + ", found " + row);
    }
  }

  /** Moves to the next row; {@code false} at the end of the text. */
  boolean next() throws IOException {
    if (!parseRow()) {
      return false;
    }
    if (row.size() != columns.size()) {
      throw new MalformedDataException(
          file, rowLine, "expected " + columns.size() + " columns, found " + row.size());
    }
    return true;
  }

  /** The field as it stands, without its quotes. */
  String text(int column) {
    return row.get(column);
  }

  /** The field as a whole number within the bounds, both included. */
  long integer(int column, long min, long max) throws MalformedDataException {
    try {
      long value = Long.parseLong(row.get(column));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, in the same words as a number out of bounds.
    }
    throw fail(column, "expected a whole number from " + min + " to " + max);
  }

  /** The field as a decimal number. */
  double decimal(int column) throws MalformedDataException {
    try {
      return Double.parseDouble(row.get(column));
    } catch (NumberFormatException e) {
      throw fail(column, "expected a number");
    }
  }

  /** An error at a field of the current row, for the caller to throw. */
  MalformedDataException fail(int column, String detail) {
    return new MalformedDataException(
        file,
        rowLine,
        "column " + columns.get(column) + ": " + detail + ", found \"" + row.get(column) + "\"");
  }

  private boolean parseRow() throws IOException {
    row.clear();
    rowLine = line;
    if (peeked == END) {
      return false;
    }
    while (true) {
      field.setLength(0);
      if (peeked == '"') {
        parseQuoted();
      } else {
        parseBare();
      }
      row.add(field.toString());
      if (peeked == ',') {
        advance();
        continue;
      }
      if (peeked == '\r') {
        advance();
      }
      if (peeked == '\n') {
        advance();
      } else if (peeked != END) {
        throw malformedField("text after the closing quote or a lone carriage return");
      }
      return true;
    }
  }

  private void parseBare() throws IOException {
    while (peeked != ',' && peeked != '\n' && peeked != '\r' && peeked != END) {
      if (peeked == '"') {
        row.add(field.toString());
        throw malformedField("a quote inside a field that does not begin with one");
      }
      field.append((char) peeked);
      advance();
    }
  }

  private void parseQuoted() throws IOException {
    advance();
    while (true) {
      if (peeked == END) {
        row.add(field.toString());
        throw malformedField("a quoted field that never ends");
      }
      if (peeked == '"') {
        advance();
        if (peeked != '"') {
          return;
        }
      }
      field.append((char) peeked);
      advance();
    }
  }

  private MalformedDataException malformedField(String detail) {
    int column = row.size() - 1;
    String name = column < columns.size() ? columns.get(column) : "number " + (column + 1);
    return new MalformedDataException(file, rowLine, "column " + name + ": " + detail);
  }

  private void advance() throws IOException {
    if (peeked == '\n') {
      line++;
    }
    peeked = in.read();
  }
}
