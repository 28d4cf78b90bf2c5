package dev.serval.core.route;

import dev.serval.api.error.ServeException;
import dev.serval.core.admit.Admission;
import dev.serval.core.admit.Seat;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A replica that many threads use at a time, with real admission. As on a connection, what a link
 * carries is in order: it all happens on one thread, which stands for the event loop.
 */
final class TestingReplica {

  final Admission admission;
  final List<Link> links = new CopyOnWriteArrayList<>();
  final ExecutorService loop;
  final AtomicInteger pending;

  TestingReplica(int limit, ExecutorService loop, AtomicInteger pending) {
    this.admission = new Admission(limit, new ManualTime());
    this.loop = loop;
    this.pending = pending;
  }

  boolean full() {
    return admission.ongoing() >= admission.limit();
  }

  Link open(ReplicaLink.Listener listener) {
    Link link = new Link(listener);
    links.add(link);
    link.onLoop(() -> listener.up(admission.limit()));
    return link;
  }

  /** Does something with one of the calls that run, or with one of the connections. */
  void act(boolean mayBreak) {
    List<Link> open = List.copyOf(links);
    Link link = open.get(ThreadLocalRandom.current().nextInt(open.size()));
    link.onLoop(() -> link.act(mayBreak));
  }

  final class Link implements ReplicaLink, Call.Route {

    private final Listener listener;
    private final Seat seat;
    private final List<Call> running = new ArrayList<>();
    private final ConcurrentHashMap<Call, Boolean> seen = new ConcurrentHashMap<>();
    final AtomicInteger carried = new AtomicInteger();

    Link(Listener listener) {
      this.listener = listener;
      this.seat = new Seat(new AtomicInteger(), () -> onLoop(listener::granted));
    }

    private void onLoop(Runnable task) {
      pending.incrementAndGet();
      loop.execute(
          () -> {
            try {
              task.run();
            } finally {
              pending.decrementAndGet();
            }
          });
    }

    @Override
    public void send(Call call, boolean granted) {
      carried.incrementAndGet();
      call.route(this);
      onLoop(() -> receive(call, granted));
    }

    private void receive(Call call, boolean granted) {
      if (call.ended()) {
        if (granted) {
          admission.decline(seat);
        }
        carried.decrementAndGet();
        listener.abandoned(call);
      } else if (admission.tryAdmit(seat, granted)) {
        running.add(call);
        listener.accepted(call);
      } else {
        carried.decrementAndGet();
        listener.rejected(call, admission.loadFor(seat), false);
      }
    }

    private void act(boolean mayBreak) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      if (mayBreak && random.nextInt(40) == 0) {
        breakConnection();
      } else if (!running.isEmpty()) {
        Call call = running.remove(random.nextInt(running.size()));
        boolean fails = mayBreak && random.nextInt(4) == 0;
        admission.release(seat);
        carried.decrementAndGet();
        listener.ended(
            call, admission.loadFor(seat), fails ? Outcome.STAGE_FAILURE : Outcome.SUCCESS);
        call.succeed(seen.putIfAbsent(call, true) == null ? "ok" : "twice");
      }
    }

    private void breakConnection() {
      List<Call> lost = List.copyOf(running);
      running.clear();
      listener.down("broken");
      admission.leave(seat);
      for (Call call : lost) {
        admission.release(seat);
        carried.decrementAndGet();
        listener.lost(call, ThreadLocalRandom.current().nextBoolean(), "broken");
      }
      listener.up(admission.limit());
    }

    @Override
    public void decline() {
      onLoop(() -> admission.decline(seat));
    }

    @Override
    public ServeException cancelled(Call call, CancelReason reason, ServeException error) {
      onLoop(
          () -> {
            if (running.remove(call)) {
              admission.release(seat);
              carried.decrementAndGet();
              listener.abandoned(call);
            }
          });
      return error;
    }

    @Override
    public void close() {
      // What is under way may end.
    }
  }
}
