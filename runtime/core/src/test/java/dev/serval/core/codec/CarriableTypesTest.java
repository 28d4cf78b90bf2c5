package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.codec.Samples.Account;
import dev.serval.core.codec.Samples.Circle;
import dev.serval.core.codec.Samples.Item;
import dev.serval.core.codec.Samples.Pair;
import dev.serval.core.codec.Samples.Polygon;
import dev.serval.core.codec.Samples.Profile;
import dev.serval.core.codec.Samples.Shape;
import dev.serval.core.codec.Samples.Square;
import dev.serval.core.codec.Samples.Tier;
import dev.serval.core.codec.Samples.Tree;
import dev.serval.core.codec.Samples.Triangle;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CarriableTypesTest {

  record Source(InputStream source, String name) {}

  record UserFeatures(List<Source> history, Map<String, Function<String, String>> rules) {}

  record Anything(Object content) {}

  record Wild(List<?> elements, List<? extends Item> items) {}

  record Later(CompletionStage<Item> item) {}

  record Rows(List<Item>[] rows) {}

  record Named(Class<?> type) {}

  record Running(Thread thread) {}

  interface Open {
    int one();

    int two();
  }

  interface Code {
    void run();
  }

  abstract static class Base {}

  static class Derived extends Base {
    transient Thread notCarried;
    static final Object NOR_THIS = new Object();
    Item item;
  }

  static class Generic<T> {
    T content;
  }

  static class Concrete extends Generic<Item> {}

  static class OwnList extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  static class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  class Inner {}

  sealed interface Mixed permits Left, Right {}

  record Left(int x) implements Mixed {}

  non-sealed interface Right extends Mixed {
    int one();

    int two();
  }

  @Test
  void theClosureHoldsEverythingReachable() {
    assertThat(registered(Profile.class))
        .containsExactlyInAnyOrder(
            Profile.class,
            Item.class,
            Tier.class,
            Shape.class,
            Circle.class,
            Polygon.class,
            Square.class,
            Triangle.class);
    assertThat(registered(new TypeOf<Map<Tier, List<Optional<Tree[]>>>>() {}.type()))
        .containsExactlyInAnyOrder(Tier.class, Tree.class);
    assertThat(registered(new TypeOf<Pair<Item, List<Account>>>() {}.type()))
        .containsExactlyInAnyOrder(Pair.class, Item.class, Account.class);
    assertThat(registered(Derived.class)).containsExactlyInAnyOrder(Derived.class, Item.class);
    assertThat(registered(Concrete.class)).containsExactlyInAnyOrder(Concrete.class, Item.class);
    assertThat(registered(int.class, String.class, byte[].class, void.class)).isEmpty();
  }

  @Test
  void problemsNameThePath() {
    assertThat(CarriableTypes.of(UserFeatures.class).problems())
        .containsExactly(
            "UserFeatures.history[].source: java.io.InputStream cannot be carried: it is a resource"
                + " of this process",
            "UserFeatures.rules[value]: java.util.function.Function<java.lang.String,"
                + " java.lang.String> cannot be carried: it is code, not a value");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused(Object.class, "Object: java.lang.Object cannot be carried: it may be anything"),
        refused(Anything.class, "Anything.content: java.lang.Object cannot be carried: it may be"),
        refused(Wild.class, "Wild.elements[]: java.lang.Object cannot be carried: it may be any"),
        refused(Later.class, "Later.item: java.util.concurrent.CompletionStage"),
        refused(new TypeOf<List<Flow.Publisher<Item>>>() {}.type(), "List[]: java.util.concurrent"),
        refused(Rows.class, "Rows.rows[]: java.util.List<"),
        refused(Named.class, "Named.type: java.lang.Class<?> cannot be carried: it is a resource"),
        refused(Running.class, "Running.thread: java.lang.Thread cannot be carried: it is a res"),
        refused(Stream.class, "Stream: java.util.stream.Stream cannot be carried: it can be read"),
        refused(ByteBuffer.class, "ByteBuffer: java.nio.ByteBuffer cannot be carried: its memory"),
        refused(List.class, "List: java.util.List cannot be carried: it is raw"),
        refused(
            Pair.class, "Pair: dev.serval.core.codec.Samples$Pair cannot be carried: it is raw"),
        refused(Open.class, "it is open to classes nobody knows yet"),
        refused(Code.class, "it is code, not a value"),
        refused(Base.class, "it is open to classes nobody knows yet"),
        refused(Mixed.class, "Mixed(Right): "),
        refused(Inner.class, "it is an inner class"),
        refused(OwnList.class, "it is a collection of its own kind"),
        refused(Failure.class, "it extends java.lang.RuntimeException"),
        refused(RuntimeException.class, "it is an error, throw it"),
        refused(StringBuilder.class, "classes of the JDK other than"),
        refused(new TypeOf<Pair<Item, Object>>() {}.type(), "Pair<B>: java.lang.Object"),
        refused(new TypeOf<Map<Thread, Item>>() {}.type(), "Map[key]: java.lang.Thread"),
        refused(variable(), "T: T cannot be carried: the method doesn't say"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeCarriedIsRefusedWithItsReason(Type type, String message) {
    assertThat(CarriableTypes.of(type).problems()).singleElement().asString().contains(message);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(CarriableTypes.of(Anything.class, Later.class, Item.class))
        .satisfies(result -> assertThat(result.problems()).hasSize(2))
        .satisfies(result -> assertThat(result.registered()).contains(Item.class));
  }

  private static Arguments refused(Type type, String message) {
    return Arguments.of(type, message);
  }

  private static <T> Type variable() {
    try {
      return CarriableTypesTest.class.getDeclaredMethod("variable").getTypeParameters()[0];
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static Iterable<Class<?>> registered(Type... types) {
    CarriableTypes.Result result = CarriableTypes.of(types);
    assertThat(result.problems()).isEmpty();
    return result.registered();
  }
}
