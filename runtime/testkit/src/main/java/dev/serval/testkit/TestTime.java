package dev.serval.testkit;

import dev.serval.core.time.ManualTime;
import dev.serval.core.time.SystemTime;
import dev.serval.core.time.TimeSource;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The clock of the application under test: the machine's, or the test's. */
@Singleton
class TestTime {

  private final ManualTime manual;

  TestTime(TestSettings settings) {
    this.manual = settings.manualTime() ? new ManualTime() : null;
  }

  ManualTime manual() {
    if (manual == null) {
      throw new IllegalStateException(
          "Time moves by itself in this test; set serval.testkit.manual-time=true to move it");
    }
    return manual;
  }

  /** The clock that the engine takes. */
  @Produces
  @Singleton
  TimeSource source(@MainEventLoopGroup EventLoopGroup loops) {
    return manual == null ? new SystemTime(loops) : manual;
  }
}
