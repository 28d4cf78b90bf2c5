package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long an event loop is kept awake, with a clock that goes on by a step at each look. */
class BusyPollTest {

  private static final long LIMIT = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long STEP = TimeUnit.MICROSECONDS.toNanos(10);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EventLoop loop = channel.eventLoop();
  private long now;
  private int looks;
  private final BusyPoll poll = new BusyPoll(loop, LIMIT, this::look);

  private long look() {
    looks++;
    now += STEP;
    return now;
  }

  private int looksOfTheLoop() {
    looks = 0;
    channel.runPendingTasks();
    return looks;
  }

  @Test
  void sleepsAtOnceAfterTheFirstEvent() {
    poll.event();

    assertThat(looksOfTheLoop()).isZero();
  }

  @Test
  void looksUntilTheLimitWhenEventsAreNear() {
    poll.event();
    poll.event();

    assertThat(looksOfTheLoop()).isEqualTo((int) (LIMIT / STEP));
    assertThat(looksOfTheLoop()).isZero();
  }

  @Test
  void sleepsAtOnceWhenEventsAreFarApart() {
    poll.event();
    now += 2 * LIMIT;
    poll.event();

    assertThat(looksOfTheLoop()).isZero();
  }

  @Test
  void looksOnAfterAPauseThatPollingWouldHaveShortened() {
    poll.event();
    now += LIMIT + STEP;
    poll.event();

    assertThat(looksOfTheLoop()).isPositive();
  }

  @Test
  void anEventMeanwhileMakesItLookLongerButNotTwice() {
    poll.event();
    poll.event();
    loop.execute(poll::event);

    assertThat(looksOfTheLoop()).isEqualTo((int) (LIMIT / STEP) + 2);
  }

  @Test
  void offNeverLooks() {
    BusyPoll.OFF.event();
    BusyPoll.OFF.event();

    assertThat(looksOfTheLoop()).isZero();
  }
}
