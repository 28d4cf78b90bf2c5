package dev.serval.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out free ports of 127.0.0.1, each once.
 *
 * <p>They lie below the range the kernel takes outgoing connections from; otherwise a client could
 * take a port between the moment it is found free and the moment its server binds it.
 */
public final class Ports {

  private static final int LOWEST = 20_000;
  private static final int COUNT = 10_000;

  private final Set<Integer> taken = new HashSet<>();

  /** Returns a free port that this object hasn't returned before. */
  public int next() {
    int start = ThreadLocalRandom.current().nextInt(COUNT);
    for (int i = 0; i < COUNT; i++) {
      int port = LOWEST + (start + i) % COUNT;
      if (!taken.contains(port) && isFree(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new BenchException("No free port between " + LOWEST + " and " + (LOWEST + COUNT - 1));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }
}
