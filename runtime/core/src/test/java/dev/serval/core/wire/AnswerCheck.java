package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.codec.Codec;
import dev.serval.core.stage.StageMethod;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.MethodId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether what a replica of {@link EchoStage} answers is right, given what it was sent: each answer
 * belongs to a call of its stream, no call has two, and results are those of the arguments.
 */
final class AnswerCheck {

  private final Codec codec;
  private final Map<Integer, List<Asked>> asked = new HashMap<>();
  private final Map<Integer, Integer> calls = new HashMap<>();
  private final Map<Integer, Integer> ends = new HashMap<>();
  private final Map<Integer, Integer> items = new HashMap<>();
  private int results;

  /** A call that the replica may have understood. */
  private record Asked(StageMethod method, Object argument) {

    boolean isAnsweredBy(Object result) {
      return switch (method.name()) {
        case "make" -> result instanceof byte[] made && made.length == (Integer) argument;
        default -> Objects.deepEquals(result, argument);
      };
    }
  }

  AnswerCheck(Codec codec, byte[] sent) {
    this.codec = codec;
    List<RawPeer.Frame> frames = Frames.in(sent);
    for (RawPeer.Frame frame : frames) {
      if (frame.type() == FrameType.CALL) {
        calls.merge(frame.stream(), 1, Integer::sum);
      }
    }
    for (Frames.Message message : Frames.messages(frames)) {
      Asked call = message.type() == FrameType.CALL ? asked(message) : null;
      if (call != null) {
        asked.computeIfAbsent(message.stream(), stream -> new ArrayList<>()).add(call);
      }
    }
  }

  private Asked asked(Frames.Message call) {
    ByteBuf in = call.payload();
    try {
      StageMethod method = methodById(in.readInt());
      in.skipBytes(Integer.BYTES);
      if (FrameFlags.has(call.flags(), FrameFlags.METADATA)) {
        CallMetadata.read(in, in.writerIndex());
      }
      return method == null
          ? null
          : new Asked(method, codec.decodeArguments(in, method.parameterTypes())[0]);
    } catch (RuntimeException damaged) {
      return null;
    }
  }

  private static StageMethod methodById(int id) {
    for (StageMethod method : EchoStage.DESCRIPTOR.methods()) {
      if (MethodId.of(EchoStage.DESCRIPTOR.name(), method.name()) == id) {
        return method;
      }
    }
    return null;
  }

  /** How many results there were among the answers that were checked. */
  int results() {
    return results;
  }

  /** Whether the call of {@code stream} has had its outcome. */
  boolean ended(int stream) {
    return ends.containsKey(stream);
  }

  void check(List<RawPeer.Frame> answers) {
    for (Frames.Message answer : Frames.messages(answers)) {
      check(answer);
    }
  }

  private void check(Frames.Message answer) {
    int stream = answer.stream();
    switch (answer.type()) {
      case FrameType.WELCOME, FrameType.GOAWAY, FrameType.GRANT ->
          assertThat(stream).as("%s concerns the connection", answer.type()).isZero();
      case FrameType.ACCEPT -> assertThat(calls).containsKey(stream);
      case FrameType.RESPONSE -> {
        answer.payload().skipBytes(Integer.BYTES);
        checkResult(stream, answer.payload());
        ended(stream, answer.type());
      }
      case FrameType.ITEM -> {
        assertThat(asked).containsKey(stream);
        int element = (Integer) codec.decode(answer.payload(), Integer.class);
        if (element > 0 || calls.get(stream) == 1) {
          assertThat(element).as("stream %d", stream).isEqualTo(items.getOrDefault(stream, 0));
        }
        items.put(stream, element + 1);
      }
      case FrameType.REJECT, FrameType.ERROR, FrameType.END -> ended(stream, answer.type());
      default -> throw new AssertionError("a caller does not expect type " + answer.type());
    }
  }

  private void checkResult(int stream, ByteBuf body) {
    results++;
    List<Asked> candidates = asked.getOrDefault(stream, List.of());
    assertThat(candidates)
        .as("stream %d, of which %d calls were sent", stream, candidates.size())
        .anyMatch(
            call -> {
              try {
                return call.isAnsweredBy(
                    codec.decode(body.duplicate(), call.method().resultType()));
              } catch (RuntimeException anotherMethod) {
                return false;
              }
            });
  }

  private void ended(int stream, byte type) {
    items.remove(stream);
    assertThat(ends.merge(stream, 1, Integer::sum))
        .as("ends of stream %d, the last of type %d", stream, type)
        .isLessThanOrEqualTo(calls.getOrDefault(stream, 0));
  }
}
