package dev.serval.quarkus.deployment.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Any number of connections that send nothing, on one thread. */
final class SilentClients implements AutoCloseable {

  /** So many connect at a time, fewer than fit into the queue of the listening socket. */
  private static final int AT_ONCE = 256;

  private static final long SELECT_MILLIS = 50;

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final ByteBuffer unexpected = ByteBuffer.allocate(256);
  private final List<SocketChannel> channels = new ArrayList<>();
  private int connecting;
  private int connected;
  private int ended;

  SilentClients(URI root) throws IOException {
    server = new InetSocketAddress(root.getHost(), root.getPort());
  }

  /** Connects {@code count} more. */
  void connect(int count, long deadlineNanos) throws IOException {
    int begun = 0;
    int wanted = channels.size() + count;
    while (begun < count || connecting > 0) {
      while (begun < count && connecting < AT_ONCE) {
        begin();
        begun++;
      }
      look();
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new AssertionError(connected + " of " + wanted + " connections in time");
      }
    }
  }

  private void begin() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.configureBlocking(false);
    boolean done = channel.connect(server);
    connected += done ? 1 : 0;
    connecting += done ? 0 : 1;
    channel.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
  }

  /** How many the server has ended so far. */
  int ended() throws IOException {
    look();
    return ended;
  }

  private void look() throws IOException {
    selector.select(SELECT_MILLIS);
    for (SelectionKey key : selector.selectedKeys()) {
      SocketChannel channel = (SocketChannel) key.channel();
      if (key.isConnectable()) {
        channel.finishConnect();
        connecting--;
        connected++;
        key.interestOps(SelectionKey.OP_READ);
      } else if (isEnded(channel)) {
        ended++;
        key.cancel();
        channel.close();
      }
    }
    selector.selectedKeys().clear();
  }

  private boolean isEnded(SocketChannel channel) {
    unexpected.clear();
    int read;
    try {
      read = channel.read(unexpected);
    } catch (IOException reset) {
      return true;
    }
    if (read > 0) {
      throw new AssertionError("The server sent something to a client that asked for nothing");
    }
    return read < 0;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
