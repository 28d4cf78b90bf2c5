package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * What a call carries besides its arguments. Empty texts mean that there is none.
 *
 * @param requestId the id of the request that the call is part of
 * @param traceParent W3C {@code traceparent}
 * @param traceState W3C {@code tracestate}
 * @param modelId the model that the call needs
 * @param sessionId the session that the call belongs to
 */
public record CallMetadata(
    String requestId, String traceParent, String traceState, String modelId, String sessionId) {

  /** Nothing to carry. */
  public static final CallMetadata NONE = new CallMetadata("", "", "", "", "");

  /** Whether there is nothing to carry, so that a CALL frame can leave it out. */
  public boolean isEmpty() {
    return requestId.isEmpty()
        && traceParent.isEmpty()
        && traceState.isEmpty()
        && modelId.isEmpty()
        && sessionId.isEmpty();
  }

  /** Appends the block. */
  public void write(ByteBuf out) {
    WireText.write(out, requestId, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, traceParent, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, traceState, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, modelId, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, sessionId, WireLimits.MAX_TEXT_BYTES);
  }

  /**
   * Reads a block in a frame that ends at {@code end}.
   *
   * @throws ProtocolException if a field is missing or out of its bounds
   */
  public static CallMetadata read(ByteBuf in, int end) {
    return new CallMetadata(
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "CALL.requestId"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "CALL.traceParent"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "CALL.traceState"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "CALL.modelId"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "CALL.sessionId"));
  }
}
