package dev.serval.operator.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out ports of this machine that nobody listens at, each once.
 *
 * <p>They lie below the range the kernel takes outgoing connections from; otherwise a client could
 * take a port between the moment it is found free and the moment its server binds it.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int COUNT = 10_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePorts() {}

  /** A port that is free at every address of this machine. */
  public static int next() {
    int port;
    do {
      port = LOWEST + NEXT.getAndIncrement() % COUNT;
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
