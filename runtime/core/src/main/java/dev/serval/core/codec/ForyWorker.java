package dev.serval.core.codec;

import io.netty.buffer.ByteBuf;
import java.util.Set;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;

/** One Fory with its buffers, used by one thread at a time. */
final class ForyWorker {

  /** A buffer that grew beyond this is dropped after use, so that one large value is not kept. */
  static final int KEPT_BYTES = 256 * 1024;

  private static final int INITIAL_BYTES = 4 * 1024;
  private static final byte[] NOTHING = {};

  private final Fory fory;
  private final ClassLoader loader;
  private final MemoryBuffer output = MemoryBuffer.newHeapBuffer(INITIAL_BYTES);
  private final MemoryBuffer input = MemoryBuffer.fromByteArray(NOTHING);
  private byte[] copied = NOTHING;
  private boolean busy;

  ForyWorker(Fory fory) {
    this.fory = fory;
    this.loader = fory.getClassLoader();
  }

  /** Generates the code for the classes, which otherwise happens when one is first met. */
  void compile(Set<Class<?>> types) {
    ClassLoader before = enterLoader();
    try {
      // Not Fory's own ensureSerializersCompiled, which insists on serialising lambdas.
      types.stream().filter(type -> !type.isInterface()).forEach(fory::getSerializer);
    } finally {
      leaveLoader(before);
    }
  }

  /**
   * False if the worker is in use further up this very stack: a constructor that calls the codec.
   */
  boolean tryBegin() {
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /** Ends the use and lets go of everything large. */
  void end() {
    busy = false;
    input.pointTo(NOTHING, 0, 0);
    output.writerIndex(0);
    if (output.size() > KEPT_BYTES) {
      output.pointTo(new byte[INITIAL_BYTES], 0, INITIAL_BYTES);
    }
    if (copied.length > KEPT_BYTES) {
      copied = NOTHING;
    }
  }

  /** Appends a segment with the bytes of the value. */
  void write(Object value, ByteBuf out) {
    ClassLoader before = enterLoader();
    boolean written = false;
    try {
      fory.serialize(output, value);
      written = true;
    } finally {
      leaveLoader(before);
      if (!written) {
        // Fory 1.6 leaves the element types of unfinished collections on this stack, where a later
        // value would find them.
        fory.getWriteContext().getGenerics().reset();
      }
    }
    int size = output.writerIndex();
    RawSegments.writeCount(RawSegments.OBJECT, size, out)
        .writeBytes(output.getHeapMemory(), 0, size);
  }

  /** Reads a value that must take up exactly the next {@code size} bytes, which are there. */
  Object read(ByteBuf in, int size) {
    if (in.hasArray()) {
      input.pointTo(in.array(), in.arrayOffset() + in.readerIndex(), size);
      in.skipBytes(size);
    } else {
      if (copied.length < size) {
        copied = new byte[Math.max(size, INITIAL_BYTES)];
      }
      in.readBytes(copied, 0, size);
      input.pointTo(copied, 0, size);
    }
    input.readerIndex(0);
    Object value = deserialize();
    if (input.readerIndex() != size) {
      throw new CodecException((size - input.readerIndex()) + " B are left over");
    }
    return value;
  }

  private Object deserialize() {
    ClassLoader before = enterLoader();
    try {
      return fory.deserialize(input);
    } finally {
      leaveLoader(before);
    }
  }

  /** Code that Fory 1.6 generates looks up classes that aren't public by the thread's loader. */
  private ClassLoader enterLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    if (before != loader) {
      thread.setContextClassLoader(loader);
    }
    return before;
  }

  private void leaveLoader(ClassLoader before) {
    if (before != loader) {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
