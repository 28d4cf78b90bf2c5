package dev.serval.core.route;

import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.call.Call;

/** Turns what a link reports into what a router knows of its replica. */
final class ReplicaListener implements ReplicaLink.Listener {

  private final Router router;
  private final Replica replica;

  ReplicaListener(Router router, Replica replica) {
    this.router = router;
    this.replica = replica;
  }

  @Override
  public void accepted(Call call) {
    // The link remembers it; the router needs it only when the call is lost.
  }

  @Override
  public void rejected(Call call, int load, boolean draining) {
    router.stats.rejections.increment();
    replica.release();
    if (draining) {
      replica.report(load);
      replica.markDraining();
      router.outliers.keepOneUsable();
      router.requeue(call);
      return;
    }
    int declinesBefore = call.offerNote();
    replica.rejected(load);
    call.reoffered();
    router.queue.putBack(call);
    replica.forgetGrantDeclined(declinesBefore);
    router.afterRequeue();
  }

  @Override
  public void ended(Call call, int load, ReplicaLink.Outcome outcome) {
    router.stats.ended.increment();
    replica.release();
    replica.report(load);
    switch (outcome) {
      case SUCCESS -> replica.succeeded();
      case STAGE_FAILURE -> router.outliers.failed(replica);
      case NEUTRAL -> {
        // Says nothing of the replica.
      }
    }
    router.drain();
  }

  @Override
  public void abandoned(Call call) {
    replica.release();
    // If it had the slot that was granted, that was given back, and no other is promised.
    replica.grantDeclined();
    router.drain();
  }

  @Override
  public void lost(Call call, boolean accepted, String cause) {
    replica.release();
    if (!accepted || (call.mayRepeat() && router.retries.spend())) {
      router.stats.retries.increment();
      router.requeue(call);
      return;
    }
    router.stats.lost.increment();
    call.fail(
        new DeploymentUnavailableException(
            call.target().displayName()
                + " was lost with replica "
                + replica.endpoint().id()
                + " after it was accepted: "
                + cause));
    router.drain();
  }

  @Override
  public void granted() {
    // A replica that was taken out of the choice stays out, although it has slots to grant.
    Call first = replica.available() ? router.queue.poll() : null;
    if (first == null) {
      replica.grantDeclined();
      replica.link.decline();
      router.drain();
    } else {
      replica.reserveGranted();
      Router.send(replica, first, true);
    }
  }

  @Override
  public void up(int limit) {
    replica.markUp(limit);
    router.replicasChanged();
  }

  @Override
  public void down(String cause) {
    replica.markDown();
    router.replicasChanged();
  }

  @Override
  public void draining() {
    replica.markDraining();
    router.replicasChanged();
  }
}
