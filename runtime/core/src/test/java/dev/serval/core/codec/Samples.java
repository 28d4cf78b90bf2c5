package dev.serval.core.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** Types such as users declare, and values of them. */
final class Samples {

  private Samples() {}

  enum Tier {
    FREE,
    PAID {
      @Override
      int quota() {
        return 100;
      }
    };

    int quota() {
      return 1;
    }
  }

  sealed interface Shape permits Circle, Polygon {}

  record Circle(double radius) implements Shape {}

  sealed interface Polygon extends Shape permits Square, Triangle {}

  record Square(double side, Tier tier) implements Polygon {}

  record Triangle(double a, double b, double c) implements Polygon {}

  record Item(String id, double score) {}

  record Tensor(String name, float[] values, int[] shape) {}

  record Pair<A, B>(A first, B second) {}

  record Empty() {}

  record Tree(String label, List<Tree> children) {}

  record Event(Event cause, Shape shape) {}

  record Scalars(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long big,
      float real,
      double precise,
      Integer boxed,
      Double missing) {}

  record Times(
      Instant instant,
      Duration duration,
      Period period,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offsetDateTime,
      OffsetTime offsetTime,
      ZonedDateTime zoned,
      Year year,
      YearMonth yearMonth,
      MonthDay monthDay,
      ZoneId zone,
      ZoneOffset offset,
      DayOfWeek day,
      Month month) {}

  record Numbers(BigDecimal decimal, BigInteger integer, UUID uuid, URI uri) {}

  record Profile(
      Item favourite,
      List<Item> history,
      Map<String, Item> named,
      Map<Tier, List<Shape>> shapes,
      Optional<Item> last,
      Optional<Shape> avatar,
      Tier tier,
      Set<Tier> tiers,
      String[] tags,
      Item[] shelf,
      Shape[] drawing,
      double[][] matrix,
      byte[] blob) {}

  static class Account {
    private String owner;
    private List<Item> items = new ArrayList<>();
    private transient int cached = 7;

    Account() {}

    Account(String owner, Item... items) {
      this.owner = owner;
      this.items = new ArrayList<>(List.of(items));
    }

    int cached() {
      return cached;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Account that
          && Objects.equals(owner, that.owner)
          && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return Objects.hash(owner, items);
    }
  }

  /** A value with its declared type; the name is what a failing test shows. */
  record Sample(String name, Type type, Object value) {
    @Override
    public String toString() {
      return name;
    }
  }

  static TypeTable table() {
    CarriableTypes.Result carried = CarriableTypes.of(all().stream().map(Sample::type).toList());
    if (!carried.problems().isEmpty()) {
      throw new AssertionError(carried.problems());
    }
    return TypeTable.of(carried.registered());
  }

  static Item item(int i) {
    return new Item("item-" + i, i / 7.0);
  }

  static List<Item> items(int count) {
    return IntStream.range(0, count).mapToObj(Samples::item).toList();
  }

  static Tree tree(int depth) {
    Tree tree = new Tree("leaf", List.of());
    for (int i = 1; i < depth; i++) {
      tree = new Tree("level " + i, List.of(tree));
    }
    return tree;
  }

  static Profile profile() {
    return new Profile(
        item(1),
        items(3),
        Map.of("a", item(4)),
        new EnumMap<>(Map.of(Tier.PAID, List.of(new Circle(1), new Square(2, Tier.FREE)))),
        Optional.empty(),
        Optional.of(new Triangle(3, 4, 5)),
        Tier.PAID,
        EnumSet.of(Tier.FREE),
        new String[] {"x", null, "é"},
        new Item[] {item(5), null},
        new Shape[] {new Circle(0.5), new Triangle(1, 1, 1)},
        new double[][] {{1, 2}, {}, {Double.NaN}},
        new byte[] {1, -1});
  }

  static Times times() {
    return new Times(
        Instant.ofEpochSecond(1_700_000_000, 123_456_789),
        Duration.ofSeconds(-3, 7),
        Period.of(1, 2, 3),
        LocalDate.of(2024, 2, 29),
        LocalTime.of(23, 59, 59, 999_999_999),
        LocalDateTime.of(-44, 3, 15, 12, 0),
        OffsetDateTime.of(2020, 1, 1, 0, 0, 0, 1, ZoneOffset.ofHours(5)),
        OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHoursMinutes(-3, -30)),
        ZonedDateTime.of(2021, 6, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin")),
        Year.of(12_345),
        YearMonth.of(2024, 12),
        MonthDay.of(2, 29),
        ZoneId.of("Asia/Kolkata"),
        ZoneOffset.UTC,
        DayOfWeek.FRIDAY,
        Month.MAY);
  }

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>(scalars());
    all.addAll(arrays());
    all.addAll(collections());
    all.addAll(classes());
    return all;
  }

  private static List<Sample> scalars() {
    return List.of(
        of("true", boolean.class, true),
        of("byte", byte.class, (byte) -128),
        of("short", short.class, (short) -2),
        of("char", char.class, '\uFFFF'),
        of("int", int.class, Integer.MIN_VALUE),
        of("boxed int", Integer.class, 42),
        of("long", long.class, Long.MAX_VALUE),
        of("float NaN", float.class, Float.NaN),
        of("double infinity", double.class, Double.NEGATIVE_INFINITY),
        of("negative zero", double.class, -0.0),
        of("void", void.class, null),
        of("null", Item.class, null),
        of("empty string", String.class, ""),
        of("Latin-1 string", String.class, "grüße\u0000\u00FF"),
        of("string of all planes", String.class, "a€😀\uFFFD漢"),
        of("huge string", String.class, "0123456789".repeat(100_000)),
        of("enum", Tier.class, Tier.FREE),
        of("enum with a body", Tier.class, Tier.PAID),
        of("UUID", UUID.class, new UUID(1, -2)),
        of("instant", Instant.class, Instant.EPOCH));
  }

  private static List<Sample> arrays() {
    return List.of(
        of("booleans", boolean[].class, new boolean[] {true, false}),
        of("bytes", byte[].class, new byte[] {0, 1, -1}),
        of("shorts", short[].class, new short[] {1, Short.MIN_VALUE}),
        of("chars", char[].class, new char[] {'a', '\u20AC'}),
        of("ints", int[].class, new int[] {1, -1, Integer.MAX_VALUE}),
        of("longs", long[].class, new long[] {1, Long.MIN_VALUE}),
        of("floats", float[].class, new float[] {1.5f, Float.NaN, Float.POSITIVE_INFINITY}),
        of("doubles", double[].class, new double[] {1.5, Double.MIN_VALUE}),
        of("no floats", float[].class, new float[0]),
        of("tensor of 1024", float[].class, new float[1024]),
        of("strings", String[].class, new String[] {"a", null}),
        of("items", Item[].class, new Item[] {item(1), null}),
        of("shapes", Shape[].class, new Shape[] {new Circle(1), new Square(2, Tier.PAID)}),
        of("matrix", int[][].class, new int[][] {{1}, {}, {2, 3}}));
  }

  private static List<Sample> collections() {
    return List.of(
        of("empty list", new TypeOf<List<Item>>() {}, List.of()),
        of("list of 1000", new TypeOf<List<Item>>() {}, items(1000)),
        of("list with null", new TypeOf<List<String>>() {}, Arrays.asList("a", null)),
        of("list of lists", new TypeOf<List<List<Integer>>>() {}, List.of(List.of(1), List.of())),
        of(
            "list of sealed",
            new TypeOf<List<Shape>>() {},
            List.of(new Circle(1), new Square(2, Tier.FREE), new Triangle(3, 4, 5))),
        of("deque", new TypeOf<Deque<Integer>>() {}, new ArrayDeque<>(List.of(1, 2))),
        of("set", new TypeOf<Set<Long>>() {}, new LinkedHashSet<>(List.of(3L, 1L, 2L))),
        of("sorted set", new TypeOf<TreeSet<String>>() {}, new TreeSet<>(Set.of("b", "a"))),
        of("enum set", new TypeOf<EnumSet<Tier>>() {}, EnumSet.allOf(Tier.class)),
        of("map", new TypeOf<Map<String, Item>>() {}, new LinkedHashMap<>(Map.of("k", item(1)))),
        of("map by number", new TypeOf<Map<Integer, String>>() {}, new TreeMap<>(Map.of(1, "a"))),
        of(
            "map by date",
            new TypeOf<Map<LocalDate, Double>>() {},
            Map.of(LocalDate.EPOCH, 1.0, LocalDate.MAX, 2.0)),
        of(
            "enum map",
            new TypeOf<Map<Tier, Tier>>() {},
            new EnumMap<>(Map.of(Tier.FREE, Tier.PAID))),
        of("optional", new TypeOf<Optional<Item>>() {}, Optional.of(item(1))),
        of("empty optional", new TypeOf<Optional<Item>>() {}, Optional.empty()),
        of("optional sealed", new TypeOf<Optional<Shape>>() {}, Optional.of(new Circle(2))));
  }

  private static List<Sample> classes() {
    return List.of(
        of("record", Item.class, item(1)),
        of("record of nulls", Item.class, new Item(null, 0)),
        of("empty record", Empty.class, new Empty()),
        of("nested record", Profile.class, profile()),
        of(
            "record of nulls only",
            Profile.class,
            new Profile(
                null,
                null,
                null,
                null,
                Optional.empty(),
                Optional.empty(),
                null,
                null,
                null,
                null,
                null,
                null,
                null)),
        of(
            "scalars",
            Scalars.class,
            new Scalars(true, (byte) 1, (short) 2, 'c', 3, 4, 5f, Double.NaN, 6, null)),
        of("times", Times.class, times()),
        of(
            "numbers",
            Numbers.class,
            new Numbers(
                new BigDecimal("-12345678901234567890.1234567890"),
                BigInteger.TWO.pow(500).negate(),
                new UUID(5, 6),
                URI.create("https://example.com/a?b=c#d"))),
        of("tensor record", Tensor.class, new Tensor("t", new float[] {1, 2}, new int[] {2, 1})),
        of("generic record", new TypeOf<Pair<Item, Tier>>() {}, new Pair<>(item(1), Tier.PAID)),
        of(
            "generic record of lists",
            new TypeOf<Pair<List<Item>, Map<String, Integer>>>() {},
            new Pair<>(items(2), Map.of("a", 1))),
        of("sealed", Shape.class, new Square(1, Tier.FREE)),
        of("permitted subclass", Circle.class, new Circle(1)),
        of("tree", Tree.class, tree(20)),
        of("chain", Event.class, new Event(new Event(null, new Circle(1)), null)),
        of("class", Account.class, new Account("me", item(1))));
  }

  private static Sample of(String name, Type type, Object value) {
    return new Sample(name, type, value);
  }

  private static Sample of(String name, TypeOf<?> type, Object value) {
    return new Sample(name, type.type(), value);
  }
}
