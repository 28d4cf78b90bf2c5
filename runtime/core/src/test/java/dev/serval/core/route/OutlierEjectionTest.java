package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.RecordedCall;
import dev.serval.protocol.wire.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas that fail again and again are left out for a while. */
class OutlierEjectionTest {

  @Test
  void aReplicaThatFailsFiveTimesInARowIsLeftAlone() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 4; i++) {
      fail(rig, "a");
    }
    assertThat(rig.router.availableReplicas()).isEqualTo(2);

    fail(rig, "a");

    assertThat(rig.router.availableReplicas()).isEqualTo(1);
    assertThat(rig.router.stats().ejections()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      assertThat(rig.placeOf(rig.submit())).isEqualTo("b");
    }
  }

  @Test
  void anAnswerInBetweenForgivesEarlierFailures() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 4; i++) {
      fail(rig, "a");
    }
    rig.link("a").succeed(callOn(rig, "a"));
    for (int i = 0; i < 4; i++) {
      fail(rig, "a");
    }

    assertThat(rig.router.availableReplicas()).isEqualTo(2);
  }

  @Test
  void errorsThatAreNotTheReplicasOwnDoNotCount() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 10; i++) {
      rig.link("a").endNeutrally(callOn(rig, "a"));
    }

    assertThat(rig.router.availableReplicas()).isEqualTo(2);
  }

  @Test
  void theLastReplicaIsNeverLeftOut() {
    RouterRig alone = new RouterRig().with(100, "a");
    for (int i = 0; i < 20; i++) {
      fail(alone, "a");
    }
    assertThat(alone.router.availableReplicas()).isEqualTo(1);

    RouterRig both = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 5; i++) {
      fail(both, "a");
      fail(both, "b");
    }
    for (int i = 0; i < 20; i++) {
      fail(both, both.placeOf(both.submit()));
    }
    assertThat(both.router.availableReplicas()).isPositive();
  }

  @Test
  void atMostHalfOfTheReplicasIsLeftOut() {
    RouterRig rig = new RouterRig().with(100, "a", "b", "c", "d", "e");

    for (String id : new String[] {"a", "b", "c", "d"}) {
      for (int i = 0; i < 5; i++) {
        failIfThere(rig, id);
      }
    }

    assertThat(rig.router.availableReplicas()).isEqualTo(3);
  }

  @Test
  void theTimeOutDoublesEachTimeAndAnAnswerResetsIt() {
    RouterRig rig = new RouterRig().with(100, "a", "b");

    for (int seconds = 1; seconds <= 4; seconds *= 2) {
      for (int i = 0; i < 5; i++) {
        fail(rig, "a");
      }
      rig.time.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(rig.router.availableReplicas()).as("before %d s", seconds).isEqualTo(1);
      rig.time.advance(Duration.ofNanos(1));
      assertThat(rig.router.availableReplicas()).as("after %d s", seconds).isEqualTo(2);
    }

    rig.link("a").succeed(callOn(rig, "a"));
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    rig.time.advance(Duration.ofSeconds(1));
    assertThat(rig.router.availableReplicas()).isEqualTo(2);
  }

  @Test
  void itReturnsWithOneCallAtATime() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    rig.time.advance(Duration.ofSeconds(1));

    RouterTest.submit(rig, 20);

    assertThat(rig.link("a").running).hasSize(1);
  }

  @Test
  void aGrantDoesNotBringAReplicaThatIsLeftOutBackIn() {
    RouterRig rig = new RouterRig().with(1, "a", "b");
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    RouterTest.submit(rig, 2);
    assertThat(rig.router.queued()).isEqualTo(1);

    rig.link("a").listener.granted();

    assertThat(rig.link("a").declined).isEqualTo(1);
    assertThat(rig.router.queued()).isEqualTo(1);
    rig.time.advance(Duration.ofSeconds(1));
    assertThat(rig.router.queued()).as("it is asked again when it returns").isZero();
  }

  @Test
  void aReplicaThatIsLeftOutReturnsAtOnceWhenTheOthersAreGone() {
    for (String how : new String[] {"down", "draining", "draining rejection", "removed"}) {
      RouterRig rig = new RouterRig().with(100, "a", "b");
      for (int i = 0; i < 5; i++) {
        fail(rig, "a");
      }
      assertThat(rig.router.availableReplicas()).isEqualTo(1);

      switch (how) {
        case "down" -> rig.link("b").listener.down("connection reset");
        case "draining" -> rig.link("b").listener.draining();
        case "removed" -> rig.replicas("a");
        default -> {
          RecordedCall turnedAway = rig.submit();
          rig.link("b").running.remove(turnedAway);
          rig.link("b").listener.rejected(turnedAway, Load.of(0, 100), true);
          assertThat(rig.placeOf(turnedAway)).as(how).isEqualTo("a");
          rig.link("a").succeed(turnedAway);
        }
      }

      assertThat(rig.placeOf(rig.submit())).as(how).isEqualTo("a");
    }
  }

  @Test
  void aReplicaThatIsLeftOutReturnsWhenItIsReachedAgainAndTheOthersAreGone() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    rig.link("a").listener.down("connection reset");
    rig.link("b").listener.down("connection reset");
    RecordedCall waiting = rig.submit();

    rig.link("a").up(100);

    assertThat(rig.placeOf(waiting)).isEqualTo("a");
  }

  @Test
  void whatCameBackEarlyIsNotBroughtBackOnceMoreByTheTimeOutOfThen() {
    RouterRig rig = new RouterRig().with(100, "a", "b");
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    int timers = rig.time.pendingTimers();
    rig.link("b").listener.down("connection reset");
    assertThat(rig.time.pendingTimers()).as("nothing is left to wait for").isEqualTo(timers - 1);
    rig.link("b").up(100);
    rig.time.advance(Duration.ofMillis(900));
    for (int i = 0; i < 5; i++) {
      fail(rig, "a");
    }
    assertThat(rig.router.availableReplicas()).isEqualTo(1);

    rig.time.advance(Duration.ofMillis(1_900));
    assertThat(rig.router.availableReplicas()).as("2 s, being the second time").isEqualTo(1);
    rig.time.advance(Duration.ofMillis(100));
    assertThat(rig.router.availableReplicas()).isEqualTo(2);
  }

  private static void fail(RouterRig rig, String id) {
    rig.link(id).failStage(callOn(rig, id));
  }

  /** Lets calls go elsewhere until one arrives at {@code id}. */
  private static RecordedCall callOn(RouterRig rig, String id) {
    while (rig.link(id).running.isEmpty()) {
      RecordedCall call = rig.submit();
      if (!rig.placeOf(call).equals(id)) {
        rig.links.values().stream()
            .filter(link -> link.running.remove(call))
            .forEach(
                link -> {
                  link.running.add(call);
                  link.endNeutrally(call);
                });
      }
    }
    return (RecordedCall) rig.link(id).running.getFirst();
  }

  private static void failIfThere(RouterRig rig, String id) {
    for (int i = 0; i < 200; i++) {
      RecordedCall call = rig.submit();
      String place = rig.placeOf(call);
      if (place.equals(id)) {
        rig.link(id).failStage(call);
        return;
      }
      rig.link(place).endNeutrally(call);
    }
  }
}
