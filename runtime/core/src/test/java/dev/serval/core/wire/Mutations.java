package dev.serval.core.wire;

import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Damages a sequence of frames in ways that the network, a bug or malice might. */
final class Mutations {

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  static byte[] frame(Consumer<ByteBuf> writer) {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  byte[] apply(List<byte[]> script) {
    List<byte[]> frames = new ArrayList<>(script.stream().map(byte[]::clone).toList());
    for (int i = random.nextInt(3); i >= 0; i--) {
      one(frames);
    }
    ByteBuf all = Unpooled.buffer();
    frames.forEach(all::writeBytes);
    if (random.nextInt(4) == 0) {
      all.writerIndex(random.nextInt(all.writerIndex() + 1));
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  private void one(List<byte[]> frames) {
    int at = random.nextInt(frames.size());
    byte[] frame = frames.get(at);
    if (frame.length < WireLimits.HEADER_BYTES) {
      // Noise of an earlier round.
      frames.remove(at);
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> frames.add(random.nextInt(frames.size() + 1), frame.clone());
      case 2 -> frames.add(random.nextInt(frames.size()), frames.remove(at));
      case 3 -> setInt(frame, 0, random.nextBoolean() ? random.nextInt() : random.nextInt(80_000));
      case 4 -> setInt(frame, 6, random.nextInt(12) - 2);
      case 5 -> frame[4] = (byte) random.nextInt(20);
      case 6 -> frame[5] = (byte) random.nextInt(32);
      case 7 -> {
        byte[] noise = new byte[random.nextInt(200) + 10];
        random.nextBytes(noise);
        setInt(noise, 0, noise.length - 4);
        noise[4] = (byte) (random.nextInt(17));
        frames.add(random.nextInt(frames.size() + 1), noise);
      }
      default -> {
        byte[] noise = new byte[random.nextInt(200) + 1];
        random.nextBytes(noise);
        frames.add(random.nextInt(frames.size() + 1), noise);
      }
    }
  }

  private static void setInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
