package dev.serval.bench.micro;

import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Values of the kinds that recommenders send, with their declared types. */
public enum Payload {
  /** A small record. */
  FOUR_DOUBLES {
    @Override
    Object value() {
      return new FourDoubles(0.25, 1.5, -3.125, 1e9);
    }

    @Override
    Type type() {
      return FourDoubles.class;
    }
  },
  /** A thousand names with a number each. */
  SCORED_ITEMS {
    @Override
    Object value() {
      return IntStream.range(0, 1_000)
          .mapToObj(i -> new ScoredItem("item-" + i, 1.0 / (i + 1)))
          .toList();
    }

    @Override
    Type type() {
      return Ranking.class.getRecordComponents()[0].getGenericType();
    }
  },
  /** An embedding. */
  FLOATS_1024 {
    @Override
    Object value() {
      float[] vector = new float[1_024];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) Math.sin(i);
      }
      return vector;
    }

    @Override
    Type type() {
      return float[].class;
    }
  },
  /** A text of Latin letters. */
  TEXT_1K {
    @Override
    Object value() {
      return "0123456789abcdef".repeat(64);
    }

    @Override
    Type type() {
      return String.class;
    }
  };

  /** A value to send. */
  abstract Object value();

  /** What a method would declare for it. */
  abstract Type type();

  /** Four numbers. */
  public record FourDoubles(double a, double b, double c, double d) {}

  /** A name with a number. */
  public record ScoredItem(String name, double score) {}

  /** Declares the type of a list. */
  private record Ranking(List<ScoredItem> items) {}
}
