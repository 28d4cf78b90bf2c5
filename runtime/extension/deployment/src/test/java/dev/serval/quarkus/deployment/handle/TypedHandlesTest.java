package dev.serval.quarkus.deployment.handle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One contract of each form, against stages of each form. */
class TypedHandlesTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(TypedHandlesTest.class));

  record Point(int x, int y) {}

  interface Blocking {
    int sum(int a, Long b);

    Point move(Point point, double factor);

    boolean isOdd(char digit);

    void nothing();

    List<Point> later(List<Point> points);

    String uni(String text);

    default String twice(String text) {
      return uni(uni(text));
    }
  }

  interface Stages {
    CompletionStage<Integer> sum(int a, Long b);

    CompletableFuture<Point> move(Point point, double factor);

    CompletionStage<Void> nothing();

    CompletionStage<String> uni(String text);
  }

  interface Unis {
    Uni<Integer> sum(int a, Long b);

    Uni<List<Point>> later(List<Point> points);

    Uni<String> uni(String text);
  }

  interface Streams {
    Multi<Integer> count(int to);

    Flow.Publisher<String> words(String text);
  }

  @Stage("Calculator")
  public static class CalculatorStage {
    public int sum(int a, Long b) {
      return a + Math.toIntExact(b);
    }

    public Point move(Point point, double factor) {
      return new Point((int) (point.x() * factor), (int) (point.y() * factor));
    }

    public boolean isOdd(char digit) {
      return (digit - '0') % 2 == 1;
    }

    public void nothing() {}

    public CompletionStage<List<Point>> later(List<Point> points) {
      return CompletableFuture.completedFuture(points.reversed());
    }

    public Uni<String> uni(String text) {
      return Uni.createFrom().item(text + "!");
    }

    public Multi<Integer> count(int to) {
      return Multi.createFrom().range(0, to);
    }

    public Flow.Publisher<String> words(String text) {
      return Multi.createFrom().items(text.split(" "));
    }
  }

  @Stage
  @Ingress
  public static class Front {
    @Handle("Calculator")
    Blocking blocking;

    @Handle("Calculator")
    Unis unis;

    @GET
    @Path("sum")
    public int sum() {
      return blocking.sum(20, 22L) + (Thread.currentThread().isVirtual() ? 0 : 1000);
    }

    @GET
    @Path("uni")
    public Uni<Integer> uni() {
      return unis.sum(1, 2L);
    }
  }

  @Inject
  @Handle("Calculator")
  Blocking blocking;

  @Inject
  @Handle("Calculator")
  Stages stages;

  @Inject
  @Handle("Calculator")
  Unis unis;

  @Inject
  @Handle("Calculator")
  Streams streams;

  @Test
  void blockingCallsReturnTheResult() {
    assertThat(blocking.sum(40, 2L)).isEqualTo(42);
    assertThat(blocking.move(new Point(1, 2), 2.5)).isEqualTo(new Point(2, 5));
    assertThat(blocking.isOdd('3')).isTrue();
    blocking.nothing();
    assertThat(blocking.later(List.of(new Point(1, 1), new Point(2, 2))))
        .containsExactly(new Point(2, 2), new Point(1, 1));
    assertThat(blocking.uni("a")).isEqualTo("a!");
    assertThat(blocking.twice("a")).isEqualTo("a!!");
  }

  @Test
  void completionStagesCompleteWithTheResult() {
    assertThat(stages.sum(40, 2L).toCompletableFuture().join()).isEqualTo(42);
    assertThat(stages.move(new Point(1, 2), 3).join()).isEqualTo(new Point(3, 6));
    assertThat(stages.nothing().toCompletableFuture().join()).isNull();
    assertThat(stages.uni("b").toCompletableFuture().join()).isEqualTo("b!");
  }

  @Test
  void unisCallOnEachSubscription() {
    Uni<Integer> sum = unis.sum(40, 2L);
    assertThat(sum.await().atMost(Duration.ofSeconds(10))).isEqualTo(42);
    assertThat(sum.await().atMost(Duration.ofSeconds(10))).isEqualTo(42);
    assertThat(unis.later(List.of(new Point(1, 1))).await().atMost(Duration.ofSeconds(10)))
        .containsExactly(new Point(1, 1));
    assertThat(unis.uni("c").await().atMost(Duration.ofSeconds(10))).isEqualTo("c!");
  }

  @Test
  void streamsDeliverEveryElement() {
    assertThat(streams.count(100).collect().asList().await().atMost(Duration.ofSeconds(10)))
        .hasSize(100)
        .startsWith(0, 1, 2);
    assertThat(
            Multi.createFrom()
                .publisher(streams.words("a bc d"))
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(10)))
        .containsExactly("a", "bc", "d");
  }

  @Test
  void anIngressWithoutPathAnswersAtTheRootOnVirtualThreads() {
    given().get("/sum").then().statusCode(200).body(is("42"));
    given().get("/uni").then().statusCode(200).body(is("3"));
  }
}
