package dev.serval.operator.hub.connection;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Sends what is encoded already. */
final class EncodedMarshaller implements Marshaller<EncodedSnapshot> {

  @Override
  public InputStream stream(EncodedSnapshot value) {
    return new Bytes(value.bytes());
  }

  @Override
  public EncodedSnapshot parse(InputStream stream) {
    throw new UnsupportedOperationException("a hub receives no snapshots");
  }

  private static final class Bytes extends ByteArrayInputStream implements KnownLength {
    Bytes(byte[] bytes) {
      super(bytes);
    }
  }
}
