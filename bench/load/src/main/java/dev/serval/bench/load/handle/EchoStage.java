package dev.serval.bench.load.handle;

import dev.serval.core.app.StageBinding;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import java.util.List;
import java.util.Map;

/** A stage that answers with its argument, bound by hand, so that the engine alone is measured. */
final class EchoStage {

  static final String NAME = "Echo";

  private EchoStage() {}

  static Map<String, StageBinding> bindings() {
    StageMethod echo =
        new StageMethod(
            0,
            "echo",
            List.of(byte[].class),
            byte[].class,
            StageMethod.ResultShape.VALUE,
            StageMethod.Execution.EVENT_LOOP,
            false,
            null,
            null);
    StageMethod blocking =
        new StageMethod(
            1,
            "blockingEcho",
            List.of(byte[].class),
            byte[].class,
            StageMethod.ResultShape.VALUE,
            StageMethod.Execution.VIRTUAL_THREAD,
            false,
            null,
            null);
    StageDescriptor descriptor =
        new StageDescriptor(NAME, EchoStage.class.getName(), List.of(echo, blocking));
    return Map.of(
        NAME,
        new StageBinding(
            descriptor,
            (index, stage, arguments) -> arguments[0],
            (deployment, replica) -> new StageBinding.Instance(new Object(), () -> {}),
            StageBinding.Hooks.NONE));
  }
}
