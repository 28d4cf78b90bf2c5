package dev.serval.operator.metricsapi.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.identity.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AccessReviewsTest {

  private static final int MOST = 2;
  private static final User ANNE = user("anne", "team");
  private static final Access SHOP = access("shop");

  private final List<String> asked = new ArrayList<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private Decision decision = new Decision.Allowed();

  private final AccessReviews reviews =
      new AccessReviews(
          (user, access) -> {
            asked.add(user.name() + ' ' + access);
            return decision;
          },
          waiting::add,
          MOST,
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void whatWasAllowedIsBelievedForAWhile() {
    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Allowed());

    now = now.plus(DecisionCache.ALLOWED).minusMillis(1);
    assertThat(reviews.decide(ANNE, SHOP)).isCompletedWithValue(new Decision.Allowed());
    assertThat(asked).hasSize(1);

    now = now.plusMillis(1);
    decision = new Decision.Denied("no longer");
    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Denied("no longer"));
  }

  @Test
  void whatWasDeniedIsBelievedForAShorterWhile() {
    decision = new Decision.Denied("no role");
    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Denied("no role"));
    assertThat(reviews.decide(ANNE, SHOP)).isCompletedWithValue(new Decision.Denied("no role"));

    decision = new Decision.Allowed();
    now = now.plus(DecisionCache.DENIED);

    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Allowed());
    assertThat(DecisionCache.DENIED).isLessThan(DecisionCache.ALLOWED);
  }

  @Test
  void whatDiffersIsAskedForItself() {
    decided(ANNE, SHOP);
    decided(ANNE, access("other"));
    decided(user("anne", "another-team"), SHOP);
    decided(new User("anne", "uid", List.of("team"), Map.of()), SHOP);
    decided(new User("anne", "", List.of("team"), Map.of("scopes", List.of("few"))), SHOP);
    decided(ANNE, new Access.ToPath("/apis"));

    assertThat(asked).hasSize(6);
  }

  @Test
  void whoAsksForTheSameMeanwhileWaitsForTheSameAnswer() {
    CompletableFuture<Decision> first = reviews.decide(ANNE, SHOP);
    CompletableFuture<Decision> second = reviews.decide(user("anne", "team"), access("shop"));
    assertThat(first).isNotDone();

    runAll();

    assertThat(first).isCompletedWithValue(new Decision.Allowed());
    assertThat(second).isCompletedWithValue(new Decision.Allowed());
    assertThat(asked).hasSize(1);
  }

  @Test
  void noMoreThanSomeAreAskedForAtATime() {
    reviews.decide(ANNE, access("one"));
    reviews.decide(ANNE, access("two"));

    assertThat(reviews.decide(ANNE, access("three"))).isCompletedWithValue(new Decision.Busy());

    runAll();
    assertThat(decided(ANNE, access("three"))).isEqualTo(new Decision.Allowed());
  }

  @Test
  void anAnswerThatDidNotComeIsNotKept() {
    decision = new Decision.Unknown("away");
    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Unknown("away"));

    decision = new Decision.Allowed();
    assertThat(decided(ANNE, SHOP)).isEqualTo(new Decision.Allowed());
  }

  @Test
  void aReviewThatFailsEndsToo() {
    AccessReviews failing =
        new AccessReviews(
            (user, access) -> {
              throw new IllegalStateException("broken");
            },
            task -> {
              try {
                task.run();
              } catch (IllegalStateException e) {
                asked.add(e.getMessage());
              }
            },
            1,
            Clock.systemUTC());

    assertThat(failing.decide(ANNE, SHOP).join()).isInstanceOf(Decision.Unknown.class);
    assertThat(failing.decide(ANNE, access("two")).join()).isInstanceOf(Decision.Unknown.class);
    assertThat(asked).containsExactly("broken", "broken");
  }

  @Test
  void anOperatorThatEndsSaysSo() {
    AccessReviews ended =
        new AccessReviews(
            (user, access) -> decision,
            task -> {
              throw new RejectedExecutionException();
            },
            1,
            Clock.systemUTC());

    assertThat(ended.decide(ANNE, SHOP).join())
        .isEqualTo(new Decision.Unknown("the operator ends"));
  }

  @Test
  void mastersAreNotAskedFor() {
    assertThat(reviews.decide(user("system:kube-aggregator", "system:masters"), SHOP))
        .isCompletedWithValue(new Decision.Allowed());
    assertThat(waiting).isEmpty();
  }

  @Test
  void decisionsThatAreKeptHaveABound() {
    DecisionCache cache = new DecisionCache(3);
    for (int i = 0; i < 10; i++) {
      cache.keep(new Question(ANNE, access("n" + i)), new Decision.Allowed(), now);
      cache.find(new Question(ANNE, access("n0")), now);
    }

    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.find(new Question(ANNE, access("n0")), now)).as("asked for").isPresent();
    assertThat(cache.find(new Question(ANNE, access("n1")), now)).isEmpty();
    assertThat(cache.find(new Question(ANNE, access("n9")), now.plus(Duration.ofHours(1))))
        .isEmpty();
    assertThat(cache.size()).isEqualTo(2);
  }

  private Decision decided(User user, Access access) {
    CompletableFuture<Decision> decided = reviews.decide(user, access);
    runAll();
    return decided.getNow(null);
  }

  private void runAll() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }

  private static User user(String name, String group) {
    return new User(name, "", List.of(group), Map.of());
  }

  private static Access access(String namespace) {
    return new Access.ToResource("list", "g", "v1", namespace, "metric", "", "");
  }
}
