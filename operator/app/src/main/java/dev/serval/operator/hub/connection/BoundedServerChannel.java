package dev.serval.operator.hub.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts a number of connections at a time and closes what comes beyond it at once. A peer that
 * shows no token has nothing but its connection, so these are what is counted.
 */
final class BoundedServerChannel extends NioServerSocketChannel {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /** A channel that has at most so many open connections. */
  BoundedServerChannel(int most) {
    this.most = most;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int read = super.doReadMessages(accepted);
    for (int index = accepted.size() - 1; index >= before; index--) {
      Channel connection = (Channel) accepted.get(index);
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        accepted.remove(index);
        connection.unsafe().closeForcibly();
      } else {
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
      }
    }
    return read;
  }
}
