package dev.serval.core.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The channels that go with a group of event loops: epoll where the loops are, else NIO. */
public final class Transports {

  private Transports() {}

  /** The channels of connections that {@code loop} runs. */
  public static ChannelFactory<Channel> clientChannel(EventLoop loop) {
    return loop.parent() instanceof EpollEventLoopGroup
        ? EpollSocketChannel::new
        : NioSocketChannel::new;
  }

  static ChannelFactory<ServerChannel> serverChannel(EventLoopGroup loops) {
    return loops instanceof EpollEventLoopGroup
        ? EpollServerSocketChannel::new
        : NioServerSocketChannel::new;
  }
}
