package dev.serval.bench.load.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.bench.load.LoadResult;
import dev.serval.bench.load.Ports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NettyEchoTest {

  private final int port = new Ports().next();
  private Thread server;

  @BeforeEach
  void start() throws Exception {
    server =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    NettyEchoServer.main(new String[] {Integer.toString(port)});
                  } catch (InterruptedException e) {
                    // The end of the test.
                  }
                });
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (ConnectException e) {
        Thread.sleep(20);
      }
    }
  }

  @AfterEach
  void stop() {
    server.interrupt();
  }

  @Test
  void echoesFramesHoweverTheyAreCut() throws Exception {
    byte[] frames = {0, 0, 0, 2, 'h', 'i', 0, 0, 0, 1, '!'};
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      for (byte one : frames) {
        socket.getOutputStream().write(one);
        socket.getOutputStream().flush();
      }
      assertThat(socket.getInputStream().readNBytes(frames.length)).isEqualTo(frames);
    }
  }

  @Test
  void clientMeasuresAndEnds() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      NettyEchoClient.main(new String[] {Integer.toString(port), "1024", "16", "50", "100"});
    } finally {
      System.setOut(out);
    }

    LoadResult result = LoadResult.parse(printed.toString(StandardCharsets.UTF_8));
    assertThat(result.calls()).isPositive();
    assertThat(result.p50Micros()).isPositive();
    assertThat(result.p99Micros()).isGreaterThanOrEqualTo(result.p50Micros());
  }
}
