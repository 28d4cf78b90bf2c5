package dev.serval.operator.discovery.load;

/** The sums over the reports that tell of one deployment. For one thread at a time. */
final class DeploymentSums {

  private int replicas;
  private long ongoing;

  /** How many replicas have calls that wait for the deployment, and how many calls. */
  private int waiting;

  private long queued;

  /** In how many replicas calls waited for it when they last reported regularly. */
  private int regularlyWaiting;

  /** Calls that ran and that waited then. */
  private long regular;

  /** What was there when somebody last looked, and whether a rise since then was told. */
  private long looked;

  private boolean told;

  /**
   * Counts what a replica of the deployment does.
   *
   * @param sign 1 to add it, -1 to take it away
   */
  void count(ReplicaLoad load, int sign) {
    replicas += sign;
    ongoing += sign * load.ongoing();
  }

  /** Counts what waits in a replica, likewise. */
  void countQueued(long calls, int sign) {
    waiting += sign;
    queued += sign * calls;
  }

  /** Counts what a replica of the deployment did when it last reported regularly, likewise. */
  void countRegular(long calls, int sign) {
    regular += sign * calls;
  }

  /** Counts what waited in a replica then, likewise. */
  void countRegularlyQueued(long calls, int sign) {
    regularlyWaiting += sign;
    regular += sign * calls;
  }

  boolean isEmpty() {
    return replicas == 0 && waiting == 0 && regularlyWaiting == 0;
  }

  long queued() {
    return queued;
  }

  /** Whether a rise is to be told now; says so once. */
  boolean rises(long queuedBefore) {
    long load = ongoing + queued;
    boolean jumped = load >= 2 * looked && load >= looked + LoadBook.LEAST_RISE;
    boolean rises = !told && (jumped || queuedBefore == 0 && queued > 0);
    told |= rises;
    return rises;
  }

  /** What is known, which is looked at by that. */
  DeploymentLoad look() {
    looked = ongoing + queued;
    told = false;
    return new DeploymentLoad(replicas, ongoing, queued, regular);
  }
}
