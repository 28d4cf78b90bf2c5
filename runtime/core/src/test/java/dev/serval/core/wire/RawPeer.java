package dev.serval.core.wire;

import dev.serval.core.codec.Codec;
import dev.serval.core.stage.StageMethod;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.MethodId;
import dev.serval.protocol.wire.Welcome;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The other end of a connection, frame by frame. */
final class RawPeer implements AutoCloseable {

  final Socket socket;
  private final DataInputStream in;

  /** A frame that has arrived. */
  record Frame(byte type, int flags, int stream, ByteBuf payload) {
    int end() {
      return payload.writerIndex();
    }

    GoAway goAway() {
      if (type != FrameType.GOAWAY) {
        throw new AssertionError("GOAWAY was due, but " + FrameType.name(type) + " came");
      }
      return GoAway.read(payload, end());
    }
  }

  RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) WireRig.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawPeer to(WireRig.Host host) throws IOException {
    return to(host.address);
  }

  static RawPeer to(InetSocketAddress address) throws IOException {
    return new RawPeer(new Socket(address.getAddress(), address.getPort()));
  }

  /** A peer that has been welcomed. */
  static RawPeer welcomedBy(WireRig.Host host) throws IOException {
    RawPeer peer = to(host);
    peer.send(out -> hello(out, helloTo(WireRig.DEPLOYMENT)));
    Frame answer = peer.read();
    if (answer.type() != FrameType.WELCOME) {
      throw new AssertionError("refused: " + answer.goAway());
    }
    return peer;
  }

  static Hello helloTo(String deployment) {
    return new Hello(
        WireLimits.OLDEST_VERSION,
        WireLimits.NEWEST_VERSION,
        -1,
        System.nanoTime(),
        1 << 30,
        WireRig.APPLICATION,
        deployment,
        "raw",
        "");
  }

  static void hello(ByteBuf out, Hello hello) {
    int start = FrameWriter.begin(out, FrameType.HELLO, 0, 0);
    hello.write(out);
    FrameWriter.end(out, start);
  }

  static void welcome(ByteBuf out, int limit) {
    int start = FrameWriter.begin(out, FrameType.WELCOME, 0, 0);
    new Welcome(1, (byte) 1, limit, 1 << 30, "raw").write(out);
    FrameWriter.end(out, start);
  }

  /** A CALL of a method of {@link EchoStage}. */
  static void call(
      ByteBuf out, Codec codec, int stream, int flags, String method, Object argument) {
    call(out, codec, stream, flags, 0, method, argument);
  }

  /** A CALL with a deadline. */
  static void call(
      ByteBuf out,
      Codec codec,
      int stream,
      int flags,
      int timeoutMillis,
      String method,
      Object argument) {
    StageMethod target = EchoStage.DESCRIPTOR.method(method);
    int start =
        FrameWriter.beginCall(
            out,
            stream,
            flags,
            MethodId.of(EchoStage.DESCRIPTOR.name(), method),
            timeoutMillis,
            CallMetadata.NONE);
    List<Type> types = target.parameterTypes();
    codec.encodeArguments(new Object[] {argument}, types, out);
    FrameWriter.end(out, start);
  }

  RawPeer send(Consumer<ByteBuf> frames) throws IOException {
    ByteBuf out = Unpooled.buffer();
    frames.accept(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next frame that is not a PING. */
  Frame read() throws IOException {
    while (true) {
      int length = in.readInt();
      byte type = in.readByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length - WireLimits.COUNTED_HEADER_BYTES];
      in.readFully(payload);
      if (type != FrameType.PING) {
        return new Frame(type, flags, stream, Unpooled.wrappedBuffer(payload));
      }
    }
  }

  /** The next frame of that type; others are skipped. */
  Frame read(byte type) throws IOException {
    Frame frame = read();
    while (frame.type() != type) {
      frame = read();
    }
    return frame;
  }

  /** Everything that comes until the other end closes, which it has to. */
  List<Frame> readToEnd() throws IOException {
    List<Frame> frames = new ArrayList<>();
    try {
      while (true) {
        frames.add(read());
      }
    } catch (EOFException | SocketException closed) {
      return frames;
    }
  }

  /** Whether the other end closes, after whatever it still has to say. */
  boolean isClosed() throws IOException {
    byte[] rest = new byte[64 * 1024];
    try {
      while (in.read(rest) >= 0) {
        // Until the end.
      }
      return true;
    } catch (EOFException | SocketException reset) {
      return true;
    }
  }

  /** Ends the connection without a word. */
  void cut() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
