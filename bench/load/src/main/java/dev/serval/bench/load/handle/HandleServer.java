package dev.serval.bench.load.handle;

import dev.serval.core.app.ApplicationHost;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The replica that {@link HandleClient} calls. Ends with its standard input. */
public final class HandleServer {

  private HandleServer() {}

  /**
   * @param args the port to listen on
   */
  public static void main(String[] args) throws Exception {
    ApplicationHost host =
        HandleProcess.host(
            new EpollEventLoopGroup(1), EchoStage.NAME, Map.of(), Integer.parseInt(args[0]));
    host.start();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
