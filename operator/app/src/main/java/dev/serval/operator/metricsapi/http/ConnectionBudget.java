package dev.serval.operator.metricsapi.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections are open, at all and from each address. Safe for several threads. */
final class ConnectionBudget {

  private final int most;
  private final int mostOfAddress;
  private final Map<InetAddress, Integer> open = new HashMap<>();
  private int all;

  ConnectionBudget(int most, int mostOfAddress) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
  }

  /** Takes a place for a connection, if there is one. */
  synchronized boolean take(InetAddress address) {
    if (all >= most || open.getOrDefault(address, 0) >= mostOfAddress) {
      return false;
    }
    all++;
    open.merge(address, 1, Integer::sum);
    return true;
  }

  /** Gives back the place of a connection. */
  synchronized void giveBack(InetAddress address) {
    all--;
    open.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  synchronized int open() {
    return all;
  }
}
