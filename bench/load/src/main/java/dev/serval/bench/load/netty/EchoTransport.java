package dev.serval.bench.load.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Epoll where the kernel has it, NIO elsewhere; one event loop. */
record EchoTransport(
    EventLoopGroup loop,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {

  static EchoTransport open() {
    return Epoll.isAvailable()
        ? new EchoTransport(
            new EpollEventLoopGroup(1), EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new EchoTransport(
            new NioEventLoopGroup(1), NioServerSocketChannel.class, NioSocketChannel.class);
  }
}
