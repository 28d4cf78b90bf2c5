package dev.serval.quarkus.deployment.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.serval.core.app.HostedReplica;
import dev.serval.core.route.Router;
import dev.serval.core.stage.StageMethod;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.http.IngressDoor;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the process holds for requests and calls: all of it is given back when they are over.
 *
 * @param requests that have a slot of the ingress
 * @param queuedRequests that wait for one
 * @param calls that run
 * @param outstandingCalls that are with a replica, as their callers see it
 * @param queuedCalls that wait for a replica
 * @param batchItems that wait for a batch
 * @param buffers of Netty's that are not released; exact, since the tests run without its caches
 * @param unpooledBytes of Netty's outside of its pools
 * @param threads virtual ones, and platform threads outside of the pools whose size has a bound
 */
record Holdings(
    int requests,
    int queuedRequests,
    int calls,
    int outstandingCalls,
    int queuedCalls,
    int batchItems,
    long buffers,
    long unpooledBytes,
    List<String> threads) {

  /** How the names of threads begin that are kept for later, the last two by the JVM itself. */
  private static final List<String> POOLS =
      List.of(
          "executor-thread",
          "vert.x-",
          "vertx-",
          "HttpClient-",
          "ForkJoinPool",
          "stage-cpu-",
          "VirtualThread-unblocker",
          "VirtualThread-unparker");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Holdings now(IngressDoor door, ServalRuntime runtime) {
    int calls = 0;
    int batchItems = 0;
    for (List<HostedReplica> replicas : runtime.host().replicas().values()) {
      for (HostedReplica hosted : replicas) {
        calls += hosted.replica().admission().ongoing();
        for (StageMethod method : hosted.replica().stage().methods()) {
          batchItems += hosted.replica().queuedInBatches(method);
        }
      }
    }
    return new Holdings(
        door.slots().occupied(),
        door.slots().queued(),
        calls,
        runtime.host().routers().values().stream().mapToInt(Router::outstanding).sum(),
        runtime.host().routers().values().stream().mapToInt(Router::queued).sum(),
        batchItems,
        buffersInUse(),
        UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(),
        threadsAlive());
  }

  /** Whether nothing is held that was not held before. */
  boolean atMost(Holdings before) {
    return requests <= before.requests
        && queuedRequests <= before.queuedRequests
        && calls <= before.calls
        && outstandingCalls <= before.outstandingCalls
        && queuedCalls <= before.queuedCalls
        && batchItems <= before.batchItems
        && buffers <= before.buffers
        && unpooledBytes <= before.unpooledBytes
        && threads.size() <= before.threads.size();
  }

  private static long buffersInUse() {
    return Stream.of(PooledByteBufAllocator.DEFAULT, VertxByteBufAllocator.POOLED_ALLOCATOR)
        .distinct()
        .map(PooledByteBufAllocator.class::cast)
        .flatMap(allocator -> allocator.metric().directArenas().stream())
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  /** A dump is the one way to see virtual threads. */
  private static List<String> threadsAlive() {
    try {
      Path dump = Files.createTempDirectory("serval-threads").resolve("dump.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        return threadsIn(JSON.readTree(dump.toFile()));
      } finally {
        Files.deleteIfExists(dump);
        Files.delete(dump.getParent());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> threadsIn(JsonNode dump) {
    List<String> threads = new ArrayList<>();
    for (JsonNode container : dump.get("threadDump").get("threadContainers")) {
      for (JsonNode thread : container.get("threads")) {
        String name = thread.get("name").asText();
        if (POOLS.stream().noneMatch(name::startsWith)) {
          threads.add(name);
        }
      }
    }
    return threads;
  }
}
