package dev.serval.core.app;

import dev.serval.core.route.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a host has to do, for whoever decides how many replicas there should be. */
public final class HostLoad {

  private final ApplicationHost host;

  /**
   * @param host that has started
   */
  public HostLoad(ApplicationHost host) {
    this.host = host;
  }

  /**
   * Runs {@code action} when the host may have become idle or busy, a call has begun to wait for a
   * deployment that has no replica, or the last one that waited for a deployment has left; often in
   * vain, and on whatever thread brings that about, so it must be cheap. There is one action.
   */
  public void onChange(Runnable action) {
    for (List<HostedReplica> hosted : host.replicas().values()) {
      for (HostedReplica replica : hosted) {
        replica.replica().admission().onBusyChange(action);
      }
    }
    for (Router router : host.routers().values()) {
      router.onStarving(action);
      router.onQueueEmptied(action);
    }
  }

  /** Calls that run. */
  public int ongoing() {
    return host.ongoing();
  }

  /** Calls that wait for a replica, by deployment; those for which none waits are left out. */
  public Map<String, Integer> queued() {
    Map<String, Integer> queued = new HashMap<>();
    host.routers()
        .forEach(
            (deployment, router) -> {
              int waiting = router.queued();
              if (waiting > 0) {
                queued.put(deployment, waiting);
              }
            });
    return queued;
  }

  /** Whether replicas here take no new calls any more. */
  public boolean draining() {
    return host.replicas().values().stream()
        .flatMap(List::stream)
        .anyMatch(hosted -> hosted.replica().admission().draining());
  }
}
