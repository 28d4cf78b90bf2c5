package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.GeneratedClasses;
import dev.serval.quarkus.deployment.Returned;
import dev.serval.quarkus.runtime.GeneratedStage;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.LocalVar;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.ClassCreator;
import io.quarkus.gizmo2.desc.MethodDesc;
import io.smallrye.mutiny.Uni;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.gizmo2.Jandex2Gizmo;

/** Generates what calls the methods of stages. */
final class StageClassGenerator {

  private static final String SUFFIX = "_ServalStage";

  private static final MethodDesc SUBSCRIBE =
      MethodDesc.of(GeneratedStage.class, "subscribe", CompletionStage.class, Uni.class);
  private static final MethodDesc REQUIRE_HEALTHY =
      MethodDesc.of(
          GeneratedStage.class, "requireHealthy", void.class, boolean.class, String.class);

  private final Gizmo gizmo;

  StageClassGenerator(Gizmo gizmo) {
    this.gizmo = gizmo;
  }

  static String generatedName(DotName stage) {
    return stage + SUFFIX;
  }

  /** The stage that a generated class is of. */
  static String stageOf(String generated) {
    return generated.substring(0, generated.lastIndexOf(SUFFIX));
  }

  /** Generates the class that calls the stage. */
  void generate(StageModel stage) {
    ClassDesc stageClass = Jandex2Gizmo.classDescOf(stage.type());
    gizmo.class_(
        generatedName(stage.type().name()),
        creator -> {
          creator.public_();
          creator.final_();
          creator.implements_(GeneratedStage.class);
          creator.defaultConstructor();
          invoke(creator, stage, stageClass);
          reconfigure(creator, stage, stageClass);
          checkHealth(creator, stage, stageClass);
          checksHealth(creator, stage);
        });
  }

  private static void invoke(ClassCreator creator, StageModel stage, ClassDesc stageClass) {
    creator.method(
        "invoke",
        method -> {
          method.public_();
          method.returning(Object.class);
          method.throws_(Exception.class);
          ParamVar index = method.parameter("index", int.class);
          ParamVar instance = method.parameter("stage", Object.class);
          ParamVar arguments = method.parameter("arguments", Object[].class);
          method.body(
              block -> {
                if (!stage.methods().isEmpty()) {
                  LocalVar typed =
                      block.localVar("typed", stageClass, block.cast(instance, stageClass));
                  block.switch_(
                      index,
                      cases -> {
                        for (int i = 0; i < stage.methods().size(); i++) {
                          CallableMethod callable = stage.methods().get(i);
                          cases.caseOf(i, body -> call(body, callable, typed, arguments));
                        }
                      });
                }
                block.throw_(
                    IllegalArgumentException.class, stage.type().name() + " has no such method");
              });
        });
  }

  private static void call(
      BlockCreator block, CallableMethod callable, Expr stage, ParamVar arguments) {
    MethodInfo method = callable.method();
    List<Expr> casts = new ArrayList<>();
    for (int i = 0; i < method.parametersCount(); i++) {
      casts.add(
          block.localVar(
              "argument" + i,
              GeneratedClasses.cast(
                  block, arguments.elem(i), Jandex2Gizmo.classDescOf(method.parameterType(i)))));
    }
    Expr result = block.invokeVirtual(Jandex2Gizmo.methodDescOf(method), stage, casts);
    if (method.returnType().kind() == org.jboss.jandex.Type.Kind.VOID) {
      block.return_(Const.ofNull(Object.class));
    } else if (callable.returned().form() == Returned.Form.UNI) {
      block.return_(block.invokeStatic(SUBSCRIBE, result));
    } else {
      block.return_(GeneratedClasses.boxed(block, result));
    }
  }

  private static void reconfigure(ClassCreator creator, StageModel stage, ClassDesc stageClass) {
    creator.method(
        "reconfigure",
        method -> {
          method.public_();
          method.returning(void.class);
          method.throws_(Exception.class);
          ParamVar instance = method.parameter("stage", Object.class);
          ParamVar config = method.parameter("config", Object.class);
          method.body(
              block -> {
                for (MethodInfo hook : stage.reconfigure()) {
                  LocalVar typed =
                      block.localVar(
                          "typed",
                          GeneratedClasses.cast(
                              block, config, Jandex2Gizmo.classDescOf(hook.parameterType(0))));
                  block.invokeVirtual(
                      Jandex2Gizmo.methodDescOf(hook), block.cast(instance, stageClass), typed);
                }
                block.return_();
              });
        });
  }

  private static void checkHealth(ClassCreator creator, StageModel stage, ClassDesc stageClass) {
    creator.method(
        "checkHealth",
        method -> {
          method.public_();
          method.returning(void.class);
          method.throws_(Exception.class);
          ParamVar instance = method.parameter("stage", Object.class);
          method.body(
              block -> {
                for (MethodInfo hook : stage.healthChecks()) {
                  Expr answer =
                      block.invokeVirtual(
                          Jandex2Gizmo.methodDescOf(hook), block.cast(instance, stageClass));
                  if (hook.returnType().kind() == org.jboss.jandex.Type.Kind.PRIMITIVE) {
                    block.invokeStatic(
                        REQUIRE_HEALTHY, answer, Const.of(stage.type().name() + "." + hook.name()));
                  }
                }
                block.return_();
              });
        });
  }

  private static void checksHealth(ClassCreator creator, StageModel stage) {
    creator.method(
        "checksHealth",
        method -> {
          method.public_();
          method.returning(boolean.class);
          method.body(block -> block.return_(Const.of(!stage.healthChecks().isEmpty())));
        });
  }
}
