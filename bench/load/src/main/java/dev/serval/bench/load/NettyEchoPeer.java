package dev.serval.bench.load;

import dev.serval.bench.load.netty.NettyEchoClient;
import dev.serval.bench.load.netty.NettyEchoServer;
import java.util.List;

/** A bare Netty echo: what the wire itself costs. */
public final class NettyEchoPeer implements Launcher {

  private final Host host;

  private NettyEchoPeer(Host host) {
    this.host = host;
  }

  /** The system. */
  public static SystemUnderTest system(Host host) {
    return new SystemUnderTest(
        "netty-echo",
        false,
        "bare Netty echo of the same bytes over one connection",
        List.of(Shapes.HANDLE_1B, Shapes.HANDLE_1K),
        new NettyEchoPeer(host));
  }

  @Override
  public void check() {
    // Part of the harness itself.
  }

  @Override
  public LaunchPlan plan(Shape shape, Ports ports) {
    return host.withoutHttp(NettyEchoServer.class, NettyEchoClient.class, shape, ports);
  }
}
