import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Both ends of the smoke test's connection: {@code serve PORT} answers each connection with its host's name, {@code ask
 * HOST PORT TIMES} resolves, connects and prints an answer a line.
 */
final class Smoke {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Smoke() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "serve" -> serve(Integer.parseInt(arguments[1]));
      case "ask" -> ask(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException("unknown: " + arguments[0]);
    }
  }

  private static void serve(int port) throws IOException {
    byte[] name = InetAddress.getLocalHost().getHostName().getBytes(StandardCharsets.UTF_8);
    System.out.printf(
        "serving; %d processors, heap of %d MB%n",
        Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20);
    try (ServerSocket server = new ServerSocket(port)) {
      while (true) {
        try (Socket connection = server.accept()) {
          connection.getOutputStream().write(name);
        }
      }
    }
  }

  private static void ask(String host, int port, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket connection = new Socket()) {
        connection.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
        connection.setSoTimeout((int) PATIENCE.toMillis());
        System.out.println(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }
}
