package dev.serval.operator.autoscaling.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadWindowTest {

  private static final LookBack HALF_MINUTE = new LookBack(Duration.ofSeconds(30));
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final LoadWindow window = new LoadWindow(HALF_MINUTE, BELIEVED);

  @Test
  void knowsNothingBeforeTheFirstReport() {
    assertThat(window.measure(seconds(7))).isEqualTo(MeasuredLoad.unknown(HALF_MINUTE));
  }

  @Test
  void aReportSaysHowTheLoadIsFromThenOn() {
    window.report(seconds(0), 4);

    MeasuredLoad atOnce = window.measure(seconds(0));
    assertThat(atOnce.now()).hasValue(4);
    assertThat(atOnce.lookBack().mean()).isEmpty();

    MeasuredLoad later = window.measure(seconds(3));
    assertThat(later.lookBack().mean()).hasValue(4);
    assertThat(later.lookBack().known()).isEqualTo(Duration.ofSeconds(3));
    assertThat(later.lookBack().isFull()).isFalse();
    assertThat(later.burst().isFull()).isTrue();
  }

  @Test
  void meansAreWeightedByTime() {
    window.report(seconds(0), 10);
    window.report(seconds(1), 0);
    window.report(seconds(4), 2);

    assertThat(window.measure(seconds(5)).lookBack().mean()).hasValue((10 + 0 + 2) / 5.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 30, 47, 3600})
  void aConstantLoadHasExactlyThatMean(long lookBackSeconds) {
    LoadWindow any = new LoadWindow(new LookBack(Duration.ofSeconds(lookBackSeconds)), BELIEVED);
    for (long millis = 13; millis < 2 * lookBackSeconds * 1000; millis += 997) {
      any.report(millis * 1_000_000 + 123, 7);
      assertThat(any.measure(millis * 1_000_000 + 4_567_891).lookBack().mean()).hasValue(7);
    }
  }

  @Test
  void whatIsOlderThanTheWindowCountsNoMore() {
    reportEachSecond(0, 40, 100);
    reportEachSecond(40, 80, 2);

    MeasuredLoad load = window.measure(seconds(71));
    assertThat(load.lookBack().mean()).hasValue(2);
    assertThat(load.lookBack().isFull()).isTrue();
  }

  @Test
  void theBurstWindowIsATenthAndItsLatestPartAThirdOfThat() {
    reportEachSecond(0, 40, 3);
    reportEachSecond(40, 42, 30);

    MeasuredLoad load = window.measure(seconds(42));
    assertThat(load.latest().mean()).hasValue(30);
    assertThat(load.burst().mean().orElseThrow()).isCloseTo(21, within(0.01));
    assertThat(load.burst().window()).isEqualTo(Duration.ofSeconds(3));
    assertThat(load.lookBack().mean().orElseThrow()).isCloseTo(3 + 27 * 2 / 30.0, within(0.01));
  }

  @Test
  void noWindowIsShorterThanASecond() {
    LookBack shortest = new LookBack(Duration.ofSeconds(2));

    assertThat(shortest.burst()).isEqualTo(Duration.ofSeconds(1));
    assertThat(shortest.latest()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aLateReportChangesNothing() {
    window.report(seconds(0), 4);
    window.report(seconds(10), 8);

    assertThat(window.report(seconds(9), 1000)).isFalse();
    assertThat(window.report(seconds(9), LoadReading.atOnce(1000))).isFalse();

    assertThat(window.measure(seconds(10)).now()).hasValue(8);
    assertThat(window.measure(seconds(12)).latest().mean()).hasValue(8);
  }

  @Test
  void aReportThatComesTwiceChangesNothing() {
    LoadWindow once = new LoadWindow(HALF_MINUTE, BELIEVED);
    for (int second = 0; second < 10; second++) {
      once.report(seconds(second), second);
      window.report(seconds(second), second);
      window.report(seconds(second), second);
    }

    assertThat(window.measure(seconds(11))).isEqualTo(once.measure(seconds(11)));
  }

  @Test
  void aTimeThatGoesBackChangesNothing() {
    window.report(seconds(0), 4);
    MeasuredLoad load = window.measure(seconds(3));

    assertThat(window.measure(seconds(1))).isEqualTo(load);
    assertThat(window.measure(seconds(3))).isEqualTo(load);
  }

  @Test
  void aPartOfTheLoadIsAveragedAndSaidToBeOneWhileTheWindowHasIt() {
    reportEachSecond(0, 40, 6);
    window.report(seconds(40), LoadReading.atLeast(9));
    window.report(seconds(41), LoadReading.atLeast(7));

    MeasuredLoad part = window.measure(seconds(42));
    assertThat(part.now()).hasValue(7);
    assertThat(part.isAtLeast()).isTrue();
    assertThat(part.lookBack().mean().orElseThrow()).isBetween(6.0, 6.5);

    reportEachSecond(42, 72, 6);
    assertThat(window.measure(seconds(71)).isAtLeast()).isTrue();
    assertThat(window.over(new LookBack(Duration.ofMinutes(1))).measure(seconds(72)).isAtLeast())
        .isTrue();

    reportEachSecond(72, 80, 6);
    assertThat(window.measure(seconds(79)).isAtLeast()).isFalse();
    assertThat(window.measure(seconds(79)).lookBack().mean()).hasValue(6);
  }

  @Test
  void aPartThatIsLessSaysNothingWhileTheLoadIsBelieved() {
    window.report(seconds(0), 6);

    assertThat(window.report(seconds(4), LoadReading.atLeast(5))).isFalse();
    assertThat(window.measure(seconds(4)).now()).hasValue(6);
    assertThat(window.measure(seconds(4)).isAtLeast()).isFalse();

    assertThat(window.report(seconds(5), LoadReading.atLeast(5))).isTrue();
    assertThat(window.measure(seconds(5)).now()).hasValue(5);
    assertThat(window.measure(seconds(5)).isAtLeast()).isTrue();
  }

  @Test
  void whatIsToldAtOnceIsTheLoadNowAndNotPartOfTheMean() {
    window.report(seconds(0), 4);
    window.report(seconds(1), LoadReading.atOnce(40));

    MeasuredLoad load = window.measure(seconds(3));
    assertThat(load.now()).hasValue(40);
    assertThat(load.latest().mean()).hasValue(40);
    assertThat(load.burst().mean()).hasValue((4 + 2 * 40) / 3.0);
    assertThat(load.ofLate().mean()).hasValue(4);
    assertThat(load.lookBack().mean()).hasValue(4);
    assertThat(load.lookBack().known()).isEqualTo(Duration.ofSeconds(3));

    LoadWindow longer = window.over(new LookBack(Duration.ofMinutes(1)));
    longer.report(seconds(4), LoadReading.atOnce(0));
    assertThat(longer.measure(seconds(4)).lookBack().mean()).hasValue(4);
    assertThat(longer.measure(seconds(4)).burst().mean().orElseThrow()).isGreaterThan(30);
  }

  @Test
  void whatWasToldAtOnceAndRegularlyMayDiffer() {
    window.report(seconds(0), new LoadReading(1, OptionalLong.of(3), false));

    assertThat(window.measure(seconds(1)).now()).hasValue(1);
    assertThat(window.measure(seconds(1)).burst().mean()).hasValue(1);
    assertThat(window.measure(seconds(1)).lookBack().mean()).hasValue(3);
  }

  @Test
  void untilSomethingIsToldRegularlyWhatIsToldAtOnceCounts() {
    window.report(seconds(0), LoadReading.atOnce(6));
    window.report(seconds(1), LoadReading.atOnce(2));
    assertThat(window.measure(seconds(2)).lookBack().mean()).hasValue(4);

    window.report(seconds(2), 10);
    window.report(seconds(3), LoadReading.atOnce(0));
    assertThat(window.measure(seconds(4)).lookBack().mean()).hasValue((6 + 2 + 10 + 10) / 4.0);
  }

  @Test
  void whatWasToldRegularlyIsBelievedNoLongerThanAnything() {
    window.report(seconds(0), 4);
    window.report(seconds(4), LoadReading.atOnce(1));
    window.report(seconds(8), LoadReading.atOnce(2));

    assertThat(window.measure(seconds(12)).ofLate().mean()).hasValue(2);
  }

  @Test
  void callsThatNoRegularReportFoundAreMoreThanNone() {
    reportEachSecond(0, 40, 0);
    window.report(seconds(40), LoadReading.atOnce(1));
    window.report(seconds(41), LoadReading.atOnce(0));
    reportEachSecond(42, 60, 0);

    assertThat(window.measure(seconds(60)).lookBack().mean().orElseThrow()).isPositive();
    assertThat(window.measure(seconds(60)).ofLate().mean()).hasValue(0);
    reportEachSecond(60, 80, 0);
    assertThat(window.measure(seconds(80)).lookBack().mean()).hasValue(0);
  }

  @Test
  void silenceIsUnknownAndNotZero() {
    reportEachSecond(0, 11, 6);

    MeasuredLoad believed = window.measure(seconds(14));
    assertThat(believed.now()).hasValue(6);
    assertThat(believed.lookBack().known()).isEqualTo(Duration.ofSeconds(14));

    MeasuredLoad silent = window.measure(seconds(20));
    assertThat(silent.now()).isEmpty();
    assertThat(silent.lookBack().mean()).hasValue(6);
    assertThat(silent.lookBack().known()).isEqualTo(Duration.ofSeconds(15));
    assertThat(silent.latest().mean()).isEmpty();

    assertThat(window.measure(seconds(60))).isEqualTo(MeasuredLoad.unknown(HALF_MINUTE));
  }

  @Test
  void afterAGapTheWindowIsFullAgainWhenTheGapHasLeftIt() {
    reportEachSecond(0, 31, 6);
    reportEachSecond(50, 79, 6);

    assertThat(window.measure(seconds(79)).lookBack().isFull()).isFalse();
    assertThat(window.measure(seconds(80)).lookBack().isFull()).isTrue();
  }

  @Test
  void anotherLookBackPeriodKeepsWhatIsKnown() {
    reportEachSecond(0, 40, 6);
    window.measure(seconds(40));

    LoadWindow longer = window.over(new LookBack(Duration.ofSeconds(60)));
    MeasuredLoad load = longer.measure(seconds(41));
    assertThat(load.now()).hasValue(6);
    assertThat(load.lookBack().mean()).hasValue(6);
    assertThat(load.lookBack().known()).isBetween(Duration.ofSeconds(31), Duration.ofSeconds(32));

    LoadWindow shorter = window.over(new LookBack(Duration.ofSeconds(7)));
    assertThat(shorter.measure(seconds(40)).lookBack())
        .isEqualTo(WindowLoad.full(6, Duration.ofSeconds(7)));
  }

  @Test
  void anotherLookBackPeriodOfNothingIsNothing() {
    LookBack minute = new LookBack(Duration.ofMinutes(1));

    assertThat(window.over(minute).measure(seconds(1))).isEqualTo(MeasuredLoad.unknown(minute));
  }

  @Test
  void theHighestLoadOverTheLongestPeriodIsExact() {
    LoadWindow longest = new LoadWindow(new LookBack(Duration.ofHours(1)), Duration.ofHours(1));
    longest.report(seconds(0), LoadWindow.HIGHEST_LOAD);

    assertThat(longest.measure(seconds(3599)).lookBack().mean()).hasValue(LoadWindow.HIGHEST_LOAD);
  }

  @Test
  void timesMayBeNegative() {
    window.report(seconds(-100), 4);
    window.report(seconds(-98), 8);

    assertThat(window.measure(seconds(-96)).lookBack().mean()).hasValue(6);
  }

  @Test
  void refusesALoadOutOfBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> window.report(0, -1))
        .withMessage("the load is -1: it must be from 0 to 1000000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> window.report(0, LoadWindow.HIGHEST_LOAD + 1))
        .withMessageContaining("it must be from 0 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> window.report(0, new LoadReading(0, OptionalLong.of(-1), false)))
        .withMessage("the load is -1: it must be from 0 to 1000000000");
  }

  @Test
  void refusesPeriodsOutOfBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LookBack(Duration.ofMillis(999)))
        .withMessage("lookBackPeriod is PT0.999S: it must be from 1s to 1h");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LookBack(Duration.ofHours(1).plusNanos(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadWindow(HALF_MINUTE, Duration.ZERO))
        .withMessage("believed is PT0S: it must be above 0 and at most 1h");
  }

  private void reportEachSecond(int from, int to, long load) {
    for (int second = from; second < to; second++) {
      window.report(seconds(second), load);
    }
  }

  private static long seconds(long seconds) {
    return seconds * 1_000_000_000;
  }
}
