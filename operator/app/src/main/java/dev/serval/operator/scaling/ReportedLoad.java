package dev.serval.operator.scaling;

import dev.serval.operator.discovery.load.DeploymentLoad;
import java.util.Optional;

/** What the reports of an application's replicas say of the load of one of its deployments. */
sealed interface ReportedLoad {

  /**
   * The load.
   *
   * @param ongoing requests that its replicas run
   * @param queued requests that wait for them
   * @param regular both together by what was reported regularly, {@link DeploymentLoad#regular}
   */
  record Known(long ongoing, long queued, long regular) implements ReportedLoad {

    long total() {
      return ongoing + queued;
    }
  }

  /** Too few report for it to be the load, which is not the same as no load. */
  sealed interface Incomplete extends ReportedLoad {

    /** Who doesn't report, for people, without a full stop. */
    String why();
  }

  /**
   * A part of the load: enough to ask for more replicas, not for fewer.
   *
   * @param ongoing requests that those of its replicas run that report
   * @param queued requests that wait for them in those that report
   * @param regular both together by what these reported regularly
   */
  record AtLeast(long ongoing, long queued, long regular, String why) implements Incomplete {

    long total() {
      return ongoing + queued;
    }
  }

  /** Nobody reports who should. */
  record Unknown(String why) implements Incomplete {}

  /**
   * What reports mean.
   *
   * @param own of the deployment's replicas
   * @param callers of all replicas of the application, in which calls may wait
   * @param told what is reported; empty if nobody of the application reports
   */
  static ReportedLoad of(ReadyReports own, ReadyReports callers, Optional<DeploymentLoad> told) {
    if (told.isEmpty()) {
      // Where nobody runs nobody can wait.
      return callers.ready() == 0
          ? new Known(0, 0, 0)
          : new Unknown("no replica of the application reports to the hub");
    }
    DeploymentLoad load = told.get();
    if (!own.areAll()) {
      return new AtLeast(
          load.ongoing(),
          load.queued(),
          load.regular(),
          "%d of %d ready replicas report to the hub".formatted(own.reporting(), own.ready()));
    }
    if (!callers.areAll()) {
      return new AtLeast(
          load.ongoing(),
          load.queued(),
          load.regular(),
          "%d of %d ready replicas of the application, in which calls may wait, report to the hub"
              .formatted(callers.reporting(), callers.ready()));
    }
    return new Known(load.ongoing(), load.queued(), load.regular());
  }
}
