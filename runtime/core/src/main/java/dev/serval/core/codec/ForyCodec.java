package dev.serval.core.codec;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Apache Fory in compatible mode: the sender describes the fields of each class, so that components
 * may be added, removed and reordered between versions. A component the sender lacks is null, zero
 * or false; one the receiver lacks is skipped. Enum constants travel by name.
 *
 * <p>Scalars, strings and primitive arrays, null included, go round Fory as a tagged raw segment.
 *
 * <p>Only classes of the {@link TypeTable} and Fory's own (collections, {@code java.time}, big
 * numbers and the like) are written or read; an unknown class is an error, never a generic
 * structure.
 *
 * <p>References are not tracked: calls carry trees, and tracking would make every object pay for a
 * look-up in an identity map. An object that appears twice is written twice and read as two. A
 * value that contains itself is refused when written, as is one that is nested too deep.
 *
 * <p>Public records are read five times as fast as others (12 ns against 68 for a string and a
 * double), because the code that Fory generates can call their constructors directly.
 */
public final class ForyCodec implements Codec {

  /** {@link #id()} of this codec. */
  public static final byte ID = 1;

  private final TypeTable types;
  private final CodecLimits limits;
  private final NestingGuard nesting;
  private final ForyWorkers workers;

  /**
   * A codec for the classes of the table, all of which the class loader of any of them must see.
   * Cheap: no code is generated until {@link #prepare()} or the first value.
   */
  public ForyCodec(TypeTable types, CodecLimits limits) {
    ForyFactory factory = new ForyFactory(types, limits);
    this.types = types;
    this.limits = limits;
    this.nesting = new NestingGuard(types.ids().keySet(), limits);
    this.workers = new ForyWorkers(() -> new ForyWorker(factory.create()));
  }

  /**
   * Generates the serialisers of all classes of the table now, which takes tenths of a second;
   * without it the first calls wait for it, on an event loop perhaps.
   */
  public void prepare() {
    ForyWorker worker = workers.borrow();
    try {
      worker.compile(types.ids().keySet());
    } finally {
      workers.giveBack(worker);
    }
  }

  @Override
  public byte id() {
    return ID;
  }

  @Override
  public String name() {
    return "fory";
  }

  @Override
  public void encode(Object value, Type type, ByteBuf out) {
    DeclaredType.require(value, type);
    int start = out.writerIndex();
    write(value, type, out);
    limits.requireBodySize(out.writerIndex() - start);
  }

  @Override
  public Object decode(ByteBuf in, Type type) {
    limits.requireBodySize(in.readableBytes());
    Object value = read(in, type);
    requireEnd(in);
    return value;
  }

  @Override
  public void encodeArguments(Object[] arguments, List<Type> types, ByteBuf out) {
    DeclaredType.requireAll(arguments, types);
    int start = out.writerIndex();
    for (int i = 0; i < types.size(); i++) {
      write(arguments[i], types.get(i), out);
    }
    limits.requireBodySize(out.writerIndex() - start);
  }

  @Override
  public Object[] decodeArguments(ByteBuf in, List<Type> types) {
    limits.requireBodySize(in.readableBytes());
    Object[] arguments = new Object[types.size()];
    for (int i = 0; i < types.size(); i++) {
      arguments[i] = read(in, types.get(i));
    }
    requireEnd(in);
    return arguments;
  }

  private void write(Object value, Type type, ByteBuf out) {
    if (!RawSegments.write(value, out)) {
      nesting.check(value, type);
      writeObject(value, out);
    }
  }

  private void writeObject(Object value, ByteBuf out) {
    ForyWorker worker = workers.borrow();
    try {
      worker.write(value, out);
      workers.giveBack(worker);
    } catch (RuntimeException | Error e) {
      throw failure(worker, value.getClass().getTypeName() + " cannot be encoded: ", e);
    }
  }

  private Object read(ByteBuf in, Type type) {
    if (!in.isReadable()) {
      throw new CodecException("the bytes end before a value of " + type.getTypeName());
    }
    byte tag = in.readByte();
    Object value = tag == RawSegments.OBJECT ? readObject(in, type) : RawSegments.read(tag, in);
    return DeclaredType.require(value, type);
  }

  private Object readObject(ByteBuf in, Type type) {
    int size = RawSegments.readCount(1, in);
    ForyWorker worker = workers.borrow();
    try {
      Object value = worker.read(in, size);
      workers.giveBack(worker);
      return value;
    } catch (RuntimeException | Error e) {
      throw failure(worker, "not a value of " + type.getTypeName() + ": ", e);
    }
  }

  /** After an overflow of the stack or the heap nobody knows where Fory stopped. */
  private CodecException failure(ForyWorker worker, String subject, Throwable e) {
    if (Reason.root(e) instanceof VirtualMachineError) {
      workers.discard(worker);
    } else {
      workers.giveBack(worker);
    }
    return new CodecException(subject + Reason.of(e), e);
  }

  private static void requireEnd(ByteBuf in) {
    if (in.isReadable()) {
      throw new CodecException(in.readableBytes() + " B are left over");
    }
  }
}
