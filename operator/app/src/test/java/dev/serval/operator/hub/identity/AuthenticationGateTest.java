package dev.serval.operator.hub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.hub.HubLimits;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuthenticationGateTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final String TOKEN = "a.b.c";
  private static final Refused<String> BAD = new Refused<>(Refusal.BAD_TOKEN, "bad");

  @Test
  void whatCannotBeATokenIsNotLookedAt() throws InterruptedException {
    AuthenticationGate<String> gate =
        new AuthenticationGate<>(
            token -> {
              throw new AssertionError(token + " is looked at");
            },
            HubLimits.defaults(),
            Clock.systemUTC());

    for (String token :
        new String[] {null, "", "abc", "a.b", "a.b.c.d", "a.b." + "c".repeat(9_000)}) {
      assertThat(gate.authenticate(token, "10.0.0.1"))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.BAD_TOKEN));
    }
  }

  @Test
  void noMoreAreLookedAtAtATimeThanMayBe() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    AuthenticationGate<String> gate =
        new AuthenticationGate<>(
            token -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              full.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              now.decrementAndGet();
              return BAD;
            },
            new HubLimits(1, 2, 1_000, 1),
            Clock.systemUTC());
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?>[] calls = new Future<?>[8];
      for (int i = 0; i < calls.length; i++) {
        calls[i] = callers.submit(() -> gate.authenticate(TOKEN, "10.0.0.1"));
      }
      assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
      go.countDown();
      for (Future<?> call : calls) {
        assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(BAD);
      }
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void whenTheServerIsAwayNobodyIsBlamed() throws InterruptedException {
    Refused<String> away = new Refused<>(Refusal.SERVER_AWAY, "away");
    AuthenticationGate<String> gate =
        new AuthenticationGate<>(
            token -> away, new HubLimits(1, 1, 1, 1), Clock.fixed(NOW, ZoneOffset.UTC));

    for (int i = 0; i < 5; i++) {
      assertThat(gate.authenticate(TOKEN, "10.0.0.1")).isEqualTo(away);
    }
  }

  @Test
  void failuresOfOneAddressAreForgivenEvenly() {
    FailureBudget budget = new FailureBudget(6);
    for (int i = 0; i < 6; i++) {
      assertThat(budget.allows("a", NOW)).isTrue();
      budget.failed("a", NOW);
    }
    assertThat(budget.allows("a", NOW)).isFalse();
    assertThat(budget.allows("b", NOW)).isTrue();
    assertThat(budget.allows("a", NOW.plusSeconds(9))).isFalse();
    assertThat(budget.allows("a", NOW.plusSeconds(10))).isTrue();
    budget.failed("a", NOW.plusSeconds(10));
    assertThat(budget.allows("a", NOW.plusSeconds(10))).isFalse();
    assertThat(budget.allows("a", NOW.plusSeconds(600))).isTrue();
  }

  @Test
  void addressesAreRememberedWithinBounds() {
    FailureBudget budget = new FailureBudget(1);
    for (int i = 0; i < 10_000; i++) {
      budget.failed("address-" + i, NOW);
    }
    assertThat(budget.addresses()).isEqualTo(4_096);
    assertThat(budget.allows("address-9999", NOW)).isFalse();
    assertThat(budget.allows("address-1", NOW)).isTrue();
  }
}
