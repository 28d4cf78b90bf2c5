package dev.serval.quarkus.deployment.handle;

import dev.serval.api.CallOptions;
import dev.serval.core.call.CallTarget;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.quarkus.deployment.GeneratedClasses;
import dev.serval.quarkus.runtime.handle.HandleFactory;
import dev.serval.quarkus.runtime.handle.TypedHandle;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.ClassCreator;
import io.quarkus.gizmo2.creator.InstanceMethodCreator;
import io.quarkus.gizmo2.desc.ConstructorDesc;
import io.quarkus.gizmo2.desc.FieldDesc;
import io.quarkus.gizmo2.desc.MethodDesc;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jboss.jandex.DotName;
import org.jboss.jandex.gizmo2.Jandex2Gizmo;

/** Generates the clients of contracts. */
final class HandleClassGenerator {

  private static final String CLIENT_SUFFIX = "_ServalHandle";
  private static final String FACTORY_SUFFIX = "_ServalHandleFactory";

  private final Gizmo gizmo;

  HandleClassGenerator(Gizmo gizmo) {
    this.gizmo = gizmo;
  }

  /** The contract that a generated class is of. */
  static String contractOf(String generated) {
    return generated.substring(0, generated.lastIndexOf(CLIENT_SUFFIX));
  }

  static String factoryName(DotName contract) {
    return contract + FACTORY_SUFFIX;
  }

  /** Generates the client of the contract and the factory of such clients. */
  void generate(ContractModel contract) {
    ClassDesc client = ClassDesc.of(contract.type().name() + CLIENT_SUFFIX);
    gizmo.class_(client, creator -> client(creator, contract));
    gizmo.class_(
        ClassDesc.of(factoryName(contract.type().name())), creator -> factory(creator, client));
  }

  private static void client(ClassCreator creator, ContractModel contract) {
    creator.public_();
    creator.final_();
    creator.extends_(TypedHandle.class);
    creator.implements_(Jandex2Gizmo.classDescOf(contract.type()));
    creator.implements_(CallOptions.WithCallOptions.class);
    List<FieldDesc> targets = new ArrayList<>();
    for (int i = 0; i < contract.methods().size(); i++) {
      targets.add(
          creator.field(
              "target" + i,
              field -> {
                field.private_();
                field.final_();
                field.setType(CallTarget.class);
              }));
    }
    constructor(creator, contract.methods(), targets);
    for (int i = 0; i < targets.size(); i++) {
      ContractMethod method = contract.methods().get(i);
      FieldDesc target = targets.get(i);
      creator.method(method.method().name(), body -> method(body, method, target));
    }
    withCallOptions(creator);
  }

  private static void constructor(
      ClassCreator creator, List<ContractMethod> methods, List<FieldDesc> targets) {
    MethodDesc target =
        MethodDesc.of(TypedHandle.class, "target", CallTarget.class, String.class, boolean.class);
    creator.constructor(
        constructor -> {
          constructor.public_();
          ParamVar client = constructor.parameter("client", DeploymentClient.class);
          constructor.body(
              block -> {
                block.invokeSpecial(
                    ConstructorDesc.of(TypedHandle.class, DeploymentClient.class),
                    constructor.this_(),
                    client);
                for (int i = 0; i < targets.size(); i++) {
                  ContractMethod method = methods.get(i);
                  block.set(
                      constructor.this_().field(targets.get(i)),
                      block.invokeVirtual(
                          target,
                          constructor.this_(),
                          Const.of(method.method().name()),
                          Const.of(method.idempotent())));
                }
                block.return_();
              });
        });
  }

  private static void method(
      InstanceMethodCreator creator, ContractMethod method, FieldDesc target) {
    creator.public_();
    ClassDesc returnType = Jandex2Gizmo.classDescOf(method.method().returnType());
    creator.returning(returnType);
    List<ParamVar> parameters = new ArrayList<>();
    for (int i = 0; i < method.method().parametersCount(); i++) {
      parameters.add(
          creator.parameter(
              "argument" + i, Jandex2Gizmo.classDescOf(method.method().parameterType(i))));
    }
    creator.body(
        block -> {
          Expr result =
              block.invokeVirtual(
                  callOf(method),
                  creator.this_(),
                  creator.this_().field(target),
                  block.newArray(
                      Object.class,
                      parameters,
                      parameter -> GeneratedClasses.boxed(block, parameter)));
          answer(block, method, result, returnType);
        });
  }

  private static MethodDesc callOf(ContractMethod method) {
    return switch (method.returned().form()) {
      case VALUE -> helper("call", Object.class);
      case COMPLETION_STAGE -> helper("callAsync", CompletableFuture.class);
      case UNI -> helper("callUni", Uni.class);
      case PUBLISHER -> helper("stream", Flow.Publisher.class);
      case MULTI -> helper("streamMulti", Multi.class);
    };
  }

  private static MethodDesc helper(String name, Class<?> result) {
    return MethodDesc.of(TypedHandle.class, name, result, CallTarget.class, Object[].class);
  }

  private static void answer(
      BlockCreator block, ContractMethod method, Expr result, ClassDesc returnType) {
    if (!method.blocks()) {
      block.return_(result);
    } else if (returnType.descriptorString().equals("V")) {
      block.return_();
    } else {
      block.return_(GeneratedClasses.cast(block, result, returnType));
    }
  }

  private static void withCallOptions(ClassCreator creator) {
    creator.method(
        "withCallOptions",
        method -> {
          method.public_();
          method.returning(Object.class);
          ParamVar options = method.parameter("options", CallOptions.class);
          method.body(
              block ->
                  block.return_(
                      block.new_(
                          ConstructorDesc.of(creator.type(), DeploymentClient.class),
                          block.invokeVirtual(
                              MethodDesc.of(
                                  DeploymentClient.class,
                                  "withOptions",
                                  DeploymentClient.class,
                                  CallOptions.class),
                              method.this_().field(FieldDesc.of(TypedHandle.class, "client")),
                              options))));
        });
  }

  private static void factory(ClassCreator creator, ClassDesc client) {
    creator.public_();
    creator.final_();
    creator.implements_(HandleFactory.class);
    creator.defaultConstructor();
    creator.method(
        "create",
        method -> {
          method.public_();
          method.returning(Object.class);
          ParamVar calls = method.parameter("client", DeploymentClient.class);
          method.body(
              block ->
                  block.return_(
                      block.new_(ConstructorDesc.of(client, DeploymentClient.class), calls)));
        });
  }
}
