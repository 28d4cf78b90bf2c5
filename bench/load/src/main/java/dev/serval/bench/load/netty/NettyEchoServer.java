package dev.serval.bench.load.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;

/** Sends every frame back. */
public final class NettyEchoServer {

  private NettyEchoServer() {}

  /** Serves on the port given, on loopback, until it is stopped. */
  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    EchoTransport transport = EchoTransport.open();
    new ServerBootstrap()
        .group(transport.loop())
        .channel(transport.server())
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Echo());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), port)
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static final class Echo extends FrameHandler {

    @Override
    void frame(ChannelHandlerContext context, ByteBuf bytes, int length) {
      send(context, bytes, bytes.readerIndex(), length);
    }
  }
}
