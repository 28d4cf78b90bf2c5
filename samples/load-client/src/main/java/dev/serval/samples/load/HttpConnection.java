package dev.serval.samples.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection that carries one HTTP/1.1 request after the other, on the calling thread. It does
 * what a load client needs and nothing more, since it shares the machine with the server that it is
 * to measure. Opens itself with the first request, and again after a failure.
 */
public final class HttpConnection implements AutoCloseable {

  private static final int DEFAULT_PORT = 80;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  private final String host;
  private final int port;
  private final String authority;
  private final Duration timeout;
  private final byte[] buffer = new byte[8 * 1024];
  private int position;
  private int limit;

  private volatile Socket socket;
  private InputStream in;
  private volatile boolean closed;

  /** A connection to the host of {@code url}, not open yet. */
  public HttpConnection(URI url, Duration timeout) {
    String literal = url.getHost();
    this.host = literal.startsWith("[") ? literal.substring(1, literal.length() - 1) : literal;
    this.port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    this.authority = url.getRawAuthority();
    this.timeout = timeout;
  }

  /**
   * Opens the connection if it is not open.
   *
   * @throws IOException if nobody listens there, or does not answer in time
   */
  public void open() throws IOException {
    connected();
  }

  private Socket connected() throws IOException {
    Socket present = socket;
    if (present != null) {
      return present;
    }
    Socket opening = new Socket();
    try {
      opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
      int millis = Math.toIntExact(timeout.toMillis());
      opening.connect(new InetSocketAddress(host, port), millis);
      opening.setSoTimeout(millis);
      in = opening.getInputStream();
    } catch (IOException failure) {
      opening.close();
      throw failure;
    }
    position = 0;
    limit = 0;
    socket = opening;
    if (closed) {
      disconnect();
    }
    return opening;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param body to send, or {@code null} for none
   * @param keep how many bytes of the answer's body are returned; the others are read all the same
   * @throws IOException if there was no whole answer; its message tells a user what happened
   */
  public HttpAnswer send(String method, String target, byte[] body, int keep) throws IOException {
    try {
      connected().getOutputStream().write(request(method, target, body));
      return answer(keep);
    } catch (IOException failure) {
      disconnect();
      if (closed) {
        throw new IOException("no answer before the end of the run", failure);
      }
      throw failure instanceof SocketTimeoutException
          ? new IOException("no answer within " + timeout.toSeconds() + " s", failure)
          : failure;
    }
  }

  private byte[] request(String method, String target, byte[] body) {
    StringBuilder head = new StringBuilder(200);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(authority);
    head.append("\r\nAccept: application/json, text/plain;q=0.9, */*;q=0.1");
    if (body != null) {
      head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(body.length);
    }
    byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    if (body == null) {
      return start;
    }
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  private HttpAnswer answer(int keep) throws IOException {
    int status;
    Headers headers;
    do {
      status = status(line());
      headers = headers();
    } while (status < 200);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    if (status != 204 && status != 304) {
      if (headers.chunked) {
        readChunks(kept, keep);
      } else if (headers.length >= 0) {
        read(headers.length, kept, keep);
      } else {
        headers.close = true;
        readToEnd(kept, keep);
      }
    }
    if (headers.close) {
      disconnect();
    }
    return new HttpAnswer(status, kept.toString(StandardCharsets.UTF_8));
  }

  private static int status(String line) throws IOException {
    if (line.startsWith("HTTP/1.") && line.length() >= 12) {
      try {
        return Integer.parseInt(line, 9, 12, 10);
      } catch (NumberFormatException e) {
        // Falls through to the one message for both.
      }
    }
    throw new IOException("the server does not speak HTTP/1.1");
  }

  private Headers headers() throws IOException {
    Headers headers = new Headers();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (++count > MOST_HEADERS) {
        throw new IOException("the answer has more than " + MOST_HEADERS + " headers");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.accept(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return headers;
  }

  private void readChunks(ByteArrayOutputStream kept, int keep) throws IOException {
    while (true) {
      String line = line();
      int semicolon = line.indexOf(';');
      String digits = semicolon < 0 ? line : line.substring(0, semicolon);
      int length = length(digits.trim(), 16);
      if (length == 0) {
        headers();
        return;
      }
      read(length, kept, keep);
      line();
    }
  }

  private void read(int length, ByteArrayOutputStream kept, int keep) throws IOException {
    int open = length;
    while (open > 0) {
      fill();
      int taken = Math.min(open, limit - position);
      keep(taken, kept, keep);
      open -= taken;
    }
  }

  private void readToEnd(ByteArrayOutputStream kept, int keep) throws IOException {
    while (position < limit || refill()) {
      keep(limit - position, kept, keep);
    }
  }

  private void keep(int taken, ByteArrayOutputStream kept, int keep) {
    kept.write(buffer, position, Math.clamp(keep - kept.size(), 0, taken));
    position += taken;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      fill();
      char next = (char) (buffer[position++] & 0xff);
      if (next == '\n') {
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("the answer has a line longer than " + LONGEST_LINE + " bytes");
      }
      line.append(next);
    }
  }

  private void fill() throws IOException {
    if (position == limit && !refill()) {
      throw new EOFException("the server closed the connection");
    }
  }

  private boolean refill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private static int length(String digits, int radix) throws IOException {
    try {
      int length = Integer.parseInt(digits, radix);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for both.
    }
    throw new IOException("the answer has a body of \"" + digits + "\" bytes");
  }

  /** Ends the connection for good; a request under way fails. From any thread. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }

  private void disconnect() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }

  /** The headers that say where the answer ends. */
  private static final class Headers {
    private int length = -1;
    private boolean chunked;
    private boolean close;

    void accept(String name, String value) throws IOException {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = HttpConnection.length(value, 10);
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
        case "connection" -> close = value.toLowerCase(Locale.ROOT).contains("close");
        default -> {
          // Says nothing of the end.
        }
      }
    }
  }
}
