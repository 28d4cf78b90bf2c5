package dev.serval.quarkus.deployment.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection of a client that does as it likes. */
final class RawConnection implements AutoCloseable {

  private final Socket socket;

  RawConnection(URI root) throws IOException {
    socket = new Socket(root.getHost(), root.getPort());
    socket.setSoTimeout(20_000);
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return this;
  }

  /** Everything until the server closes the connection. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** At least {@code bytes} bytes. */
  String readSome(int bytes) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
