package dev.serval.core.route;

import dev.serval.api.CallOptions;
import dev.serval.core.call.RecordedCall;
import dev.serval.core.time.ManualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router whose replicas are at the test's command. */
final class RouterRig {

  final ManualTime time = new ManualTime();
  final Map<String, TestingLink> links = new HashMap<>();
  final Router router;
  private List<ReplicaEndpoint> endpoints = List.of();

  RouterRig() {
    this(RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED);
  }

  RouterRig(RouterOptions.Policy policy, int maxQueued) {
    router =
        new Router(
            "Ranker",
            new RouterOptions(policy, maxQueued, "node-1", "zone-1"),
            time,
            (endpoint, listener) -> {
              TestingLink link = new TestingLink(endpoint, listener);
              links.put(endpoint.id(), link);
              return link;
            });
  }

  /** Replaces the replicas by those with these names. */
  void replicas(String... ids) {
    List<ReplicaEndpoint> changed = new ArrayList<>();
    for (String id : ids) {
      changed.add(new ReplicaEndpoint(id, id + ":1", "", ""));
    }
    endpoints(changed);
  }

  void endpoints(List<ReplicaEndpoint> changed) {
    endpoints = changed;
    router.update(endpoints);
  }

  /** Replicas that are there from the start and run {@code limit} calls each. */
  RouterRig with(int limit, String... ids) {
    replicas(ids);
    for (String id : ids) {
      links.get(id).up(limit);
    }
    return this;
  }

  TestingLink link(String id) {
    return links.get(id);
  }

  RecordedCall submit() {
    return submit(CallOptions.DEFAULTS);
  }

  RecordedCall submit(CallOptions options) {
    RecordedCall call = new RecordedCall(options, null, time.nanoTime());
    if (options.timeout() != null) {
      call.onEnd(router.enforceDeadline(call)::cancel);
    }
    router.submit(call);
    return call;
  }

  RecordedCall submitForSession(String session) {
    return submit(CallOptions.DEFAULTS.withSessionId(session));
  }

  /** The replica that runs {@code call}. */
  String placeOf(RecordedCall call) {
    return links.values().stream()
        .filter(link -> link.running.contains(call))
        .map(link -> link.endpoint.id())
        .findFirst()
        .orElse("nowhere");
  }
}
